"""Installing the app: consent, codes, rotation, organisations."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from slack_sdk import WebClient

from bot.sandbox.registration import Registration
from bot.sandbox.seed import Seed
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import Served, bolt, client
from tests.bot.sandbox.clocks import Clock
from tests.bot.sandbox.refusals import refused

BACK = "http://127.0.0.1:3000/slack/oauth_redirect"
SCOPES = "chat:write,im:history,commands,users:read"


def consent(sandbox: Sandbox, redirect: str = BACK, scope: str = SCOPES) -> str:
    asked = {"client_id": sandbox.client_id, "scope": scope, "state": "s1"}
    return f"{sandbox.url}/oauth/v2/authorize?{urlencode(asked | {'redirect_uri': redirect})}"


def agreed(sandbox: Sandbox, **form: str) -> dict[str, list[str]]:
    answer = httpx.post(consent(sandbox), data={"decision": "allow"} | form)
    assert answer.headers["location"].startswith(BACK)
    return parse_qs(urlsplit(answer.headers["location"]).query)


def exchanged(sandbox: Sandbox, code: str) -> dict[str, object]:
    answer = WebClient(base_url=sandbox.api_url).oauth_v2_access(
        client_id=sandbox.client_id,
        client_secret=sandbox.client_secret,
        code=code,
        redirect_uri=BACK,
    )
    assert isinstance(answer.data, dict)
    return answer.data


def test_a_code_is_exchanged_once_for_a_token_with_the_scopes() -> None:
    with Sandbox(workspaces=2, installed=False) as sandbox:
        assert "Riverbend Public Schools" in httpx.get(consent(sandbox)).text
        back = agreed(sandbox, team="T1SCHOOL")
        assert back["state"] == ["s1"]
        given = exchanged(sandbox, back["code"][0])
        assert given["team"] == {"id": "T1SCHOOL", "name": "School 1"}
        assert given["scope"] == SCOPES
        assert "refresh_token" not in given
        slack = client(sandbox, str(given["access_token"]))
        assert slack.auth_test()["team_id"] == "T1SCHOOL"
        assert sandbox.token("T1SCHOOL") == given["access_token"]
        with refused("invalid_code"):
            exchanged(sandbox, back["code"][0])
        with refused("bad_client_secret"):
            slack.oauth_v2_access(client_id=sandbox.client_id, client_secret="x", code="y")  # noqa: S106


def test_a_code_belongs_to_its_redirect(sandbox: Sandbox) -> None:
    code = agreed(sandbox, team="T0RIVER")["code"][0]
    with refused("bad_redirect_uri"):
        client(sandbox).oauth_v2_access(
            client_id=sandbox.client_id,
            client_secret=sandbox.client_secret,
            code=code,
            redirect_uri=f"{BACK}/elsewhere",
        )


def test_a_person_may_say_no(sandbox: Sandbox) -> None:
    assert agreed(sandbox, decision="deny", team="T0RIVER")["error"] == ["access_denied"]


def test_a_redirect_to_elsewhere_or_an_unregistered_scope_is_refused(sandbox: Sandbox) -> None:
    for address, reason in (
        (consent(sandbox, "https://evil.example/x"), "bad_redirect_uri"),
        (consent(sandbox, scope="admin"), "invalid_scope"),
    ):
        answer = httpx.get(address)
        assert (answer.status_code, reason in answer.text) == (400, True)


def test_rotated_tokens_expire_and_are_renewed(clock: Clock) -> None:
    registration = Registration(token_rotation=True)
    with Sandbox(clock=clock, registration=registration, installed=False) as sandbox:
        first = exchanged(sandbox, agreed(sandbox, team="T0RIVER")["code"][0])
        assert first["expires_in"] == 12 * 60 * 60
        clock.passes(12 * 60 * 60)
        slack = client(sandbox, str(first["access_token"]))
        with refused("token_expired"):
            slack.auth_test()
        renewal = {
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": str(first["refresh_token"]),
        }
        second = slack.oauth_v2_access(**renewal)
        assert client(sandbox, second["access_token"]).auth_test()["ok"]
        with refused("invalid_refresh_token"):
            slack.oauth_v2_access(**renewal)


def test_an_organisation_wide_token_reaches_all_its_workspaces() -> None:
    seeds = [
        Seed(f"T{n}ORG", f"District school {n}", f"district-{n}", "E0DIST", "The district", f"{n}")
        for n in (1, 2)
    ]
    with Sandbox(workspaces=seeds, installed=False) as sandbox:
        given = exchanged(sandbox, agreed(sandbox, team="T1ORG", org_wide="1")["code"][0])
        assert given["team"] is None
        assert given["is_enterprise_install"] is True
        assert given["enterprise"] == {"id": "E0DIST", "name": "The district"}
        slack = client(sandbox, str(given["access_token"]))
        for n in (1, 2):
            slack.chat_postMessage(channel=f"C{n}ELTEAM", text="hello")
            slack.chat_postMessage(channel=f"U{n}ANA", text="hello, Ana")
            assert len(sandbox.messages("#el-team", team=f"T{n}ORG")) == 1
            assert len(sandbox.messages(f"D{n}ANA", team=f"T{n}ORG")) == 1
        app = bolt(sandbox)
        app.message()(lambda: None)
        with Served(app) as served:
            sandbox.deliver_to(served.url)
            sandbox.person("ana", "T2ORG").direct_messages("hello")
            sandbox.settle()
            envelope = json.loads(served.requests[0][1])
        assert envelope["team_id"] == "T2ORG"
        assert envelope["authorizations"][0]["is_enterprise_install"] is True
        assert envelope["authorizations"][0]["enterprise_id"] == "E0DIST"

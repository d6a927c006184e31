"""Tokens, scopes, unknown methods and foreign hosts."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox.grants import Grant
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import client
from tests.bot.sandbox.clocks import Clock
from tests.bot.sandbox.refusals import refused


def test_bad_tokens(sandbox: Sandbox, clock: Clock) -> None:
    with refused("invalid_auth"):
        client(sandbox, "xoxb-wrong").auth_test()
    assert httpx.post(f"{sandbox.api_url}auth.test").json()["error"] == "not_authed"
    sandbox.grants.add(Grant("xoxb-old", "T0RIVER", (), expires_at=clock.now + 60))
    assert client(sandbox, "xoxb-old").auth_test()["ok"]
    clock.passes(60)
    with refused("token_expired"):
        client(sandbox, "xoxb-old").auth_test()
    slack = client(sandbox)
    assert slack.auth_revoke()["revoked"]
    with refused("token_revoked"):
        slack.auth_test()
    with refused("not_allowed_token_type"):
        client(sandbox, sandbox.app_token).auth_test()


def test_a_missing_scope_is_named(sandbox: Sandbox) -> None:
    sandbox.grants.add(Grant("xoxb-few", "T0RIVER", ("chat:write", "channels:history")))
    slack = client(sandbox, "xoxb-few")
    answer = httpx.post(
        f"{sandbox.api_url}users.info", data={"user": "U0ANA", "token": "xoxb-few"}
    ).json()
    assert answer["error"] == "missing_scope"
    assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write,channels:history")
    assert slack.conversations_history(channel="C0ELTEAM")["ok"]
    with refused("missing_scope"):
        slack.conversations_history(channel="C0LEADERS")
    with refused("missing_scope"):
        client(sandbox).conversations_info(channel="D0ANA")


def test_methods_that_the_app_does_not_use(slack: WebClient) -> None:
    with refused("unknown_method"):
        slack.api_call("canvases.create")


def test_json_and_form_are_both_read(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.token()}"}
    url = f"{sandbox.api_url}chat.postMessage"
    by_json = httpx.post(url, headers=headers, json={"channel": "C0ELTEAM", "text": "a"})
    by_form = httpx.post(url, headers=headers, data={"channel": "C0ELTEAM", "text": "b"})
    assert by_json.json()["ok"]
    assert by_form.json()["ok"]
    assert [m.text for m in sandbox.messages("#el-team")] == ["a", "b"]


def test_other_hosts_are_refused(sandbox: Sandbox) -> None:
    for path in ("/", "/api/auth.test", "/page/stream", "/oauth/v2/authorize"):
        answer = httpx.get(sandbox.url + path, headers={"Host": "evil.example:80"})
        assert answer.status_code == 421
    assert httpx.post(f"{sandbox.api_url}auth.test", headers={"Host": "localhost"}).json()


def test_pages_of_other_sites_may_look_but_not_act(sandbox: Sandbox) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    form = {"token": sandbox.token(), "channel": "C0ELTEAM", "text": "forged"}
    url = f"{sandbox.api_url}chat.postMessage"
    assert httpx.post(url, data=form, headers=elsewhere).status_code == 403
    assert httpx.get(url, params=form, headers=elsewhere).status_code == 403
    assert httpx.get(f"{sandbox.url}/", headers=elsewhere).status_code == 200
    assert sandbox.messages("#el-team") == []


def test_a_port_that_is_taken_is_said_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=int(sandbox.url.rpartition(":")[2]), database=tmp_path / "try.db")

"""Installing by OAuth: consent, tokens, rotation, leaving. Slack is a stand-in over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt import App, BoltContext, BoltRequest

from bot.installations import Installations
from bot.manifest import BOT_SCOPES
from bot.oauth import bolt_arguments, listen_for_removal, open_workspaces
from bot.settings import Settings
from bot.workspaces import (
    CannotStart,
    InstalledAuthorize,
    ManyWorkspaces,
    OneWorkspace,
    client_for,
)
from conversations.database import Store
from tests.bot.answering import IDENTITY, SECRET, Answering, Fields, signed

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
HOURS_12 = 12 * 60 * 60


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def slack() -> Iterator[Answering]:
    server = Answering()
    yield server
    server.close()


@pytest.fixture
def settings(slack: Answering, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        cache_dir=tmp_path,
        database=tmp_path / "blueprint.db",
        signing_secret=SECRET,
        client_id="1.2",
        client_secret="hush",  # noqa: S106
        api_url=slack.url,
        public_url="https://blueprint.example.org/",
    )


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.database)


class Installing:
    """The app with its OAuth pages, and a browser that keeps the state cookie."""

    def __init__(self, settings: Settings, store: Store, slack: Answering) -> None:
        self.clock = Clock()
        self.slack, self.store, self.settings = slack, store, settings
        self.workspaces = open_workspaces(settings, store, self.clock)
        self.app = App(**bolt_arguments(settings, store, self.workspaces, self.clock))
        listen_for_removal(self.app, self.workspaces)
        assert self.app.oauth_flow is not None
        self.flow = self.app.oauth_flow

    def consents(self) -> tuple[str, dict[str, list[str]]]:
        response = self.flow.handle_installation(BoltRequest(body=""))
        assert response.status == 200
        cookie = response.headers["set-cookie"][0].partition(";")[0]
        address = response.body.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        return cookie, {"url": [address.partition("?")[0]]} | parse_qs(urlsplit(address).query)

    def comes_back(self, cookie: str, **query: str) -> Any:
        return self.flow.handle_callback(
            BoltRequest(body="", query=query, headers={"cookie": [cookie]})
        )

    def installs(self, **answer: Any) -> Any:
        self.slack.answers["oauth.v2.access"] = lambda _: grant(**answer)
        cookie, asked = self.consents()
        return self.comes_back(cookie, code="code-1", state=asked["state"][0])

    def current_token(self) -> str | None:
        installed = self.workspaces.installed("T0RIVER")
        return None if installed is None else installed.bot_token

    def receives(self, event: Fields, at: datetime, **envelope: Any) -> int:
        body = json.dumps(
            {
                "type": "event_callback",
                "team_id": "T0RIVER",
                "event_id": "Ev1",
                "event_time": int(at.timestamp()),
                "event": event,
            }
            | envelope
        )
        headers: dict[str, Any] = signed(body)
        status: int = self.app.dispatch(BoltRequest(body=body, headers=headers)).status
        self.app.listener_runner.listener_executor.shutdown()
        return status


def token(access: str, refresh: str | None = None) -> Fields:
    rotated = {"refresh_token": refresh, "expires_in": HOURS_12} if refresh else {}
    return {"access_token": access, **rotated}


def grant(**more: Any) -> Fields:
    return {
        "ok": True,
        "app_id": "A0BLUEPRINT",
        "token_type": "bot",
        "access_token": "xoxb-1",
        "scope": ",".join(BOT_SCOPES),
        "bot_user_id": "U0BLUEPRT",
        "team": {"id": "T0RIVER", "name": "Riverbend Public Schools"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0EVELYN"},
    } | more


@pytest.fixture
def app(settings: Settings, store: Store, slack: Answering) -> Iterator[Installing]:
    store.prepare()
    installing = Installing(settings, store, slack)
    yield installing
    installing.app.listener_runner.listener_executor.shutdown()


def test_consent_is_asked_at_the_slack_of_the_settings(app: Installing, slack: Answering) -> None:
    _, asked = app.consents()
    assert asked["url"] == [slack.url.removesuffix("api/") + "oauth/v2/authorize"]
    assert asked["scope"] == [",".join(BOT_SCOPES)]
    assert asked["redirect_uri"] == ["https://blueprint.example.org/slack/oauth_redirect"]


def test_an_install_is_kept_with_its_installer_and_says_what_to_do_next(app: Installing) -> None:
    response = app.installs()
    assert response.status == 200
    assert "installed in Riverbend Public Schools" in response.body
    assert "app=A0BLUEPRINT&amp;team=T0RIVER" in response.body
    exchanged = next(given for method, given in app.slack.calls if method == "oauth.v2.access")
    assert exchanged["code"] == "code-1"
    assert exchanged["redirect_uri"] == "https://blueprint.example.org/slack/oauth_redirect"
    assert app.workspaces.installers("T0RIVER") == {"U0EVELYN"}
    client = client_for(app.settings, app.workspaces, "T0RIVER")
    assert client is not None
    assert (client.token, client.base_url) == ("xoxb-1", app.slack.url)
    assert client_for(app.settings, app.workspaces, "T0OTHER") is None


def test_an_org_wide_install_is_found_by_its_enterprise(app: Installing) -> None:
    org = {"id": "E0COUNTY", "name": "County"}
    app.installs(team=None, enterprise=org, is_enterprise_install=True)
    installed = app.workspaces.installed("E0COUNTY")
    assert installed is not None
    assert installed.is_org_wide
    context = BoltContext(enterprise_id="E0COUNTY", team_id="T0ANY", is_enterprise_install=True)
    authorized = InstalledAuthorize(app.workspaces)(
        context=context, enterprise_id="E0COUNTY", team_id="T0ANY", user_id="U1"
    )
    assert authorized is not None
    assert (authorized.bot_token, authorized.team_id) == ("xoxb-1", "T0ANY")


def test_installing_again_replaces_the_token_at_once(app: Installing) -> None:
    app.installs()
    app.installs(**token("xoxb-2"), authed_user={"id": "U0DAN"})
    assert app.current_token() == "xoxb-2"
    assert app.workspaces.installers("T0RIVER") == {"U0EVELYN", "U0DAN"}


def test_a_consent_is_good_once_for_ten_minutes_in_one_browser(app: Installing) -> None:
    app.slack.answers["oauth.v2.access"] = lambda _: grant()
    cookie, asked = app.consents()
    state = asked["state"][0]
    other_browser = app.comes_back("", code="code-1", state=state)
    assert other_browser.status == 400
    assert app.comes_back(cookie, code="code-1", state=state).status == 200
    again = app.comes_back(cookie, code="code-1", state=state)
    assert again.status == 401
    assert "Start again" in again.body
    cookie, asked = app.consents()
    app.clock.now += timedelta(minutes=10)
    assert app.comes_back(cookie, code="code-1", state=asked["state"][0]).status == 401


def test_declining_and_refusals_are_said_in_a_page(app: Installing) -> None:
    cookie, asked = app.consents()
    declined = app.comes_back(cookie, error="access_denied", state=asked["state"][0])
    assert "You decided not to install" in declined.body
    hostile = app.comes_back(cookie, error="<script>alert(1)</script>", state=asked["state"][0])
    assert "<script>" not in hostile.body
    refused = app.installs(ok=False, error="invalid_code")
    assert refused.status == 401
    assert "was not installed" in refused.body


def test_no_answer_from_slack_is_a_page_and_no_traceback(app: Installing) -> None:
    cookie, asked = app.consents()
    app.slack.close()
    response = app.comes_back(cookie, code="code-1", state=asked["state"][0])
    assert response.status == 502
    assert "Slack did not answer" in response.body


def rotating(app: Installing, slack: Answering) -> None:
    """Install with a token that ends after twelve hours; each refresh token is good once."""
    app.clock.now = datetime.now(UTC)
    app.installs(**token("xoxe.xoxb-0", "xoxe-0"))
    turn = {"number": 0}
    lock = threading.Lock()

    def refresh(given: Fields) -> Fields:
        with lock:
            if given.get("refresh_token") != f"xoxe-{turn['number']}":
                return {"ok": False, "error": "invalid_refresh_token"}
            turn["number"] += 1
            number = turn["number"]
        return grant(**token(f"xoxe.xoxb-{number}", f"xoxe-{number}"))

    slack.calls.clear()
    slack.answers["oauth.v2.access"] = refresh


def test_a_token_is_rotated_before_it_ends_and_each_time_after(
    app: Installing, slack: Answering
) -> None:
    rotating(app, slack)
    app.clock.now += timedelta(hours=9)
    assert app.current_token() == "xoxe.xoxb-0"
    assert slack.count("oauth.v2.access") == 0
    for number in (1, 2, 3):
        app.clock.now += timedelta(hours=11)
        assert app.current_token() == f"xoxe.xoxb-{number}"
    assert slack.count("oauth.v2.access") == 3


def test_two_processes_rotate_a_token_once_and_lose_no_refresh_token(
    app: Installing, slack: Answering, settings: Settings
) -> None:
    rotating(app, slack)
    # The app was off for a day: the token is no good, so that nobody can go on with it.
    app.clock.now += timedelta(hours=24)
    others = [
        ManyWorkspaces(settings, Installations(Store(settings.database), app.clock), app.clock)
        for _ in range(8)
    ]
    found: list[str | None] = []
    together = threading.Barrier(len(others))

    def look(workspaces: ManyWorkspaces) -> None:
        together.wait(10)
        installed = workspaces.installed("T0RIVER")
        found.append(None if installed is None else installed.bot_token)

    threads = [threading.Thread(target=look, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == ["xoxe.xoxb-1"] * len(others)
    assert slack.count("oauth.v2.access") == 1
    app.clock.now += timedelta(hours=11)
    assert app.current_token() == "xoxe.xoxb-2"


def test_a_failed_rotation_leaves_the_old_token_in_use_and_is_tried_again(
    app: Installing, slack: Answering
) -> None:
    rotating(app, slack)
    refresh = slack.answers["oauth.v2.access"]
    slack.answers["oauth.v2.access"] = lambda _: {"ok": False, "error": "internal_error"}
    app.clock.now += timedelta(hours=11)
    for _ in range(3):
        assert app.current_token() == "xoxe.xoxb-0"
    assert slack.count("oauth.v2.access") == 1
    slack.answers["oauth.v2.access"] = refresh
    app.clock.now += timedelta(minutes=1)
    assert app.current_token() == "xoxe.xoxb-1"


def test_an_expired_token_that_cannot_be_rotated_counts_as_not_installed(
    app: Installing, slack: Answering
) -> None:
    rotating(app, slack)
    slack.answers["oauth.v2.access"] = lambda _: {"ok": False, "error": "invalid_refresh_token"}
    app.clock.now += timedelta(hours=24)
    assert [app.current_token() for _ in range(20)] == [None] * 20
    assert slack.count("oauth.v2.access") == 1


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0BLUEPRT"]}}],
    ids=lambda event: event["type"],
)
def test_leaving_takes_the_token_away_at_once(app: Installing, event: Fields) -> None:
    app.installs()
    assert app.receives(event, START + timedelta(hours=1)) == 200
    assert app.workspaces.installed("T0RIVER") is None
    assert app.workspaces.installers("T0RIVER") == frozenset()
    assert client_for(app.settings, app.workspaces, "T0RIVER") is None
    context = BoltContext(team_id="T0RIVER")
    authorize = InstalledAuthorize(app.workspaces)
    assert authorize(context=context, enterprise_id=None, team_id="T0RIVER", user_id="U1") is None


def test_a_persons_revoked_token_is_none_of_ours(app: Installing) -> None:
    app.installs()
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U0EVELYN"]}}
    app.receives(event, START + timedelta(hours=1))
    assert app.workspaces.installed("T0RIVER") is not None


def test_an_uninstall_told_late_does_not_undo_a_new_install(app: Installing) -> None:
    app.installs()
    app.receives({"type": "app_uninstalled"}, START - timedelta(minutes=5))
    assert app.workspaces.installed("T0RIVER") is not None


def test_an_uninstalled_workspace_is_not_listened_to(app: Installing) -> None:
    heard: list[str] = []
    app.app.event("app_mention")(lambda event: heard.append(event["text"]))
    event = {"type": "app_mention", "user": "U1", "text": "hello", "channel": "C1", "ts": "1.1"}
    app.receives(event, START)
    assert heard == []


@pytest.fixture
def by_token(settings: Settings) -> Settings:
    return replace(settings, client_id=None, client_secret=None, bot_token="xoxb-9")  # noqa: S106


def test_one_workspace_by_token(by_token: Settings, store: Store, slack: Answering) -> None:
    store.prepare()
    workspaces = open_workspaces(by_token, store)
    app = App(**bolt_arguments(by_token, store, workspaces))
    assert app.oauth_flow is None
    heard: list[tuple[str | None, str | None]] = []
    app.event("app_mention")(
        lambda context, client: heard.append((context.bot_user_id, client.token))
    )
    event = {"type": "app_mention", "user": "U1", "text": "hello", "channel": "C1", "ts": "1.1"}
    body = json.dumps({"type": "event_callback", "team_id": "T0RIVER", "event": event})
    headers: dict[str, Any] = signed(body)
    assert app.dispatch(BoltRequest(body=body, headers=headers)).status == 200
    app.listener_runner.listener_executor.shutdown()
    assert heard == [("U0BLUEPRT", "xoxb-9")]
    assert workspaces.installers("T0RIVER") == frozenset()


def test_the_token_of_an_organisation_has_its_enterprise_as_tenant(
    by_token: Settings, slack: Answering
) -> None:
    slack.answers["auth.test"] = lambda _: (
        IDENTITY | {"enterprise_id": "E0COUNTY", "is_enterprise_install": True}
    )
    assert OneWorkspace.open(by_token).installed("E0COUNTY").tenant == "E0COUNTY"


@pytest.mark.parametrize(
    ("error", "hint"), [("invalid_auth", "Copy it anew"), ("ratelimited", "try again")]
)
def test_a_token_that_is_no_good_is_one_sentence(
    by_token: Settings, slack: Answering, error: str, hint: str
) -> None:
    slack.answers["auth.test"] = lambda _: {"ok": False, "error": error}
    with pytest.raises(CannotStart, match=hint) as failure:
        OneWorkspace.open(by_token)
    assert error in str(failure.value)


def test_no_network_is_one_sentence(by_token: Settings) -> None:
    with pytest.raises(CannotStart, match=r"does not answer at http://127\.0\.0\.1:1/api/"):
        OneWorkspace.open(replace(by_token, api_url="http://127.0.0.1:1/api/"))

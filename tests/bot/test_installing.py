"""Many workspaces install the app by OAuth, over real HTTP from the first page to leaving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import Composed, compose
from bot.http import http_app
from bot.sandbox.model import Message
from bot.sandbox.seed import Seed
from bot.sandbox.server import Sandbox
from bot.serving import HttpLine, Serving
from bot.settings import Settings
from tests.bot.stage import registration

QUESTION = "What should a school leader do about family engagement?"
SCHOOLS = (
    Seed("T0RIVER", "Riverbend Public Schools", "riverbend"),
    Seed("T1HILL", "Hillside Charter School", "hillside", "E0COUNTY", "County", mark="1"),
)


class Time:
    """The real time, and what a test adds to it."""

    def __init__(self) -> None:
        self.added = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.added


class Installable:
    """The app before a sandbox in which nobody has installed it yet."""

    def __init__(self, sandbox: Sandbox, composed: Composed, url: str, time: Time) -> None:
        self.sandbox, self.composed, self.url, self.time = sandbox, composed, url, time
        self.browser = httpx.Client(timeout=10)

    def installs(self, team: str, **decision: str) -> httpx.Response:
        """Go through all pages, as the administrator of ``team``."""
        page = self.browser.get(f"{self.url}/slack/install")
        address = page.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        # A browser keeps a Secure cookie on this machine; this client does not.
        cookie = page.headers["set-cookie"].partition(";")[0]
        decided = self.browser.post(address, data={"team": team, "decision": "allow"} | decision)
        return self.browser.get(decided.headers["location"], headers={"Cookie": cookie})

    def answers(self, team: str, question: Message) -> list[Message]:
        found = self.sandbox.messages("#el-team", thread=question.ts, team=team)
        return [message for message in found if message.user != question.user]

    def asks(self, team: str) -> Message:
        return self.sandbox.person("ana", team).mentions("#el-team", QUESTION)

    def is_answered(self, team: str) -> bool:
        question = self.asks(team)
        answered = bool(self.sandbox.wait_for(lambda: self.answers(team, question)))
        # What is still open when the clock jumps would be taken up a second time.
        self.sandbox.wait_for(self.nothing_is_open)
        return answered

    def nothing_is_open(self) -> bool:
        with self.composed.services.store.reading() as db:
            return not list(db.query("SELECT 1 FROM inbox WHERE state != 'done'"))


@pytest.fixture
def app(tmp_path: Path, free_port: int) -> Iterator[Installable]:
    url, time = f"http://127.0.0.1:{free_port}", Time()
    seen = registration(token_rotation=True)
    with Sandbox(
        workspaces=SCHOOLS,
        registration=seen,
        installed=False,
        clock=lambda: time().timestamp(),
    ) as sandbox:
        settings = Settings(
            data_dir=tmp_path,
            cache_dir=tmp_path.parent / "engine-cache",
            database=tmp_path / "blueprint.db",
            signing_secret=sandbox.signing_secret,
            client_id=sandbox.client_id,
            client_secret=sandbox.client_secret,
            api_url=sandbox.api_url,
            public_url=url,
        )
        composed = compose(settings, clock=time)
        line = HttpLine(
            http_app(composed.app, composed.services.store, composed.services.urgency),
            free_port,
            "127.0.0.1",
        )
        serving = Serving(composed, line)
        serving.start()
        sandbox.deliver_to(f"{url}/slack/events")
        installable = Installable(sandbox, composed, url, time)
        yield installable
        installable.browser.close()
        assert serving.stop()


def test_two_workspaces_install_and_are_answered_each_with_its_own_token(app: Installable) -> None:
    for school in SCHOOLS:
        page = app.installs(school.team_id)
        assert page.status_code == 200
        assert f"installed in {school.name}" in page.text
    assert all(app.is_answered(school.team_id) for school in SCHOOLS)
    evelyn = app.sandbox.person("evelyn", "T1HILL")
    assert app.composed.workspaces.installers("T1HILL") == {evelyn.id}


def test_a_whole_organisation_installs(app: Installable) -> None:
    assert app.installs("T1HILL", org_wide="1").status_code == 200
    assert app.composed.workspaces.installed("E0COUNTY") is not None
    assert app.composed.workspaces.installed("T1HILL") is None
    assert app.is_answered("T1HILL")


def test_declining_changes_nothing(app: Installable) -> None:
    page = app.installs("T0RIVER", decision="deny")
    assert "You decided not to install" in page.text
    assert app.composed.workspaces.installed("T0RIVER") is None


def test_tokens_are_rotated_without_anybody_noticing(app: Installable) -> None:
    app.installs("T0RIVER")
    tokens = set()
    for _ in range(3):
        installed: Any = app.composed.workspaces.installed("T0RIVER")
        tokens.add(installed.bot_token)
        app.time.added += timedelta(hours=11)
        assert app.is_answered("T0RIVER")
    assert len(tokens) == 3


def test_a_workspace_that_uninstalled_is_served_no_more_until_it_installs_again(
    app: Installable,
) -> None:
    app.installs("T0RIVER")
    assert app.is_answered("T0RIVER")
    app.sandbox.uninstall("T0RIVER")
    app.sandbox.wait_for(lambda: app.composed.workspaces.installed("T0RIVER") is None)
    assert app.composed.workspaces.installers("T0RIVER") == frozenset()
    app.installs("T0RIVER")
    assert app.is_answered("T0RIVER")

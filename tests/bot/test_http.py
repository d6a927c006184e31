"""The app over real HTTP: only what Slack signed is heard, and pages for people."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_bolt import App

from bot.http import BODY_BYTES, http_app
from bot.oauth import bolt_arguments, open_workspaces
from bot.serving import HttpLine
from bot.settings import Settings
from bot.urgency import Urgency
from conversations.database import Store
from tests.bot.answering import SECRET, Answering, signed

MENTION = json.dumps(
    {
        "type": "event_callback",
        "team_id": "T0RIVER",
        "event": {
            "type": "app_mention",
            "user": "U0ANA",
            "text": "hello",
            "channel": "C1",
            "ts": "1.1",
        },
    }
)


class Served:
    """A small app behind the real web server; ``heard`` is what reached a listener."""

    def __init__(self, settings: Settings) -> None:
        self.store = Store(settings.database)
        self.store.prepare()
        workspaces = open_workspaces(settings, self.store)
        self.app = App(**bolt_arguments(settings, self.store, workspaces))
        self.heard: list[str] = []
        self.app.event("app_mention")(lambda event: self.heard.append(event["text"]))
        self.app.command("/blueprint")(lambda ack, command: ack(f"You said {command['text']}"))
        self.line = HttpLine(http_app(self.app, self.store, Urgency()), 0, "127.0.0.1")
        self.line.start()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.line.port}", timeout=10)

    def posts(self, body: str | bytes, headers: dict[str, str]) -> httpx.Response:
        return self.client.post("/slack/events", content=body, headers=headers)

    def close(self) -> None:
        self.client.close()
        assert self.line.stop(10)
        self.app.listener_runner.listener_executor.shutdown()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    slack = Answering()
    yield Settings(
        data_dir=tmp_path,
        cache_dir=tmp_path,
        database=tmp_path / "blueprint.db",
        signing_secret=SECRET,
        bot_token="xoxb-9",  # noqa: S106
        api_url=slack.url,
        public_url="https://blueprint.example.org",
    )
    slack.close()


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    running = Served(settings)
    yield running
    running.close()


@pytest.fixture
def installing(settings: Settings) -> Iterator[Served]:
    running = Served(replace(settings, client_id="1.2", client_secret="hush"))  # noqa: S106
    yield running
    running.close()


def test_what_slack_signed_is_heard(served: Served) -> None:
    assert served.posts(MENTION, signed(MENTION)).status_code == 200
    served.app.listener_runner.listener_executor.shutdown()
    assert served.heard == ["hello"]


def test_a_command_is_answered_in_the_response(served: Served) -> None:
    body = "command=%2Fblueprint&text=caf%C3%A9&team_id=T0RIVER&user_id=U0ANA&channel_id=C1"
    headers = signed(body) | {"Content-Type": "application/x-www-form-urlencoded"}
    response = served.posts(body, headers)
    assert (response.status_code, response.text) == (200, "You said café")


def test_slack_can_verify_the_address(served: Served) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    assert served.posts(body, signed(body)).json() == {"challenge": "abc"}


WRONG: dict[str, Callable[[], dict[str, str]]] = {
    "missing": lambda: {"Content-Type": "application/json"},
    "another secret": lambda: signed(MENTION, secret="another"),  # noqa: S106
    "another body": lambda: signed(MENTION + " "),
    "stale": lambda: signed(MENTION, at=time.time() - 6 * 60),
    "future": lambda: signed(MENTION, at=time.time() + 6 * 60),
    "empty": lambda: signed(MENTION) | {"X-Slack-Signature": ""},
    "strange": lambda: signed(MENTION) | {"X-Slack-Signature": "v0=\u00e9"},
    "zero": lambda: signed(MENTION) | {"X-Slack-Request-Timestamp": "0"},
    "no number": lambda: signed(MENTION) | {"X-Slack-Request-Timestamp": "yesterday"},
}


@pytest.mark.parametrize("headers", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_signature_is_401_and_nothing_runs(
    served: Served, headers: Callable[[], dict[str, str]]
) -> None:
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers().items()]
    response = served.client.post("/slack/events", content=MENTION, headers=sent)
    assert response.status_code == 401
    served.app.listener_runner.listener_executor.shutdown()
    assert served.heard == []


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]", b"payload=%7B", b"", b"null", b"{}"])
def test_nonsense_is_refused_in_peace(served: Served, body: bytes) -> None:
    unsigned = {"Content-Type": "application/json"}
    assert served.posts(body, unsigned).status_code == 401
    response = served.posts(body, unsigned | signed(MENTION))
    assert response.status_code in (400, 401)
    assert "Traceback" not in response.text


def test_too_large_a_body_is_refused(served: Served) -> None:
    body = " " * (BODY_BYTES + 1)
    assert served.posts(body, signed(body)).status_code == 413


def test_health_says_the_version_and_that_the_database_works(served: Served) -> None:
    response = served.client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"ok": True, "version": "0.1.0", "unfinished": 0}


def test_health_is_503_with_a_sentence_without_a_database(served: Served) -> None:
    for path in served.store.path.parent.glob("blueprint.db*"):
        path.unlink()
    response = served.client.get("/healthz")
    assert response.status_code == 503
    said: dict[str, Any] = response.json()
    assert said["ok"] is False
    assert str(served.store.path) in said["reason"]


def test_requests_are_taken_in_while_a_listener_is_slow(served: Served) -> None:
    # One request holds the database; another needs none of it and is not kept waiting.
    holding = sqlite3.connect(served.store.path, isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    with httpx.Client(base_url=served.client.base_url, timeout=60) as other:
        request = other.build_request("GET", "/healthz")
        answers: list[int] = []
        waiting = threading.Thread(target=lambda: answers.append(other.send(request).status_code))
        waiting.start()
        assert served.posts(MENTION, signed(MENTION)).status_code == 200
        assert answers == []
        holding.rollback()
        holding.close()
        waiting.join(30)
    assert answers == [200]


def test_pages_for_people(served: Served) -> None:
    home = served.client.get("/")
    assert "Blueprint is a Slack app" in home.text
    assert '<html lang="en">' in home.text
    nothing = served.client.get("/slack/install")
    assert nothing.status_code == 404
    assert "Nothing to install here" in nothing.text


def test_the_install_page_leads_to_slack_and_back(installing: Served) -> None:
    assert "Add to Slack" in installing.client.get("/").text
    page = installing.client.get("/slack/install")
    assert page.status_code == 200
    assert "/oauth/v2/authorize?state=" in page.text
    assert "HttpOnly" in page.headers["set-cookie"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    back = installing.client.get("/slack/oauth_redirect", params={"error": "access_denied"})
    assert "You decided not to install" in back.text
    assert "Traceback" not in back.text

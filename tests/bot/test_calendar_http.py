"""A calendar that a phone fetches by its private link, over real HTTP."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from slack_bolt import App

from benchmarks.large_plan import large_plan
from bot.http import http_app
from bot.logs import JsonLines
from bot.oauth import bolt_arguments, open_workspaces
from bot.serving import HttpLine
from bot.settings import Settings
from bot.urgency import Urgency
from conversations import calendar_links
from conversations.calendar_links import CalendarLink
from conversations.database import Store
from conversations.exports.due_dates import due_dates
from tests.bot.answering import SECRET, Answering

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
LINK = CalendarLink("T0RIVER", "plan", "U0ANA")


class Served:
    """A server that gives the calendar of an invented plan to whoever has a link to it."""

    def __init__(self, settings: Settings) -> None:
        self.store = Store(settings.database)
        self.store.prepare()
        workspaces = open_workspaces(settings, self.store)
        app = App(**bolt_arguments(settings, self.store, workspaces))
        self.line = HttpLine(http_app(app, self.store, Urgency(), self.calendar_of), 0, "127.0.0.1")
        self.line.start()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.line.port}", timeout=10)

    def calendar_of(self, token: str) -> bytes | None:
        with self.store.reading() as db:
            found = calendar_links.find(db, token)
        return None if found is None else due_dates(large_plan(), now=NOW)

    def link(self) -> str:
        with self.store.transaction() as db:
            return f"/calendar/{calendar_links.make(db, LINK, now=NOW)}.ics"

    def close(self) -> None:
        self.client.close()
        assert self.line.stop(10)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log at its most talkative, as an operator reads it."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    # A sandbox in the same process lets the web server say next to nothing.
    logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    slack = Answering()
    settings = Settings(
        data_dir=tmp_path,
        cache_dir=tmp_path,
        database=tmp_path / "blueprint.db",
        signing_secret=SECRET,
        bot_token="xoxb-9",  # noqa: S106
        api_url=slack.url,
    )
    running = Served(settings)
    yield running
    running.close()
    slack.close()


def test_a_link_gives_the_calendar_to_a_phone(served: Served) -> None:
    response = served.client.get(served.link())
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"] == "private, max-age=3600"
    calendar = Calendar.from_ical(response.content)
    assert isinstance(calendar, Calendar)
    assert len(calendar.events) == 58


def test_a_calendar_that_only_asks_whether_there_is_one_gets_an_answer(served: Served) -> None:
    response = served.client.head(served.link())
    assert (response.status_code, response.content) == (200, b"")


def test_a_link_that_was_taken_back_gives_a_sentence(served: Served) -> None:
    link = served.link()
    with served.store.transaction() as db:
        calendar_links.revoke(db, LINK, now=NOW)
    response = served.client.get(link)
    assert response.status_code == 404
    assert response.headers["cache-control"] == "no-store"
    assert response.text.startswith("This calendar link does not work, or not any more.")


@pytest.mark.parametrize(
    "token", ["unknown", "%00", "%FF%FE", "é", "a" * 9000, "..%2F..%2Fblueprint.db"]
)
def test_what_is_no_link_gives_404(served: Served, token: str) -> None:
    response = served.client.get(f"/calendar/{token}.ics")
    assert response.status_code == 404
    assert "Traceback" not in response.text


def test_nobody_can_write_to_a_calendar(served: Served) -> None:
    assert served.client.post(served.link()).status_code == 405


def test_no_log_has_the_token(served: Served, log: io.StringIO) -> None:
    link, unknown = served.link(), "/calendar/NotAnyMoreNotAnyMore.ics"
    assert served.client.get(link).status_code == 200
    assert served.client.get(unknown).status_code == 404
    told = logged(served, log)
    assert "Finished server process" in told
    assert token_in(link) not in told
    assert token_in(unknown) not in told


def test_what_goes_wrong_is_logged_without_the_token(served: Served, log: io.StringIO) -> None:
    link = served.link()
    with served.store.transaction() as db:
        db.execute("ALTER TABLE calendar_links RENAME TO elsewhere")
    assert served.client.get(link).status_code == 500
    told = logged(served, log)
    assert "no such table" in told
    assert token_in(link) not in told


def logged(served: Served, log: io.StringIO) -> str:
    """Return all that the server logged until its end; it may log after it has answered."""
    assert served.line.stop(10)
    lines = log.getvalue().splitlines()
    # The client of this test logs what it asks for.
    return "\n".join(line for line in lines if not json.loads(line)["logger"].startswith("http"))


def token_in(link: str) -> str:
    return link.removeprefix("/calendar/").removesuffix(".ics")

"""Dialogues: a published calendar is read from its link, looked through, and then saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from conversations.calendar import is_school_day
from tests.bot.assessing import Hours
from tests.bot.published import Published, ics, published
from tests.bot.settings import calendar, click, make_team, open_district, refused, send
from tests.bot.stage import Stage, opened, registration, staged, words

RECESS = date(2026, 12, 28)


@pytest.fixture
def web() -> Iterator[Published]:
    with published() as serving:
        yield serving


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Stage]:
    """A stage whose app may read calendars of this machine."""
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, clock=Hours(), private_links=True) as playing,
    ):
        make_team(playing)
        open_district(playing, playing.ana)
        click(playing, playing.ana, "settings_import")
        yield playing


def test_what_was_found_is_shown_and_saved_only_when_it_looks_right(
    local: Stage, web: Published
) -> None:
    said = send(local, local.ana, link=web.link())
    assert "2 entries without school" in said
    assert "Thu, Dec 24 to Fri, Jan 1, 2027: Winter Recess - &lt;all&gt;" in said
    assert "*First day of school:* Monday, August 31" in said
    assert "Early Release (Fri, Feb 5, 2027)" in said
    assert "It is a work day for staff" in said
    assert is_school_day(RECESS, calendar(local)), "nothing is saved yet"
    assert web.asked == [("/district.ics", f"127.0.0.1:{web.port}")]
    said = send(local, local.ana)
    assert "Saved: 2 entries without school." in said
    assert f"Winter Recess - &lt;all&gt;  ·  imported by <@{local.ana.id}>" in said
    ours = calendar(local)
    assert not is_school_day(RECESS, ours)
    assert ours.last_days == {date(2027, 6, 17)}
    web.answers["/district.ics"] = ics((("Winter break", "20261221", "20261224"),))
    click(local, local.ana, "settings_import")
    send(local, local.ana, link=web.link())
    assert "Winter break" in send(local, local.ana)
    assert not is_school_day(date(2026, 12, 22), calendar(local))


def test_a_link_that_gives_no_calendar_is_there_again_with_the_reason(
    local: Stage, web: Published
) -> None:
    web.answers |= {"/page": b"<html>Calendar</html>", "/none.ics": ics(EMPTY), "/long": "/page"}
    assert list(refused(local, local.ana, link="our website")) == ["link"]
    for path, why in (
        ("/gone", "it answers with 404"),
        ("/page", "I could not read that as a calendar file"),
        ("/long", "I could not read that as a calendar file"),
    ):
        said = send(local, local.ana, link=web.link(path))
        assert why in said
        assert opened(local.ana).state["link"]["link"]["value"] == web.link(path)
    said = send(local, local.ana, link=web.link("/none.ics"))
    assert "I found no days without school" in said
    assert "submit" not in opened(local.ana).payload


EMPTY = (("Concert", "20261210", "20261211"),)


def test_who_is_no_coordinator_any_more_saves_nothing(local: Stage, web: Published) -> None:
    send(local, local.ana, link=web.link())
    with local.composed.services.store.transaction() as db:
        db.execute("DELETE FROM coordinators")
    local.ana.submits()
    local.settle()
    assert "coordinators of this workspace" in words(opened(local.ana))
    assert is_school_day(RECESS, calendar(local))


def test_elsewhere_a_link_into_a_private_network_is_not_followed(
    stage: Stage, web: Published
) -> None:
    make_team(stage)
    open_district(stage, stage.ana)
    click(stage, stage.ana, "settings_import")
    assert "begins with https" in refused(stage, stage.ana, link=web.link())["link"]
    said = send(stage, stage.ana, link=f"https://localhost:{web.port}/district.ics")
    assert "not on the public internet" in said
    assert web.asked == []

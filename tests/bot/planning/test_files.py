"""Dialogues: a plan's files for whoever asks or for all, and the private calendar link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
from icalendar import Calendar

from bot.sandbox.model import File
from bot.sandbox.server import Sandbox
from conversations.memberships import leave
from conversations.planning.acting import TaskAdded
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded, Framed
from conversations.planning.model import Plan, Responsible
from conversations.planning.steering import Removed
from conversations.planning.steps import PlanEvent
from conversations.teams import find_team
from tests.bot.assessing import Hours
from tests.bot.planning.plans import begin, card, takes
from tests.bot.stage import Stage, action_ids, clicks, opened, registration, staged, words

CHANNEL = "C0ELTEAM"
PUBLIC = "https://blueprint.example.org"
UP_TO_IDEAS: list[PlanEvent] = [
    Framed("Families hear from us too late"),
    CauseAdded("letters", "families", "Letters go out in English only"),
    DriverAdded("language", "Every letter in the family's language", ("letters",)),
    IdeaAdded("glossary", "language", "A glossary for translators"),
]


def translate(stage: Stage) -> TaskAdded:
    owner = Responsible(stage.ben.id)
    return TaskAdded("t1", "glossary", "Translate the letter", owner, due=date(2027, 1, 15))


def asks_for_files(stage: Stage, plan: Plan, *keys: str, where: str | None = None) -> Any:
    """Let Ben choose files in the window, and send it."""
    clicks(stage, stage.ben, card(stage, plan), "plan_files")
    values: dict[str, dict[str, Any]] = {"files": {"files": list(keys)}}
    outcome = stage.ben.submits(values | ({"where": {"where": where}} if where else {}))
    stage.settle()
    return outcome


def files(stage: Stage, channel: str) -> dict[str, File]:
    found = stage.sandbox.workspace().files.values()
    return {file.name: file for file in found if file.channel == channel}


@pytest.fixture
def served(tmp_path: Path, hours: Hours) -> Iterator[Stage]:
    """The app as it is served over HTTP at a public address."""
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, clock=hours, public_url=f"{PUBLIC}/") as playing,
    ):
        yield playing


pytestmark = pytest.mark.usefixtures("hours")


def test_whoever_asks_has_every_file_in_their_direct_messages(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, events=[*UP_TO_IDEAS, translate(stage)])
    keys = ("whole", "summary", "tasks", "dates")
    pictures = ("fishbone_png", "fishbone_svg", "drivers_png", "drivers_svg")
    assert asks_for_files(stage, plan, *keys, *pictures).updated
    assert "in our direct messages" in words(opened(stage.ben))
    mine = files(stage, stage.ben.direct_channel().id)
    assert mine.keys() == {
        "action-plan.docx",
        "action-plan-summary.docx",
        "tasks.csv",
        "due-dates.ics",
        "fishbone.png",
        "fishbone.svg",
        "driver-diagram.png",
        "driver-diagram.svg",
    }
    assert mine["action-plan.docx"].title == "Families hear from us: Whole plan (Word)"
    whole = docx.Document(io.BytesIO(mine["action-plan.docx"].content))
    assert "Families hear from us too late" in [one.text for one in whole.paragraphs]
    [row] = csv.DictReader(io.StringIO(mine["tasks.csv"].content.decode("utf-8-sig")))
    assert (row["owner"], row["due"]) == ("Ben Carter", "2027-01-15")
    assert row["driver"] == "Every letter in the family's language"
    assert "Letters go out in English only" in mine["fishbone.png"].alt_text
    assert mine["driver-diagram.svg"].content.startswith(b"<?xml")
    assert b"Translate the letter" in mine["due-dates.ics"].content
    assert files(stage, CHANNEL) == {}


def test_members_post_a_file_for_everybody_in_the_plan_s_thread(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, events=UP_TO_IDEAS)
    asks_for_files(stage, plan, "fishbone_png", where="thread")
    posted = files(stage, CHANNEL)["fishbone.png"]
    [message] = [m for m in stage.said(CHANNEL, card(stage, plan).ts) if posted.id in m.files]
    assert message.thread_ts == card(stage, plan).ts


def test_what_has_nothing_in_it_is_said_and_not_offered(stage: Stage) -> None:
    task = TaskAdded("t1", "glossary", "Translate the letter")
    plan = begin(stage, stage.ana, stage.ben, events=[*UP_TO_IDEAS, task])
    clicks(stage, stage.ben, card(stage, plan), "plan_show")
    clicks(stage, stage.ben, opened(stage.ben), "plan_files")
    window = opened(stage.ben)
    assert "No task has a due date yet, so there is no calendar to send." in words(window)
    [offered] = [b for b in window.blocks if b.get("block_id") == "files"]
    assert "dates" not in [one["value"] for one in offered["element"]["options"]]


def test_who_only_has_a_task_is_sent_files_and_posts_none(stage: Stage) -> None:
    theirs = TaskAdded("t1", "glossary", "Read it", Responsible(stage.dan.id))
    plan = begin(stage, stage.ana, stage.ben, events=[*UP_TO_IDEAS, theirs])
    clicks(stage, stage.dan, card(stage, plan), "plan_files")
    assert "where" not in [block["block_id"] for block in opened(stage.dan).blocks]


def test_files_that_cannot_be_sent_are_named_kindly(stage: Stage) -> None:
    stage.sandbox.faults.withhold("files.getUploadURLExternal", "missing_scope", "files:write")
    plan = begin(stage, stage.ana, stage.ben, events=UP_TO_IDEAS)
    asks_for_files(stage, plan, "summary", "fishbone_svg")
    said = words(stage.said(stage.ben.direct_channel().id)[-1])
    assert "I could not send: Two-page summary (Word), Fishbone (SVG)." in said


def test_without_a_public_address_the_file_is_to_be_imported(stage: Stage) -> None:
    plan = begin(stage, stage.ana, events=UP_TO_IDEAS)
    clicks(stage, stage.ana, card(stage, plan), "plan_files")
    window = opened(stage.ana)
    assert "import it into your calendar" in words(window)
    assert "plan_calendar_make" not in action_ids(window)


def test_a_calendar_link_is_made_shown_once_renewed_and_stopped(served: Stage) -> None:
    plan = begin(served, served.ana, served.ben, events=[*UP_TO_IDEAS, translate(served)])
    clicks(served, served.ben, card(served, plan), "plan_files")
    clicks(served, served.ben, opened(served.ben), "plan_calendar_make")
    said = words(opened(served.ben))
    first = address_in(said)
    assert f"webcal://{first.removeprefix('https://')}" in said
    assert "iPhone" in said
    calendar = Calendar.from_ical(fetched(served, first).content)
    assert isinstance(calendar, Calendar)
    [event] = calendar.events
    assert (event["SUMMARY"], event.start) == ("Translate the letter", date(2027, 1, 15))
    assert "Responsible: Ben Carter" in str(event["DESCRIPTION"])
    served.ben.closes_modal()

    clicks(served, served.ben, card(served, plan), "plan_files")
    assert PUBLIC not in words(opened(served.ben)), "it is shown only once"
    clicks(served, served.ben, opened(served.ben), "plan_calendar_renew")
    second = address_in(words(opened(served.ben)))
    assert fetched(served, first).status_code == 404
    assert fetched(served, second).status_code == 200
    clicks(served, served.ben, opened(served.ben), "plan_calendar_stop")
    assert "has stopped working" in words(opened(served.ben))
    assert fetched(served, second).status_code == 404


def test_a_link_shows_nothing_to_who_may_not_see_the_plan_any_more(served: Stage) -> None:
    plan = begin(served, served.ana, served.ben, events=UP_TO_IDEAS)
    clicks(served, served.ben, card(served, plan), "plan_files")
    clicks(served, served.ben, opened(served.ben), "plan_calendar_make")
    link = address_in(words(opened(served.ben)))
    takes(served, plan, served.ana, translate(served))
    assert b"Translate the letter" in fetched(served, link).content
    takes(served, plan, served.ana, TaskAdded("t2", "glossary", "Print it", due=date(2027, 1, 4)))
    assert fetched(served, link).content.count(b"BEGIN:VEVENT") == 2
    takes(served, plan, served.ana, Removed("t1"))
    assert fetched(served, link).status_code == 200
    leave_team(served, plan)
    assert fetched(served, link).status_code == 404


def leave_team(stage: Stage, plan: Plan) -> None:
    services = stage.composed.services
    with services.store.transaction() as db:
        ben = find_team(db, plan.tenant, str(plan.team)).member(stage.ben.id)
        assert ben is not None
        leave(db, plan.tenant, str(plan.team), ben.id, by=stage.ben.id, now=services.clock())


def address_in(said: str) -> str:
    return next(word for word in said.replace("```", " ").split() if word.startswith(PUBLIC))


def fetched(stage: Stage, address: str) -> httpx.Response:
    """Fetch a calendar from the app, where its public address would lead."""
    return httpx.get(address.replace(PUBLIC, stage.address), timeout=10)

"""The whole of it as one dialogue: seven people at three levels, from the window to the files."""

from __future__ import annotations

import csv
import io

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.assessment import service
from conversations.assessment.model import Session
from tests.bot.assessing import FAMILIES, Hours, card, catch_up, deliver, stands
from tests.bot.facilitators import agrees
from tests.bot.rating import Rater
from tests.bot.stage import Stage, clicks, words
from tests.bot.starting import assess, goes_on, make_team, private_channel, seven, starts

BY_TYPING = {
    "ana": ("1, we call home when somebody has time", "developing", "2 because nobody checks"),
    "dan": ("3", "skip", "4: the logs are read every term"),
    "evelyn": ("idk", "I'd say 2", "not yet"),
}
BY_CLICKS = {
    "ben": ("4 · Established", "2 · Beginning", "3 · Developing"),
    "carla": ("3 · Developing", "3 · Developing", "3 · Developing"),
    "fay": ("2 · Beginning", "Don't know", "3 · Developing"),
    "grace": ("3 · Developing", "3 · Developing", "2 · Beginning"),
}

pytestmark = pytest.mark.usefixtures("hours")


def begins(stage: Stage) -> tuple[Session, dict[str, Actor]]:
    """Let Ben start for his team in the window, in its own private channel."""
    parts = seven(stage)
    make_team(stage, parts, channel=private_channel(stage, *parts))
    assess(stage, stage.ben)
    said = words(goes_on(stage.ben, scope=[FAMILIES]))
    assert "Classroom level, 3 people: 3 indicators" in said
    session = starts(stage, stage.ben)
    stage.ben.closes_modal(whole_stack=True)
    deliver(stage)
    return session, {actor.person.name: actor for actor in parts}


def rate(stage: Stage, hours: Hours, session: Session, people: dict[str, Actor]) -> None:
    for name, lines in BY_TYPING.items():
        hours.passes(minutes=1)
        rater = Rater(stage, session, people[name])
        rater.types("start")
        for line in lines:
            rater.types(line)
            if rater.walk.state == "evidence":
                rater.types("next")
    for name, labels in BY_CLICKS.items():
        hours.passes(minutes=1)
        rater = Rater(stage, session, people[name])
        rater.clicks("Start")
        for label in labels:
            rater.clicks(label)
            if rater.walk.state == "evidence":
                rater.clicks("Next")
    for name in (*BY_TYPING, *BY_CLICKS):
        assert Rater(stage, session, people[name]).walk.state == "finished", name


def close(stage: Stage, hours: Hours, session: Session, people: dict[str, Actor]) -> None:
    """Let its time come; of the two levels with two raters each, one agrees to be shown."""
    closes = stands(stage, session).session.closes_at
    assert closes
    hours.moment = closes
    catch_up(stage, hours)
    assert stands(stage, session).session.phase == "agreeing"
    for name, answer in (("dan", "yes"), ("fay", "yes"), ("evelyn", "no"), ("grace", "yes")):
        asked = card(stage, session, service.CONSENT, people[name].id)
        clicks(stage, people[name], asked, f"session_consent_{answer}")
    hours.passes(seconds=30)


def agree(stage: Stage, session: Session) -> None:
    """Reveal, talk about each split, take the medians of the rest."""
    clicks(stage, stage.ben, card(stage, session, service.OVERVIEW), "session_reveal")
    deliver(stage)
    board = card(stage, session, service.BOARD)
    assert "3 points apart" in words(board), "the teachers, the widest first"
    assert "we call home when somebody has time" in words(board), "a channel of their own"
    assert "Not shown: district level" in words(board)
    while "points apart" in words(board):
        clicks(stage, stage.ben, board, "session_agree")
        assert agrees(stage, stage.ben, 2, "What we have seen.", "Grade 5 sees more of it.") == {}
        board = card(stage, session, service.BOARD)
    clicks(stage, stage.ben, board, "session_accept")
    clicks(stage, stage.ben, card(stage, session, service.BOARD), "session_go_on")
    deliver(stage)


def prioritise(
    stage: Stage, hours: Hours, session: Session, people: dict[str, Actor], first: str
) -> Message:
    """Weigh the growth areas, choose one, and return the results."""
    for name in ("ana", "ben", "dan"):
        clicks(stage, people[name], card(stage, session, service.PRIORITIES), "session_weigh")
        view = people[name].modal
        assert view
        weights = {
            block["block_id"]: {e["action_id"]: "3" for e in block["elements"]}
            for block in view.blocks
            if block["block_id"].startswith("weigh:")
        }
        hours.passes(seconds=1)
        assert people[name].submits(weights).ok
        stage.settle()
        people[name].closes_modal(whole_stack=True)
    catch_up(stage, hours)
    priorities = card(stage, session, service.PRIORITIES)
    assert "High need, high impact, high ease (3 votes)" in words(priorities)
    clicks(stage, stage.ben, priorities, "session_choose")
    assert stage.ben.submits({"priorities": {"priorities": [first]}}).closed
    stage.settle()
    deliver(stage)
    return card(stage, session, service.RESULTS)


def test_seven_people_from_the_window_to_the_files(stage: Stage, hours: Hours) -> None:
    session, people = begins(stage)
    rate(stage, hours, session, people)
    ana = Rater(stage, session, stage.ana)
    assert [value for value, _ in ana.said] == [1, 3, 2]
    assert ana.said[0][1] == "we call home when somebody has time"
    catch_up(stage, hours)
    assert "7 of 7 have finished" in words(card(stage, session, service.OVERVIEW))

    close(stage, hours, session, people)
    agree(stage, session)
    levels = {i.split("/")[3] for i in stands(stage, session).session.agreements}
    assert levels == {"classroom", "school"}, "what was not to be shown is agreed on by nobody"

    first = "blueprint/p1/b2/classroom/1"
    results = prioritise(stage, hours, session, people, first)
    assert stands(stage, session).session.phase == "done"
    thread = stage.sandbox.messages(results.channel, stage.ben, results.thread_ts)
    assert [file for message in thread for file in message.files], "the picture"

    clicks(stage, stage.carla, results, "session_file_table")
    [table] = [f for f in stage.sandbox.workspace().files.values() if f.name == "ratings.csv"]
    assert table.channel == stage.carla.direct_channel().id
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert "name" not in rows[0]
    assert "Grace" not in str(rows)
    assert stage.ana.id not in str(rows)
    assert sum(row["level"].casefold() == "classroom" for row in rows) == 9

"""Dialogues: what a plan still lacks, each mended by one button; nothing stops a team."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.blocks.fitting import text_length
from bot.blocks.planning.review import MENDING, said_of
from bot.limits import MESSAGE_BLOCK_TEXT, MESSAGE_BLOCKS
from bot.planning import looks
from bot.sandbox.actor import Actor
from conversations.planning import checks
from conversations.planning.acting import (
    Aligned,
    CoreChosen,
    MeasureAdded,
    TaskAdded,
)
from conversations.planning.developing import DriverAdded, GoalSet, IdeaAdded
from conversations.planning.exploring import CauseAdded, DatumAdded, Framed, Rooted
from conversations.planning.model import (
    CoreMember,
    Datum,
    Goal,
    Measure,
    Plan,
    Responsible,
)
from tests.bot.assessing import deliver
from tests.bot.planning.plans import begin, stage_card, stands
from tests.bot.stage import Stage, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

FRIDAY = date(2026, 12, 11)
CAUSE = CauseAdded("late", "practice", "Interpreters are <booked> too late")


def whole(stage: Stage) -> tuple[Any, ...]:
    """Return all that a plan of Ana's alone needs to lack nothing."""
    ana = Responsible(stage.ana.id)
    return (
        Framed("Families hear too late"),
        CAUSE,
        Rooted("late"),
        DatumAdded("late", Datum("x", "Log", "May", "9 of 20")),
        GoalSet(Goal("Families come", "all", "from 9 to 16", date(2027, 6, 11))),
        DriverAdded("booked", "Interpreters are booked in time", ("late",)),
        IdeaAdded("form", "booked", "A booking form"),
        TaskAdded("draft", "form", "Draft the form", ana, due=FRIDAY),
        MeasureAdded(Measure("m", "outcome", "Conferences", baseline=9, target=16, reader=ana)),
        Aligned(("team/plans/3",)),
    )


def lacking(stage: Stage) -> tuple[Any, ...]:
    """Return what leaves something open of nearly every kind, but for what is not there at all."""
    ana, goal_day = Responsible(stage.ana.id), date(2027, 3, 1)
    return (
        Framed("Families hear too late"),
        CAUSE,
        Rooted("late"),
        CauseAdded("unmet", "people", "Nobody is in charge"),
        Rooted("unmet"),
        CauseAdded("other", "people", "Posters are old"),
        GoalSet(Goal("Families come", by_when=goal_day)),
        DriverAdded("booked", "Interpreters are booked in time", ("late",)),
        DriverAdded("posters", "Posters are new", ("other",)),
        IdeaAdded("form", "booked", "A booking form"),
        IdeaAdded("bare", "booked", "A phone tree"),
        TaskAdded("christmas", "form", "Draft the form", ana, due=date(2026, 12, 25)),
        TaskAdded("after", "form", "Print the form", ana, due=date(2027, 3, 2)),
        *(TaskAdded(f"t{n}", "form", f"Task {n}", ana, due=FRIDAY) for n in range(3)),
        TaskAdded("free", "form", "Send the form"),
        MeasureAdded(Measure("m", "process", "Forms sent")),
        CoreChosen((CoreMember("x"),)),
    )


def kinds_of(stage: Stage, plan: Plan) -> dict[str, checks.Lack]:
    """Return what is missing, the first of each kind."""
    services = stage.composed.services
    with services.store.reading() as db:
        shown = looks.shown(services, db, stands(stage, plan))
    found = checks.lacks(shown.plan, shown.calendar, shown.today)
    return {lack.kind: lack for lack in reversed(found)}


def mends(stage: Stage, actor: Actor, target: Any, lack: checks.Lack) -> str:
    """Press the button beside what is missing, and return the title of the window it opens."""
    sentence = said_of(lack)
    found = mending(target)[sentence]
    clicks(stage, actor, target, found[0], value=json.dumps(found[1]))
    return str(opened(actor).payload["title"]["text"])


def mending(message: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the buttons beside what is missing, by its sentence: action and what it carries."""
    beside = [block for block in message.blocks if "accessory" in block]
    return {
        block["text"]["text"]: (
            block["accessory"]["action_id"],
            json.loads(block["accessory"]["value"]),
        )
        for block in beside
    }


def test_what_is_missing_is_listed_each_with_its_button_and_starting_is_never_refused(
    stage: Stage,
) -> None:
    events = (CAUSE, Rooted("late"), CoreChosen((CoreMember("x"),)))
    plan = begin(stage, stage.ana, stage.ben, stage="review", events=events)
    card = stage_card(stage, plan)
    assert "*7 things are still open.* None of them stops you" in words(card)
    found = mending(card)
    said = "No driver answers the root cause “Interpreters are &lt;booked&gt; too late” yet."
    [driver] = [one for one in found if one.startswith(said)]
    assert found[driver] == ("plan_driver_add", {"p": plan.id, "cause": "late"})
    [data] = [one for one in found if one.startswith("No data stands behind")]
    assert found[data] == ("plan_datum_add", {"p": plan.id, "cause": "late"})
    clicks(stage, stage.ben, card, "plan_problem_edit")
    assert "What is the problem?" in words(opened(stage.ben))
    clicks(stage, stage.ana, card, "plan_go_on")
    assert stands(stage, plan).stage == "live"
    deliver(stage)


def test_a_plan_that_lacks_nothing_is_praised(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="review", events=whole(stage))
    assert "*Nothing is missing.*" in words(stage_card(stage, plan))


def test_many_are_shown_in_part_and_all_in_a_window(stage: Stage) -> None:
    long = "that is long & <goes on> " * 11
    tasks = [TaskAdded(f"t{n}", "form", f"Task {n} {long}") for n in range(60)]
    plan = begin(stage, stage.ana, stage="review", events=(*whole(stage), *tasks))
    card = stage_card(stage, plan)
    assert "*120 things are still open.*" in words(card)
    assert "… and 111 more" in words(card)
    assert len(card.blocks) <= MESSAGE_BLOCKS
    assert text_length(card.blocks) < MESSAGE_BLOCK_TEXT
    clicks(stage, stage.ana, card, "plan_lacks_all")
    assert "Task 34" in words(opened(stage.ana))
    clicks(stage, stage.ana, opened(stage.ana), "plan_lacks_all")
    assert "Task 59" in words(opened(stage.ana))
    assert "Task 34 " not in words(opened(stage.ana))


def test_a_heavy_load_names_the_person_and_shows_their_tasks(stage: Stage) -> None:
    ana = Responsible(stage.ana.id)
    tasks = [TaskAdded(f"t{n}", "form", f"Task <{n}>", ana, due=FRIDAY) for n in range(4)]
    plan = begin(stage, stage.ana, stage="review", events=(*whole(stage), *tasks))
    card = stage_card(stage, plan)
    assert f"<@{stage.ana.id}> is down for 5 open tasks" in words(card)
    clicks(stage, stage.ana, card, "plan_load")
    assert "Task &lt;3&gt;\nFri, Dec 11" in words(opened(stage.ana))


def test_every_kind_of_lack_has_a_button_that_opens_what_mends_it(stage: Stage) -> None:
    bare = begin(stage, stage.ana, stage.ben, stage="review")
    card, nothing_there = stage_card(stage, bare), kinds_of(stage, bare)
    for kind in nothing_there.keys() - {"no_root"}:
        assert mends(stage, stage.ben, card, nothing_there[kind]), kind
        stage.ben.closes_modal()
    plan = begin(stage, stage.ana, stage.ben, stage="review", events=lacking(stage))
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_lacks_all")
    window, open_ones = opened(stage.ana), kinds_of(stage, plan)
    for kind, lack in open_ones.items():
        title = mends(stage, stage.ana, window, lack)
        assert title not in ("What is still open", "Not possible"), kind
        stage.ana.closes_modal()
    assert {*open_ones, *nothing_there} == MENDING.keys()
    sentence = said_of(nothing_there["no_root"])
    clicks(stage, stage.ana, card, "plan_go_to", value=json.dumps(mending(card)[sentence][1]))
    assert stands(stage, bare).stage == "roots"

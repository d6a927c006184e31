"""Dialogues: how the team will know, and what else it has to think of."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.blocks import fitting
from conversations.planning.acting import MeasureAdded, TaskAdded
from conversations.planning.developing import GoalSet
from conversations.planning.model import Goal, Measure, Responsible
from tests.bot.planning.plans import answers, begin, stage_card, stands, types
from tests.bot.planning.test_tasks import CHAIN, SECOND
from tests.bot.stage import Stage, action_ids, clicks, opened, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")

GOAL = GoalSet(
    Goal("Families come to conferences", "newcomers", "from 9 of 20 to 80%", date(2027, 6, 11))
)
DONE = TaskAdded("t", "i1", "Translate the letter")


def test_the_goal_itself_is_measured_with_its_own_words_and_numbers(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="measures", events=[*CHAIN, GOAL, DONE])
    card = stage_card(stage, plan)
    assert "The goal itself" in words(card)
    assert "Send a welcome letter" in words(card)
    clicks(stage, stage.ben, card, "plan_measure_add", label="Measure it")
    form = opened(stage.ben)
    assert form.state["what"]["what"]["value"] == "Families come to conferences"
    assert form.state["baseline"]["baseline"]["value"] == "9 of 20"
    assert stage.ben.submits(fills(stage.ben, reader=stage.ana.id)).ok
    stage.settle()
    [measure] = stands(stage, plan).measures.values()
    assert (measure.sort, measure.serves, measure.unit) == ("outcome", "goal", "%")
    assert (measure.baseline, measure.target) == (45, 80)
    assert measure.reader == Responsible(stage.ana.id)
    after = words(stage_card(stage, plan))
    assert f"45% → 80% · every month · read by <@{stage.ana.id}>" in after
    assert "The goal itself" not in after


def test_numbers_come_as_people_type_them_or_not_at_all(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="measures", events=[*CHAIN, SECOND])
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_measure_add", label="Add a measure")
    what = {"what": "Conferences with an interpreter", "serves": "Idea: " + SECOND.text}
    refused = stage.ben.submits(fills(stage.ben, **what, target="as many as we can")).errors
    assert "14 of 20, 70% or 35" in refused["target"]
    refused = stage.ben.submits(fills(stage.ben, baseline="40%", target="300 people")).errors
    assert "in percent" in refused["target"]
    said = {"baseline": "", "target": "18 of 20", "sort": "process", "every": "week"}
    assert stage.ben.submits(fills(stage.ben, **said)).ok
    stage.settle()
    [measure] = stands(stage, plan).measures.values()
    assert (measure.sort, measure.serves, measure.every) == ("process", "i2", "week")
    assert (measure.baseline, measure.target, measure.unit) == (None, 90, "%")
    assert "_no baseline yet_ → 90%" in words(stage_card(stage, plan))
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_measure_edit")
    assert opened(stage.ben).state["target"]["target"]["value"] == "90%"
    assert stage.ben.submits(fills(stage.ben, baseline="35")).ok
    changed = stands(stage, plan).measures[measure.id]
    assert (changed.baseline, changed.target, changed.unit) == (35, 90, "%")


def test_many_measures_fit_and_all_of_them_are_in_a_window(stage: Stage) -> None:
    many = [
        MeasureAdded(Measure(f"m{n}", "process", f"Measure {n}: " + "a <long> & one " * 18, "i1"))
        for n in range(40)
    ]
    plan = begin(stage, stage.ana, stage.ben, stage="measures", events=[*CHAIN, *many])
    card = stage_card(stage, plan)
    assert len(card.blocks) <= 50
    assert fitting.text_length(card.blocks) <= 10_300
    clicks(stage, stage.ben, card, "plan_measure_list")
    carried = json.dumps({"p": plan.id, "id": "m39"})
    clicks(stage, stage.ben, opened(stage.ben), "plan_measure_edit", value=carried)
    assert stage.ben.submits(fills(stage.ben, what="Shorter")).ok
    stage.settle()
    assert "Shorter" in words(opened(stage.ben)), "the list underneath shows it"


def test_a_measure_that_is_typed_is_asked_about_with_its_words_kept(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="measures", events=CHAIN)
    types(stage, plan, stage.ben, "families who hear from us in time")
    assert not answers(stage, plan)
    types(stage, plan, stage.ben, f"<@{stage.bot}> families who hear from us in time")
    asking = answers(stage, plan)[-1]
    assert "balancing" in str(action_ids(asking))
    clicks(stage, stage.ben, asking, "plan_measure_add_balancing")
    assert stage.ben.submits().ok
    [measure] = stands(stage, plan).measures.values()
    assert (measure.what, measure.sort) == ("families who hear from us in time", "balancing")


def test_what_else_to_think_of_is_written_and_typed(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="considerations", events=CHAIN)
    assert "*Professional learning.*" in words(stage_card(stage, plan))
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_considerations_edit")
    assert stage.ben.submits(fills(stage.ben, cost="Two interpreters", families="ELPAC")).ok
    stage.settle()
    after = words(stage_card(stage, plan))
    assert "*Cost*\nTwo interpreters" in after
    assert "Nothing yet on: Schedule, Professional learning." in after
    types(stage, plan, stage.ana, "Cost: <paper> for letters\nSchedule: from January")
    assert "&lt;paper&gt; for letters" in words(answers(stage, plan)[-1])
    said = stands(stage, plan).considerations
    assert said["cost"] == "Two interpreters\n<paper> for letters"
    assert said["schedule"] == "from January"
    types(stage, plan, stage.ana, "I wonder about the cost of all this")
    assert stands(stage, plan).considerations == said


def test_a_window_leaves_what_others_have_said_since_it_was_opened(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="considerations", events=CHAIN)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_considerations_edit")
    types(stage, plan, stage.ana, "Cost: two interpreters")
    assert stage.ben.submits(fills(stage.ben, families="ELPAC")).ok
    stage.settle()
    said = {"cost": "two interpreters", "families": "ELPAC"}
    assert stands(stage, plan).considerations == said


def test_once_the_goal_is_measured_another_measure_begins_empty(stage: Stage) -> None:
    measured = MeasureAdded(Measure("m", "outcome", "Families come", baseline=45, target=80))
    plan = begin(stage, stage.ana, stage.ben, stage="measures", events=[*CHAIN, GOAL, measured])
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_measure_add", label="Add a measure")
    form = opened(stage.ben)
    assert form.state["sort"]["sort"]["selected_option"]["value"] == "process"
    assert form.state["what"]["what"]["value"] is None
    assert stage.ben.submits(fills(stage.ben, what="Families come", sort="outcome")).ok
    stage.settle()
    assert list(stands(stage, plan).measures.values())[1].baseline is None

"""Dialogues: a goal is typed, said in a window, dated by one tap, and asked what it lacks."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.planning.acting import MeasureAdded
from conversations.planning.developing import GoalSet
from conversations.planning.exploring import Framed
from conversations.planning.model import Goal, Measure
from conversations.planning.steering import StageChosen
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import answers, begin, catch_up, stage_card, stands, takes, types
from tests.bot.stage import Stage, action_ids, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

NOTICES = Goal("Families get every notice in their language")


def test_a_goal_is_said_in_a_window_with_a_day_in_words(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="goal", events=[Framed("Too late")])
    card = stage_card(stage, plan)
    assert "*The problem*\n>Too late" in words(card)
    clicks(stage, stage.ben, card, "plan_goal_edit")
    told = {
        "what": "More families come to conferences",
        "for_whom": "families of newcomers",
        "how_much": "from 40% to 80%",
        "serves": "Goal 2: families are partners",
        "in_words": "soonish",
    }
    values = {name: {name: text} for name, text in told.items()}
    refused = stage.ben.submits(values)
    assert "cannot read a day" in refused.errors["in_words"]
    assert opened(stage.ben).state["what"]["what"]["value"] == told["what"]
    stage.ben.submits({"in_words": {"in_words": "by June 11"}})
    stage.settle()
    goal = stands(stage, plan).goal
    assert goal == Goal(
        told["what"], told["for_whom"], told["how_much"], date(2027, 6, 11), told["serves"]
    )
    shown = words(stage_card(stage, plan))
    assert ">By June 11, 2027, more families come to conferences for families of newcomers" in shown
    assert "It serves: Goal 2: families are partners" in shown
    assert "*For whom?*" not in shown


def test_two_say_different_parts_of_the_goal_at_once(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="goal", events=[GoalSet(NOTICES)])
    for actor in (stage.ana, stage.ben):
        clicks(stage, actor, stage_card(stage, plan), "plan_goal_edit")
    assert stage.ana.submits({"by_when": {"by_when": "2027-06-11"}}).ok
    assert stage.ben.submits({"for_whom": {"for_whom": "newcomers"}}).ok
    stage.settle()
    goal = stands(stage, plan).goal
    assert goal == Goal(NOTICES.what, "newcomers", "", date(2027, 6, 11))


def test_a_student_is_kept_out_and_a_day_gone_by_is_asked_again(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="goal", events=[GoalSet(NOTICES)])
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_goal_edit")
    refused = stage.ana.submits({"for_whom": {"for_whom": "Maria Lopez in 3rd grade"}})
    assert "a student's name" in refused.errors["for_whom"]
    refused = stage.ana.submits(
        {"for_whom": {"for_whom": ""}, "in_words": {"in_words": "June 3, 2020"}}
    )
    assert "still to come" in refused.errors["in_words"]


def test_a_goal_that_is_typed_keeps_what_was_said_and_finds_its_day(
    stage: Stage, hours: Hours
) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="goal")
    types(stage, plan, stage.ben, "our goal should be about the front office, I think")
    assert stands(stage, plan).goal is None
    whole = Goal("Something", "families of newcomers", "90%", None, "Goal 2", date(2027, 1, 15))
    takes(stage, plan, stage.ana, GoalSet(whole))
    types(
        stage,
        plan,
        stage.ben,
        f"<@{stage.bot}> Goal: families <hear>, by the end of the school year, in their language",
    )
    goal = stands(stage, plan).goal
    assert goal is not None
    assert goal.what == "families <hear>, in their language"
    assert goal.by_when == date(2027, 6, 15)
    assert (goal.for_whom, goal.serves, goal.baseline_by) == (
        "families of newcomers",
        "Goal 2",
        date(2027, 1, 15),
    )
    assert "&lt;hear&gt;" in words(answers(stage, plan)[-1])
    assert "Still open" not in words(answers(stage, plan)[-1])
    types(stage, plan, stage.ben, "Goal: as many families as in June 2019")
    goal = stands(stage, plan).goal
    assert goal is not None
    assert goal.what == "as many families as in June 2019"
    assert goal.by_when == date(2027, 6, 15)


def test_what_is_missing_is_asked_kindly_and_a_tap_answers_it(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="goal", events=[GoalSet(NOTICES)])
    card = stage_card(stage, plan)
    assert "*No baseline yet:* when will you have it?" in words(card)
    clicks(stage, stage.ben, card, label="By June 15, 2027", action="plan_goal_by")
    catch_up(stage, hours)
    clicks(stage, stage.ben, card, "plan_goal_baseline")
    stage.ben.submits({"baseline_by": {"baseline_by": "2027-01-15"}})
    stage.settle()
    goal = stands(stage, plan).goal
    assert goal is not None
    assert (goal.by_when, goal.baseline_by) == (date(2027, 6, 15), date(2027, 1, 15))
    catch_up(stage, hours)
    shown = stage_card(stage, plan)
    assert "you will have it by January 15, 2027" in words(shown)
    assert "plan_goal_by" not in action_ids(shown)
    measured = Measure("m", "outcome", "Notices in the family's language", baseline=40)
    takes(stage, plan, stage.ana, MeasureAdded(measured))
    catch_up(stage, hours)
    assert "aseline" not in words(stage_card(stage, plan))


def test_the_goal_stays_as_one_line_when_the_team_goes_on(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage="goal", events=[GoalSet(NOTICES)])
    shown = stage_card(stage, plan)
    hours.passes(seconds=1)
    takes(stage, plan, stage.ana, StageChosen("drivers"))
    deliver(stage)
    catch_up(stage, hours)
    folded = stage.sandbox.state.message(stage.sandbox.workspace(), shown.channel, shown.ts)
    assert "✓  *The goal*: Families get every notice" in words(folded)

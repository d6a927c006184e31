"""Dialogues: the plan starts, its card follows what is done, tasks change their status."""

from __future__ import annotations

import pytest

from conversations.planning.acting import TaskAdded
from conversations.planning.model import Responsible
from conversations.planning.steering import StageChosen
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.live_plans import chain_of, live
from tests.bot.planning.plans import (
    answers,
    begin,
    card,
    catch_up,
    stage_card,
    stage_cards,
    stands,
    takes,
    types,
)
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")


def test_the_start_tells_who_does_what_by_when_and_folds_once_left(
    stage: Stage, hours: Hours
) -> None:
    chain = list(chain_of(stage.ana.id, stage.ben.id))
    plan = begin(stage, stage.ana, stage.ben, stage="review", events=chain)
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_on")
    deliver(stage)
    started = stage_cards(stage, plan)[-1]
    assert "*The plan has started.*" in words(started)
    assert f"*<@{stage.ben.id}>* •  Find a translator" in words(started).replace("\n", " ")
    assert "Draft the booking form · _no date yet_" in words(started)
    clicks(stage, stage.ana, started, "plan_go_to")
    deliver(stage)
    catch_up(stage, hours)
    assert "✓  *The plan has started*" in words(stage_cards(stage, plan)[-2])


def test_the_card_of_a_live_plan_follows_its_tasks(stage: Stage, hours: Hours) -> None:
    plan = live(stage, stage.ana, stage.ben)
    catch_up(stage, hours)
    said = words(card(stage, plan))
    assert "░░░░░░░░░░  *0 of 3 tasks done* · 1 overdue" in said
    assert "*To be read now*" in said
    ids = action_ids(card(stage, plan))
    for wanted in ("plan_show", "plan_mine", "plan_reading_add", "plan_show_change", "plan_cycle"):
        assert wanted in ids
    clicks(stage, stage.ben, card(stage, plan), "plan_mine")
    clicks(stage, stage.ben, opened(stage.ben), "plan_stand_done")
    catch_up(stage, hours)
    assert "▓▓▓░░░░░░░  *1 of 3 tasks done*" in words(card(stage, plan))
    assert "overdue" not in words(card(stage, plan))


def test_a_member_sees_their_own_tasks_and_says_how_each_stands(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, card(stage, plan), "plan_mine")
    mine = opened(stage.ben)
    assert "Find a translator" in words(mine)
    assert "Draft the booking form" not in words(mine)
    clicks(stage, stage.ben, mine, "plan_stand_blocked")
    assert stands(stage, plan).tasks["t1"].status == "blocked"
    assert "What is in the way?" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_task_open")
    stage.ben.submits({"note": {"note": "Nobody speaks Khmer"}})
    stage.settle()
    assert "_Nobody speaks Khmer_" in words(opened(stage.ben))


def test_a_typed_status_is_kept_for_the_task_that_is_meant(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    types(stage, plan, stage.ben, "done, letters printed for 14 of 20 conferences")
    task = stands(stage, plan).tasks["t2"]
    assert (task.status, task.note) == ("done", "letters printed for 14 of 20 conferences")
    assert "✓  *Done*: Print the letters" in words(answers(stage, plan)[-1])
    types(stage, plan, stage.ana, "Stuck: the form is with the district")
    task = stands(stage, plan).tasks["t3"]
    assert (task.status, task.note) == ("blocked", "the form is with the district")


def test_where_several_tasks_could_be_meant_it_is_asked_which(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    types(stage, plan, stage.ben, "done, at last it went out")
    asking = answers(stage, plan)[-1]
    assert "Which task is *done*?" in words(asking)
    clicks(stage, stage.ana, asking, "plan_status_which_0")
    assert "Only whoever wrote this" in whispered(stage, stage.ana, asking)
    clicks(stage, stage.ben, asking, "plan_status_which_1")
    task = stands(stage, plan).tasks["t2"]
    assert (task.status, task.note) == ("done", "at last it went out")
    assert "✓  *Done*: Print the letters" in words(answers(stage, plan)[-1])


def test_a_long_note_in_another_script_is_held_while_it_is_asked(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    note = ("លិខិត 📬📬📬📬 " * 100).strip()
    types(stage, plan, stage.ben, f"done, {note}")
    assert "keep its beginning" not in words(answers(stage, plan)[-1])
    clicks(stage, stage.ben, answers(stage, plan)[-1], "plan_status_which_0")
    assert stands(stage, plan).tasks["t1"].note == note


def test_a_note_that_no_button_can_hold_is_said_to_be_cut(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    types(stage, plan, stage.ben, "done, " + '"no" ' * 290)
    asked = answers(stage, plan)[-1]
    assert "I can keep its beginning here. All of it still stands above." in words(asked)
    clicks(stage, stage.ben, asked, "plan_status_which_0")
    assert stands(stage, plan).tasks["t1"].note.startswith('"no" "no"')


def test_colleagues_who_talk_are_left_alone(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    for said in (
        *("yes", "good", "no", "thanks, see you at 3", "on track with my diet"),
        *("I made 12 calls home before lunch", "3 more calls home"),
    ):
        types(stage, plan, stage.ben, said)
    assert not answers(stage, plan)
    assert stands(stage, plan).tasks == plan.tasks


def test_a_status_of_somebody_elses_task_is_passed_on(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben, stage.carla)
    types(stage, plan, stage.carla, f"<@{stage.bot}> done: the booking form is drafted")
    assert stands(stage, plan).tasks["t3"].status == "to_do"
    assert "can accept it" in words(answers(stage, plan)[-1])
    types(stage, plan, stage.ben, f"<@{stage.bot}> snooze until Monday")
    assert "another day" in words(answers(stage, plan)[-1])


def test_a_start_with_many_tasks_fits_a_message(stage: Stage) -> None:
    people = [stage.ana, stage.ben, stage.carla, stage.dan]
    long = "write to every family of the school " * 8
    more = [
        TaskAdded(f"z{n}", "i1", f"{n} {long}"[:300], Responsible(people[n % 4].id, f"Name {n}"))
        for n in range(60)
    ]
    plan = live(stage, *people, more=more)
    started = stage_card(stage, plan)
    assert "more people" in words(started)
    takes(stage, plan, stage.ana, StageChosen("tasks"), StageChosen("live"))
    clicks(stage, stage.ana, card(stage, plan), "plan_mine")
    clicks(stage, stage.ana, opened(stage.ana), "plan_stand_done")
    assert len(opened(stage.ana).blocks) <= 100

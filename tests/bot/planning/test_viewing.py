"""Dialogues: the plan is looked at, up and down its chain, by whom it belongs to."""

from __future__ import annotations

import json

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import View
from conversations.planning.acting import TaskAdded
from conversations.planning.developing import IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Plan, Responsible
from conversations.planning.steps import PlanEvent
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import begin, card, stands, takes
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")


def looks(stage: Stage, actor: Actor, plan: Plan, at: str, start: int = 0) -> View:
    """Let somebody press the button that leads to a page of the window in front."""
    more = {"n": start} if start else {}
    carried = json.dumps({"p": plan.id, "at": at, **more})
    for block in opened(actor).blocks:
        held = [block.get("accessory"), *block.get("elements", [])]
        for one in filter(None, held):
            if one.get("value") == carried and one["action_id"].startswith("plan_look"):
                clicks(stage, actor, opened(actor), one["action_id"], value=carried)
                return opened(actor)
    raise AssertionError(f"nothing leads to {at}: {words(opened(actor))}")


def test_the_window_says_how_the_plan_stands_and_who_owes_what(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, card(stage, plan), "plan_show")
    said = words(opened(stage.ben))
    assert "*0 of 3 tasks done* · 1 overdue" in said
    assert said.index("*Overdue*") < said.index("Find a translator") < said.index("*Next*")
    assert f"<@{stage.ben.id}> · Fri, Nov 20 · *overdue*" in said
    assert "Conferences with interpreters*: not read yet · target 80% · began at 30%" in said
    assert "plan_end" not in action_ids(opened(stage.ben))


def test_a_task_leads_up_to_the_rating_and_down_again(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, card(stage, plan), "plan_show")
    listed = words(looks(stage, stage.ben, plan, "tasks"))
    order = ("Overdue", "Find a translator", "Next", "Print", "Without a date", "Draft the booking")
    assert sorted(order, key=listed.index) == list(order)
    task = looks(stage, stage.ben, plan, "t1")
    for above in ("Translate the welcome", "Interpreters are booked", "English only", "began with"):
        assert above in words(task)
    assert "All tasks" in words(task)
    for at in ("i1", "d1", "c1"):
        looks(stage, stage.ben, plan, at)
    began = looks(stage, stage.ben, plan, "began")
    assert plan.origins[0].title in words(began)
    for at in ("c1", "d1", "i1", "t1"):
        looks(stage, stage.ben, plan, at)
    assert "Find a translator" in words(opened(stage.ben))


def test_a_large_plan_is_shown_in_pages(stage: Stage) -> None:
    ana = stage.ana.id
    more: list[PlanEvent] = [CauseAdded(f"x{n}", "people", f"Cause {n}") for n in range(40)]
    more += [IdeaAdded(f"y{n}", "d1", f"Idea {n}") for n in range(30)]
    long = "w" * 200
    more += [TaskAdded(f"z{n}", "y1", f"Task {n} {long}", Responsible(ana)) for n in range(60)]
    plan = live(stage, stage.ana, stage.ben, more=more)
    clicks(stage, stage.ana, card(stage, plan), "plan_show")
    for way in (["causes"], ["tasks"], ["ideas", "y1"], ["drivers", "d1"]):
        for at in way:
            looks(stage, stage.ana, plan, at)
        assert len(opened(stage.ana).blocks) <= 100
        clicks(stage, stage.ana, opened(stage.ana), "plan_look_on")
        assert "Earlier" in words(opened(stage.ana))
        clicks(stage, stage.ana, opened(stage.ana), "plan_look_home")


def test_a_status_in_the_window_is_kept_and_the_page_follows(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, card(stage, plan), "plan_show")
    looks(stage, stage.ben, plan, "t1")
    clicks(stage, stage.ben, opened(stage.ben), "plan_stand_done")
    assert stands(stage, plan).tasks["t1"].status == "done"
    assert "*Done*" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_task_open")
    assert stage.ben.submits({"status": {"status": "blocked"}, "note": {"note": "No paper"}}).ok
    stage.settle()
    assert "*Blocked*: No paper" in words(opened(stage.ben))


def test_what_has_changed_is_told_and_what_waits_is_answered(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    takes(stage, plan, stage.ben, IdeaAdded("i3", "d1", "Ask families first"))
    takes(stage, plan, stage.ben, IdeaAdded("i4", "d1", "Buy headsets"))
    clicks(stage, stage.ana, card(stage, plan), "plan_show")
    assert "Waiting for you" in words(opened(stage.ana))
    assert "Ask families first" in words(opened(stage.ana))
    clicks(stage, stage.ana, opened(stage.ana), "plan_proposal_accept")
    assert len(stands(stage, plan).ideas) == 3
    stage.ana.closes_modal()
    clicks(stage, stage.ana, opened(stage.ana), "plan_proposal_decline")
    stage.ana.closes_modal()
    assert "Waiting for you" not in words(opened(stage.ana))
    history = looks(stage, stage.ana, plan, "history")
    assert "New change idea" in words(history)
    assert f"<@{stage.ben.id}> · Tue, Dec 1" in words(history)


def test_the_command_shows_the_only_plan_and_lists_several(stage: Stage) -> None:
    live(stage, stage.ana, stage.ben)
    stage.ben.commands("/blueprint", "plan", "#el-team")
    assert "*0 of 3 tasks done*" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_others")
    assert "plan_prepare" in action_ids(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_open")
    assert "*0 of 3 tasks done*" in words(opened(stage.ben))
    stage.ben.closes_modal(whole_stack=True)
    begin(stage, stage.ben, title="My own")
    stage.ben.commands("/blueprint", "plan", "#el-team")
    said = [m for m in stage.said("#el-team", viewer=stage.ben) if m.ephemeral_to == stage.ben.id]
    assert "My own" in words(said[-1])


def test_home_shows_a_plan_to_those_of_it_and_nobody_else(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    for actor, sees in ((stage.ana, True), (stage.ben, True), (stage.dan, False)):
        actor.opens_home()
        stage.settle()
        assert actor.home is not None
        assert ("Families hear from us" in words(actor.home)) is sees
        assert "plan_prepare" in action_ids(actor.home)
    assert stage.ben.home
    clicks(stage, stage.ben, stage.ben.home, "plan_open")
    assert "Families hear from us" in words(opened(stage.ben))
    stage.dan.clicks(card(stage, plan), "plan_show")
    stage.settle()
    assert stage.dan.modal is None
    assert "belongs to another team" in whispered(stage, stage.dan, card(stage, plan))

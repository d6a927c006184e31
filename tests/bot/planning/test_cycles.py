"""Dialogues: a cycle ends, ideas are judged, the next begins; a plan is handed over, and ends."""

from __future__ import annotations

import json

import pytest

from tests.bot.assessing import Hours, deliver
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import card, stage_card, stands
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words
from tests.bot.test_results import finished

pytestmark = pytest.mark.usefixtures("hours")


def test_each_idea_is_decided_on_and_the_next_cycle_begins(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ana, card(stage, plan), "plan_cycle")
    window = opened(stage.ana)
    assert "submit" not in window.payload
    clicks(stage, stage.ana, window, "plan_cycle_decide", label="Decide")
    assert "It works. It becomes how you do things." in words(opened(stage.ana))
    assert "0 of 2 tasks done" in words(opened(stage.ana))
    judged = {"verdict": {"verdict": "adopt"}, "why": {"why": "All letters are read"}}
    assert stage.ana.submits(judged).updated
    assert "Book interpreters by default" in words(opened(stage.ana))
    stage.ana.submits({"verdict": {"verdict": "adapt"}, "why": {"why": "Too late in the day"}})
    stage.settle()
    after = stands(stage, plan)
    assert (after.ideas["i1"].verdict, after.ideas["i1"].why) == ("adopt", "All letters are read")
    assert "Adapt" in words(opened(stage.ana))
    assert "Cycle 2 begins with the ideas to adapt." in words(opened(stage.ana))
    assert stage.ana.submits().updated
    after = stands(stage, plan)
    assert (after.cycle, after.stage) == (2, "ideas")
    assert after.ideas["i2"].verdict is None
    assert after.ideas["i1"].verdict == "adopt"
    assert "Book interpreters by default" in words(opened(stage.ana))
    deliver(stage)
    assert "*Change ideas*" in words(stage_card(stage, plan))


def test_assessing_again_begins_with_the_same_block(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ana, card(stage, plan), "plan_cycle")
    clicks(stage, stage.ana, opened(stage.ana), "session_again_start")
    stage.settle()
    chosen = json.dumps(opened(stage.ana).payload)
    assert "blueprint/p1/b2" in chosen


def test_only_those_who_look_after_it_end_a_cycle(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    stage.ben.clicks(card(stage, plan), "plan_cycle")
    stage.settle()
    assert stage.ben.modal is None
    assert "Only those who look after" in whispered(stage, stage.ben, card(stage, plan))


def test_a_plan_is_handed_over_and_ended(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ana, card(stage, plan), "plan_show")
    clicks(stage, stage.ana, opened(stage.ana), "plan_owners")
    assert stage.ana.submits({"owners": {"owners": [stage.ben.id]}}).updated
    stage.settle()
    assert stands(stage, plan).owners == (stage.ben.id,)
    stage.ana.closes_modal()
    assert "plan_end" not in action_ids(opened(stage.ana))
    clicks(stage, stage.ben, card(stage, plan), "plan_show")
    clicks(stage, stage.ben, opened(stage.ben), "plan_end")
    assert stands(stage, plan).ended_at is not None
    assert "This plan has ended" in words(opened(stage.ben))
    assert "plan_end" not in action_ids(opened(stage.ben))


def test_what_a_new_self_assessment_agreed_on_stands_beside_the_one_before(
    stage: Stage, hours: Hours
) -> None:
    plan = live(stage, stage.ana, stage.ben, stage.carla)
    finished(stage, hours, team=plan.team)
    clicks(stage, stage.ana, card(stage, plan), "plan_cycle")
    said = words(opened(stage.ana))
    assert "*What has moved*, as agreed on Tue, Dec 1" in said
    assert f"{plan.origins[0].title}: not rated then → *1, Not yet*" in said
    assert "|All that has moved>" in said

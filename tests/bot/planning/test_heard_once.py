"""Dialogues: Slack asks for patience with an answer; what was typed is not done a second time."""

from __future__ import annotations

import pytest

from bot.sandbox.actor import Actor
from conversations.planning.acting import TaskStood
from conversations.planning.exploring import Framed
from conversations.planning.model import Plan
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import Hours
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import answers, begin, card, stands, takes
from tests.bot.stage import Stage, words

pytestmark = pytest.mark.usefixtures("hours")


def types_before_slack_is_ready(
    stage: Stage, hours: Hours, plan: Plan, actor: Actor, text: str, meanwhile: PlanEvent
) -> None:
    """Let somebody type, Ana do something before the answer can be posted, and then post it."""
    stage.sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
    at = card(stage, plan)
    actor.says(at.channel, text, thread=at.ts)
    stage.sandbox.wait_for(
        lambda: (
            stage.rows("SELECT 1 FROM inbox WHERE state != 'done' AND not_before > received_at")
            and not stage.sandbox.faults.pending()
        )
    )
    takes(stage, plan, stage.ana, meanwhile)
    hours.passes(minutes=10)
    stage.settle()


def test_what_somebody_has_said_meanwhile_stays(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    hours.passes(minutes=5)
    typed = f"<@{stage.bot}> Families hear from us late"
    meanwhile = Framed("Families hear from us too late and in English")
    types_before_slack_is_ready(stage, hours, plan, stage.ben, typed, meanwhile)
    assert stands(stage, plan).problem == meanwhile.problem
    assert "I have kept what you said here" in words(answers(stage, plan)[-1])


def test_a_status_is_answered_as_one_though_the_task_is_done_by_then(
    stage: Stage, hours: Hours
) -> None:
    plan = live(stage, stage.ana, stage.ben)
    hours.passes(minutes=5)
    before = len(answers(stage, plan))
    meanwhile = TaskStood("t1", "under_way", "One more language")
    types_before_slack_is_ready(
        stage, hours, plan, stage.ben, "done, I found a translator", meanwhile
    )
    task = stands(stage, plan).tasks["t1"]
    assert (task.status, task.note) == ("under_way", "One more language")
    [answer] = answers(stage, plan)[before:]
    assert words(answer) == "I have kept what you said here."


def test_causes_are_answered_with_their_bones_in_the_second_attempt(
    stage: Stage, hours: Hours
) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="causes")
    hours.passes(minutes=5)
    typed = "nobody trained us; the bus leaves too early"
    types_before_slack_is_ready(stage, hours, plan, stage.ben, typed, Framed("Late"))
    assert len(stands(stage, plan).causes) == 2
    assert "the bus leaves too early" in words(answers(stage, plan)[-1])


def test_what_was_refused_is_refused_in_the_second_attempt_too(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="causes")
    hours.passes(minutes=5)
    types_before_slack_is_ready(stage, hours, plan, stage.ben, "too long " * 40, Framed("Late"))
    assert stands(stage, plan).causes == {}
    assert "within 300 characters" in words(answers(stage, plan)[-1])


def test_a_proposal_is_said_to_wait_in_the_second_attempt_too(stage: Stage, hours: Hours) -> None:
    plan = live(stage, stage.ana, stage.ben, stage.carla)
    hours.passes(minutes=5)
    typed = f"<@{stage.bot}> done: the booking form is drafted"
    meanwhile = TaskStood("t2", "done")
    types_before_slack_is_ready(stage, hours, plan, stage.carla, typed, meanwhile)
    assert stage.rows("SELECT count(*) AS n FROM plan_proposals") == [{"n": 1}]
    assert "can accept it" in words(answers(stage, plan)[-1])

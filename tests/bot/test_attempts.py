"""One question, several attempts: overtaken, put back, and given as it was the first time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from conversations import inbox
from tests.bot.assessing import Hours
from tests.bot.stage import Stage, words

FAMILIES = "what should a school leader do about family engagement?"
PAY = "how much are teachers paid?"
RESOURCES = "any resources for newcomers?"

pytestmark = pytest.mark.usefixtures("hours")


def waits_until(stage: Stage, attempt: int) -> datetime:
    """Wait until an attempt has been put back; return when the next one is to be."""
    found = "SELECT not_before FROM inbox WHERE attempts = ? AND not_before = lease_until"
    [row] = stage.sandbox.wait_for(lambda: stage.rows(found, attempt))
    return datetime.fromisoformat(row["not_before"])


def test_an_attempt_that_was_overtaken_says_nothing(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.slow_down("assistant.threads.setStatus", 2)
    asked = stage.ana.direct_messages(FAMILIES)
    stage.sandbox.wait_for(lambda: not stage.sandbox.faults.pending())
    hours.moment += inbox.LEASE
    stage.answer_to(asked)
    stage.settle()
    assert len(stage.said(asked.channel, asked.ts)) == 1
    assert stage.rows("SELECT attempts, outcome FROM inbox") == [
        {"attempts": 2, "outcome": "answered"}
    ]
    assert len(stage.rows("SELECT 1 FROM answers")) == 1


def test_an_attempt_that_looked_for_too_long_posts_nothing(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.drop("chat.postMessage")
    stage.sandbox.faults.slow_down("conversations.replies", 2)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    waits_until(stage, 1)
    hours.passes(minutes=1)
    stage.sandbox.wait_for(lambda: not stage.sandbox.faults.pending())
    hours.moment += inbox.LEASE
    stage.answer_to(asked)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1


def test_what_may_be_posted_keeps_its_buttons_whoever_spoke_since(
    stage: Stage, hours: Hours
) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
    stage.ana.says("#el-team", PAY, thread=asked.ts)
    waits_until(stage, 1)
    stage.ben.says("#el-team", "let us ask on Monday", thread=asked.ts)
    hours.passes(minutes=1)
    stage.settle()
    [kept] = stage.rows("SELECT ts FROM answers WHERE question = ?", PAY)
    assert kept["ts"] == stage.said("#el-team", asked.ts)[1].ts


def test_limits_are_met_with_more_patience_each_time(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.rate_limit("chat.postMessage", retry_after=1, times=2)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    first = waits_until(stage, 1) - hours()
    assert timedelta(seconds=1) <= first <= timedelta(seconds=2)
    hours.moment += first
    second = waits_until(stage, 2) - hours()
    assert timedelta(seconds=5) <= second <= timedelta(seconds=10)
    hours.moment += second
    assert stage.answer_to(asked)


def test_slacks_own_patience_is_kept(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.rate_limit("chat.postMessage", retry_after=90)
    stage.ana.mentions("#el-team", FAMILIES)
    assert waits_until(stage, 1) - hours() >= timedelta(seconds=90)
    hours.passes(minutes=5)


def test_a_second_attempt_gives_the_answer_that_may_be_posted(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
    asked = stage.ana.mentions("#el-team", RESOURCES)
    waits_until(stage, 1)
    [before] = stage.rows("SELECT id, context, level, at FROM answers")
    stage.ben.mentions("#el-team", FAMILIES, thread=asked.ts)
    stage.answer_to(asked, count=2)
    hours.passes(minutes=1)
    stage.settle()
    [after] = stage.rows("SELECT id, context, level, at FROM answers WHERE id = ?", before["id"])
    assert after == before
    assert len(stage.said("#el-team", asked.ts)) == 2


def test_a_limit_on_looking_does_not_make_it_post_again(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
    stage.sandbox.faults.rate_limit("conversations.replies", retry_after=1)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    for attempt in (1, 2):
        waits_until(stage, attempt)
        hours.passes(minutes=1)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1


def test_what_slack_never_takes_is_given_up(stage: Stage, hours: Hours) -> None:
    stage.sandbox.faults.withhold("chat.postMessage", "service_unavailable")
    stage.ana.mentions("#el-team", FAMILIES)
    for attempt in range(1, inbox.MOST_ATTEMPTS + 1):
        waits_until(stage, attempt)
        hours.passes(hours=1)
    stage.settle()
    [row] = stage.rows("SELECT state, outcome, body FROM inbox")
    assert row == {"state": "done", "outcome": "given_up", "body": None}


def test_a_refused_click_can_be_clicked_again(stage: Stage) -> None:
    stage.sandbox.faults.refuse("chat.postMessage", "restricted_action")
    stage.ana.commands("/blueprint", FAMILIES, channel="#el-team")
    private = stage.said("#el-team", viewer=stage.ana)[-1]
    stage.ana.clicks(private, "answer_share")
    stage.sandbox.wait_for(
        lambda: "cannot post" in words(stage.said("#el-team", viewer=stage.ana)[-1])
    )
    stage.settle()
    stage.ana.clicks(private, "answer_share")
    assert stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ben))


def test_direct_messages_start_afresh_after_some_hours(stage: Stage, hours: Hours) -> None:
    stage.answer_to(stage.carla.direct_messages(FAMILIES))
    stage.settle()
    hours.passes(hours=3, minutes=59)
    still = stage.answer_to(stage.carla.direct_messages("and at the district level?"))
    assert words(still).startswith("Effective family engagement, for district leaders")
    stage.settle()
    hours.passes(hours=4)
    afresh = stage.answer_to(stage.carla.direct_messages("and at the school level?"))
    assert "family engagement, for" not in words(afresh)


def test_a_thread_goes_on_the_next_day(stage: Stage, hours: Hours) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    hours.passes(days=1)
    stage.ben.says("#el-team", "and at the district level?", thread=asked.ts)
    assert "for district leaders" in words(stage.answer_to(asked, count=2))

"""Dialogues: questions passed on to a coordinator, and the report of what was not answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.model import Message
from tests.bot.assessing import Hours
from tests.bot.stage import Stage, words

PAY = "how much are ESL teachers paid in our district?"
TUESDAY = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("hours")


@pytest.fixture
def hours() -> Hours:
    return Hours(TUESDAY)


def name_evelyn(stage: Stage) -> None:
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.evelyn.home)
    stage.evelyn.clicks(home, "coordinator_choose", selected=[stage.evelyn.id])
    stage.settle()


def decline(stage: Stage) -> Message:
    return stage.answer_to(stage.ana.mentions("#el-team", PAY))


def letters_to_evelyn(stage: Stage) -> list[Message]:
    return [m for m in stage.said(stage.evelyn.direct_channel().id) if "asked something" in m.text]


def test_a_question_reaches_the_coordinator_once_with_a_link_to_its_thread(stage: Stage) -> None:
    name_evelyn(stage)
    declined = decline(stage)
    stage.ana.clicks(declined, "pass_question")
    stage.ana.clicks(declined, "pass_question")
    [letter] = stage.sandbox.wait_for(lambda: letters_to_evelyn(stage))
    assert PAY in words(letter)
    assert f"<@{stage.ana.id}>" in words(letter)
    assert f"p{declined.thread_ts}".replace(".", "") in str(letter.blocks)
    stage.settle()
    assert len(stage.rows("SELECT 1 FROM outbox WHERE kind = 'passed_question'")) == 1
    told = stage.answer_to(declined, count=2, viewer=stage.ana)
    assert f"Passed on to <@{stage.evelyn.id}>" in words(told)


def test_what_was_asked_in_private_is_passed_on_without_a_link(stage: Stage) -> None:
    name_evelyn(stage)
    declined = stage.answer_to(stage.ana.direct_messages(PAY))
    stage.ana.clicks(declined, "pass_question")
    [letter] = stage.sandbox.wait_for(lambda: letters_to_evelyn(stage))
    assert PAY in words(letter)
    assert "<http" not in words(letter)


def test_it_waits_for_school_hours(stage: Stage, hours: Hours) -> None:
    name_evelyn(stage)
    hours.moment = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # a Saturday
    stage.ana.clicks(decline(stage), "pass_question")
    moved = "SELECT 1 FROM outbox WHERE next_attempt_at LIKE '2026-11-23T13:00%'"
    stage.sandbox.wait_for(lambda: stage.rows(moved))
    assert letters_to_evelyn(stage) == []
    hours.moment = datetime(2026, 11, 23, 13, 0, 1, tzinfo=UTC)
    assert stage.sandbox.wait_for(lambda: letters_to_evelyn(stage))


def test_a_slow_slack_keeps_no_click_waiting(stage: Stage) -> None:
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.evelyn.home)
    stage.sandbox.faults.slow_down("users.info", 3.5, times=2)
    assert stage.evelyn.clicks(home, "coordinator_choose", selected=[stage.evelyn.id]).ok
    stage.sandbox.wait_for(lambda: stage.rows("SELECT 1 FROM coordinators"))
    declined = decline(stage)
    stage.sandbox.faults.slow_down("chat.getPermalink", 3.5)
    assert stage.ana.clicks(declined, "pass_question").ok
    [letter] = stage.sandbox.wait_for(lambda: letters_to_evelyn(stage))
    assert "Answer in the thread" in words(letter)


def test_where_slack_tells_no_address_the_letter_names_the_channel(
    stage: Stage, hours: Hours
) -> None:
    name_evelyn(stage)
    declined = decline(stage)
    stage.sandbox.faults.refuse("chat.getPermalink", "message_not_found")
    stage.ana.clicks(declined, "pass_question")
    hours.moment += timedelta(seconds=20)
    [letter] = stage.sandbox.wait_for(lambda: letters_to_evelyn(stage))
    assert f"<#{declined.channel}>" in words(letter)


def test_only_the_asker_passes_a_question_on(stage: Stage) -> None:
    name_evelyn(stage)
    declined = decline(stage)
    stage.ben.clicks(declined, "pass_question")
    assert "Only the person who asked" in words(stage.answer_to(declined, 2, viewer=stage.ben))
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = 'passed_question'") == []


def test_the_gap_report_groups_and_names_nobody(stage: Stage, hours: Hours) -> None:
    name_evelyn(stage)
    decline(stage)
    hours.moment += timedelta(minutes=1)
    stage.answer_to(stage.ben.mentions("#el-team", "what is the salary of an ESL teacher"))
    helped = stage.answer_to(stage.carla.mentions("#el-team", "what about family engagement?"))
    stage.carla.clicks(helped, "answer_vote", label="Not helpful")
    stage.sandbox.wait_for(lambda: stage.carla.modal)
    stage.carla.submits({"why": {"why": "=1+1 I wanted letters to send home"}})
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(
        lambda: view if (view := stage.evelyn.home) and "without an answer" in words(view) else None
    )
    stage.evelyn.clicks(home, "gap_report")
    channel = stage.evelyn.direct_channel().id
    [file] = stage.sandbox.wait_for(lambda: list(stage.sandbox.workspace().files.values()))
    stage.settle()
    report = next(m for m in stage.said(channel) if "does not answer" in m.text)
    assert "2 not covered" in words(report)
    assert "1 not helpful" in words(report)
    table = file.content.decode()
    assert "'=1+1 I wanted letters to send home" in table
    for somebody in (stage.ana, stage.ben, stage.carla):
        assert somebody.id not in table + words(report)
        assert somebody.person.real_name not in table + words(report)


def test_the_report_is_for_coordinators_alone(stage: Stage) -> None:
    name_evelyn(stage)
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.evelyn.home)
    decline(stage)
    stage.settle()
    stage.dan.clicks(home, "gap_report")
    modal = stage.sandbox.wait_for(lambda: stage.dan.modal)
    assert "Only coordinators" in words(modal)
    stage.settle()
    assert not stage.sandbox.workspace().files
    assert stage.said(stage.dan.direct_channel().id) == []

"""Answered once: repeats, two processes, killed processes, and a Slack that fails."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from tests.bot.processes import process
from tests.bot.stage import Stage, registration, staged, words

FAMILIES = "what should a school leader do about family engagement?"


def answers_to(stage: Stage, asked: Message) -> list[Message]:
    return stage.said(asked.channel, asked.ts)


def test_an_event_delivered_three_times_is_answered_once(stage: Stage) -> None:
    stage.sandbox.faults.repeat_next_event(3)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    assert len(answers_to(stage, asked)) == 1


def test_a_repeat_after_a_restart_is_not_answered_again(tmp_path: Path) -> None:
    with Sandbox(registration=registration()) as sandbox:
        with staged(tmp_path, sandbox) as before:
            asked = before.ana.mentions("#el-team", FAMILIES)
            before.answer_to(asked)
            before.settle()
        with staged(tmp_path, sandbox) as after:
            redeliver(after, asked)
            after.settle()
            assert len(answers_to(after, asked)) == 1


def test_two_processes_on_one_database_answer_once(tmp_path: Path) -> None:
    with Sandbox(registration=registration()) as sandbox, ExitStack() as stack:
        first = stack.enter_context(staged(tmp_path, sandbox))
        asked = first.ana.mentions("#el-team", FAMILIES)
        second = stack.enter_context(staged(tmp_path, sandbox))
        redeliver(second, asked)
        first.answer_to(asked)
        first.settle()
        second.settle()
        assert len(answers_to(second, asked)) == 1


def redeliver(stage: Stage, message: Message) -> None:
    from bot.sandbox import events

    events.message_posted(stage.sandbox, stage.sandbox.workspace(), message)


@pytest.mark.parametrize("method", ["fail", "drop"])
def test_a_send_that_failed_is_tried_again(stage: Stage, method: str) -> None:
    getattr(stage.sandbox.faults, method)("chat.postMessage")
    asked = stage.ana.mentions("#el-team", FAMILIES)
    assert words(stage.answer_to(asked))
    stage.settle()
    assert len(answers_to(stage, asked)) == 1


def test_a_send_whose_answer_was_lost_is_not_repeated(stage: Stage) -> None:
    stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    assert len(answers_to(stage, asked)) == 1
    [kept] = stage.rows("SELECT ts FROM answers")
    assert kept["ts"] == answers_to(stage, asked)[0].ts


def test_rate_limits_are_waited_for(stage: Stage) -> None:
    stage.sandbox.faults.rate_limit("chat.postMessage", retry_after=1)
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    assert len(answers_to(stage, asked)) == 1


@pytest.mark.parametrize(("when_unsure", "expected"), [("skip", 0), ("repeat", 1)])
def test_where_history_cannot_be_read_the_setting_decides(
    tmp_path: Path, when_unsure: str, expected: int
) -> None:
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, when_unsure=when_unsure) as stage,
    ):
        sandbox.faults.withhold("conversations.replies", "missing_scope", "channels:history")
        sandbox.faults.drop("chat.postMessage")
        asked = stage.ana.mentions("#el-team", FAMILIES)
        stage.settle()
        assert len(answers_to(stage, asked)) == expected


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("assistant.threads.setStatus", "unknown_method"),
        ("assistant.threads.setStatus", "missing_scope"),
        ("chat.postEphemeral", "missing_scope"),
    ],
)
def test_an_answer_needs_no_optional_method(stage: Stage, method: str, error: str) -> None:
    stage.sandbox.faults.withhold(method, error)
    asked = stage.ana.direct_messages("what about family engagement?")
    assert words(stage.answer_to(asked))


@pytest.mark.parametrize("method", ["assistant.threads.setStatus", "chat.postMessage"])
def test_what_a_killed_process_left_is_finished_once_at_the_next_start(
    tmp_path: Path, method: str, free_port: int
) -> None:
    with Sandbox(registration=registration(), retry_seconds=()) as sandbox:
        sandbox.deliver_to(f"http://127.0.0.1:{free_port}/slack/events")
        ana = sandbox.person("ana")
        with process(tmp_path, sandbox, free_port) as first:
            sandbox.faults.slow_down(method, 30)
            asked = ana.direct_messages(FAMILIES)
            sandbox.settle()
            sandbox.wait_for(lambda: not sandbox.faults.pending())
            first.send_signal(signal.SIGKILL)
            first.wait()

        def answers() -> list[Message]:
            found = sandbox.messages(asked.channel, None, asked.ts)
            return [message for message in found if message.user != ana.id]

        with process(tmp_path, sandbox, free_port):
            sandbox.wait_for(answers)
            from conversations.database import Store

            def done() -> bool:
                with Store(tmp_path / "blueprint.db").reading() as db:
                    return not list(db.query("SELECT 1 FROM inbox WHERE state != 'done'"))

            sandbox.wait_for(done)
        assert len(answers()) == 1

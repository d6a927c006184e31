"""Answers go first: what leaves by itself gives way to them within a workspace's limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.pace import PACE
from bot.sandbox.server import Sandbox
from bot.worker import Notifier, deliver_one_due, notifier_for
from bot.workspaces import client_for
from conversations import outbox
from tests.bot.stage import Stage, registration, staged

FAMILIES = "what should a school leader do about family engagement?"
TUESDAY = datetime(2026, 11, 24, 17, tzinfo=UTC)
SOON = TUESDAY + timedelta(milliseconds=1)
"""Later than the app's own clock, so that nobody else sends what is due then."""
LATER = (TUESDAY + timedelta(seconds=29)).isoformat()
TENANT = "T0RIVER"


def reminders(stage: Stage, count: int) -> None:
    with stage.composed.services.store.transaction() as db:
        for person in stage.sandbox.add_people(count):
            outbox.enqueue(
                db,
                tenant=TENANT,
                subject_type="task",
                subject_id="letters",
                recipient=person.id,
                kind="reminder",
                occurrence="1:due",
                payload={},
                due_at=SOON,
                now=TUESDAY,
            )


def notifier(stage: Stage) -> Notifier:
    services = stage.composed.services
    clients = partial(client_for, services.settings, stage.composed.workspaces)
    return notifier_for(services, clients, {"reminder": lambda row: {"text": "Due today"}})


def sent_at(stage: Stage, now: datetime) -> int:
    ours, count = notifier(stage), 0
    while deliver_one_due(stage.composed.services.store, ours, now):
        count += 1
    return count


def test_the_more_is_asked_the_fewer_reminders_go(tmp_path: Path) -> None:
    with (
        Sandbox(registration=registration(), clock=TUESDAY.timestamp) as sandbox,
        staged(tmp_path, sandbox, clock=lambda: TUESDAY) as stage,
    ):
        for _ in range(3):
            stage.answer_to(stage.ana.mentions("#el-team", FAMILIES))
        stage.settle()
        reminders(stage, PACE.at_once)
        assert sent_at(stage, SOON) == PACE.at_once - 3


def test_where_an_answer_has_to_wait_reminders_wait_too(tmp_path: Path) -> None:
    with (
        Sandbox(registration=registration(), clock=TUESDAY.timestamp) as sandbox,
        staged(tmp_path, sandbox, clock=lambda: TUESDAY) as stage,
    ):
        sandbox.faults.rate_limit("chat.postMessage", retry_after=30)
        stage.ana.mentions("#el-team", FAMILIES)
        sandbox.wait_for(lambda: stage.rows("SELECT 1 FROM outbox_pace WHERE free_at > ?", LATER))
        reminders(stage, 2)
        assert sent_at(stage, TUESDAY + timedelta(seconds=29)) == 0
        assert sent_at(stage, TUESDAY + timedelta(seconds=31)) == 2

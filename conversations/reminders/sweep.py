"""Looks, every minute, at what may be to be said now, and queues it for whoever is at school.

Nothing is scheduled beforehand: what is said is decided on the day, by the calendar of that day. A
sweep that is cut short, or runs twice at once, queues nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations.calendar import Calendar
from conversations.database import Store, timestamp
from conversations.reminders import closings, gap_reports, looks, measures, plan_digests, tasks
from conversations.reminders.desk import Desk
from conversations.reminders.kinds import PLAN, SESSION, TASK, WORKSPACE

AT_ONCE = 100
"""Subjects in one transaction, so that nobody who clicks has to wait for long."""

Look = Callable[[Desk, Mapping[str, Any]], tuple[int, datetime]]
Guard = Callable[[str, str], AbstractContextManager[None]]

_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class _Subject:
    """What is looked at: a query of those whose time has come, and what is done with each."""

    name: str
    waiting: str
    look: Look
    at_once: int = AT_ONCE


def sweep(
    store: Store,
    now: datetime,
    base: Calendar,
    *,
    any_hour: bool = False,
    kept_to: Guard | None = None,
) -> int:
    """Queue all that is to be said at ``now``; return how much that is.

    ``base`` counts where neither a person nor their team nor the district has said hours. With
    ``any_hour`` everybody is taken to be at school. ``kept_to`` may let an error of one subject, by
    its tenant and id, end there; that subject is then left alone for an hour.
    """
    return sum(
        _sweep(store, subject, now, base, any_hour, kept_to or _unguarded) for subject in _SUBJECTS
    )


def _sweep(
    store: Store,
    subject: _Subject,
    now: datetime,
    base: Calendar,
    any_hour: bool,
    kept_to: Guard,
) -> int:
    queued = 0
    # Most often nothing waits, and then nobody else is kept from writing.
    while _some_wait(store, subject, now):
        with store.transaction() as db:
            desk = Desk(db, now, base, any_hour)
            for row in _waiting(db, subject, now):
                count, look_again = 0, now + _AN_HOUR
                with kept_to(row["tenant"], row["id"]):
                    count, look_again = subject.look(desk, row)
                queued += count
                looks.keep(db, row["tenant"], subject.name, row["id"], look_again)
    return queued


def _unguarded(tenant: str, subject_id: str) -> AbstractContextManager[None]:
    return nullcontext()


def _some_wait(store: Store, subject: _Subject, now: datetime) -> bool:
    with store.reading() as db:
        return db.execute(f"{subject.waiting} LIMIT 1", _given(subject, now)).fetchone() is not None


def _waiting(db: Database, subject: _Subject, now: datetime) -> list[dict[str, Any]]:
    return list(db.query(f"{subject.waiting} LIMIT {subject.at_once}", _given(subject, now)))


def _given(subject: _Subject, now: datetime) -> dict[str, str]:
    return {"subject": subject.name, "now": timestamp(now)}


def _look_at_task(desk: Desk, row: Mapping[str, Any]) -> tuple[int, datetime]:
    task = tasks.Open(
        tenant=row["tenant"],
        id=row["id"],
        team=row["team"],
        owner=json.loads(row["owner"])["person"] if row["owner"] else "",
        due=date.fromisoformat(row["due"]),
        revision=row["revision"],
        deciders=desk.deciders(row["tenant"], row["plan"]),
    )
    return tasks.remind(desk, task)


_NOT_LOOKED_AT = (
    "NOT EXISTS (SELECT 1 FROM reminder_looks l WHERE l.tenant = {0}.tenant"
    " AND l.subject_type = :subject AND l.subject_id = {0}.{1} AND l.not_before > :now)"
)
_TASKS = f"""
    SELECT t.tenant, t.id, t.owner, t.due, t.revision, p.id AS "plan", p.team FROM tasks t
    JOIN plans p ON p.tenant = t.tenant AND p.id = t."plan"
    JOIN change_ideas i ON i.tenant = t.tenant AND i.id = t.idea
    WHERE t.status != 'done' AND t.status != 'blocked' AND t.due IS NOT NULL
        AND {_NOT_LOOKED_AT.format("t", "id")}
        AND p.stage = 'live' AND i.verdict IS NOT 'abandon'
"""  # noqa: S608
_PLANS = f"""
    SELECT tenant, id FROM plans p WHERE stage = 'live' AND {_NOT_LOOKED_AT.format("p", "id")}
"""  # noqa: S608
_SESSIONS = f"""
    SELECT tenant, id FROM sessions s WHERE phase = 'rating' AND closes_at > :now
        AND {_NOT_LOOKED_AT.format("s", "id")}
"""  # noqa: S608
_WORKSPACES = f"""
    SELECT DISTINCT tenant, tenant AS id FROM coordinators c
    WHERE {_NOT_LOOKED_AT.format("c", "tenant")}
"""  # noqa: S608


def _look_at_plan(desk: Desk, row: Mapping[str, Any]) -> tuple[int, datetime]:
    asked, again = measures.ask(desk, row["tenant"], row["id"])
    told, later = plan_digests.tell(desk, row["tenant"], row["id"])
    return asked + told, min(again, later)


_SUBJECTS = (
    _Subject(TASK, _TASKS, _look_at_task),
    _Subject(PLAN, _PLANS, _look_at_plan, at_once=20),
    _Subject(SESSION, _SESSIONS, lambda desk, row: closings.warn(desk, row["tenant"], row["id"])),
    _Subject(WORKSPACE, _WORKSPACES, lambda desk, row: gap_reports.tell(desk, row["tenant"])),
)

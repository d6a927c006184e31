"""What was said to whom, by a message of its own or in a person's message of the day.

Both ways keep the same identity, so that switching between them repeats nothing. The functions work
inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from conversations import outbox
from conversations.database import timestamp
from conversations.reminders.cadence import OVERDUE, Said, said
from conversations.reminders.kinds import (
    DAILY_REMINDERS,
    PERSON,
    REMINDERS,
    TASK,
    TASK_NEEDS_YOU,
    TASK_REMINDER,
)

GATHERED = timedelta(minutes=5)
"""For so long a message of the day waits for what else there is to say that morning."""


@dataclass(frozen=True)
class Item:
    """Something to be said once to one recipient."""

    tenant: str
    subject_type: str
    subject_id: str
    recipient: str
    kind: str
    occurrence: str


def is_said(db: Database, item: Item) -> bool:
    """Tell whether something was said, or there was nothing to say in its time."""
    found = db.execute(
        "SELECT 1 FROM reminded WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND recipient = ? AND kind = ? AND occurrence = ?",
        _key(item),
    )
    return found.fetchone() is not None


def say(db: Database, item: Item, now: datetime, *, daily: date | None = None) -> bool:
    """Queue something unless it was said; return whether it is queued now.

    ``daily`` is the recipient's day where they hear once a day: what comes after the message of
    that day has left waits for the next one.
    """
    if is_said(db, item):
        return False
    row = _alone(db, item, now) if daily is None else _in_the_daily(db, item, daily, now)
    if row is None:
        return False
    _note(db, item, row, now)
    return True


def pass_over(db: Database, item: Item, now: datetime) -> None:
    """Note that there was nothing to say when it was time."""
    _note(db, item, None, now)


def call_off(
    db: Database,
    tenant: str,
    subject_type: str,
    subject_id: str,
    now: datetime,
    *,
    kinds: Collection[str] = REMINDERS,
    recipient: str | None = None,
) -> None:
    """Say nothing of what waits to be said about a subject, in a message of its own or another.

    Only of some ``kinds`` or to one ``recipient``, where they are given. It counts as said.
    """
    outbox.cancel(db, tenant, subject_type, subject_id, now, kinds, recipient=recipient)
    marks = ", ".join("?" * len(kinds))
    db.execute(
        "UPDATE reminded SET outbox = NULL WHERE tenant = ? AND subject_type = ?"  # noqa: S608
        f" AND subject_id = ? AND recipient = coalesce(?, recipient) AND kind IN ({marks})"
        " AND outbox IN (SELECT id FROM outbox o WHERE o.tenant = reminded.tenant"
        "  AND o.id = reminded.outbox AND o.kind = ? AND o.state IN ('due', 'sending'))",
        [tenant, subject_type, subject_id, recipient, *kinds, DAILY_REMINDERS],
    )


def items_of(db: Database, tenant: str, row_id: str) -> list[Item]:
    """Return what a message of the day says, in the order in which it was added."""
    rows = db.query(
        "SELECT tenant, subject_type, subject_id, recipient, kind, occurrence FROM reminded"
        " WHERE tenant = ? AND outbox = ? ORDER BY at, kind, subject_id",
        [tenant, row_id],
    )
    return [Item(**row) for row in rows]


def said_of_task(
    db: Database, tenant: str, task: str, recipient: str, revision: int, round_: int
) -> list[Said]:
    """Return what whoever does a task heard about it in a round of a due date."""
    rows = db.execute(
        "SELECT occurrence FROM reminded WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND recipient = ? AND kind = ?",
        [tenant, TASK, task, recipient, TASK_REMINDER],
    )
    heard = (said(occurrence) for (occurrence,) in rows.fetchall())
    return [one for one in heard if (one.revision, one.round) == (revision, round_)]


def overdue_said(
    db: Database, tenant: str, task: str, recipient: str, revision: int, round_: int
) -> int:
    """Return how far the overdue reminders of a task have come for somebody, 0 to 4."""
    heard = {one.step for one in said_of_task(db, tenant, task, recipient, revision, round_)}
    return max((n for n, step in enumerate(OVERDUE, start=1) if step in heard), default=0)


def needed_them(db: Database, tenant: str, task: str, occurrence: str) -> bool:
    """Tell whether any of those who decide was told that a task needs them."""
    found = db.execute(
        "SELECT 1 FROM reminded WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND occurrence = ? LIMIT 1",
        [tenant, TASK, task, TASK_NEEDS_YOU, occurrence],
    )
    return found.fetchone() is not None


def _alone(db: Database, item: Item, now: datetime) -> str:
    return _enqueue(db, item, due_at=now, now=now)


def _in_the_daily(db: Database, item: Item, day: date, now: datetime) -> str | None:
    letter = Item(
        item.tenant, PERSON, item.recipient, item.recipient, DAILY_REMINDERS, day.isoformat()
    )
    # One that still waits, since yesterday perhaps, takes in what there is to say today.
    found = db.execute(
        "SELECT id, state FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND recipient = ? AND kind = ? AND (occurrence = ? OR state = 'due')"
        " ORDER BY state = 'due' DESC LIMIT 1",
        _key(letter),
    ).fetchone()
    if found is None:
        return _enqueue(db, letter, due_at=now + GATHERED, now=now)
    # Once it is on its way, what it says has been read.
    return str(found[0]) if found[1] == "due" else None


def _enqueue(db: Database, item: Item, *, due_at: datetime, now: datetime) -> str:
    return outbox.enqueue(
        db,
        tenant=item.tenant,
        subject_type=item.subject_type,
        subject_id=item.subject_id,
        recipient=item.recipient,
        kind=item.kind,
        occurrence=item.occurrence,
        payload={},
        due_at=due_at,
        now=now,
    )


def _note(db: Database, item: Item, row: str | None, now: datetime) -> None:
    db.execute(
        "INSERT OR IGNORE INTO reminded (tenant, subject_type, subject_id, recipient, kind,"
        " occurrence, outbox, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [*_key(item), row, timestamp(now)],
    )


def _key(item: Item) -> list[str]:
    return [
        *(item.tenant, item.subject_type, item.subject_id),
        *(item.recipient, item.kind, item.occurrence),
    ]

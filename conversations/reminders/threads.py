"""The messages that remind of something: what is typed in their threads belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class Reminded:
    """What a message reminds a person of: a task or a measure of a plan."""

    tenant: str
    person: str
    plan: str
    subject_type: str
    subject_id: str


def own(db: Database, reminded: Reminded, channel: str, thread_ts: str) -> None:
    """Note what the message at ``thread_ts`` reminds of."""
    db.execute(
        "INSERT OR REPLACE INTO reminder_threads"
        ' (tenant, channel, thread_ts, person, "plan", subject_type, subject_id)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            *(reminded.tenant, channel, thread_ts),
            *(reminded.person, reminded.plan, reminded.subject_type, reminded.subject_id),
        ],
    )


def of_thread(db: Database, tenant: str, channel: str, thread_ts: str) -> Reminded | None:
    """Return what the message above a thread reminds of, None for any other message."""
    rows = db.query(
        "SELECT * FROM reminder_threads WHERE tenant = ? AND channel = ? AND thread_ts = ?",
        [tenant, channel, thread_ts],
    )
    return next((_reminded(row) for row in rows), None)


def of_person(db: Database, tenant: str, person: str) -> Iterator[Reminded]:
    """Yield what a person was reminded of, each once, latest first."""
    rows = db.query(
        'SELECT tenant, person, "plan", subject_type, subject_id FROM reminder_threads'
        " WHERE tenant = ? AND person = ? GROUP BY subject_type, subject_id"
        " ORDER BY max(thread_ts) DESC",
        [tenant, person],
    )
    yield from map(_reminded, rows)


def _reminded(row: dict[str, str]) -> Reminded:
    names = ("tenant", "person", "plan", "subject_type", "subject_id")
    return Reminded(*(str(row[name]) for name in names))

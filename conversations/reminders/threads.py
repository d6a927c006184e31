"""The messages that remind of something: what is typed in their threads belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from conversations.reminders.kinds import MEASURE, MEASURE_REMINDER, TASK, TASK_REMINDER


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


def heard_of(db: Database, tenant: str, person: str, row: str | None = None) -> list[Reminded]:
    """Return what a person was reminded of, each once, latest first; by one message if given.

    By a message of its own, or in their message of the day.
    """
    rows = db.query(
        """
        SELECT r.tenant, r.recipient AS person, coalesce(t."plan", m."plan") AS "plan",
            r.subject_type, r.subject_id
        FROM reminded r JOIN outbox o ON o.tenant = r.tenant AND o.id = r.outbox
        LEFT JOIN tasks t
            ON r.subject_type = :task AND t.tenant = r.tenant AND t.id = r.subject_id
        LEFT JOIN measures m
            ON r.subject_type = :measure AND m.tenant = r.tenant AND m.id = r.subject_id
        WHERE r.tenant = :tenant AND r.recipient = :person AND o.state = 'sent'
            AND r.kind IN (:task_reminder, :measure_reminder) AND o.id = coalesce(:row, o.id)
            AND coalesce(t.id, m.id) IS NOT NULL
        GROUP BY r.subject_type, r.subject_id ORDER BY max(r.at) DESC, r.subject_id
        """,
        {
            "tenant": tenant,
            "person": person,
            "row": row,
            "task": TASK,
            "measure": MEASURE,
            "task_reminder": TASK_REMINDER,
            "measure_reminder": MEASURE_REMINDER,
        },
    )
    return list(map(_reminded, rows))


def _reminded(row: dict[str, str]) -> Reminded:
    names = ("tenant", "person", "plan", "subject_type", "subject_id")
    return Reminded(*(str(row[name]) for name in names))

"""Answers that were given, so that their buttons work for as long as the message stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from conversations.database import timestamp


@dataclass(frozen=True)
class Given:
    """An answer as it was given: to whom, where, to which words, in the light of what.

    ``context`` is what the conversation remembered before, as text; ``level`` the asker's own at
    that time; ``answered`` False where the question was declined, ``topic`` then what it was about.
    """

    tenant: str
    id: str
    person: str
    channel: str
    thread_ts: str | None
    question_ts: str | None
    surface: str
    question: str
    level: str | None
    context: str
    answered: bool
    reason: str | None
    topic: str | None
    at: str
    ts: str | None = None


def keep(db: Database, given: Given) -> None:
    """Keep an answer, whole or anew under the same id."""
    values = {**vars(given), "answered": int(given.answered)}
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    db.execute(
        f"INSERT OR REPLACE INTO answers ({names}) VALUES ({marks})",  # noqa: S608
        list(values.values()),
    )


def find(db: Database, tenant: str, answer_id: str) -> Given | None:
    """Return an answer by its id; None where whoever asked was forgotten since."""
    rows = db.query(
        "SELECT * FROM answers WHERE tenant = ? AND id = ? AND person != ''", [tenant, answer_id]
    )
    row = next(iter(rows), None)
    return Given(**{**row, "answered": bool(row["answered"])}) if row else None


def last_asker(db: Database, tenant: str, channel: str, thread_ts: str) -> str | None:
    """Return who asked the last question that was answered in a thread."""
    rows = db.query(
        # Copies for others, who only looked at it, are no messages.
        "SELECT person FROM answers WHERE tenant = ? AND channel = ? AND thread_ts = ?"
        " AND ts IS NOT NULL ORDER BY at DESC LIMIT 1",
        [tenant, channel, thread_ts],
    )
    return next((row["person"] for row in rows), None)


def remove(db: Database, tenant: str, answer_id: str) -> None:
    """Remove an answer that nobody was given."""
    db.execute("DELETE FROM answers WHERE tenant = ? AND id = ?", [tenant, answer_id])


def record_posted(db: Database, tenant: str, answer_id: str, ts: str) -> None:
    """Note the message that an answer became."""
    db.execute(
        "UPDATE answers SET ts = ? WHERE tenant = ? AND id = ?",
        [ts, tenant, answer_id],
    )


def vote(
    db: Database, tenant: str, answer_id: str, person: str, *, helpful: bool, now: datetime
) -> None:
    """Keep a person's judgement of an answer; a later one replaces it, and its reason."""
    db.execute(
        "INSERT INTO votes (tenant, answer_id, person, helpful, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (tenant, answer_id, person) DO UPDATE SET"
        " why = CASE WHEN helpful = excluded.helpful THEN why END,"
        " helpful = excluded.helpful, at = excluded.at",
        [tenant, answer_id, person, int(helpful), timestamp(now)],
    )


def explain_vote(
    db: Database, tenant: str, answer_id: str, person: str, *, why: str, now: datetime
) -> None:
    """Keep a word on why an answer did not help."""
    vote(db, tenant, answer_id, person, helpful=False, now=now)
    db.execute(
        "UPDATE votes SET why = ? WHERE tenant = ? AND answer_id = ? AND person = ?",
        [why, tenant, answer_id, person],
    )

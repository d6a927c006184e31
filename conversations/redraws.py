"""Which of the cards that a team looks at together show less than there is to show.

Changes are gathered: a card is drawn anew at most every ten seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from conversations import outbox
from conversations.database import timestamp

GAP = timedelta(seconds=10)
_LOOKED_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Watched:
    """What cards are about: the table that says when it changed, and the kinds of its cards."""

    table: str
    subject: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Stale:
    """A card to draw anew, and the change that it is to show."""

    row: outbox.Row
    changed_at: str


def claim_one(db: Database, watched: Watched, now: datetime) -> Stale | None:
    """Return the card that has waited longest and keep others from drawing it; None if none."""
    marks = ", ".join("?" * len(watched.kinds))
    found = db.execute(
        f"SELECT o.tenant, o.id, s.changed_at FROM {watched.table} s"  # noqa: S608
        " JOIN outbox o ON o.tenant = s.tenant AND o.subject_type = ? AND o.subject_id = s.id"
        " LEFT JOIN redraws r ON r.tenant = o.tenant AND r.outbox = o.id"
        f" WHERE s.changed_at > ? AND o.state = 'sent' AND o.kind IN ({marks})"
        " AND s.changed_at > coalesce(r.shows, o.made_at)"
        " AND ? >= coalesce(r.not_before, o.settled_at)"
        " ORDER BY s.changed_at LIMIT 1",
        [watched.subject, timestamp(now - _LOOKED_BACK), *watched.kinds, timestamp(now)],
    ).fetchone()
    if found is None:
        return None
    tenant, row_id, changed_at = found
    row = outbox.read(db, tenant, row_id)
    if row is None:
        return None
    _note(db, row, shows=None, not_before=now + GAP)
    return Stale(row, changed_at)


def about(db: Database, watched: Watched, tenant: str, subject_id: str) -> list[Stale]:
    """Return the cards about one subject, for whoever cannot wait."""
    marks = ", ".join("?" * len(watched.kinds))
    found = db.execute(
        f"SELECT o.id, s.changed_at FROM {watched.table} s"  # noqa: S608
        " JOIN outbox o ON o.tenant = s.tenant AND o.subject_type = ? AND o.subject_id = s.id"
        f" WHERE s.tenant = ? AND s.id = ? AND o.state = 'sent' AND o.kind IN ({marks})",
        [watched.subject, tenant, subject_id, *watched.kinds],
    ).fetchall()
    rows = ((outbox.read(db, tenant, row_id), changed_at) for row_id, changed_at in found)
    return [Stale(row, changed_at) for row, changed_at in rows if row]


def drawn(db: Database, row: outbox.Row, changed_at: str, now: datetime) -> None:
    """Note that a card shows what had changed by ``changed_at``."""
    _note(db, row, shows=changed_at, not_before=now + GAP)


def later(db: Database, row: outbox.Row, until: datetime) -> None:
    """Draw a card no earlier than ``until``."""
    _note(db, row, shows=None, not_before=until)


def _note(db: Database, row: outbox.Row, *, shows: str | None, not_before: datetime) -> None:
    db.execute(
        "INSERT INTO redraws (tenant, outbox, shows, not_before)"
        " SELECT ?, ?, coalesce(?, made_at), ? FROM outbox WHERE tenant = ? AND id = ?"
        " ON CONFLICT (tenant, outbox) DO UPDATE"
        " SET shows = coalesce(?, shows), not_before = excluded.not_before",
        [row.tenant, row.id, shows, timestamp(not_before), row.tenant, row.id, shows],
    )

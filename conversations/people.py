"""Where people work, as they said themselves."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from conversations.database import timestamp


def level_of(db: Database, tenant: str, person: str) -> str | None:
    """Return the level that a person last chose."""
    rows = db.query(
        "SELECT level FROM people WHERE tenant = ? AND person = ?",
        [tenant, person],
    )
    row = next(iter(rows), None)
    return str(row["level"]) if row and row["level"] else None


def choose_level(db: Database, tenant: str, person: str, level: str | None, now: datetime) -> None:
    """Keep the level that a person chose; None where they want answers for everybody."""
    # Whoever has chosen, be it no level, need not be asked.
    db.execute(
        "INSERT INTO people (tenant, person, level, asked_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tenant, person) DO UPDATE SET level = excluded.level",
        [tenant, person, level, timestamp(now)],
    )


def ask_once(db: Database, tenant: str, person: str, now: datetime) -> bool:
    """Return whether a person is to be asked where they work, and note that they were."""
    if level_of(db, tenant, person):
        return False
    asked = db.execute(
        "INSERT INTO people (tenant, person, asked_at) VALUES (?, ?, ?)"
        " ON CONFLICT (tenant, person) DO UPDATE SET asked_at = excluded.asked_at"
        " WHERE asked_at IS NULL",
        [tenant, person, timestamp(now)],
    )
    return asked.rowcount > 0

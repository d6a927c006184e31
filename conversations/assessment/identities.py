"""Who stands behind a participant, and where their cards are: kept apart, so it can be deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

FORGOTTEN = "forgotten"
"""Stands where a person's id stood, once their data was deleted."""

_OPEN = "s.phase NOT IN ('done', 'cancelled')"


@dataclass(frozen=True)
class Identity:
    """A participant's person: who clicks, or who enters what ``name``, without Slack, says.

    ``thread_ts`` is the walk's thread in ``channel``, ``card_ts`` the message with the card in
    front; None before there was one.
    """

    participant: str
    session: str
    person: str | None
    name: str
    channel: str | None = None
    thread_ts: str | None = None
    card_ts: str | None = None


def insert(db: Database, tenant: str, identity: Identity) -> None:
    """Keep who a new participant is."""
    db.execute(
        "INSERT INTO identities (tenant, participant, session, person, name)"
        " VALUES (?, ?, ?, ?, ?)",
        [tenant, identity.participant, identity.session, identity.person, identity.name],
    )


def find(db: Database, tenant: str, participant: str) -> Identity | None:
    """Return who a participant is, None where that was forgotten."""
    return _first(db, "tenant = ? AND participant = ?", [tenant, participant])


def in_session(db: Database, tenant: str, session_id: str) -> list[Identity]:
    """Return everybody who is known in a session."""
    return _all(db, "tenant = ? AND session = ? ORDER BY name, participant", [tenant, session_id])


def open_walks(db: Database, tenant: str, person: str) -> list[Identity]:
    """Return the walks through which a person may go now, their own and on behalf of others."""
    rows = db.query(
        "SELECT i.* FROM identities i"
        " JOIN sessions s ON s.tenant = i.tenant AND s.id = i.session"
        " JOIN participants p ON p.tenant = i.tenant AND p.id = i.participant"
        " WHERE i.tenant = ? AND i.person = ? AND s.phase = 'rating' AND p.has_left = 0"
        " ORDER BY s.started_at, i.participant",
        [tenant, person],
    )
    return [_identity(row) for row in rows]


def open_sessions(db: Database, tenant: str, person: str) -> list[str]:
    """Return the ids of the sessions under way that a person belongs to or steers."""
    rows = db.query(
        f"SELECT s.id FROM sessions s WHERE s.tenant = ? AND {_OPEN} AND ("  # noqa: S608
        " EXISTS (SELECT 1 FROM identities i WHERE i.tenant = s.tenant AND i.session = s.id"
        " AND i.person = ?) OR EXISTS (SELECT 1 FROM json_each(s.facilitators) f"
        " WHERE f.value = ?)) ORDER BY s.started_at",
        [tenant, person, person],
    )
    return [row["id"] for row in rows]


def finished_alone(db: Database, tenant: str, person: str) -> list[str]:
    """Return the ids of the sessions that somebody has finished alone, earliest first."""
    rows = db.query(
        "SELECT s.id FROM sessions s JOIN identities i ON i.tenant = s.tenant AND i.session = s.id"
        " WHERE s.tenant = ? AND i.person = ? AND s.phase = 'done' AND s.team IS NULL"
        " AND s.channel IS NULL ORDER BY s.started_at",
        [tenant, person],
    )
    return [row["id"] for row in rows]


def of_thread(db: Database, tenant: str, channel: str, thread_ts: str) -> Identity | None:
    """Return whose walk owns a thread of direct messages: one that has had its card in it."""
    return _first(
        db,
        "tenant = ? AND participant = (SELECT participant FROM walk_threads"
        " WHERE tenant = ? AND channel = ? AND thread_ts = ?)",
        [tenant, tenant, channel, thread_ts],
    )


def place(
    db: Database, tenant: str, participant: str, channel: str, thread_ts: str, card_ts: str
) -> None:
    """Note where the card in front stands; the walk's own thread stays where it began."""
    db.execute(
        "UPDATE identities SET channel = ?, thread_ts = coalesce(thread_ts, ?), card_ts = ?"
        " WHERE tenant = ? AND participant = ?",
        [channel, thread_ts, card_ts, tenant, participant],
    )
    # Whoever answers in the thread of an older card means the walk too.
    db.execute(
        "INSERT OR REPLACE INTO walk_threads (tenant, channel, thread_ts, participant)"
        " SELECT tenant, ?, ?, participant FROM identities WHERE tenant = ? AND participant = ?",
        [channel, thread_ts, tenant, participant],
    )


def hand_over(db: Database, tenant: str, participant: str, person: str) -> None:
    """Let another person enter what somebody without Slack says, in a thread of their own."""
    db.execute(
        "UPDATE identities SET person = ?, channel = NULL, thread_ts = NULL, card_ts = NULL"
        " WHERE tenant = ? AND participant = ?",
        [person, tenant, participant],
    )
    db.execute(
        "DELETE FROM walk_threads WHERE tenant = ? AND participant = ?", [tenant, participant]
    )


def _first(db: Database, where: str, values: list[Any]) -> Identity | None:
    found = _all(db, where, values)
    return found[0] if found else None


def _all(db: Database, where: str, values: list[Any]) -> list[Identity]:
    rows = db.query(f"SELECT * FROM identities WHERE {where}", values)  # noqa: S608
    return [_identity(row) for row in rows]


def _identity(row: Mapping[str, Any]) -> Identity:
    return Identity(
        participant=row["participant"],
        session=row["session"],
        person=row["person"],
        name=row["name"],
        channel=row["channel"],
        thread_ts=row["thread_ts"],
        card_ts=row["card_ts"],
    )

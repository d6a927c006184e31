"""The inbox: each message that is taken in once, until it is answered.

A row is committed before Slack is told that the message arrived, so a repeat stops here and a
crash loses nothing. A row is held by one attempt at a time: its lease runs out by itself, or is
void as soon as the process that held it is surely gone. An attempt that was overtaken changes
nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations.database import moment, timestamp

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
_KEPT = timedelta(days=7)
# A request that a killed process had under way may still be carried out for a while.
_IN_FLIGHT = timedelta(seconds=5)


class NotHeld(Exception):
    """Another attempt has taken the row up, or it is done: this one is to stop."""


@dataclass(frozen=True)
class Key:
    """What makes a message one: where and when it was posted."""

    tenant: str
    channel: str
    ts: str


@dataclass(frozen=True)
class Taken:
    """A row that one attempt holds; ``attempts`` counts them and so tells this one from others.

    ``state`` is ``sending`` where an earlier attempt may have posted its answer ``answer_id``.
    """

    key: Key
    state: str
    body: Mapping[str, Any]
    answer_id: str | None
    attempts: int


def take_in(
    db: Database, key: Key, body: Mapping[str, Any], owner: str, now: datetime
) -> Taken | None:
    """Keep a message that arrived and hold it; None where it was taken in before."""
    inserted = db.execute(
        "INSERT OR IGNORE INTO inbox (tenant, channel, ts, state, body, owner, lease_until,"
        " not_before, received_at) VALUES (?, ?, ?, 'received', ?, ?, ?, ?, ?)",
        [
            *(key.tenant, key.channel, key.ts),
            json.dumps(body),
            owner,
            timestamp(now + LEASE),
            timestamp(now),
            timestamp(now),
        ],
    )
    return Taken(key, "received", body, None, 1) if inserted.rowcount else None


def take_up(
    db: Database, owner: str, now: datetime, is_gone: Callable[[str], bool]
) -> Taken | None:
    """Hold the oldest open message that nobody holds and whose time has come; None if none."""
    rows = db.query(
        "SELECT * FROM inbox WHERE state != 'done' AND not_before <= ? ORDER BY received_at",
        [timestamp(now)],
    )
    row = next((row for row in rows if _is_free(row, now, is_gone)), None)
    if row is None:
        return None
    earlier = Taken(
        key=Key(row["tenant"], row["channel"], row["ts"]),
        state=row["state"],
        body=json.loads(row["body"]),
        answer_id=row["answer_id"],
        attempts=row["attempts"],
    )
    taken = replace(earlier, attempts=earlier.attempts + 1)
    _update(
        db,
        earlier,
        owner=owner,
        lease_until=timestamp(now + LEASE),
        attempts=taken.attempts,
    )
    return taken


def _is_free(row: Mapping[str, Any], now: datetime, is_gone: Callable[[str], bool]) -> bool:
    lease_until = moment(row["lease_until"])
    if lease_until <= now:
        return True
    in_flight = row["state"] == "sending" and lease_until - LEASE + _IN_FLIGHT > now
    return not in_flight and is_gone(str(row["owner"]))


def hold(db: Database, taken: Taken, now: datetime) -> None:
    """Hold a row for another lease, before something is done for it. Raises NotHeld."""
    if not _update(db, taken, lease_until=timestamp(now + LEASE)):
        raise NotHeld


def start_sending(db: Database, taken: Taken, answer_id: str) -> None:
    """Note that an answer is about to be posted: from here on it may have arrived."""
    _update(db, taken, state="sending", answer_id=answer_id)


def put_back(db: Database, taken: Taken, until: datetime, *, unsure: bool) -> None:
    """Let a message wait until ``until``; ``unsure`` where its answer may have been posted."""
    state = "sending" if unsure else "received"
    _update(db, taken, state=state, not_before=timestamp(until), lease_until=timestamp(until))


def finish(db: Database, taken: Taken, outcome: str, now: datetime) -> None:
    """Note that a message is dealt with; its words are not kept here any longer."""
    _update(db, taken, state="done", body=None, outcome=outcome, done_at=timestamp(now))


def forget(db: Database, taken: Taken) -> None:
    """Remove a row, so that the same may be taken in once more."""
    db.execute(
        "DELETE FROM inbox WHERE tenant = ? AND channel = ? AND ts = ? AND attempts = ?",
        [taken.key.tenant, taken.key.channel, taken.key.ts, taken.attempts],
    )


def forget_old(db: Database, now: datetime) -> None:
    """Remove what was dealt with so long ago that Slack repeats it no more."""
    old = timestamp(now - _KEPT)
    db.execute("DELETE FROM inbox WHERE state = 'done' AND done_at < ?", [old])


def _update(db: Database, taken: Taken, **columns: object) -> bool:
    assignments = ", ".join(f"{name} = ?" for name in columns)
    changed = db.execute(
        f"UPDATE inbox SET {assignments} WHERE tenant = ? AND channel = ? AND ts = ?"  # noqa: S608
        " AND attempts = ? AND state != 'done'",
        [*columns.values(), taken.key.tenant, taken.key.channel, taken.key.ts, taken.attempts],
    )
    return changed.rowcount > 0

"""The one queue of everything that leaves by itself; each row of it is one message, sent once.

A row's identity is its subject, recipient, kind and occurrence; when it goes out is an attribute.
While a row is ``sending``, its message may have arrived: whoever claims it next looks before it
sends. Each function works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlite_utils import Database

from conversations.database import moment, new_id, timestamp

State = Literal["due", "sending", "sent", "failed", "cancelled"]

OUT_OF_HOURS = "out_of_hours"
"""The reason of a row that waits for school hours."""

# A request that a killed process had under way may still be carried out for a while.
_IN_FLIGHT = timedelta(seconds=10)


@dataclass(frozen=True)
class Row:
    """One message to one recipient, and how far it has come."""

    tenant: str
    id: str
    subject_type: str
    subject_id: str
    recipient: str
    kind: str
    occurrence: str
    state: State
    payload: Mapping[str, Any]
    due_at: datetime
    next_attempt_at: datetime
    attempts: int
    owner: str | None
    channel: str | None
    ts: str | None
    reason: str | None
    any_hour: bool = False


@dataclass(frozen=True)
class Claim:
    """A row that is the claimant's to send; ``unsure`` where it may have arrived already."""

    row: Row
    unsure: bool


def enqueue(
    db: Database,
    *,
    tenant: str,
    subject_type: str,
    subject_id: str,
    recipient: str,
    kind: str,
    occurrence: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
    any_hour: bool = False,
) -> str:
    """Queue a message and return its row's id.

    ``any_hour`` is for what somebody is waiting for: it goes out of school hours too. The same
    identity again makes no second row: it only brings the payload, the due time and the haste of a
    row that is still due up to date.
    """
    given = {
        "tenant": tenant,
        "id": new_id(),
        "subject_type": subject_type,
        "subject_id": subject_id,
        "recipient": recipient,
        "kind": kind,
        "occurrence": occurrence,
        "payload": json.dumps(payload),
        "due_at": timestamp(due_at),
        "made_at": timestamp(now),
        "any_hour": int(any_hour),
    }
    # A row that waits for its next attempt keeps waiting, unless it is due later than that.
    db.conn.execute(
        """
        INSERT INTO outbox (tenant, id, subject_type, subject_id, recipient, kind, occurrence,
            state, payload, due_at, next_attempt_at, made_at, any_hour)
        VALUES (:tenant, :id, :subject_type, :subject_id, :recipient, :kind, :occurrence,
            'due', :payload, :due_at, :due_at, :made_at, :any_hour)
        ON CONFLICT (tenant, subject_type, subject_id, recipient, kind, occurrence) DO UPDATE
        SET payload = excluded.payload,
            any_hour = max(any_hour, excluded.any_hour),
            due_at = excluded.due_at,
            next_attempt_at = CASE
                WHEN due_at = excluded.due_at AND any_hour >= excluded.any_hour
                    THEN next_attempt_at
                WHEN attempts > 0 THEN max(next_attempt_at, excluded.due_at)
                ELSE excluded.due_at
            END
        WHERE state = 'due'
        """,
        given,
    )
    found = db.conn.execute(
        """
        SELECT id FROM outbox WHERE tenant = :tenant AND subject_type = :subject_type
            AND subject_id = :subject_id AND recipient = :recipient AND kind = :kind
            AND occurrence = :occurrence
        """,
        given,
    ).fetchone()
    return str(found[0])


def claim_one_due(
    db: Database, now: datetime, owner: str, lease: timedelta, gone: Callable[[str], bool]
) -> Claim | None:
    """Make the row that has waited longest ``owner``'s, for as long as ``lease``.

    Takes what is due, and what was left sending: because its lease ran out, or because ``gone``
    says that its owner runs no more.
    """
    waiting = db.query(
        "SELECT * FROM outbox WHERE state IN ('due', 'sending') AND next_attempt_at <= ?"
        " ORDER BY next_attempt_at",
        [timestamp(now)],
    )
    found = next((row for row in waiting if _is_free(row, now, lease, gone)), None)
    waiting.close()
    if found is None:
        return None
    db.conn.execute(
        "UPDATE outbox SET state = 'sending', owner = ?, lease_until = ?, attempts = attempts + 1"
        " WHERE tenant = ? AND id = ?",
        [owner, timestamp(now + lease), found["tenant"], found["id"]],
    )
    unsure = found["state"] == "sending"
    found |= {"state": "sending", "owner": owner, "attempts": found["attempts"] + 1}
    return Claim(_row(found), unsure)


def record_sent(db: Database, row: Row, channel: str, ts: str, now: datetime) -> None:
    """Keep that the message stands in ``channel`` as ``ts``: true whoever recorded what before."""
    db.conn.execute(
        "UPDATE outbox SET state = 'sent', channel = ?, ts = ?, reason = NULL, settled_at = ?,"
        " owner = NULL, lease_until = NULL WHERE tenant = ? AND id = ? AND state != 'sent'",
        [channel, ts, timestamp(now), row.tenant, row.id],
    )


def record_failed(db: Database, row: Row, reason: str, now: datetime) -> None:
    """Give the message up; ``reason`` is a word for why."""
    db.conn.execute(
        "UPDATE outbox SET state = 'failed', reason = ?, settled_at = ?, owner = NULL,"
        " lease_until = NULL WHERE tenant = ? AND id = ? AND state = 'sending' AND owner = ?",
        [reason, timestamp(now), row.tenant, row.id, row.owner],
    )


def record_dropped(db: Database, row: Row, now: datetime) -> None:
    """Cancel a message that says nothing any more."""
    db.conn.execute(
        "UPDATE outbox SET state = 'cancelled', settled_at = ?, owner = NULL, lease_until = NULL"
        " WHERE tenant = ? AND id = ? AND state = 'sending' AND owner = ?",
        [timestamp(now), row.tenant, row.id, row.owner],
    )


def postpone(
    db: Database, row: Row, until: datetime, reason: str, *, sending: bool, counted: bool = True
) -> None:
    """Try again at ``until``; ``sending`` where the message may have arrived all the same.

    An attempt that was not made, or that Slack asked to make later, is not ``counted``.
    """
    db.conn.execute(
        "UPDATE outbox SET state = ?, next_attempt_at = ?, reason = ?, attempts = attempts - ?,"
        " owner = NULL, lease_until = NULL"
        " WHERE tenant = ? AND id = ? AND state = 'sending' AND owner = ?",
        [
            "sending" if sending else "due",
            timestamp(until),
            reason,
            0 if counted else 1,
            row.tenant,
            row.id,
            row.owner,
        ],
    )


def hold_back(db: Database, tenant: str, recipient: str, until: datetime) -> None:
    """Let nothing go to one recipient before ``until``."""
    db.conn.execute(
        "UPDATE outbox SET next_attempt_at = ? WHERE tenant = ? AND recipient = ?"
        " AND state IN ('due', 'sending') AND owner IS NULL AND next_attempt_at < ?",
        [timestamp(until), tenant, recipient, timestamp(until)],
    )


def look_again(db: Database, tenant: str, now: datetime, recipient: str | None = None) -> None:
    """Let what waits for school hours be claimed anew, because the hours are no longer the same.

    All of a workspace, or what goes to one recipient.
    """
    db.conn.execute(
        "UPDATE outbox SET next_attempt_at = max(due_at, ?) WHERE tenant = ?"
        " AND recipient = coalesce(?, recipient)"
        " AND state = 'due' AND reason = ? AND next_attempt_at > ?",
        [timestamp(now), tenant, recipient, OUT_OF_HOURS, timestamp(now)],
    )


def cancel(
    db: Database,
    tenant: str,
    subject_type: str,
    subject_id: str,
    now: datetime,
    kinds: Collection[str] | None = None,
    *,
    recipient: str | None = None,
) -> int:
    """Send nothing more about a subject; return how much that was.

    Nothing of some ``kinds``, or to one ``recipient``, where they are given.
    """
    of_kinds = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds is not None else ""
    stopped = db.conn.execute(
        "UPDATE outbox SET state = 'cancelled', settled_at = ?, owner = NULL,"  # noqa: S608
        " lease_until = NULL WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        f" AND recipient = coalesce(?, recipient) AND state IN ('due', 'sending'){of_kinds}",
        [timestamp(now), tenant, subject_type, subject_id, recipient, *(kinds or ())],
    )
    return int(stopped.rowcount)


def read(db: Database, tenant: str, row_id: str) -> Row | None:
    """Return a row as it stands."""
    found = db.query("SELECT * FROM outbox WHERE tenant = ? AND id = ?", [tenant, row_id])
    return next((_row(row) for row in found), None)


def _is_free(
    row: Mapping[str, Any], now: datetime, lease: timedelta, gone: Callable[[str], bool]
) -> bool:
    if row["state"] == "due" or row["owner"] is None:
        return True
    lease_until = moment(row["lease_until"])
    if lease_until <= now:
        return True
    return gone(row["owner"]) and lease_until - lease + _IN_FLIGHT <= now


def _row(found: Mapping[str, Any]) -> Row:
    return Row(
        tenant=found["tenant"],
        id=found["id"],
        subject_type=found["subject_type"],
        subject_id=found["subject_id"],
        recipient=found["recipient"],
        kind=found["kind"],
        occurrence=found["occurrence"],
        state=found["state"],
        payload=json.loads(found["payload"]),
        due_at=moment(found["due_at"]),
        next_attempt_at=moment(found["next_attempt_at"]),
        attempts=found["attempts"],
        owner=found["owner"],
        channel=found["channel"],
        ts=found["ts"],
        reason=found["reason"],
        any_hour=bool(found["any_hour"]),
    )

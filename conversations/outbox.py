"""The one queue of everything that leaves by itself; each row of it is one message, sent once.

A row's identity is its subject, recipient, kind and occurrence; when it goes out is an attribute.
While a row is ``sending``, its message may have arrived: whoever claims it next looks before it
sends. Each function works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import closing
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
class Pace:
    """How fast messages go to one workspace: one ``every`` so long, ``at_once`` after a pause."""

    every: timedelta
    at_once: int

    @property
    def leeway(self) -> timedelta:
        """How far the messages that went may be ahead of an even pace."""
        return self.every * (self.at_once - 1)


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
    db: Database,
    now: datetime,
    owner: str,
    lease: timedelta,
    gone: Callable[[str], bool],
    pace: Pace | None = None,
) -> Claim | None:
    """Make the row that has waited longest ``owner``'s, for as long as ``lease``.

    What somebody waits for goes before what leaves by itself; of that, nothing is taken for a
    workspace that is ahead of its ``pace``. Nobody is sent two messages at the same time. Takes
    what is due, and what was left sending: because its lease ran out, or because ``gone`` says that
    its owner runs no more.
    """

    def is_free(row: Mapping[str, Any]) -> bool:
        return _is_free(row, now, lease, gone)

    held = db.query("SELECT * FROM outbox WHERE owner IS NOT NULL")
    busy = {_recipient(row) for row in held if not is_free(row)}
    with closing(_waiting(db, now, pace)) as waiting:
        free = (row for row in waiting if is_free(row) and _recipient(row) not in busy)
        found = next(free, None)
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


def count(db: Database, tenant: str, now: datetime, pace: Pace) -> None:
    """Count a message that is about to go to a workspace towards its pace."""
    _let_go_from(db, tenant, max(_free_at(db, tenant, now), now) + pace.every)


def pause(db: Database, tenant: str, now: datetime, until: datetime, pace: Pace) -> None:
    """Let nothing that nobody waits for go to a workspace before ``until``."""
    _let_go_from(db, tenant, max(_free_at(db, tenant, now), until + pace.leeway))


def others_wait(db: Database, row: Row, now: datetime, reason: str) -> bool:
    """Tell whether somebody else in the workspace of a row waits for the same ``reason``."""
    found = db.execute(
        "SELECT 1 FROM outbox WHERE state IN ('due', 'sending') AND next_attempt_at > ?"
        " AND tenant = ? AND recipient != ? AND reason = ? LIMIT 1",
        [timestamp(now), row.tenant, row.recipient, reason],
    )
    return found.fetchone() is not None


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


def _waiting(
    db: Database, now: datetime, pace: Pace | None
) -> Generator[dict[str, Any], None, None]:
    """Yield what may be claimed, what somebody waits for first."""
    yield from _open(db, now, "any_hour = 1")
    unhurried, ahead = "any_hour = 0", ""
    if pace is not None:
        ahead = timestamp(now + pace.leeway)
        unhurried += " AND tenant NOT IN (SELECT tenant FROM outbox_pace WHERE free_at > :ahead)"
    yield from _open(db, now, unhurried, ahead)


def _open(
    db: Database, now: datetime, which: str, ahead: str = ""
) -> Generator[dict[str, Any], None, None]:
    yield from db.query(
        "SELECT * FROM outbox WHERE state IN ('due', 'sending')"  # noqa: S608
        f" AND next_attempt_at <= :now AND {which} ORDER BY next_attempt_at",
        {"now": timestamp(now), "ahead": ahead},
    )


def _recipient(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["tenant"], row["recipient"]


def _free_at(db: Database, tenant: str, now: datetime) -> datetime:
    found = db.execute("SELECT free_at FROM outbox_pace WHERE tenant = ?", [tenant]).fetchone()
    return moment(found[0]) if found else now


def _let_go_from(db: Database, tenant: str, free_at: datetime) -> None:
    db.execute("INSERT OR REPLACE INTO outbox_pace VALUES (?, ?)", [tenant, timestamp(free_at)])


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

"""Changes to a plan that somebody proposed, until an owner accepts or declines them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from conversations.database import moment, timestamp
from conversations.errors import NotFound
from conversations.planning.history import dumped, loaded
from conversations.planning.steps import PlanEvent

State = Literal["open", "accepted", "declined"]

_GONE = "That proposal is not there any more."


@dataclass(frozen=True)
class Proposal:
    """A change that somebody proposes; ``answered_by`` is who accepted or declined it."""

    id: str
    plan: str
    event: PlanEvent
    by: str
    at: datetime
    state: State = "open"
    answered_by: str | None = None


def propose(
    db: Database,
    tenant: str,
    plan_id: str,
    proposal_id: str,
    event: PlanEvent,
    *,
    by: str,
    now: datetime,
) -> Proposal:
    """Keep a proposal under an id chosen beforehand; the same id again only words it anew.

    The same change, proposed again by the same person while it waits, is not kept twice.
    """
    event_kept = dumped(event)
    for row in db.query(
        "SELECT * FROM plan_proposals WHERE tenant = ? AND plan = ? AND person = ? AND event = ?"
        " AND state = 'open'",
        [tenant, plan_id, by, event_kept],
    ):
        return _proposal(row)
    db.execute(
        "INSERT INTO plan_proposals (tenant, id, plan, event, person, at, state)"
        " VALUES (?, ?, ?, ?, ?, ?, 'open')"
        " ON CONFLICT (tenant, id) DO UPDATE SET event = excluded.event"
        " WHERE state = 'open' AND person = excluded.person",
        [tenant, proposal_id, plan_id, event_kept, by, timestamp(now)],
    )
    return read(db, tenant, proposal_id)


def read(db: Database, tenant: str, proposal_id: str) -> Proposal:
    """Return a proposal; raises NotFound."""
    for row in db.query(
        "SELECT * FROM plan_proposals WHERE tenant = ? AND id = ?", [tenant, proposal_id]
    ):
        return _proposal(row)
    raise NotFound(_GONE)


def open_ones(db: Database, tenant: str, plan_id: str) -> list[Proposal]:
    """Return the proposals of a plan that wait for an answer, earliest first."""
    rows = db.query(
        "SELECT * FROM plan_proposals WHERE tenant = ? AND plan = ? AND state = 'open'"
        " ORDER BY at, id",
        [tenant, plan_id],
    )
    return [_proposal(row) for row in rows]


def settle(
    db: Database, tenant: str, proposal_id: str, state: State, *, by: str, now: datetime
) -> None:
    """Keep how a proposal was answered."""
    db.execute(
        "UPDATE plan_proposals SET state = ?, answered_by = ?, answered_at = ?"
        " WHERE tenant = ? AND id = ?",
        [state, by, timestamp(now), tenant, proposal_id],
    )


def _proposal(row: Mapping[str, Any]) -> Proposal:
    return Proposal(
        id=row["id"],
        plan=row["plan"],
        event=loaded(row["event"]),
        by=row["person"],
        at=moment(row["at"]),
        state=row["state"],
        answered_by=row["answered_by"],
    )

"""The audit trail of a plan: every accepted event, by whom and when, in their words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlite_utils import Database

from conversations.database import moment, timestamp
from conversations.planning import store
from conversations.planning.model import Plan
from conversations.planning.steps import PlanEvent, step

_EVENTS: dict[str, type] = {event.__name__: event for event in get_args(PlanEvent)}


@dataclass(frozen=True)
class Happened:
    """An event that was accepted: of whom, and when."""

    event: PlanEvent
    by: str | None
    at: datetime


def dumped(event: PlanEvent) -> str:
    """Return an event as the database keeps it."""
    kind = type(event).__name__
    return json.dumps({"kind": kind, **_adapter(kind).dump_python(event, mode="json")})


def loaded(kept: str) -> PlanEvent:
    """Return the event that ``dumped`` kept."""
    given = json.loads(kept)
    event: PlanEvent = _adapter(given.pop("kind")).validate_python(given)
    return event


def begin(db: Database, plan: Plan, by: str, now: datetime) -> None:
    """Keep the plan as it began."""
    begun = _plans().dump_json(plan).decode()
    db.execute(
        "INSERT INTO plan_history (tenant, plan, n, at, person, event) VALUES (?, ?, 0, ?, ?, ?)",
        [plan.tenant, plan.id, timestamp(now), by, begun],
    )


def record(db: Database, plan: Plan, event: PlanEvent, *, by: str | None, now: datetime) -> None:
    """Keep an event that was accepted."""
    db.execute(
        "INSERT INTO plan_history (tenant, plan, n, at, person, event)"
        " SELECT ?, ?, max(n) + 1, ?, ?, ? FROM plan_history WHERE tenant = ? AND plan = ?",
        [
            *(plan.tenant, plan.id, timestamp(now), by, dumped(event)),
            *(plan.tenant, plan.id),
        ],
    )


def latest(db: Database, tenant: str, plan_id: str, most: int) -> list[Happened]:
    """Return what happened to a plan, latest first."""
    rows = db.query(
        "SELECT * FROM plan_history WHERE tenant = ? AND plan = ? AND n > 0"
        " ORDER BY n DESC LIMIT ?",
        [tenant, plan_id, most],
    )
    return [Happened(loaded(row["event"]), row["person"], moment(row["at"])) for row in rows]


def told(db: Database, tenant: str, plan_id: str) -> list[tuple[Happened, Plan]]:
    """Return what happened to a plan, earliest first, each with the plan as it stood before.

    Raises NotFound.
    """
    *before, _ = _stood(db, tenant, plan_id)
    return [
        (Happened(loaded(row["event"]), row["person"], moment(row["at"])), plan)
        for plan, row in zip(before, _rows(db, tenant, plan_id)[1:], strict=True)
    ]


def replay(db: Database, tenant: str, plan_id: str) -> Plan:
    """Return the plan that the history alone leads to; it equals what is stored.

    Raises NotFound.
    """
    *_, plan = _stood(db, tenant, plan_id)
    return plan


def _stood(db: Database, tenant: str, plan_id: str) -> Iterator[Plan]:
    """Yield the plan as it began, and as it stood after each event. Raises NotFound."""
    store.read_plan(db, tenant, plan_id)
    begun, *rows = _rows(db, tenant, plan_id)
    plan: Plan = _plans().validate_json(begun["event"])
    begun_at_step = plan.step
    yield plan
    for row in rows:
        # Each row was a step, even where it changes nothing any more: after two notes that differed
        # in a name alone, which somebody had deleted since.
        after = step(plan, loaded(row["event"]), moment(row["at"]))
        plan = replace(after, step=begun_at_step + row["n"])
        yield plan


def _rows(db: Database, tenant: str, plan_id: str) -> list[dict[str, Any]]:
    return list(
        db.query(
            "SELECT * FROM plan_history WHERE tenant = ? AND plan = ? ORDER BY n", [tenant, plan_id]
        )
    )


@lru_cache(maxsize=1)
def _plans() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


@lru_cache(maxsize=64)
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_EVENTS[kind])

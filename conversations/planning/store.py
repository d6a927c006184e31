"""Plans in the database: read whole, written as what has changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from conversations.database import timestamp, timestamp_after
from conversations.errors import NotFound
from conversations.planning.model import Cause, Driver, Idea, Measure, Plan, Reading, Task

_GONE = "That plan is not there any more."


@dataclass(frozen=True)
class _Part:
    """A part of a plan with a table of its own: a row for each link, in order."""

    name: str
    table: str
    sort: type


_PARTS = (
    _Part("causes", "causes", Cause),
    _Part("drivers", "drivers", Driver),
    _Part("ideas", "change_ideas", Idea),
    _Part("tasks", "tasks", Task),
    _Part("measures", "measures", Measure),
    _Part("readings", "readings", Reading),
)
IN_JSON = frozenset(
    (
        *("owners", "bones", "origins", "goal", "considerations", "core", "aligned"),
        *("marks", "data", "also", "causes", "source", "owner", "support", "reader"),
    )
)
"""The columns that hold JSON."""

_OF_PERSON = """
    SELECT id FROM plans WHERE tenant = :tenant AND ended_at IS NULL AND (
        team IN (SELECT value FROM json_each(:teams))
        OR team IN (SELECT team FROM members
            WHERE tenant = :tenant AND sponsor = :person AND left_at IS NULL)
        OR EXISTS (SELECT 1 FROM json_each(plans.owners) o WHERE o.value = :person)
        OR id IN (SELECT "plan" FROM tasks WHERE tenant = :tenant
            AND json_extract(owner, '$.person') = :person)
        OR id IN (SELECT t."plan" FROM tasks t, json_each(t.support) s
            WHERE t.tenant = :tenant AND s.value = :person)
        OR id IN (SELECT "plan" FROM measures WHERE tenant = :tenant
            AND json_extract(reader, '$.person') = :person)
    ) ORDER BY begun_at, id
"""
_OWN = tuple(f.name for f in fields(Plan) if f.name not in {part.name for part in _PARTS})


def read_plan(db: Database, tenant: str, plan_id: str) -> Plan:
    """Return a plan; raises NotFound."""
    parts = {part.name: _read_part(db, part, tenant, plan_id) for part in _PARTS}
    return replace(read_head(db, tenant, plan_id), **parts)  # type: ignore[arg-type]


def read_head(db: Database, tenant: str, plan_id: str) -> Plan:
    """Return a plan without the links of its chain; raises NotFound."""
    found = list(db.query("SELECT * FROM plans WHERE tenant = ? AND id = ?", [tenant, plan_id]))
    if not found:
        raise NotFound(_GONE)
    own = _loaded({name: found[0][name] for name in _OWN})
    return _adapter(Plan).validate_python(own)  # type: ignore[no-any-return]


def plan_of(db: Database, tenant: str, link_id: str) -> str | None:
    """Return the id of the plan that a cause, driver, idea, task, measure or reading is in."""
    for part in _PARTS:
        found = db.execute(
            f'SELECT "plan" FROM {part.table} WHERE tenant = ? AND id = ?',  # noqa: S608
            [tenant, link_id],
        ).fetchone()
        if found:
            return str(found[0])
    return None


def plans_of_person(db: Database, tenant: str, person: str, teams: Collection[str]) -> list[str]:
    """Return the ids of plans that have not ended and may be somebody's, earliest first.

    Those of ``teams``, those of teams where they speak for a member, and those that they own, have
    a task in or read a measure of.
    """
    given = {"tenant": tenant, "person": person, "teams": json.dumps(list(teams))}
    return [row["id"] for row in db.query(_OF_PERSON, given)]


def all_plans(db: Database) -> list[tuple[str, str]]:
    """Return the workspace and the id of every plan, also of those that have ended, earliest first.

    For whoever runs the app; nobody in Slack sees plans of all workspaces.
    """
    rows = db.execute("SELECT tenant, id FROM plans ORDER BY begun_at, tenant, id").fetchall()
    return [(str(tenant), str(plan_id)) for tenant, plan_id in rows]


def insert_plan(db: Database, plan: Plan, now: datetime) -> bool:
    """Keep a new plan; return False where one of this id is kept already."""
    row = _dumped(plan, _OWN) | {"changed_at": timestamp(now)}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    inserted = db.execute(
        f"INSERT OR IGNORE INTO plans ({names}) VALUES ({marks})",  # noqa: S608
        list(row.values()),
    )
    return inserted.rowcount > 0


def save_plan(db: Database, before: Plan, after: Plan, now: datetime) -> None:
    """Write what has changed between two states of a plan."""
    key = [after.tenant, after.id]
    stood = db.execute("SELECT changed_at FROM plans WHERE tenant = ? AND id = ?", key).fetchone()
    row = _dumped(after, _OWN) | {"changed_at": timestamp_after(stood[0] if stood else None, now)}
    names = ", ".join(f'"{name}" = ?' for name in row)
    db.execute(
        f"UPDATE plans SET {names} WHERE tenant = ? AND id = ?",  # noqa: S608
        [*row.values(), *key],
    )
    for part in _PARTS:
        _save_part(db, part, getattr(before, part.name), after)


def _read_part(db: Database, part: _Part, tenant: str, plan_id: str) -> dict[str, Any]:
    rows = db.query(
        f'SELECT * FROM {part.table} WHERE tenant = ? AND "plan" = ? ORDER BY n',  # noqa: S608
        [tenant, plan_id],
    )
    names, adapter = [f.name for f in fields(part.sort)], _adapter(part.sort)
    return {
        row["id"]: adapter.validate_python(_loaded({name: row[name] for name in names}))
        for row in rows
    }


def _save_part(db: Database, part: _Part, before: Mapping[str, Any], plan: Plan) -> None:
    after: Mapping[str, Any] = getattr(plan, part.name)
    for gone in before.keys() - after.keys():
        db.execute(
            f"DELETE FROM {part.table} WHERE tenant = ? AND id = ?",  # noqa: S608
            [plan.tenant, gone],
        )
    for link_id, link in after.items():
        if before.get(link_id) == link:
            continue
        row = _dumped(link, tuple(f.name for f in fields(part.sort)))
        if link_id in before:
            changes = ", ".join(f'"{name}" = ?' for name in row)
            db.execute(
                f"UPDATE {part.table} SET {changes} WHERE tenant = ? AND id = ?",  # noqa: S608
                [*row.values(), plan.tenant, link_id],
            )
        else:
            _insert(db, part.table, row, plan)


def _insert(db: Database, table: str, row: Mapping[str, Any], plan: Plan) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    db.execute(
        f'INSERT INTO {table} (tenant, "plan", n, {names})'  # noqa: S608
        f" SELECT ?, ?, coalesce(max(n), 0) + 1, {marks} FROM {table}"
        f' WHERE tenant = ? AND "plan" = ?',
        [plan.tenant, plan.id, *row.values(), plan.tenant, plan.id],
    )


def _dumped(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a thing, moments as text that sorts."""
    dumped = _adapter(type(thing)).dump_python(thing, mode="json", include=set(names))
    row = {}
    for name in names:
        real = getattr(thing, name)
        value = timestamp(real) if isinstance(real, datetime) else dumped[name]
        row[name] = json.dumps(value) if name in IN_JSON and value is not None else value
    return row


def _loaded(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in IN_JSON and value is not None else value
        for name, value in row.items()
    }


def _adapter(sort: type) -> TypeAdapter[Any]:
    return _adapters()[sort]


@lru_cache(maxsize=1)
def _adapters() -> Mapping[type, TypeAdapter[Any]]:
    return {sort: TypeAdapter(sort) for sort in (Plan, *(part.sort for part in _PARTS))}

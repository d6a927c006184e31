"""Who coordinates a workspace: named by its installer or an admin first, then by one another."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from conversations.database import timestamp
from conversations.errors import NotAllowed, Refused


def coordinators(db: Database, tenant: str) -> list[str]:
    """Return who coordinates a workspace, longest-serving first."""
    rows = db.query(
        "SELECT person FROM coordinators WHERE tenant = ? ORDER BY at, person", [tenant]
    )
    return [row["person"] for row in rows]


def is_coordinator(db: Database, tenant: str, person: str) -> bool:
    """Tell whether a person coordinates the workspace."""
    found = db.execute(
        "SELECT 1 FROM coordinators WHERE tenant = ? AND person = ?", [tenant, person]
    )
    return found.fetchone() is not None


def name_coordinator(
    db: Database,
    tenant: str,
    person: str,
    *,
    named_by: str,
    may_name: bool,
    is_guest: bool,
    now: datetime,
) -> bool:
    """Make ``person`` a coordinator; return whether they are a new one.

    ``may_name`` says that ``named_by`` installed the app or is an admin; ``is_guest`` that
    ``person`` comes from another workspace. Raises NotAllowed or Refused.
    """
    _check_may_name(db, tenant, named_by, may_name)
    if is_guest:
        raise Refused("A coordinator has to be a member of this workspace.", "coordinators")
    named = db.execute(
        "INSERT INTO coordinators (tenant, person, named_by, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [tenant, person, named_by, timestamp(now)],
    )
    return named.rowcount > 0


def remove_coordinator(
    db: Database, tenant: str, person: str, *, removed_by: str, may_name: bool
) -> None:
    """Let ``person`` be a coordinator no longer; the last one is replaced first.

    Raises NotAllowed or Refused.
    """
    _check_may_name(db, tenant, removed_by, may_name)
    if coordinators(db, tenant) == [person]:
        raise Refused("Name another coordinator first, so that somebody gets the questions.")
    db.execute("DELETE FROM coordinators WHERE tenant = ? AND person = ?", [tenant, person])


def _check_may_name(db: Database, tenant: str, person: str, may_name: bool) -> None:
    if not may_name and not is_coordinator(db, tenant, person):
        raise NotAllowed(
            "Coordinators are named by a coordinator, by whoever installed the app or by a "
            "workspace admin. Please ask one of them."
        )

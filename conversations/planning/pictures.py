"""Which file shows a diagram of a plan in its thread, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from conversations.database import timestamp

Kind = str
"""``fishbone``, ``drivers``, or ``readings/`` with the id of a measure."""


@dataclass(frozen=True)
class Shown:
    """A file, and a digest of what it shows."""

    file: str
    digest: str


def shown(db: Database, tenant: str, plan_id: str, kind: Kind) -> Shown | None:
    """Return the file that shows a diagram now, None where none was sent yet."""
    found = db.execute(
        "SELECT file, digest FROM plan_pictures WHERE tenant = ? AND plan = ? AND kind = ?",
        [tenant, plan_id, kind],
    ).fetchone()
    return Shown(str(found[0]), str(found[1])) if found else None


def replace(
    db: Database, tenant: str, plan_id: str, kind: Kind, picture: Shown, now: datetime
) -> str | None:
    """Keep the file that shows a diagram from now on; return the one that did, if any."""
    former = shown(db, tenant, plan_id, kind)
    db.execute(
        "INSERT OR REPLACE INTO plan_pictures (tenant, plan, kind, file, digest, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [tenant, plan_id, kind, picture.file, picture.digest, timestamp(now)],
    )
    return former.file if former else None

"""How long a workspace keeps what people asked; plans and self-assessments stay until deleted.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlite_utils import Database

from conversations.coordinators import is_coordinator
from conversations.database import timestamp
from conversations.errors import NotAllowed, Refused

MONTHS = (3, 12, 24)
"""For how many months a workspace may keep questions; otherwise they stay until deleted."""


def months_of(db: Database, tenant: str) -> int | None:
    """Return for how many months a workspace keeps questions, None for as long as it likes."""
    found = db.execute("SELECT months FROM retention WHERE tenant = ?", [tenant]).fetchone()
    return int(found[0]) if found else None


def choose(db: Database, tenant: str, months: int | None, *, by: str) -> None:
    """Keep for how long questions stay. Raises NotAllowed or Refused."""
    if not is_coordinator(db, tenant, by):
        raise NotAllowed("Only the workspace's coordinators decide how long questions are kept.")
    if months is not None and months not in MONTHS:
        raise Refused("Please choose one of the times offered.", "months")
    db.execute("DELETE FROM retention WHERE tenant = ?", [tenant])
    if months is not None:
        db.execute("INSERT INTO retention (tenant, months) VALUES (?, ?)", [tenant, months])


def workspaces(db: Database) -> list[str]:
    """Return the workspaces that keep questions for some months only."""
    return [tenant for (tenant,) in db.execute("SELECT tenant FROM retention").fetchall()]


def clean_up(db: Database, tenant: str, now: datetime, most: int = 500) -> int:
    """Delete up to ``most`` questions that were kept long enough, and return how many.

    With each go its votes, and the messages that passed it on; with the last of them what is
    remembered of old conversations. What is deleted is overwritten in the file.
    """
    months = months_of(db, tenant)
    if months is None:
        return 0
    before = timestamp(now - relativedelta(months=months))
    old = db.execute(
        "SELECT id FROM answers WHERE tenant = ? AND at < ? ORDER BY at LIMIT ?",
        [tenant, before, most],
    ).fetchall()
    db.execute("PRAGMA secure_delete = ON")
    for (answer_id,) in old:
        key = [tenant, answer_id]
        db.execute("DELETE FROM votes WHERE tenant = ? AND answer_id = ?", key)
        db.execute(
            "DELETE FROM outbox WHERE tenant = ? AND subject_type = 'answer' AND subject_id = ?"
            " AND state NOT IN ('due', 'sending')",
            key,
        )
        db.execute("DELETE FROM answers WHERE tenant = ? AND id = ?", key)
    if not old:
        db.execute("DELETE FROM threads WHERE tenant = ? AND updated_at < ?", [tenant, before])
    return len(old)

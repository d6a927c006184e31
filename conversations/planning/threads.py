"""The threads in which a team builds its plan: what is typed there belongs to the plan."""

from __future__ import annotations

from sqlite_utils import Database


def own(db: Database, tenant: str, channel: str, thread_ts: str, plan_id: str) -> None:
    """Note that a thread belongs to a plan."""
    db.execute(
        "INSERT OR REPLACE INTO plan_threads (tenant, channel, thread_ts, plan)"
        " VALUES (?, ?, ?, ?)",
        [tenant, channel, thread_ts, plan_id],
    )


def of_thread(db: Database, tenant: str, channel: str, thread_ts: str) -> str | None:
    """Return the id of the plan that a thread belongs to, None for any other thread."""
    found = db.execute(
        "SELECT plan FROM plan_threads WHERE tenant = ? AND channel = ? AND thread_ts = ?",
        [tenant, channel, thread_ts],
    ).fetchone()
    return str(found[0]) if found else None

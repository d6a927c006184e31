"""Calendars that were read and wait until somebody has looked through them.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations.calendar_import import Found
from conversations.database import timestamp
from conversations.errors import NotFound, Refused
from conversations.school_days import End, NoSchool, save_imported, set_year_end

_WAITS = timedelta(days=2)


def keep(db: Database, tenant: str, draft_id: str, found: Found, now: datetime) -> None:
    """Keep what was found in a calendar under an id chosen beforehand."""
    said: dict[str, Any] = {
        "days": [(one.first.isoformat(), one.last.isoformat(), one.name) for one in found.days],
        "first_days": [day.isoformat() for day in found.first_days],
        "last_days": [day.isoformat() for day in found.last_days],
    }
    db.execute(
        "INSERT OR REPLACE INTO calendar_drafts (tenant, id, found, at) VALUES (?, ?, ?, ?)",
        [tenant, draft_id, json.dumps(said, ensure_ascii=False), timestamp(now)],
    )


def find(db: Database, tenant: str, draft_id: str) -> Found:
    """Return what was found, without what was left out; raises NotFound where it is not kept."""
    row = db.execute(
        "SELECT found FROM calendar_drafts WHERE tenant = ? AND id = ?", [tenant, draft_id]
    ).fetchone()
    if row is None:
        raise NotFound("I no longer have what I read in that calendar. Please import it again.")
    said = json.loads(row[0])
    return Found(
        days=tuple(
            NoSchool(date.fromisoformat(first), date.fromisoformat(last), name)
            for first, last, name in said["days"]
        ),
        first_days=tuple(map(date.fromisoformat, said["first_days"])),
        last_days=tuple(map(date.fromisoformat, said["last_days"])),
        left_out=(),
    )


def save_found(db: Database, tenant: str, found: Found, *, by: str, now: datetime) -> list[str]:
    """Keep what somebody has looked through; return a sentence for each day that does not fit.

    That may be a first or last day of school that what was said before leaves no summer for.
    Raises NotAllowed or Refused.
    """
    save_imported(db, tenant, found.days, by=by, now=now)
    ends: list[tuple[End, date]] = [("last", day) for day in found.last_days]
    ends += [("first", day) for day in found.first_days]
    left_out = []
    for which, day in ends:
        try:
            set_year_end(db, tenant, which, day, by=by, now=now)
        except Refused as refused:
            left_out.append(f"{day:%B %-d, %Y} is not the {which} day of school: {refused}")
    return left_out


def forget_old(db: Database, now: datetime) -> None:
    """Forget what nobody has looked through in time."""
    db.execute("DELETE FROM calendar_drafts WHERE at < ?", [timestamp(now - _WAITS)])

"""Until when there is nothing to look at: what keeps a sweep from looking at everything each time.

A look too early does no harm; so whatever may bring a reminder forward forgets the look.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlite_utils import Database

from conversations.calendar import Calendar, next_school_time, school_hours
from conversations.database import timestamp

LONGEST = timedelta(days=1)
"""Calendars, teams and coordinators change: everything is looked at each day."""


def next_look(now: datetime, calendars: Collection[Calendar]) -> datetime:
    """Return when one of those concerned can next hear of something new.

    Days count: whoever is at school now hears of nothing new before the next school morning.
    """
    return min((_next_morning(now, calendar) for calendar in calendars), default=now + LONGEST)


def keep(
    db: Database, tenant: str, subject_type: str, subject_id: str, not_before: datetime
) -> None:
    """Note that a subject need not be looked at before a moment."""
    db.execute(
        "INSERT OR REPLACE INTO reminder_looks (tenant, subject_type, subject_id, not_before)"
        " VALUES (?, ?, ?, ?)",
        [tenant, subject_type, subject_id, timestamp(not_before)],
    )


def forget(db: Database, tenant: str, subject_type: str, subject_id: str) -> None:
    """Let a subject be looked at anew."""
    db.execute(
        "DELETE FROM reminder_looks WHERE tenant = ? AND subject_type = ? AND subject_id = ?",
        [tenant, subject_type, subject_id],
    )


def forget_all(db: Database, tenant: str) -> None:
    """Let everything of a workspace be looked at anew: its calendar or its choices are others."""
    db.execute("DELETE FROM reminder_looks WHERE tenant = ?", [tenant])


def _next_morning(now: datetime, calendar: Calendar) -> datetime:
    hours = school_hours(now.astimezone(calendar.timezone).date(), calendar)
    is_open = hours is not None and hours[0] <= now < hours[1]
    # The search for the next school day may be long; a look a day is enough.
    after = hours[1] if hours and is_open else now
    return min(next_school_time(after, calendar), now + LONGEST)

"""When a person may be written to: their own hours, time zone and days off. Each sets their own.

The functions work inside the caller's transaction; what waits for school hours is looked at again
after each change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import hours_changed
from conversations.database import timestamp
from conversations.errors import Refused

LONGEST_ABSENCE = 400
"""Days: a year's leave, and some."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From when to when messages may arrive, local time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class DaysOff:
    """Days in a row on which somebody is away, ``first`` to ``last``."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each day, weekends too."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY


def hours_of(db: Database, tenant: str, person: str) -> tuple[Hours | None, str | None]:
    """Return a person's own hours and time zone, each None where they have not said."""
    found = db.execute(
        "SELECT opens, closes, timezone FROM personal_hours WHERE tenant = ? AND person = ?",
        [tenant, person],
    ).fetchone()
    return (kept_hours(*found[:2]), found[2]) if found else (None, None)


def set_hours(
    db: Database, tenant: str, hours: Hours | None, zone: str | None, *, by: str, now: datetime
) -> None:
    """Keep when somebody wants to hear; None for the same as their team. Raises Refused."""
    check_hours(hours)
    check_zone(zone)
    db.execute(
        "INSERT INTO personal_hours (tenant, person, opens, closes, timezone)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, person) DO UPDATE"
        " SET opens = excluded.opens, closes = excluded.closes, timezone = excluded.timezone",
        [tenant, by, *as_kept(hours), zone],
    )
    hours_changed.look_again(db, tenant, now, by)


def profile_zone_of(db: Database, tenant: str, person: str) -> str | None:
    """Return the time zone of a person's profile in Slack, as it was seen last."""
    found = db.execute(
        "SELECT profile_timezone FROM personal_hours WHERE tenant = ? AND person = ?",
        [tenant, person],
    ).fetchone()
    return found[0] if found else None


def is_profile_old(db: Database, tenant: str, person: str, now: datetime) -> bool:
    """Tell whether it is time to look at a person's profile again."""
    found = db.execute(
        "SELECT 1 FROM personal_hours WHERE tenant = ? AND person = ? AND profile_at > ?",
        [tenant, person, timestamp(now - _DAY)],
    )
    return found.fetchone() is None


def note_profile_zone(
    db: Database, tenant: str, person: str, zone: str | None, *, now: datetime
) -> None:
    """Keep the time zone of a person's profile; None, or one not known here, is none."""
    try:
        check_zone(zone)
    except Refused:
        zone = None
    before = profile_zone_of(db, tenant, person)
    db.execute(
        "INSERT INTO personal_hours (tenant, person, profile_timezone, profile_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT (tenant, person) DO UPDATE"
        " SET profile_timezone = excluded.profile_timezone, profile_at = excluded.profile_at",
        [tenant, person, zone, timestamp(now)],
    )
    if zone != before:
        hours_changed.look_again(db, tenant, now, person)


def days_off_of(db: Database, tenant: str, person: str) -> list[DaysOff]:
    """Return when a person is away, as they entered it, by day."""
    rows = db.query(
        "SELECT first_day, last_day FROM days_off WHERE tenant = ? AND person = ?"
        " ORDER BY first_day, last_day",
        [tenant, person],
    )
    return [
        DaysOff(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
        for row in rows
    ]


def add_days_off(db: Database, tenant: str, off: DaysOff, *, by: str, now: datetime) -> None:
    """Keep that somebody is away. Raises Refused."""
    if off.last < off.first:
        raise Refused("Please choose a last day that is not before the first one.", "last_day")
    if (off.last - off.first).days >= LONGEST_ABSENCE:
        raise Refused("Please enter a year at a time at most. Is the year right?", "last_day")
    db.execute(
        "INSERT INTO days_off (tenant, person, first_day, last_day) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [tenant, by, off.first.isoformat(), off.last.isoformat()],
    )
    hours_changed.look_again(db, tenant, now, by)


def take_back_days_off(db: Database, tenant: str, off: DaysOff, *, by: str, now: datetime) -> None:
    """Forget that somebody is away."""
    db.execute(
        "DELETE FROM days_off WHERE tenant = ? AND person = ? AND first_day = ? AND last_day = ?",
        [tenant, by, off.first.isoformat(), off.last.isoformat()],
    )
    hours_changed.look_again(db, tenant, now, by)


def check_hours(hours: Hours | None) -> None:
    """Raise Refused where hours end before they begin."""
    if hours and not hours.opens < hours.closes:
        raise Refused("Please choose an end that is later than the beginning.", "closes")


def check_zone(zone: str | None) -> None:
    """Raise Refused where there is no such time zone."""
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        raise Refused("Please choose one of the time zones offered.", "timezone") from None


def as_kept(hours: Hours | None) -> tuple[str | None, str | None]:
    """Return hours as the database keeps them."""
    return (hours.opens.isoformat(), hours.closes.isoformat()) if hours else (None, None)


def kept_hours(opens: str | None, closes: str | None) -> Hours | None:
    """Return the hours that the database keeps."""
    return (
        Hours(time.fromisoformat(opens), time.fromisoformat(closes)) if opens and closes else None
    )

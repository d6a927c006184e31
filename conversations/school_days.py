"""Days and hours of school, as a district has said them and its teams have changed them.

A day may be said by several sources: what was typed goes before what was imported, and snow before
both, so that each can be taken back without touching the others. Only coordinators change them.
What waits for school hours is looked at again after each change. The functions work inside the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Literal
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import hours_changed
from conversations.calendar import Calendar
from conversations.coordinators import is_coordinator
from conversations.database import timestamp
from conversations.errors import NotAllowed, Refused
from conversations.personal_hours import Hours, as_kept, check_hours, check_zone
from conversations.teams import check_may_steer, find_team

Source = Literal["imported", "typed", "snow"]
End = Literal["first", "last"]

LONGEST_NAME = 80
LONGEST_BREAK = 100
"""Days that a vacation may have; a longer one is a mistyped year, or a summer."""

DISTRICT = ""
"""What stands for a team in the district's own rows."""

OPERATOR = "operator"
"""Whoever runs the app and types at its machine, in the place of a person's id."""

IN_ORDER = "CASE source WHEN 'imported' THEN 1 WHEN 'typed' THEN 2 ELSE 3 END, team"
"""Rows of a day in the order in which the later one stands."""

MONTHS: dict[End, range] = {"first": range(7, 11), "last": range(5, 8)}
"""In which months school years begin and end; anything else is a slip of the hand."""

UNNAMED = "No school"
"""What days are called that were given no name."""

_SNOW = "Snow day"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NoSchool:
    """Days in a row without school, ``first`` to ``last``, and what they are called."""

    first: date
    last: date
    name: str = UNNAMED

    def days(self) -> Iterator[date]:
        """Yield each day, weekends too."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY


@dataclass(frozen=True)
class KeptDay:
    """A day as one source says it, for a list."""

    day: date
    is_school: bool
    name: str
    source: Source
    added_by: str


def kept_days(db: Database, tenant: str, *, team: str | None = None) -> list[KeptDay]:
    """Return what each source says of the district's days, or of a team's own, by day."""
    rows = db.query(
        "SELECT day, is_school, name, source, added_by FROM school_days"  # noqa: S608
        f" WHERE tenant = ? AND team = ? ORDER BY day, {IN_ORDER}",
        [tenant, team or DISTRICT],
    )
    return [
        KeptDay(
            day=date.fromisoformat(row["day"]),
            is_school=bool(row["is_school"]),
            name=row["name"],
            source=row["source"],
            added_by=row["added_by"],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class KeptDays:
    """Days in a row that one source says the same of."""

    first: date
    last: date
    is_school: bool
    name: str
    source: Source
    added_by: str


def in_rows(days: Iterable[KeptDay]) -> list[KeptDays]:
    """Put days together that follow one another and are the same otherwise, by their first day."""
    rows: list[KeptDays] = []
    for day in sorted(days, key=lambda one: (one.source, one.day)):
        same = (day.is_school, day.name, day.source, day.added_by)
        before = rows[-1] if rows else None
        if before and before.last + _DAY == day.day and _what(before) == same:
            rows[-1] = replace(before, last=day.day)
        else:
            rows.append(KeptDays(day.day, day.day, *same))
    return sorted(rows, key=lambda one: (one.first, one.last, one.source))


def year_ends(db: Database, tenant: str, which: End) -> frozenset[date]:
    """Return the first days of school years that the district has said, or the last ones."""
    found = db.execute(
        "SELECT day FROM school_year_ends WHERE tenant = ? AND which = ?", [tenant, which]
    )
    return frozenset(date.fromisoformat(day) for (day,) in found.fetchall())


def add_no_school(
    db: Database,
    tenant: str,
    days: Iterable[NoSchool],
    *,
    team: str | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep days without school that somebody typed. Raises NotAllowed, NotFound or Refused."""
    _check_may_change(db, tenant, team, by)
    for one in _checked(days):
        _keep(db, tenant, team, one, "typed", by=by, now=now)
    hours_changed.look_again(db, tenant, now)


def add_school_day(
    db: Database,
    tenant: str,
    day: date,
    name: str,
    *,
    team: str | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep that there is school on a day, such as a Saturday that makes up for snow.

    Raises NotAllowed or NotFound.
    """
    _check_may_change(db, tenant, team, by)
    one = NoSchool(day, day, name)
    _keep(db, tenant, team, one, "typed", is_school=True, by=by, now=now)
    hours_changed.look_again(db, tenant, now)


def add_snow_day(
    db: Database, tenant: str, day: date, *, team: str | None = None, by: str, now: datetime
) -> None:
    """Keep that it snows too much, on the day itself too. Raises NotAllowed or NotFound."""
    _check_may_change(db, tenant, team, by)
    _keep(db, tenant, team, NoSchool(day, day, _SNOW), "snow", by=by, now=now)
    hours_changed.look_again(db, tenant, now)


def save_imported(
    db: Database,
    tenant: str,
    days: Iterable[NoSchool],
    *,
    team: str | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep days without school out of a calendar file that somebody has looked through.

    They take the place of what was imported before, from the first to the last of them; what was
    typed stays. Raises NotAllowed, NotFound or Refused.
    """
    _check_may_change(db, tenant, team, by)
    days = _checked(days)
    if days:
        first, last = min(one.first for one in days), max(one.last for one in days)
        _remove(db, tenant, team, first, last, "imported")
    for one in days:
        _keep(db, tenant, team, one, "imported", by=by, now=now)
    hours_changed.look_again(db, tenant, now)


def take_back(
    db: Database,
    tenant: str,
    first: date,
    last: date,
    source: Source,
    *,
    team: str | None = None,
    by: str,
    now: datetime,
) -> int:
    """Forget what a source says of the days from ``first`` to ``last``; return of how many.

    Raises NotAllowed or NotFound.
    """
    _check_may_change(db, tenant, team, by)
    gone = _remove(db, tenant, team, first, last, source)
    hours_changed.look_again(db, tenant, now)
    return gone


def set_year_end(
    db: Database, tenant: str, which: End, day: date, *, by: str, now: datetime
) -> None:
    """Keep the first or the last day of a school year. Raises NotAllowed or Refused."""
    _check_may_change(db, tenant, None, by)
    months = MONTHS[which]
    if day.month not in months:
        earliest, latest = (f"{date(day.year, months[n], 1):%B}" for n in (0, -1))
        raise Refused(
            f"Please choose a {which} school day from {earliest} to {latest}.", f"{which}_day"
        )
    kept = Calendar(
        ZoneInfo("UTC"),
        first_days=year_ends(db, tenant, "first"),
        last_days=year_ends(db, tenant, "last"),
    )
    last, first = kept.summer(day.year)
    if not (day < first if which == "last" else last < day):
        raise Refused(
            f"As I have it, a school year ends on {last:%B %-d, %Y} and the next one begins on "
            f"{first:%B %-d, %Y}. Please choose a day that leaves a summer between the two.",
            f"{which}_day",
        )
    db.execute(
        "INSERT OR REPLACE INTO school_year_ends (tenant, year, which, day) VALUES (?, ?, ?, ?)",
        [tenant, day.year, which, day.isoformat()],
    )
    hours_changed.look_again(db, tenant, now)


def set_hours(
    db: Database,
    tenant: str,
    hours: Hours | None,
    *,
    team: str | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep when messages may arrive on a school day; None for what it would be otherwise.

    Raises NotAllowed, NotFound or Refused.
    """
    _check_may_change(db, tenant, team, by)
    check_hours(hours)
    db.execute(
        "INSERT INTO school_hours (tenant, team, opens, closes) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tenant, team) DO UPDATE"
        " SET opens = excluded.opens, closes = excluded.closes",
        [tenant, team or DISTRICT, *as_kept(hours)],
    )
    hours_changed.look_again(db, tenant, now)


def set_zone(db: Database, tenant: str, zone: str | None, *, by: str, now: datetime) -> None:
    """Keep the district's time zone; a team's is kept with the team.

    Raises NotAllowed or Refused.
    """
    _check_may_change(db, tenant, None, by)
    check_zone(zone)
    db.execute(
        "INSERT INTO school_hours (tenant, team, timezone) VALUES (?, ?, ?)"
        " ON CONFLICT (tenant, team) DO UPDATE SET timezone = excluded.timezone",
        [tenant, DISTRICT, zone],
    )
    hours_changed.look_again(db, tenant, now)


def _checked(days: Iterable[NoSchool]) -> list[NoSchool]:
    checked = list(days)
    for one in checked:
        if one.last < one.first:
            raise Refused("Please give a last day that is not before the first one.", "days")
        if (one.last - one.first).days >= LONGEST_BREAK:
            raise Refused(
                f"{one.first:%B %-d, %Y} to {one.last:%B %-d, %Y} is very long. Is the year right? "
                "For the summer, please give the last and the first school day.",
                "days",
            )
    return checked


def _keep(
    db: Database,
    tenant: str,
    team: str | None,
    days: NoSchool,
    source: Source,
    *,
    is_school: bool = False,
    by: str,
    now: datetime,
) -> None:
    name = shorten(days.name, LONGEST_NAME, placeholder="…") or UNNAMED
    for day in days.days():
        db.execute(
            "INSERT OR REPLACE INTO school_days"
            " (tenant, team, day, source, is_school, name, added_by, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(tenant, team or DISTRICT, day.isoformat(), source),
                *(is_school, name, by, timestamp(now)),
            ],
        )


def _what(row: KeptDays) -> tuple[bool, str, Source, str]:
    return row.is_school, row.name, row.source, row.added_by


def _remove(
    db: Database, tenant: str, team: str | None, first: date, last: date, source: Source
) -> int:
    gone = db.execute(
        "DELETE FROM school_days"
        " WHERE tenant = ? AND team = ? AND day BETWEEN ? AND ? AND source = ?",
        [tenant, team or DISTRICT, first.isoformat(), last.isoformat(), source],
    )
    return int(gone.rowcount)


def _check_may_change(db: Database, tenant: str, team: str | None, person: str) -> None:
    if team is not None:
        find_team(db, tenant, team)
        check_may_steer(db, tenant, team, person)
    elif person != OPERATOR and not is_coordinator(db, tenant, person):
        raise NotAllowed("Only the workspace's coordinators may change the district's calendar.")

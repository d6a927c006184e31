"""The periods in which measures are read, and their names: what a request for a reading is about.

Weeks are ISO weeks; two weeks go together by pairs that run on over the years; terms are the three
of a school year, and a school year begins in July.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from conversations.calendar import Calendar, is_school_day
from conversations.planning.model import Every

_DAY = timedelta(days=1)
_WEEK = 7
_TERMS = {"fall": 8, "winter": 1, "spring": 4}
"""The months in which terms begin."""

_FURTHEST_BACK = 60
"""Periods: more weeks than there are in a year."""


@dataclass(frozen=True)
class Period:
    """Days in a row, ``first`` to ``last``, and what they are called."""

    name: str
    first: date
    last: date


def period(every: Every, day: date) -> Period:
    """Return the period that a day is in."""
    match every:
        case "week":
            return week(day)
        case "two_weeks":
            monday = day - day.weekday() * _DAY
            first = monday - ((monday.toordinal() // _WEEK + 1) % 2) * _WEEK * _DAY
            one, other = week(first), week(first + _WEEK * _DAY)
            return Period(f"{one.name}/{other.first:%V}", one.first, other.last)
        case "month":
            return month(day)
        case "term":
            return _term(day)
    begins = day.year - (day.month < 7)
    name = f"{begins}-{(begins + 1) % 100:02}"
    return Period(name, date(begins, 7, 1), date(begins + 1, 6, 30))


def week(day: date) -> Period:
    """Return the ISO week that a day is in."""
    monday = day - day.weekday() * _DAY
    return Period(f"{monday:%G-W%V}", monday, monday + 6 * _DAY)


def month(day: date) -> Period:
    """Return the month that a day is in."""
    first = day.replace(day=1)
    following = (first + 31 * _DAY).replace(day=1)
    return Period(f"{first:%Y-%m}", first, following - _DAY)


def named(every: Every, name: str) -> Period | None:
    """Return the period of a name, None where it is none of this rhythm's."""
    year, _, rest = name.partition("-")
    try:
        match every:
            case "week" | "two_weeks":
                day = date.fromisocalendar(int(year), int(rest[1:3]), 1)
            case "month":
                day = date(int(year), int(rest), 1)
            case "term":
                day = date(int(year), _TERMS[rest], 1)
            case "year":
                day = date(int(year), 7, 1)
    except (ValueError, KeyError):
        return None
    found = period(every, day)
    return found if found.name == name else None


def before(every: Every, day: date, calendar: Calendar) -> Period:
    """Return the last period with school in it that was over before the period of a day."""
    found = period(every, day)
    for _ in range(_FURTHEST_BACK):
        found = period(every, found.first - _DAY)
        if has_school(found, calendar):
            break
    return found


def has_school(one: Period, calendar: Calendar) -> bool:
    """Tell whether there is any school in a period."""
    return first_school_day(one, calendar) is not None


def first_school_day(one: Period, calendar: Calendar) -> date | None:
    """Return the first school day of a period, None where it has none."""
    days = (one.first + n * _DAY for n in range((one.last - one.first).days + 1))
    return next((day for day in days if is_school_day(day, calendar)), None)


def _term(day: date) -> Period:
    year = day.year
    if day.month >= 8:
        return Period(f"{year}-fall", date(year, 8, 1), date(year, 12, 31))
    if day.month <= 3:
        return Period(f"{year}-winter", date(year, 1, 1), month(date(year, 3, 1)).last)
    return Period(f"{year}-spring", date(year, 4, 1), date(year, 7, 31))

"""School days and school hours: when a task may be due, and a message nobody waits for may arrive.

Days are local dates of the calendar's time zone; moments are aware, and come back in UTC.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SATURDAY = 5
# Schools in Massachusetts plan 185 days so that 180 are held by the end of June, snow days made up
# (603 CMR 27.00 and the Department's guidance on it), and open around Labor Day. Where a district
# has not said when, a message too late in August does less harm than one into somebody's holidays.
_USUAL_LAST = (6, 30)
_USUAL_FIRST = (9, 1)


@dataclass(frozen=True)
class Calendar:
    """Where and when a school is open: from ``opens`` up to ``closes``, local time.

    ``no_school`` are a district's, team's or person's own days without school, on top of weekends,
    state holidays and the summer; ``reasons`` say of some what ``why_no_school`` is to say.
    ``extra_days`` are school days all the same, such as a Saturday that makes up for snow.
    ``last_days`` and ``first_days`` are the last and the first school day of a year where the
    district has said them: the summer of a year lies between the two.
    """

    timezone: ZoneInfo
    opens: time = time(8)
    closes: time = time(16)
    no_school: frozenset[date] = field(default_factory=frozenset)
    extra_days: frozenset[date] = field(default_factory=frozenset)
    first_days: frozenset[date] = field(default_factory=frozenset)
    last_days: frozenset[date] = field(default_factory=frozenset)
    reasons: Mapping[date, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("a school day closes after it opens")
        for year in {day.year for day in self.first_days | self.last_days}:
            last, first = self.summer(year)
            if not last < first:
                raise ValueError("a school year ends before the next one begins")

    def summer(self, year: int) -> tuple[date, date]:
        """Return the last school day before the summer of a year and the first one after it."""
        last = max((day for day in self.last_days if day.year == year), default=None)
        first = min((day for day in self.first_days if day.year == year), default=None)
        return last or date(year, *_USUAL_LAST), first or date(year, *_USUAL_FIRST)


def is_school_day(day: date, calendar: Calendar) -> bool:
    """Tell whether there is school on a day."""
    if day in calendar.no_school:
        return False
    return day in calendar.extra_days or not (
        day.weekday() >= _SATURDAY or day in _state_holidays(day.year) or _in_summer(day, calendar)
    )


def why_no_school(day: date, calendar: Calendar) -> str | None:
    """Return why there is no school on a day, such as "it is a Sunday"; None where there is.

    What people typed as the reason of a day is part of it, as they typed it.
    """
    if is_school_day(day, calendar):
        return None
    holiday = _state_holidays(day.year).get(day)
    if holiday:
        return f"it is {holiday}"
    if day.weekday() >= _SATURDAY:
        return f"it is a {day:%A}"
    if _in_summer(day, calendar):
        return "it is in the summer"
    return calendar.reasons.get(day, "the district has no school that day")


def next_school_day(day: date, calendar: Calendar) -> date:
    """Return the first school day after ``day``."""
    return add_school_days(day, 1, calendar)


def previous_school_day(day: date, calendar: Calendar) -> date:
    """Return the last school day before ``day``."""
    return add_school_days(day, -1, calendar)


def add_school_days(day: date, count: int, calendar: Calendar) -> date:
    """Return the school day that comes ``count`` school days after ``day``, or before it."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_school_day(day, calendar):
            day += step
    return day


def school_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Return how many school days come after ``first`` up to ``last``; less than 0 backwards.

    So ``add_school_days`` of as many to ``first`` is ``last``, where that is a school day.
    """
    if last < first:
        return -school_days_between(last - _DAY, first - _DAY, calendar)
    days = (first + n * _DAY for n in range(1, (last - first).days + 1))
    return sum(is_school_day(day, calendar) for day in days)


def due_school_day(day: date, calendar: Calendar) -> date:
    """Return when a task due on ``day`` is to be done: that day, or the school day before it."""
    return day if is_school_day(day, calendar) else previous_school_day(day, calendar)


def school_hours(day: date, calendar: Calendar) -> tuple[datetime, datetime] | None:
    """Return when school opens and closes on a day, in UTC; None where there is no school.

    School opens and closes once: an hour that comes twice counts the first time. Where the clocks
    skip the hour of the bell, it rings as they jump.
    """
    if not is_school_day(day, calendar):
        return None
    opens, closes = (
        _first_moment(datetime.combine(day, clock), calendar.timezone)
        for clock in (calendar.opens, calendar.closes)
    )
    # Equal where the clocks skip all of it.
    return (opens, closes) if opens < closes else None


def is_school_time(moment: datetime, calendar: Calendar) -> bool:
    """Tell whether an aware ``moment`` falls into the hours of a school day."""
    moment = moment.astimezone(UTC)
    hours = school_hours(moment.astimezone(calendar.timezone).date(), calendar)
    return hours is not None and hours[0] <= moment < hours[1]


def next_school_time(moment: datetime, calendar: Calendar) -> datetime:
    """Return ``moment`` itself where it is school time, else when school opens next, in UTC."""
    now = moment.astimezone(UTC)
    day = now.astimezone(calendar.timezone).date()
    while True:
        hours = school_hours(day, calendar)
        if hours and now < hours[1]:
            return moment if hours[0] <= now else hours[0]
        day = next_school_day(day, calendar)


def _in_summer(day: date, calendar: Calendar) -> bool:
    last, first = calendar.summer(day.year)
    return last < day < first


def _first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment, in UTC, at which clocks in a zone show ``wall`` or later."""
    # They are the same but where clocks change, and in the other order where they skip the hour.
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    before = early.astimezone(zone).utcoffset()
    seconds = range(int((late - early).total_seconds()) + 1)
    change = bisect_left(
        seconds, True, key=lambda s: (early + s * _SECOND).astimezone(zone).utcoffset() != before
    )
    return early + change * _SECOND


@lru_cache(maxsize=16)
def _state_holidays(year: int) -> Mapping[date, str]:
    # Loading the library takes longer than answering a question.
    from holidays import country_holidays

    return dict(country_holidays("US", subdiv="MA", years=year))

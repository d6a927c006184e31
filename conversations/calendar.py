"""School hours: when a message that nobody is waiting for may arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Where and when a school is open: from ``opens`` up to ``closes``, local time.

    ``no_school`` are the district's own days without school, on top of weekends and state holidays.
    """

    timezone: ZoneInfo
    opens: time = time(8)
    closes: time = time(16)
    no_school: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("a school day closes after it opens")


def is_school_day(day: date, calendar: Calendar) -> bool:
    """Tell whether there is school: no weekend, no state holiday, none of the district's days."""
    return (
        day.weekday() < _SATURDAY
        and day not in _state_holidays(day.year)
        and day not in calendar.no_school
    )


def next_school_day(day: date, calendar: Calendar) -> date:
    """Return the first school day after ``day``."""
    day += _DAY
    while not is_school_day(day, calendar):
        day += _DAY
    return day


def previous_school_day(day: date, calendar: Calendar) -> date:
    """Return the last school day before ``day``."""
    day -= _DAY
    while not is_school_day(day, calendar):
        day -= _DAY
    return day


def is_school_time(moment: datetime, calendar: Calendar) -> bool:
    """Tell whether an aware ``moment`` falls into the hours of a school day."""
    local = moment.astimezone(calendar.timezone)
    inside = calendar.opens <= local.time() < calendar.closes
    return inside and is_school_day(local.date(), calendar)


def next_school_time(moment: datetime, calendar: Calendar) -> datetime:
    """Return ``moment`` itself where it is school time, else when school opens next, in UTC."""
    if is_school_time(moment, calendar):
        return moment
    local = moment.astimezone(calendar.timezone)
    day = local.date()
    if local.time() >= calendar.opens or not is_school_day(day, calendar):
        day = next_school_day(day, calendar)
    return datetime.combine(day, calendar.opens, calendar.timezone).astimezone(UTC)


@lru_cache(maxsize=16)
def _state_holidays(year: int) -> frozenset[date]:
    # Loading the library takes longer than answering a question.
    from holidays import country_holidays

    return frozenset(country_holidays("US", subdiv="MA", years=year))

"""The days that a school year is told by: holidays, vacations, seasons, its end.

Vacations are the district's where its calendar has them, else the weeks that Massachusetts schools
customarily take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Literal

from conversations.calendar import Calendar, is_school_day

END = (6, 15)
"""The end of a school year, month and day, where the district has not said it.

Years of 180 days end between the second and the fourth week of June, as snow allows; on this day
almost all schools are still open.
"""

Vacation = Literal["winter", "february", "april"]
Season = Literal["spring", "summer", "fall", "winter"]

_DAY = timedelta(days=1)
_SATURDAY = 5
_FEWEST_DAYS_OFF = 3
"""Weekdays in a row without school that make a vacation: a long weekend has at most two."""

_NEAR = timedelta(days=12)
"""How far from the customary week a district's own vacation may lie."""

_SEASONS: dict[Season, tuple[tuple[int, int], tuple[int, int]]] = {
    "spring": ((3, 20), (6, 20)),
    "summer": ((6, 21), (8, 31)),
    "fall": ((9, 22), (12, 20)),
    "winter": ((12, 21), (3, 19)),
}

_HOLIDAYS = {
    "new year": "New Year's Day",
    "martin luther king": "Martin Luther King Jr. Day",
    "presidents": "Washington's Birthday",
    "patriots": "Patriots' Day",
    "memorial": "Memorial Day",
    "juneteenth": "Juneteenth National Independence Day",
    "independence": "Independence Day",
    "labor": "Labor Day",
    "indigenous": "Columbus Day",
    "veterans": "Veterans Day",
    "thanksgiving": "Thanksgiving Day",
    "christmas": "Christmas Day",
}
_FIXED = {
    "valentine": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "new year's eve": (12, 31),
}


_DAYS_BEFORE_EASTER = {"good friday": 2, "easter": 0}


@dataclass(frozen=True)
class Stretch:
    """Days in a row, ``first`` to ``last``; a vacation is one that a plan is finished before."""

    first: date
    last: date
    is_vacation: bool = False


def holiday(name: str, year: int) -> date:
    """Return the day of a holiday by its short name, such as "thanksgiving" or "easter"."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _DAYS_BEFORE_EASTER:
        from dateutil.easter import easter

        return easter(year) - _DAYS_BEFORE_EASTER[name] * _DAY
    return _state_holidays(year)[_HOLIDAYS[name]]


def vacation(name: Vacation, year: int, calendar: Calendar) -> Stretch:
    """Return a vacation that begins in a year: the district's own, else the customary one.

    Customary are the weeks of Presidents' Day and of Patriots' Day, and Christmas Eve to New Year.
    """
    if name == "winter":
        customary = Stretch(date(year, 12, 24), date(year + 1, 1, 1), is_vacation=True)
    else:
        monday = holiday("presidents" if name == "february" else "patriots", year)
        customary = Stretch(monday, monday + 4 * _DAY, is_vacation=True)
    own = list(_days_off(customary.first - _NEAR, customary.last + _NEAR, calendar))
    return min(own, key=lambda off: abs(off.first - customary.first), default=customary)


def season(name: Season, year: int, calendar: Calendar) -> Stretch:
    """Return the season that begins in a year: spring up to the end of school, summer to the next.

    Where school goes on past the spring, spring ends in June as usual.
    """
    first, last = _SEASONS[name]
    ends = date(year + (last < first), *last)
    if name == "spring":
        ends = min(ends, school_year(year - 1, calendar).last)
    if name == "summer":
        ends = min(ends, calendar.summer(year)[1] - _DAY)
    return Stretch(date(year, *first), ends)


def school_year(year: int, calendar: Calendar) -> Stretch:
    """Return the school year that begins in a year, as the district says it or as is usual."""
    said = [day for day in calendar.last_days if day.year == year + 1]
    return Stretch(calendar.summer(year)[1], max(said, default=date(year + 1, *END)))


def upcoming(
    of_year: Callable[[int], Stretch], today: date, *, back: bool = False
) -> Stretch | None:
    """Return the next stretch of its kind that is not over, or the last that has begun."""
    years = range(today.year + 1, today.year - 9, -1) if back else range(today.year - 1, 2**31)
    for year in years[:10]:
        try:
            stretch = of_year(year)
        except ValueError:  # This year has no such day: February 29.
            continue
        if (stretch.first <= today) if back else (stretch.last >= today):
            return stretch
    return None


def _days_off(first: date, last: date, calendar: Calendar) -> Iterator[Stretch]:
    """Yield the runs of days without school that are too long for a weekend."""
    days = [first + n * _DAY for n in range((last - first).days + 1)]
    for is_open, run in groupby(days, lambda day: is_school_day(day, calendar)):
        off = [day for day in run if day.weekday() < _SATURDAY]
        if not is_open and len(off) >= _FEWEST_DAYS_OFF:
            yield Stretch(off[0], off[-1], is_vacation=True)


@lru_cache(maxsize=16)
def _state_holidays(year: int) -> dict[str, date]:
    from holidays import country_holidays

    return {name: day for day, name in country_holidays("US", subdiv="MA", years=year).items()}

"""What the parts of a phrase mean as days, given when it is said; patterns are in ``dates``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from conversations.calendar import Calendar, add_school_days, next_school_day, previous_school_day
from conversations.planning import school_year
from conversations.planning.school_year import Stretch
from conversations.planning.words.days import MONTHS, NUMBERS, ORDINALS, UNITS, VACATIONS, WEEKDAYS

_DAY = timedelta(days=1)
_CENTURY = 2000


@dataclass(frozen=True)
class Now:
    """When something is said, and whether it looks back: on days that have been."""

    today: date
    calendar: Calendar
    back: bool = False
    monday: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "monday", self.today - self.today.weekday() * _DAY)


Meaning = Callable[[re.Match[str], Now], "Stretch | date | None"]


def _on(year: str | None, month: int, day: int, now: Now) -> date | None:
    """Return a day of a month: of the year, else the next such day, today included."""

    def of_year(number: int) -> Stretch:
        return Stretch(date(number, month, day), date(number, month, day))

    if year:
        try:
            return date(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
        except ValueError:
            return None
    found = school_year.upcoming(of_year, now.today, back=now.back)
    return found.first if found else None


def iso(match: re.Match[str], now: Now) -> date | None:
    """Return the day that "2026-12-11" means."""
    return _on(match["year"], int(match["second"]), int(match["third"]), now)


def numeric(match: re.Match[str], now: Now) -> date | None:
    """Return the day that "12/11" means: month first, or day first where only that can be."""
    first, second = int(match["first"]), int(match["second"])
    month, day = (first, second) if first <= 12 else (second, first)
    return _on(match["year"], month, day, now) if 1 <= month <= 12 else None


def day_of_month(match: re.Match[str], now: Now) -> date | None:
    """Return the day that "Dec 12" or "12 December" means."""
    return _on(match["year"], MONTHS[match["month"]], int(match["day"]), now)


def the_nth(match: re.Match[str], now: Now) -> date | None:
    """Return the next day of that number ("the 15th"), in this month or a later one."""
    day, step = int(match["day"]), -1 if now.back else 1
    for months in range(12):
        try:
            found = _add_months(now.today.replace(day=1), step * months).replace(day=day)
        except ValueError:
            continue
        if (found <= now.today) if now.back else (found >= now.today):
            return found
    return None


def _add_months(day: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta

    # dateutil's stubs promise no more than that something is returned.
    added: date = day + relativedelta(months=months)
    return added


def _weekday(match: re.Match[str]) -> int:
    return WEEKDAYS[match["weekday"]] if match["weekday"] else 0


def coming(match: re.Match[str], now: Now) -> date:
    """Return the day that "Friday" means: the next one; said on a Friday, the one in a week."""
    if now.back:
        return now.today - (now.today.weekday() - _weekday(match)) % 7 * _DAY
    return now.today + ((_weekday(match) - now.today.weekday() - 1) % 7 + 1) * _DAY


def this(match: re.Match[str], now: Now) -> date:
    """Return the day that "this Friday" means: today or one of the six days after it."""
    if now.back:
        return coming(match, now)
    return now.today + (_weekday(match) - now.today.weekday()) % 7 * _DAY


def in_week(weeks: int) -> Meaning:
    """Mean the weekday of a week that begins so many Mondays from this week's."""
    return lambda match, now: now.monday + (7 * weeks + _weekday(match)) * _DAY


def last(match: re.Match[str], now: Now) -> date:
    """Return the day that "last Friday" means, before today."""
    return now.today - ((now.today.weekday() - _weekday(match) - 1) % 7 + 1) * _DAY


def nth_weekday(match: re.Match[str], now: Now) -> date | None:
    """Return the day that "first Monday in February" or "last Friday of the month" means."""
    from calendar import monthrange

    nth = ORDINALS[match["nth"]]

    def of_month(year: int, month: int) -> Stretch:
        last = monthrange(year, month)[1]
        if nth < 0:
            edge = date(year, month, last)
            day = edge - (edge.weekday() - _weekday(match)) % 7 * _DAY
        else:
            edge = date(year, month, 1)
            day = edge + ((_weekday(match) - edge.weekday()) % 7 + 7 * (nth - 1)) * _DAY
        return Stretch(day, day)

    if match["month"]:
        month = MONTHS[match["month"]]
        if match["year"]:
            return of_month(int(match["year"]), month).first
        found = school_year.upcoming(lambda y: of_month(y, month), now.today, back=now.back)
        return found.first if found else None
    ahead = _add_months(now.today.replace(day=1), 1 if "next" in match[0] else 0)
    return of_month(ahead.year, ahead.month).first


def nth_week(match: re.Match[str], now: Now) -> Stretch | None:
    """Return the week that "first week of May" means: the one of the month's first Monday."""
    monday = nth_weekday(match, now)
    return Stretch(monday, monday + 4 * _DAY) if monday else None


def _count(said: str | None) -> int:
    if said is None or "couple" in said:
        return 2 if said else 1
    return int(said) if said.isdecimal() else NUMBERS.get(said, 1)


def _moved(day: date, number: int, unit: str, now: Now) -> date:
    """Return the day that lies a number of days, school days, weeks, months or years on."""
    kind = UNITS.get(unit) or UNITS[unit.removesuffix("s")]
    if kind == "school_day":
        return add_school_days(day, number, now.calendar)
    if kind in ("month", "year"):
        return _add_months(day, number * (12 if kind == "year" else 1))
    return day + number * (7 if kind == "week" else 1) * _DAY


def in_units(match: re.Match[str], now: Now) -> date:
    """Return the day that lies so many days, school days, weeks, months or years ahead."""
    return _moved(now.today, _count(match["number"]), match["unit"], now)


def ago(match: re.Match[str], now: Now) -> date:
    """Return the day that lies so many days, weeks or months back."""
    return _moved(now.today, -_count(match["number"]), match["unit"], now)


def whole_month(match: re.Match[str], now: Now) -> Stretch | None:
    """Return all of a month: of the year, else the next that is not over."""
    return _whole(match, now, lambda year: _month(year, MONTHS[match["month"]]))


def _month(year: int, month: int) -> Stretch:
    first = date(year, month, 1)
    return Stretch(first, _add_months(first, 1) - _DAY)


def relative_month(months: int) -> Meaning:
    """Mean all of the month so many months from this one."""

    def means(match: re.Match[str], now: Now) -> Stretch:
        first = _add_months(now.today.replace(day=1), months)
        return _month(first.year, first.month)

    return means


def week(weeks: int) -> Meaning:
    """Mean Monday to Friday of a week so many weeks from this one."""

    def means(match: re.Match[str], now: Now) -> Stretch:
        monday = now.monday + 7 * weeks * _DAY
        return Stretch(monday, monday + 4 * _DAY)

    return means


def weekend(weeks: int) -> Meaning:
    """Mean Saturday and Sunday of a week so many weeks from this one."""

    def means(match: re.Match[str], now: Now) -> Stretch:
        saturday = now.monday + (7 * weeks + 5) * _DAY
        return Stretch(saturday, saturday + _DAY)

    return means


def of_school_year(match: re.Match[str], now: Now) -> Stretch | None:
    """Return the school year that is under way or about to begin, or the one after it."""
    found = _this_school_year(now)
    # In the summer the next school year is the one that is about to begin.
    if found and "next" in match[0] and found.first <= now.today:
        return school_year.school_year(found.first.year + 1, now.calendar)
    return found


def start_of_school(match: re.Match[str], now: Now) -> date | None:
    """Return the first day of the next school year."""
    found = school_year.upcoming(lambda year: _first_day(year, now), now.today)
    return found.first if found else None


def _first_day(year: int, now: Now) -> Stretch:
    first = school_year.school_year(year, now.calendar).first
    return Stretch(first, first)


def end_of_school(match: re.Match[str], now: Now) -> date | None:
    """Return the last day of this school year."""
    found = _this_school_year(now)
    return found.last if found else None


def _this_school_year(now: Now) -> Stretch | None:
    return school_year.upcoming(lambda year: school_year.school_year(year, now.calendar), now.today)


def holiday(name: str) -> Meaning:
    """Mean a holiday by its short name."""

    def means(match: re.Match[str], now: Now) -> Stretch | None:
        def of_year(year: int) -> Stretch:
            return Stretch(school_year.holiday(name, year), school_year.holiday(name, year))

        if match["year"]:
            return of_year(int(match["year"]))
        return school_year.upcoming(of_year, now.today, back=now.back)

    return means


def vacation(name: school_year.Vacation) -> Meaning:
    """Mean a vacation by its name."""

    def of_year(year: int, now: Now) -> Stretch:
        return school_year.vacation(name, year, now.calendar)

    return lambda match, now: (
        of_year(int(match["year"]), now)
        if match["year"]
        else school_year.upcoming(lambda year: of_year(year, now), now.today, back=now.back)
    )


def next_vacation(match: re.Match[str], now: Now) -> Stretch | None:
    """Return the vacation that comes next, or is under way."""
    coming = (vacation(name)(match, now) for name in VACATIONS.values())
    return min(
        (stretch for stretch in coming if isinstance(stretch, Stretch)),
        key=lambda stretch: stretch.first,
        default=None,
    )


def season(name: school_year.Season) -> Meaning:
    """Mean a season by its name."""
    return lambda match, now: _whole(
        match, now, partial(school_year.season, name, calendar=now.calendar)
    )


def _whole(match: re.Match[str], now: Now, of_year: Callable[[int], Stretch]) -> Stretch | None:
    """Return the stretch of the year, else the next; "next" is none that is under way."""
    if match["year"]:
        return of_year(int(match["year"]))
    found = school_year.upcoming(of_year, now.today, back=now.back)
    if found and match[0].startswith(("next ", "the next ")) and found.first <= now.today:
        return of_year(found.first.year + 1)
    return found


def days_on(days: int) -> Meaning:
    """Mean the day so many days from today."""
    return lambda match, now: now.today + days * _DAY


Relation = Callable[[re.Match[str], Stretch, Now], "Stretch | date | None"]


def before(relation: re.Match[str], inner: Stretch, now: Now) -> date:
    """Return the last school day before what follows."""
    return previous_school_day(inner.first, now.calendar)


def after(relation: re.Match[str], inner: Stretch, now: Now) -> date:
    """Return the first school day after what follows."""
    return next_school_day(inner.last, now.calendar)


def weekday_by(relation: re.Match[str], inner: Stretch, now: Now) -> date:
    """Return the day that "the Monday after" means."""
    if relation["way"] == "before":
        return inner.first - ((inner.first.weekday() - _weekday(relation) - 1) % 7 + 1) * _DAY
    return inner.last + ((_weekday(relation) - inner.last.weekday() - 1) % 7 + 1) * _DAY


def units_by(relation: re.Match[str], inner: Stretch, now: Now) -> date:
    """Return the day that "two weeks before" or "a week from" means."""
    number, ahead = _count(relation["number"]), relation["way"] != "before"
    edge = inner.last if ahead else inner.first
    return _moved(edge, number if ahead else -number, relation["unit"], now)


def week_by(relation: re.Match[str], inner: Stretch, now: Now) -> Stretch | None:
    """Return the week before or after what follows, or the one around a day."""
    if relation["way"] == "of" and inner.first != inner.last:
        return None
    weeks = {"before": -1, "after": 1}.get(relation["way"], 0)
    edge = inner.last if weeks > 0 else inner.first
    monday = edge - edge.weekday() * _DAY + 7 * weeks * _DAY
    return Stretch(monday, monday + 4 * _DAY)


def edge(relation: re.Match[str], inner: Stretch, now: Now) -> date | None:
    """Return the end, middle or start of what follows; a start that is over means nothing."""
    part = relation["part"]
    if part in ("end", "last day", "late", "fin", "finales", "final", "fim"):
        return inner.last
    if part in ("mid", "middle", "mediados", "meados"):
        if inner.first.day == 1:
            return inner.first.replace(day=15)
        return inner.first + (inner.last - inner.first) // 2
    if inner.first >= now.today or now.back:
        return inner.first
    # "The first of the month", said in the middle of one, is the next one's.
    this_month = relation.string.startswith(("month", "the month"), relation.end())
    return _add_months(inner.first, 1) if this_month else None

"""Reads a district's calendar file (iCalendar, RFC 5545) for the days without school.

Nothing is kept here: a person looks at what was found, and at what was left out, before it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from conversations.errors import Refused
from conversations.school_days import LONGEST_BREAK, MONTHS, End, NoSchool
from conversations.school_words import Said, read_title

if TYPE_CHECKING:
    from icalendar import Event

LARGEST = 2_000_000
"""Bytes: ten years of a district's calendar are about a tenth of it."""

_YEARS = 2
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_MOST_OF_A_DAY = timedelta(hours=6)
# Of other rules some take minutes to unfold, and some never end.
_RULES = {
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "MONTHLY": {"BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "WEEKLY": {"BYDAY"},
    "DAILY": set[str](),
}
_IN_ANY_RULE = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_NO_CALENDAR = (
    "I could not read that as a calendar file. Please export the district's calendar as iCal or "
    "ICS (in Google Calendar: Settings, Export) and send me the file that ends in .ics."
)
# What the libraries raise for a line that the standard does not allow there.
_BROKEN = (AttributeError, LookupError, OverflowError, TypeError, ValueError)
_UNREADABLE = "it is not as the standard has it: type its days"
_TOO_LONG = f"it is longer than {LONGEST_BREAK} days"
_ANOTHER_YEAR = "it is in another school year"
_NO_END = "it is not at the beginning or the end of a school year"
_ANOTHER_END = "another day of that year is taken"


@dataclass(frozen=True)
class LeftOut:
    """An event that was not taken over: its title, its first day if it has one, and why."""

    name: str
    day: date | None
    why: str


@dataclass(frozen=True)
class Found:
    """What a calendar file says, each by day; ``first_days`` and ``last_days`` of school years."""

    days: tuple[NoSchool, ...]
    first_days: tuple[date, ...]
    last_days: tuple[date, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Read:
    """An occurrence of an event: its days and what it says."""

    first: date
    last: date
    name: str
    said: Said


def read_calendar(file: bytes, today: date, zone: ZoneInfo) -> Found:
    """Read the school year that ``today`` lies in and the next one out of a calendar file.

    ``zone`` is the district's. Raises Refused for what is no calendar file.
    """
    start = date(today.year - (today.month < 7), 7, 1)
    last = date(start.year + _YEARS, 6, 30)
    left_out: list[LeftOut] = []
    series = [one for one in _series(_events(file)) if _is_to_be_read(one, left_out)]
    read = [one for events in series for one in _occurrences(events, start, last, zone, left_out)]
    days = {
        NoSchool(max(one.first, start), min(one.last, last), one.name)
        for one in read
        if one.said.kind == "no_school"
    }
    too_long = {one for one in days if (one.last - one.first).days >= LONGEST_BREAK}
    left_out += [LeftOut(one.name, one.first, _TOO_LONG) for one in too_long]
    return Found(
        days=tuple(sorted(days - too_long, key=lambda one: (one.first, one.last, one.name))),
        first_days=_year_ends("first", read, left_out),
        last_days=_year_ends("last", read, left_out),
        left_out=tuple(
            sorted(set(left_out), key=lambda one: (one.day or date.min, one.name, one.why))
        ),
    )


def _events(file: bytes) -> list[Event]:
    if len(file) > LARGEST:
        raise Refused(
            "That file is very large. Please export the school calendar alone, without the others.",
            "file",
        )
    from icalendar import Calendar, Event

    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.decode("cp1252", errors="replace")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except _BROKEN:
        raise Refused(_NO_CALENDAR, "file") from None
    calendars = [one for one in calendars if one.name == "VCALENDAR"]
    if not calendars:
        raise Refused(_NO_CALENDAR, "file")
    events = [
        event for one in calendars for event in one.walk("VEVENT") if isinstance(event, Event)
    ]
    if not events:
        raise Refused("That calendar has no events in it. Is it the right one?", "file")
    return events


def _series(events: Iterable[Event]) -> list[list[Event]]:
    """Return events with what was changed in single occurrences of each."""
    found: dict[str, list[Event]] = {}
    for number, event in enumerate(events):
        found.setdefault(str(event.get("UID") or number), []).append(event)
    return list(found.values())


def _is_to_be_read(series: list[Event], left_out: list[LeftOut]) -> bool:
    """Tell whether a series says anything about days without school that can be followed."""
    said = [_said(event) for event in series]
    if all(one.kind == "other" for one in said):
        left_out += [
            LeftOut(_name(event), _first_day(event), one.why)
            for event, one in zip(series, said, strict=True)
        ]
        return False
    why = ""
    if any(_first_day(event) is None for event in series):
        why = "its day cannot be read"
    elif not all(_can_be_followed(event) for event in series):
        why = "it comes again by a rule that I cannot follow: type its days"
    if why:
        left_out.append(LeftOut(_name(series[0]), _first_day(series[0]), why))
    return not why


def _occurrences(
    series: list[Event], start: date, last: date, zone: ZoneInfo, left_out: list[LeftOut]
) -> list[_Read]:
    from icalendar import Calendar
    from recurring_ical_events import of

    calendar = Calendar()
    calendar.subcomponents = list(series)
    try:
        found = of(calendar, skip_bad_series=True).between(start, last + _DAY)
        read = [_read(event, zone) for event in found]
    except _BROKEN:
        left_out.append(LeftOut(_name(series[0]), _first_day(series[0]), _UNREADABLE))
        return []
    left_out += [LeftOut(one.name, one.first, one.said.why) for one in read if one.said.why]
    if not read:
        left_out.append(LeftOut(_name(series[0]), _first_day(series[0]), _ANOTHER_YEAR))
    return read


def _read(event: Event, zone: ZoneInfo) -> _Read:
    said = _said(event)
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = _local(start, zone), _local(end, zone)
        if said.kind == "no_school" and not said.whole_day and end - start < _MOST_OF_A_DAY:
            said = Said("other", "it is for a few hours only")
        # What ends at midnight ends on the day before.
        end = max(start, end - _INSTANT)
        return _Read(start.date(), end.date(), _name(event), said)
    return _Read(start, max(start, end - _DAY), _name(event), said)


def _year_ends(which: End, read: list[_Read], left_out: list[LeftOut]) -> tuple[date, ...]:
    """Return one day a year: the first first day, the last last one, snow days left aside."""
    of_kind = [one for one in read if one.said.kind == which]
    fitting = [one for one in of_kind if one.first.month in MONTHS[which]]
    taken: dict[int, _Read] = {}
    for one in sorted(
        fitting, key=lambda one: (not one.said.with_snow, one.first), reverse=which == "last"
    ):
        taken.setdefault(one.first.year, one)
    days = {one.first for one in taken.values()}
    left_out += [
        LeftOut(one.name, one.first, _NO_END if one not in fitting else _ANOTHER_END)
        for one in of_kind
        if one.first not in days
    ]
    return tuple(sorted(days))


def _can_be_followed(event: Event) -> bool:
    try:
        return len(event.rrules) <= 1 and all(
            rule["FREQ"][0] in _RULES
            and set(rule) <= _IN_ANY_RULE | _RULES[rule["FREQ"][0]]
            and min(rule.get("INTERVAL", [1])) > 0
            for rule in event.rrules
        )
    except _BROKEN:
        return False


def _said(event: Event) -> Said:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return Said("other", "it was called off")
    return read_title(_name(event), str(event.get("DESCRIPTION", "")))


def _name(event: Event) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())


def _first_day(event: Event) -> date | None:
    try:
        start = event.start
    except _BROKEN:
        return None
    return start.date() if isinstance(start, datetime) else start


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment

"""Reads days without school as people type them: "Dec 23 to Jan 1: winter break", "11/27, 11/28".

One line, or what stands between semicolons, has the days and behind a colon their name. Days
without a year are those to come.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from conversations.calendar import Calendar
from conversations.errors import Refused
from conversations.planning.typed_dates import read_date
from conversations.school_days import LONGEST_BREAK, NoSchool

_LINES = re.compile(r"[\n;]+")
_NAMED = re.compile(r"(?P<days>[^:]*?)\s*:\s*(?P<name>.*)", re.DOTALL)
_COMMA_OF_A_DAY = re.compile(
    r"\b((?:mon|tue|wed|thu|fri|sat|sun)\w*\.?),|,(?=\s*20\d\d\b(?!-))", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:,|\band\b|&)\s*", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:\b(?:to|through|thru|until|till)\b|[–—]|\s-\s)\s*", re.IGNORECASE)
_SHORT_RANGE = re.compile(
    r"(?P<month>[^\W\d]+\.? )(?P<first>\d{1,2})\s*[-–—]\s*(?P<last>\d{1,2})(?P<year>,? 20\d\d)?"
)
_IS_A_DAY = re.compile(r"\d|day\b|tomorrow", re.IGNORECASE)
_MORE_DAYS = re.compile(r"[,.]\s[^,:]*\d[^,:]*:\s")
_FARTHEST = timedelta(days=3 * 366)
_LONGEST = 4000


def read_days(words: str, today: date) -> list[NoSchool]:
    """Return the days that words say, in their order.

    Raises Refused, with the words that cannot be read, where any of them cannot.
    """
    if len(words) > _LONGEST:
        raise Refused("That is very long. Please give me fewer days at a time.", "days")
    found: list[NoSchool] = []
    for line in filter(None, map(str.strip, _LINES.split(words))):
        named = _NAMED.fullmatch(line)
        days, name = (named["days"], named["name"].strip()) if named else (line, "")
        if _MORE_DAYS.search(name):
            # Else the days behind the first name would be lost in it.
            raise Refused(f"Please give “{name}” a line for each of its days.", "days")
        days = " ".join(_COMMA_OF_A_DAY.sub(r"\1 ", days).split())
        for item in filter(None, _BETWEEN.split(days)):
            first, last = _first_and_last(item.strip(), today)
            found.append(NoSchool(first, last, name) if name else NoSchool(first, last))
    if not found:
        raise Refused(
            "Please type a day, such as “11/27” or “Dec 23 to Jan 1: winter break”.", "days"
        )
    return found


def _first_and_last(item: str, today: date) -> tuple[date, date]:
    short = _SHORT_RANGE.fullmatch(item)
    if short:
        year = short["year"] or ""
        ends = [f"{short['month']}{short[end]}{year}" for end in ("first", "last")]
    else:
        ends = _RANGE.split(item)
    days = [_day(end, today, item) for end in (ends[0], ends[-1])] if len(ends) <= 2 else []
    if not days:
        raise _unreadable(item)
    first, last = days
    if last < first:
        # The first day has been already, or a range without years goes over New Year.
        first = _day(ends[0], last, item, back=True)
    if abs(last - today) > _FARTHEST:
        raise Refused(f"“{item}” would be {last:%B %-d, %Y}. Is the year right?", "days")
    if not timedelta() <= last - first < timedelta(days=LONGEST_BREAK):
        raise Refused(
            f"“{item}” would be {first:%B %-d, %Y} to {last:%B %-d, %Y}. Please check both days.",
            "days",
        )
    return first, last


def _day(words: str, today: date, item: str, *, back: bool = False) -> date:
    words = words.strip()
    read = read_date(words, today, Calendar(ZoneInfo("UTC")), back=back)
    if read is None or not _IS_A_DAY.search(words) or words[read.start : read.end] != words:
        raise _unreadable(item)
    return read.day


def _unreadable(item: str) -> Refused:
    return Refused(
        f"I could not read “{item}” as days. Please type them like “11/27, 11/28” or “Dec 23 to "
        "Jan 1: winter break”.",
        "days",
    )

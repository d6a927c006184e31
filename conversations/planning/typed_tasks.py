"""Reads a task typed in one line: "Translate the letter, @Ana by next Friday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from conversations.calendar import Calendar
from conversations.planning.typed_dates import Found, find_date

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_BETWEEN = re.compile(r"(<@[^<>]+>)\s*(?:,|&|&amp;|\+|/|and|y|e|ak)\s*(?=<@)")
_GONE = "\x00"
"""What stands for a mention or the date while the words around it are joined."""

_GAP = re.compile(rf"\s*([,;:–—-]?)[\s,;:–—-]*{_GONE}[\s,;:–—{_GONE}-]*")
_LAST_GAP = re.compile(
    rf"(?:\s*\b(?:by|with|and|for|from|owner|due)\b|[\s,;:&–—-])*{_GONE}[\s.!]*\Z"
)
_IN_BRACKETS = re.compile(rf"\((?:due|by|[\s,;:{_GONE}])*{_GONE}(?:due|by|[\s,;:{_GONE}])*\)")
_EDGES = " \t\r\n,;:–—-"


@dataclass(frozen=True)
class TypedTask:
    """A task as typed: what is to be done, the Slack ids that were mentioned, when it is due.

    ``what`` is all that is neither a mention nor the date, nor leads up to one at the end ("with").
    """

    what: str
    people: tuple[str, ...]
    due: Found | None


def read_task(words: str, today: date, calendar: Calendar) -> TypedTask:
    """Take a line apart; without a mention or a date all of it is what is to be done."""
    line = _BETWEEN.sub(r"\1 ", words.replace(_GONE, " "))
    people = tuple(dict.fromkeys(_MENTION.findall(line)))
    # A comma in a mention's place: a date before it ends its clause.
    due = find_date(_MENTION.sub(lambda mention: ",".ljust(len(mention[0])), line), today, calendar)
    if not due and not people:
        return TypedTask(words.strip(), people, due)
    if due:
        line = line[: due.start] + _GONE + line[due.end :]
    return TypedTask(_tidy(_MENTION.sub(_GONE, line)), people, due)


def _tidy(text: str) -> str:
    """Close the gaps that a mention or the date has left, with what led up to the last one."""
    without = _IN_BRACKETS.sub(_GONE, text)
    while gap := _LAST_GAP.search(without):
        without = without[: gap.start()]
    joined = _GAP.sub(lambda inner: f"{inner[1]} ", without)
    return " ".join(joined.split()).strip(_EDGES)

"""Reads a task typed in one line: "Translate the letter, @Ana by next Friday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from conversations.calendar import Calendar
from conversations.planning.typed_dates import Found, find_date

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_BETWEEN = re.compile(r"(<@[^<>]+>)\s*(?:,|&|&amp;|\+|/|and|y|e|ak)\s*(?=<@)")
_HANGS_OVER = re.compile(r"[\s,;:–—-]+(?:(?:by|with|and|for|from|owner|due|&)[\s,;:–—-]*)*\Z")
_EMPTY = re.compile(r"\([\s,;]*\)")
_DOUBLED = re.compile(r"\s*([,;:–—])(?:\s*[,;:–—])+")
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
    line = _BETWEEN.sub(r"\1 ", words)
    people = tuple(dict.fromkeys(_MENTION.findall(line)))
    # A comma in a mention's place: a date before it ends its clause.
    text = _MENTION.sub(lambda mention: ",".ljust(len(mention[0])), line)
    due = find_date(text, today, calendar)
    if due:
        text = text[: due.start] + ",".ljust(due.end - due.start) + text[due.end :]
    return TypedTask(_tidy(text) if due or people else words.strip(), people, due)


def _tidy(text: str) -> str:
    """Close the gaps that a mention or a date has left."""
    without = _DOUBLED.sub(r"\1", _EMPTY.sub("", " ".join(text.split())))
    without = re.sub(r"\s+,", ",", without)
    if without.endswith(","):
        without = _HANGS_OVER.sub("", without.rstrip(_EDGES) + " ")
    return without.strip(_EDGES)

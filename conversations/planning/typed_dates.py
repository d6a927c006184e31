"""Reads when something is due or was, as people type it: "by Thanksgiving", "in 3 school days".

What may be taken two ways is read as most people mean it, and is to be shown with its full date:

- "this Friday" is the coming one, "next Friday" the one of next week, weeks beginning on Monday;
  "Friday" alone is the coming one too, and said on a Friday the one in a week.
- A day without a year is the next such day, today included, so that "by June", said in November,
  is next June.
- "by" a month, a season or a week is its first day if that is still to come; "in" it, or the name
  alone, its last. "Before" a day, and by or before a vacation, is the last school day before it.
- "12/11" is December 11. "The end of the year" is the end of the school year.

English in full; of Spanish, Portuguese and Haitian Creole the plain forms ("el próximo viernes",
"em duas semanas", "12 desanm").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from conversations.assessment.words.folding import Folded, fold
from conversations.calendar import Calendar, is_school_day, previous_school_day
from conversations.planning.words.dates import Phrase, Phrases

_LONGEST = 4000
"""Characters that are read; Slack cuts a message here."""

_DUE = (
    r"(?:is |are |it's |to be )?(?:due(?: date)?(?: (?:is|on|by))?|(?:done |finished )?by"
    r"|no later than|not later than|until|till?|deadline(?: is)?|on or before)"
)
_AT = r"on|in|at|for|during|over|through|as of"
_ALSO_DUE = r"(?:para|hasta|ate|pou|jiska)(?: (?:el|la|as|los|las|o|a|le))?"
_ALSO_AT = r"el|la|em|en|na|no|nan|le"
_LEAD = re.compile(
    rf"(?:(?P<due>{_DUE})|(?P<at>{_AT})|(?P<also_due>{_ALSO_DUE})|(?P<also_at>{_ALSO_AT}))"
    r"\s{0,2}:?\s{1,2}"
)
_WITHIN = ("in", "during", "over", "through")
_DURING = (*_WITHIN, "on")
_BEHIND = (*_DURING, "em", "en", "na", "no", "nan")
_ENGLISH = re.compile(
    r"next|last|this|the|school|week|month|day|before|after|end|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|today|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun)s?\b|break|vacation"
)
_SAYS = re.compile(r"\w")
_WORD = re.compile(r"(?<![\w/.@#'-])\w")
_TIME = re.compile(
    r",? (?:(?:in the )?(?:morning|afternoon|evening|eod)|at (?:noon|\d{1,2}(?::\d\d)? ?[ap]\.?m\b)"
    r"|at the latest|or (?:earlier|sooner|before))(?!\w)"
)
_CLOSED = re.compile(r"[^\S\n]*(?:$|[,.;:!?)\n–—]|- )")
_RECURS = re.compile(r"(?:every|each|most|all|cada|chak|toda|last year's) \Z")


@dataclass(frozen=True)
class Found:
    """A day that words mean; ``said`` are those words, without "by" or "on".

    ``start`` and ``end`` enclose them in the text as typed, with "by". ``school_day_before`` is the
    last day with school before one that has none, None where there is school on the day itself.
    """

    day: date
    said: str
    start: int
    end: int
    school_day_before: date | None = None


@dataclass(frozen=True)
class _Candidate:
    start: int
    said: int
    phrase: Phrase
    end: int
    today: date
    lead: str
    rank: int
    """How sure it is that the date is what the sentence is about: "by" above "on" above nothing."""


def read_date(words: str, today: date, calendar: Calendar, *, back: bool = False) -> Found | None:
    """Read what was typed where a date was asked for, None where it says none.

    With ``back`` a day without a year is one that has been. Never raises, whatever is typed.
    """
    folded = fold(words[:_LONGEST])
    whole = [
        candidate
        for candidate in _candidates(folded, today, calendar, back)
        if not _SAYS.search(folded.folded, 0, candidate.start)
        and not _SAYS.search(folded.folded, candidate.end)
    ]
    if not whole:
        return find_date(words, today, calendar, back=back)
    return _found(folded, max(whole, key=lambda candidate: candidate.rank), calendar)


def find_date(words: str, today: date, calendar: Calendar, *, back: bool = False) -> Found | None:
    """Find the date inside a sentence, None where it has none. Never raises.

    What may be another word ("may", "spring", "12/12") counts only behind a word such as "by" or,
    a weekday or a number, at the end of a clause. Of several dates it is the last one behind "by".
    """
    folded = fold(words[:_LONGEST])
    meant = [
        candidate
        for candidate in _candidates(folded, today, calendar, back)
        if _is_meant(candidate, folded.folded)
    ]
    if not meant:
        return None
    return _found(folded, max(reversed(meant), key=lambda candidate: candidate.rank), calendar)


def _candidates(
    folded: Folded, today: date, calendar: Calendar, back: bool
) -> Iterator[_Candidate]:
    """Yield every phrase that may be a date, none inside another one."""
    phrases = Phrases(folded.folded, today, calendar, back=back)
    done = 0
    for word in _WORD.finditer(folded.folded):
        if word.start() < done:
            continue
        candidate = _candidate(folded.folded, word.start(), phrases, today)
        if candidate:
            done = candidate.end
            yield candidate


def _candidate(folded: str, place: int, phrases: Phrases, today: date) -> _Candidate | None:
    lead = _LEAD.match(folded, place)
    said = lead.end() if lead else place
    for start in dict.fromkeys((place, said)):
        try:
            phrase = phrases.at(start)
        except (OverflowError, ValueError):  # A day before the first or after the last year.
            continue
        if not phrase:
            continue
        kind = lead.lastgroup if lead and start == said else None
        if kind in ("also_due", "also_at") and _ENGLISH.search(folded, start, phrase.end):
            return None
        time = _TIME.match(folded, phrase.end)
        return _Candidate(
            place,
            start,
            phrase,
            end=time.end() if time else phrase.end,
            today=today,
            lead=lead[kind] if lead and kind else "",
            rank={"due": 3, "also_due": 3, "at": 2, "also_at": 2}.get(kind or "", 1),
        )
    return None


def _is_meant(candidate: _Candidate, folded: str) -> bool:
    """Tell whether a phrase in a sentence is a date for certain enough."""
    if _RECURS.search(folded, max(candidate.start - 20, 0), candidate.start):
        return False
    sure, lead = candidate.phrase.sure, candidate.lead
    if sure == "alone":  # "Cut the wait by two weeks"
        return False
    if sure == "sure" or candidate.rank == 3:
        return True
    behind = candidate.rank == 2 and lead in _BEHIND
    day = candidate.phrase.means.first == candidate.phrase.means.last
    if sure == "led" and (not behind or (day and lead in _WITHIN)):  # "in the sun"
        return False
    return (behind and lead in _DURING) or bool(_CLOSED.match(folded, candidate.end))


def _found(folded: Folded, candidate: _Candidate, calendar: Calendar) -> Found | None:
    try:
        day = _day(candidate, calendar)
        before = None if is_school_day(day, calendar) else previous_school_day(day, calendar)
    except (OverflowError, ValueError):
        return None
    start, end = folded.origins[candidate.start], folded.origins[candidate.end - 1] + 1
    said = folded.text[folded.origins[candidate.said] : end]
    return Found(day, said, start, end, before)


def _day(candidate: _Candidate, calendar: Calendar) -> date:
    """Return the day by which something is done that is done "by", "in" or "over" a stretch."""
    stretch, today = candidate.phrase.means, candidate.today
    if stretch.first == stretch.last or candidate.lead in _DURING:
        return stretch.last
    if stretch.is_vacation:
        return previous_school_day(stretch.first, calendar)
    by = candidate.rank == 3
    return stretch.first if by and stretch.first > today else stretch.last

"""Reads a phrase that says when, at one place of a folded text: "the week before Thanksgiving".

A phrase is a core ("Thanksgiving", "12/12", "next Friday") behind any number of relations ("the
week before", "end of"). Nothing is read inside a word, and no pattern can run away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from conversations.calendar import Calendar
from conversations.planning.school_year import Stretch
from conversations.planning.words import meanings
from conversations.planning.words.days import (
    AMBIGUOUS_MONTHS,
    HOLIDAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SHORT_WEEKDAYS,
    TODAY,
    UNITS,
    VACATIONS,
    WEEKDAYS,
)
from conversations.planning.words.meanings import Meaning, Now, Relation

Sure = Literal["sure", "weak", "led", "alone"]
"""A phrase is a date anywhere, behind "by" or at a clause's end, behind "by", or with no words."""

_MOST_RELATIONS = 3


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})\.?"
_OF_WEEK = rf"(?:(?:{_any(WEEKDAYS)})\.?,? (?:the )?)?"
_MONTH = rf"(?P<month>{_any(MONTHS)})\.?"
_YEAR = r"(?:,? ?(?:(?:of|de|del|do) )?(?P<year>20\d\d))?"
_NUMBER = rf"(?P<number>\d{{1,3}}|(?:a )?couple(?: of)?|{_any(NUMBERS)})"
_UNIT = rf"(?P<unit>(?:{_any(UNITS)})s?)"
_NEXT = r"(?:the )?(?:next|proxim[oa]|el proximo|la proxima)"
_THIS = r"(?:this(?: coming)?|the coming|coming|este|esta|esse|essa)"
_LATER = r"(?: que viene| que vem| pwochen| proxim[oa])"
_END = r"(?![\w%$'])(?!-\w)"


@dataclass(frozen=True)
class Phrase:
    """What a phrase means and where it ends; ``sure`` tells when it may be taken for a date."""

    means: Stretch
    end: int
    sure: Sure = "sure"


class Phrases:
    """The phrases of one folded text, read when asked for."""

    def __init__(self, folded: str, today: date, calendar: Calendar, *, back: bool = False) -> None:
        """Read as said ``today``; days without a year are to come, with ``back`` have been."""
        self._folded = folded
        self._now = Now(today, calendar, back)
        # Relations ask again and again for what lies behind them.
        self._read: dict[tuple[int, int], Phrase | None] = {}

    def at(self, place: int) -> Phrase | None:
        """Return the phrase that begins at a place, None where none does.

        Raises OverflowError or ValueError where a day lies outside what a date can hold.
        """
        return self._behind(place, 0)

    def _at(self, place: int, depth: int) -> Phrase | None:
        if (place, depth) not in self._read:
            self._read[place, depth] = self._related(place, depth) or self._core(place)
        return self._read[place, depth]

    def _related(self, place: int, depth: int) -> Phrase | None:
        if depth == _MOST_RELATIONS:
            return None
        for pattern, relate in _relations():
            relation = pattern.match(self._folded, place)
            inner = self._behind(relation.end(), depth + 1) if relation else None
            if relation and inner:
                means = _stretch(relate(relation, inner.means, self._now))
                if means:
                    return Phrase(means, inner.end)
        return None

    def _behind(self, place: int, depth: int) -> Phrase | None:
        return self._at(place, depth) or (
            self._at(place + len("the "), depth) if self._folded.startswith("the ", place) else None
        )

    def _core(self, place: int) -> Phrase | None:
        for rule in _rules():
            match = rule.pattern.match(self._folded, place)
            means = _stretch(rule.means(match, self._now)) if match else None
            if match and means:
                sure = rule.sure if isinstance(rule.sure, str) else rule.sure(match)
                return Phrase(means, match.end(), sure)
        return None


def _stretch(means: Stretch | date | None) -> Stretch | None:
    return Stretch(means, means) if isinstance(means, date) else means


def _sure_of_month(match: re.Match[str]) -> Sure:
    return "weak" if match["month"] in AMBIGUOUS_MONTHS else "sure"


def _sure_of_weekday(match: re.Match[str]) -> Sure:
    return "led" if match["weekday"] in SHORT_WEEKDAYS else "weak"


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    means: Meaning
    sure: Sure | Callable[[re.Match[str]], Sure] = "sure"


def _rule(
    pattern: str, means: Meaning, sure: Sure | Callable[[re.Match[str]], Sure] = "sure"
) -> _Rule:
    return _Rule(re.compile(rf"(?:{pattern}){_END}"), means, sure)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    # Compiled when first used: they take as long as the rest of a start.
    return (
        _rule(r"(?P<year>20\d\d)-(?P<second>\d{1,2})-(?P<third>\d{1,2})(?!-)", meanings.iso),
        _rule(
            _OF_WEEK + r"(?P<first>\d{1,2})(?P<sep>[/.-])(?P<second>\d{1,2})(?P=sep)"
            r"(?P<year>20\d\d|\d\d)(?![/.-]\d)",
            meanings.numeric,
        ),
        _rule(
            _OF_WEEK + r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?P<year>)(?![/.]\d)",
            meanings.numeric,
            "weak",
        ),
        _rule(
            rf"{_OF_WEEK}{_MONTH} ?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![/.:]\d){_YEAR}",
            meanings.day_of_month,
            _sure_of_month,
        ),
        _rule(
            rf"{_OF_WEEK}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th|o|er)? (?:(?:of|de|di) )?"
            rf"{_MONTH}{_YEAR}",
            meanings.day_of_month,
            _sure_of_month,
        ),
        *(
            _rule(
                rf"(?:the )?(?:{_any(name for name, n in TODAY.items() if n == days)})",
                meanings.days_on(days),
            )
            for days in (2, 1, 0, -1)
        ),
        _rule(
            rf"(?:the )?(?P<nth>{_any(ORDINALS)}) {_WEEKDAY} (?:in|of) (?:the month of )?"
            rf"(?:{_MONTH}{_YEAR}|(?:the|this|next) month)",
            meanings.nth_weekday,
        ),
        _rule(
            rf"(?:the )?(?P<nth>{_any(ORDINALS)}) (?:full )?(?P<weekday>)week (?:in|of) "
            rf"(?:{_MONTH}{_YEAR}|(?:the|this|next) month)",
            meanings.nth_week,
        ),
        _rule(rf"(?:the )?{_WEEKDAY} after next", meanings.in_week(2)),
        _rule(rf"{_NEXT} {_WEEKDAY}(?: next week)?", meanings.in_week(1)),
        _rule(rf"(?:the )?{_WEEKDAY}(?:,? (?:of )?(?:next week)|{_LATER})", meanings.in_week(1)),
        _rule(rf"next week,?(?:'s)? (?:on )?{_WEEKDAY}", meanings.in_week(1)),
        _rule(rf"{_THIS} {_WEEKDAY}", meanings.this),
        _rule(rf"{_WEEKDAY},? (?:of )?this week", meanings.in_week(0)),
        _rule(rf"(?:last|this past) {_WEEKDAY}", meanings.last),
        _rule(r"(?:the )?next (?P<number>)(?P<unit>school day)", meanings.in_units),
        _rule(
            rf"(?:(?:with)?in(?: the next)?|en|em|dentro de|daqui a|nan) {_NUMBER} {_UNIT}"
            r"(?: time)?",
            meanings.in_units,
        ),
        _rule(rf"{_NUMBER} {_UNIT} (?:from now|from today|out)", meanings.in_units),
        _rule(rf"{_NUMBER} {_UNIT} ago", meanings.ago),
        _rule(rf"{_NUMBER} {_UNIT}", meanings.in_units, "alone"),
        _rule(r"(?P<first>\d{1,2})-(?P<second>\d{1,2})(?P<year>)(?!-)", meanings.numeric, "alone"),
        _rule(r"(?:the )?week after next", meanings.week(2)),
        _rule(
            r"next week|la proxima semana|la semana que viene|(?:a )?semana que vem",
            meanings.week(1),
        ),
        _rule(r"this week|eow|esta semana|essa semana|semen sa a", meanings.week(0)),
        _rule(r"the week", meanings.week(0), "led"),
        _rule(r"semen pwochen|proxima semana", meanings.week(1)),
        _rule(r"last week", meanings.week(-1)),
        _rule(r"(?:this|the) weekend", meanings.weekend(0)),
        _rule(r"next weekend", meanings.weekend(1)),
        _rule(r"next month|(?:el )?proximo mes|mwa pwochen", meanings.relative_month(1)),
        _rule(r"this month|eom|este mes", meanings.relative_month(0)),
        _rule(r"the month", meanings.relative_month(0), "led"),
        _rule(r"last month", meanings.relative_month(-1)),
        _rule(r"(?:the )?(?:end|last day) of school(?! y)|eoy", meanings.end_of_school),
        _rule(
            r"back to school|school (?:starts|opens|begins)"
            r"|(?:the )?(?:first day|start|beginning) of (?:the )?school(?: year)?",
            meanings.start_of_school,
        ),
        _rule(
            r"(?:the |next )?(?:break|(?:school )?vacation(?: week)?)(?P<year>)",
            meanings.next_vacation,
            "led",
        ),
        *(
            _rule(rf"(?:{said})(?: (?P<year>20\d\d))?", meanings.vacation(name), "led")
            for said, name in VACATIONS.items()
        ),
        *(
            _rule(rf"(?:{said})(?:,? (?P<year>20\d\d))?", meanings.holiday(name), "led")
            for said, name in HOLIDAYS.items()
        ),
        _rule(
            r"(?:(?:this|the|our|(?:the )?next) )?school year"
            r"|(?:this|next|the) year",
            meanings.of_school_year,
            "led",
        ),
        *(
            _rule(
                rf"(?:(?:this|the|next) )?{said}(?: (?P<year>20\d\d))?",
                meanings.season(name),
                "led",
            )
            for said, name in SEASONS.items()
        ),
        _rule(rf"(?:(?:this|next) )?{_MONTH}{_YEAR}", meanings.whole_month, "led"),
        _rule(
            rf"{_OF_WEEK}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?! grade)",
            meanings.the_nth,
            "led",
        ),
        _rule(_WEEKDAY, meanings.coming, _sure_of_weekday),
    )


@lru_cache(maxsize=1)
def _relations() -> tuple[tuple[re.Pattern[str], Relation], ...]:
    return (
        (re.compile(rf"(?:the )?{_WEEKDAY} (?P<way>before|after) "), meanings.weekday_by),
        (re.compile(r"(?:the )?week (?P<way>before|after|of) "), meanings.week_by),
        (
            re.compile(rf"(?:the |{_NUMBER} )?{_UNIT} (?P<way>before|after|from) "),
            meanings.units_by,
        ),
        (
            re.compile(
                r"(?:right |just )?(?:before|ahead of|prior to|antes d(?:el?|a|o)|avan|anvan) "
                r"(?:the start of )?"
            ),
            meanings.before,
        ),
        (re.compile(r"(?:right |just )?(?:after|following|despues del?|apre) "), meanings.after),
        (
            re.compile(
                r"(?:the |a |em |no )?(?:very )?(?P<part>end|start|beginning"
                r"|(?:last day|first day|first)(?= of)|middle|mid|late|early"
                r"|fin|finales|final|fim|mediados|meados|principios)"
                r"(?: (?:of|del?|da|do)\b|[ -])\s?"
            ),
            meanings.edge,
        ),
    )

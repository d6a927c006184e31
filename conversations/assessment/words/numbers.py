"""Finds a number at a place of a text and tells whether it may be a rating.

"3", "3.0", "4/4" and "three out of four" may; "3.5", "2 or 3" and "7" are off the scale; times,
dates, fractions of a school and "3rd" are no ratings at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.assessment.words.folding import WORD

if TYPE_CHECKING:
    from content.models import Scale

_SPELLED = {
    word: value
    for words in (
        "zero one two three four five six seven eight nine ten",
        "cero uno dos tres cuatro cinco seis siete",
        "zero um dois tres quatro cinco seis sete",
    )
    for value, word in enumerate(words.split())
}
_MOST_DIGITS = 2
_NO_POINT = -1

_DIGITS = re.compile(r"\d+")
_PART = re.compile(r"[.,⁄](\d+)")
_RANGE = re.compile(
    r"(\d+)(?:\s{0,2},\s{0,2}\d+)*"
    r"(?:\s{0,2},?\s{0,2}(?:\b(?:and|or|to|through|o|ou|y|e)\b|&)\s{0,2}|\s{0,2}[-–—]\s{0,2})"
    r"(\d+)(?![\d/]|[-.]\d)"
)
_SPACED_DASH = re.compile(r"\s[-–—]")
_NEGATIVE = re.compile(r"(?:^|\s)[-–]\Z")
_OUT_OF = re.compile(r"\s{0,2}(/|out of|of|de)\s{0,2}(\d+|[a-z]+)(?![\w/])")
_NO_RATING = re.compile(r"(?!ish\b)[^\W\d_]|\s?[%$]|[:/.-]\d|['’][^\W_]")


@dataclass(frozen=True)
class Number:
    """A number that may be a rating: ``value`` is None off the scale; ``end`` is its end.

    One of many digits, such as a year, is ``alone``: it is a rating only with nothing beside it.
    """

    value: int | None
    end: int
    spelled: bool = False
    alone: bool = False


def value_at(folded: str, start: int) -> tuple[int, int] | None:
    """Return the value of the number at a place, in digits or spelled out, and where it ends."""
    word = WORD.match(folded, start)
    if not word:
        return None
    if word[0].isdecimal() and len(word[0]) <= _MOST_DIGITS:
        return int(word[0]), word.end()
    return (_SPELLED[word[0]], word.end()) if word[0] in _SPELLED else None


def number_at(folded: str, start: int, scale: Scale) -> Number | None:
    """Return the number that begins at a place of a folded text, None where it rates nothing."""
    digits = _DIGITS.match(folded, start)
    if not digits:
        spelled = value_at(folded, start)
        return _out_of(folded, *spelled, scale, spelled=True) if spelled else None
    if len(digits[0]) > _MOST_DIGITS:
        return Number(None, digits.end(), alone=True)
    value, end = int(digits[0]), digits.end()
    part, span = _PART.match(folded, end), _RANGE.match(folded, start)
    if span and _is_span(span):
        value, end = _NO_POINT, span.end()
    elif part:
        value, end = (value if part[0] in (".0", ",0") else _NO_POINT), part.end()
    if folded.startswith("+", end):
        value, end = _NO_POINT, end + 1
    if _NEGATIVE.search(folded, max(start - 2, 0), start):
        value = _NO_POINT
    if _NO_RATING.match(folded, end) and not _OUT_OF.match(folded, end):
        return None
    return _out_of(folded, value, end, scale)


def _is_span(span: re.Match[str]) -> bool:
    """Tell whether two numbers are a choice or a stretch ("2 or 3", "3-4"), and not "3 - 1"."""
    return not _SPACED_DASH.search(span[0]) or int(span[1][:4]) < int(span[2][:4])


def _out_of(folded: str, value: int, end: int, scale: Scale, spelled: bool = False) -> Number:
    """Return a number as a point of the scale, also where it says of how many ("3 out of 4")."""
    out_of = _OUT_OF.match(folded, end)
    if out_of:
        most = _SPELLED.get(out_of[2], _NO_POINT)
        if out_of[2].isdecimal() and len(out_of[2]) <= _MOST_DIGITS:
            most = int(out_of[2])
        if most == scale.values[-1]:
            end = out_of.end()
        elif most >= 0 and out_of[1] not in ("of", "de"):
            value, end = _NO_POINT, out_of.end()
    return Number(value if value in scale.values else None, end, spelled)

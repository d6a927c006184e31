"""Reads from a question's words which level of the system it asks about."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from retrieval.analyzer import stem
from retrieval.phrases import PhraseBook

WHO, WHERE = "who", "where"
NEUTRAL = "neutral"
"""Phrases that hold a role word but name no level, such as "high school"."""

_IDENTITY = 4.0
_SUBJECT = 3.0
_ADDRESSED = 2.5
_SETTING = 2.0
_MENTION = 0.7

_DETERMINERS = frozenset(
    "a an the our my your their his her each every any some good great new brand first second year first-year veteran"
    " experienced small large big urban rural local former retired busy tired fellow lead head same other".split()
)
_GRADE = re.compile(r"\d+(?:st|nd|rd|th)?|grade|gr|k")
_AUXILIARIES = frozenset("should can could must do does did would will shall might may".split())
_WEAK_AUXILIARIES = frozenset("is are was were has have need needs am".split())
_QUESTION_WORDS = frozenset("what who how when where why which whats what's who's how's".split())
_OPENINGS = frozenset("and about what how what's whats so then but ok".split())
_PREPOSITIONS = frozenset("for from by as on".split())
_SELF = (("i", "am"), ("i'm",), ("im",), ("as",), ("we", "are"), ("we're",), ("being",), ("i", "work", "as"))
_AFTER_SELF = frozenset("here q question perspective hat speaking".split())

_AP_IS_COURSE = frozenset(
    "ib class classes course courses exam exams honors calc calculus bio chem lit physics stats csp "
    "enroll enrollment enrolled advanced placement dual college score scores test tests track".split()
)


@dataclass(frozen=True)
class RoleMention:
    """A level that a question names: the words ``start`` to ``end``, and how plainly."""

    level: str
    start: int
    end: int
    strength: float


class LevelReader:
    """Finds role words and settings, and judges which level the question is about."""

    def __init__(self, roles: Iterable[tuple[Sequence[str], tuple[str, str]]]) -> None:
        self._book: PhraseBook[tuple[str, str]] = PhraseBook(roles)

    def mentions(self, question: list[str]) -> list[RoleMention]:
        """Return the role mentions in a question given as folded words, in order."""
        matches = self._book.find([stem(word) for word in question])
        neutral = {
            position
            for match in matches
            if match.meaning[0] == NEUTRAL
            for position in range(match.start, match.end)
        }
        found = [
            RoleMention(
                level, match.start, match.end, _strength(sort, question, match.start, match.end, neutral)
            )
            for match in matches
            for level, sort in [match.meaning]
            if level != NEUTRAL
        ]
        for position, word in enumerate(question):
            if word == "ap" and not is_advanced_placement(question, position):
                found.append(RoleMention("school", position, position + 1, _IDENTITY))
        return sorted(found, key=lambda mention: mention.start)


def is_advanced_placement(question: list[str], position: int) -> bool:
    """Tell whether "AP" at ``position`` is the course program rather than an assistant principal."""
    near = set(question[max(0, position - 3) : position] + question[position + 1 : position + 4])
    if near & _AP_IS_COURSE:
        return True
    return _strength(WHO, question, position, position + 1) < _ADDRESSED


def level_strengths(mentions: Iterable[RoleMention]) -> dict[str, float]:
    """Add up the mentions by level."""
    strengths: dict[str, float] = {}
    for mention in mentions:
        strengths[mention.level] = strengths.get(mention.level, 0.0) + mention.strength
    return strengths


def _strength(
    sort: str, question: list[str], start: int, end: int, skipped: Container[int] = ()
) -> float:
    """Judge how plainly a role word says whom the question is about.

    Determiners, grades and the neutral phrases at positions ``skipped`` ("a 5th grade", "middle
    school") belong to the role word.
    """
    before = start
    while before > 0 and (
        before - 1 in skipped
        or question[before - 1] in _DETERMINERS
        or _GRADE.fullmatch(question[before - 1])
    ):
        before -= 1
    head = list(question[:before])
    following = question[end] if end < len(question) else ""
    if sort == WHO and (
        any(head[-len(phrase) :] == list(phrase) for phrase in _SELF) or following in _AFTER_SELF
    ):
        return _IDENTITY
    if sort == WHERE:
        return _SETTING
    if head and (head[-1] in _AUXILIARIES or (before < start and _AUXILIARIES & {*head[-3:]})):
        return _SUBJECT
    if head and head[-1] in _WEAK_AUXILIARIES and (
        len(head) == 1 or head[-2] in _QUESTION_WORDS
    ):
        return _SUBJECT
    if not head and end - start < len(question):
        # "Principal q: …" or "teachers: what …": who speaks, or whom it is about, comes first.
        return _ADDRESSED
    if head and head[-1] in _PREPOSITIONS:
        return _ADDRESSED
    if set(head[-2:]) <= _OPENINGS:
        return _SUBJECT
    return _MENTION

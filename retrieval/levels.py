"""Reads from a question's words which level of the system it asks about."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from retrieval.analyzer import stem
from retrieval.phrases import PhraseBook, Table

WHO = "who"
NEUTRAL = "neutral"
"""Phrases that hold a role word but name no level, such as "high school"."""

_IDENTITY, _SUBJECT, _ADDRESSED, _SETTING, _MENTION = 4.0, 3.0, 2.5, 2.0, 0.7
"""How plainly words name the level: "as a principal", "should principals", "for principals",
"my building", and a principal mentioned in passing."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS = _words(
    "a an the our my your their his her each every any some good great new brand first second year "
    "first-year veteran experienced small large big urban rural local former retired busy tired "
    "fellow lead head same other"
)
_GRADE = re.compile(r"\d+(?:st|nd|rd|th)?|grade|gr|k")
_AUXILIARIES = _words("should can could must do does did would will shall might may")
_WEAK_AUXILIARIES = _words("is are was were has have need needs am")
_QUESTION_WORDS = _words("what who how when where why which whats what's who's how's")
_OPENINGS = _words("and about what how what's whats so then but ok no")
_JOINED = (["and"], ["or"], ["vs"], ["versus"], ["and", "the"])
_OTHER_SUBJECTS = _words("i we you they he she it")
_PREPOSITIONS = _words("for from by as on")
_SELF = tuple(tuple(said.split()) for said in ("i am", "i'm", "im", "as", "we are", "we're"))
_GREETINGS = _words("hi hello hey ok so well um question")
_OBLIGED = _AUXILIARIES | _words("meant supposed expected required responsible need needs")
_AFTER_SELF = _words("here q question perspective hat speaking")
_AP_IS_COURSE = _words(
    "ib class classes course courses exam exams honors calc calculus bio chem lit physics stats "
    "csp enroll enrollment enrolled advanced placement dual college score scores test tests track"
)
_NEAR = 3


@dataclass(frozen=True)
class RoleMention:
    """A level that a question names: the words ``start`` to ``end``, and how plainly.

    ``joined`` where it stands beside another ("teachers and principals").
    """

    level: str
    start: int
    end: int
    strength: float
    joined: bool = False


class LevelReader:
    """Finds role words and settings, and judges which level the question is about."""

    def __init__(self, roles: Table) -> None:
        """Take a table of role phrases as stems, meaning a level and sort (who or where)."""
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
        mentions: list[RoleMention] = []
        for match in matches:
            level, sort = match.meaning
            if level == NEUTRAL:
                continue
            strength = _strength(sort, question, match.start, match.end, neutral)
            before = mentions[-1] if mentions else None
            joined = before is not None and question[before.end : match.start] in _JOINED
            if before and joined:
                # "teachers and principals both": what holds for the first holds for the second.
                strength = max(strength, before.strength)
                mentions[-1] = replace(before, joined=True)
            mentions.append(RoleMention(level, match.start, match.end, strength, joined))
        return mentions


def spell_out_ap(question: list[str]) -> list[str]:
    """Return the question with "ap" spelled out where it is an assistant principal."""
    return [
        said
        for position, word in enumerate(question)
        for said in (
            ("assistant", "principal")
            if word == "ap" and not _is_advanced_placement(question, position)
            else (word,)
        )
    ]


def _is_advanced_placement(question: list[str], position: int) -> bool:
    near = question[max(0, position - _NEAR) : position] + question[position + 1 :][:_NEAR]
    if _AP_IS_COURSE.intersection(near):
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
    head = question[:before]
    if sort != WHO:
        strength = _SETTING
    elif _speaks_of_self(head, question[end : end + 1]):
        strength = _IDENTITY
    elif _is_subject(head, before < start) or not _OBLIGED.isdisjoint(question[end : end + 1]):
        strength = _SUBJECT
    elif (not head and end - start < len(question)) or (head and head[-1] in _PREPOSITIONS):
        # "Principal q: …" or "teachers: what …": who speaks, or whom it is about, comes first.
        strength = _ADDRESSED
    else:
        strength = _SUBJECT if _OPENINGS.issuperset(head[-2:]) else _MENTION
    return strength


def _speaks_of_self(head: list[str], following: list[str]) -> bool:
    if any(tuple(head[-len(said) :]) == said for said in _SELF):
        return True
    # "Principal here: …", but not "reviews of teachers here".
    return _GREETINGS.issuperset(head) and not _AFTER_SELF.isdisjoint(following)


def _is_subject(head: list[str], determined: bool) -> bool:
    if not head:
        return False
    near = head[-3:]
    if head[-1] in _AUXILIARIES:
        return True
    if determined and _AUXILIARIES.intersection(near) and not _OTHER_SUBJECTS.intersection(near):
        return True
    return head[-1] in _WEAK_AUXILIARIES and (len(head) == 1 or head[-2] in _QUESTION_WORDS)

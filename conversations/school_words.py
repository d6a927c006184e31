"""What an event of a school calendar says: no school, a first or last day, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["no_school", "first", "last", "other"]

_YEAR = r"(?:(?:the )?(?:new )?(?:20\d\d ?[-–/] ?(?:20)?\d\d )?)"
_WHOSE = rf"(?:of|for) {_YEAR}(?:all )?(?:school|classes|students)(?! (?:vacation|recess|break))"
_FIRST = re.compile(
    rf"\bfirst (?:full )?day {_WHOSE}|\bschool(?: year)? (?:opens|begins|starts)\b"
    r"|\bclasses (?:begin|start)\b|\b(?:opening|first) day\W*$"
)
_LAST = re.compile(
    rf"\blast (?:full )?day {_WHOSE}|\bschool year (?:ends|closes)\b|\b(?:closing|last) day\W*$"
)
_SNOW_COUNTED = re.compile(r"\bsnow|\b185(?:th)?\b|make-? ?up|tentative|projected|if needed")
_NO_SNOW = re.compile(r"\b(?:no|without|0|zero)(?: \w+)? snow")
_SHORT = re.compile(
    r"\bearly (?:release|dismissal|closing)|\b(?:half|1/2|½)[- ]?days?\b|\b\d/2 day"
    r"|\b(?:delayed|late) (?:opening|start|arrival|entry)|\bhour delay|\bdismiss"
)
_MAKES_UP = re.compile(r"make-? ?up|\bif needed\b")
_EVERYBODY = re.compile(
    r"students(?: ?[&/,] ?| and | or )(?:teachers|faculty|staff)"
    r"|(?:teachers|faculty|staff)(?: ?[&/,] ?| and | or )students|\bno staff\b"
)
_STAFF = re.compile(
    r"\bprofessional|\bp\.?d\.? day|\bin-? ?service|\bconferences?\b|\bconvention"
    r"|\b(?:teacher|staff|faculty|curriculum)s?'?s? (?:work|only|development|training|day|workshop)"
    r"|\bstudents? (?:not in|do not)|\b(?:for|no) students\b|\bstaff (?:in|report)"
)
_SOME = re.compile(
    r"\bpre-?k|\bpre-?school|\bkindergarten|\bseniors?\b|\bgrades? (?!k)\w|\bclass of\b"
    r"|\b(?:elementary|middle|high|charter) schools?\b"
)
_IN_SESSION = re.compile(r"(?<!not )(?<!no )\bin session\b|\bschools? (?:is |are )?open\b")
_NO_SCHOOL = re.compile(
    r"\bno (?:school|class(?:es)?)\b"
    r"(?! (?:committee|council|board|nurse|lunch|bus|store|dance|choice|pictures?|photos?))"
    r"|\b(?:schools?|district|classes|buildings)(?: (?:is|are|will be))? "
    r"(?:closed|cancell?ed|not in session)\b"
    r"|^closed\b|\bsnow day\b"
)
_BREAK = r"\b(?:vacation|recess|break|holiday)(?: (?:week|days?|period|observed|observance))?"
_EDGES = r"(?:begins?|starts?|ends?)\b"
_USUALLY_NONE = re.compile(rf"{_BREAK}(?= *(?:$|[-–—:(),;/|*&]|\d|schools?\b|for all\b|{_EDGES}))")
_EDGE = re.compile(
    rf"{_BREAK} {_EDGES}|\b(?:first|last) day\b"
    rf"|\b(?:resumes?|reopens?|returns?|before|after|back)\b.*{_BREAK}"
)
_OF_STAFF = re.compile(r"\b(?:staff|teachers?|faculty)\b")
_OF_SOME = re.compile(r"\bpre-?k|\bpre-?school|\bkindergarten|\bseniors?\b|\bgrade 12|\bclass of\b")
_SAYS_NOTHING = "it does not say that there is no school"
_FOR_SOME = "it is for some schools or grades only"
_REASONS = (
    (_SHORT, "it is a shorter day, but a school day"),
    (_MAKES_UP, "it may become a school day: add it when it does"),
    (_SOME, _FOR_SOME),
    (_IN_SESSION, "there is school"),
)


@dataclass(frozen=True)
class Said:
    """What a title says. ``why`` tells of another event why it means no day without school.

    ``whole_day`` where an event of a few hours means the day all the same; ``with_snow`` where a
    last day is one after snow days that may not come.
    """

    kind: Kind
    why: str = ""
    whole_day: bool = False
    with_snow: bool = False


def read_title(title: str, description: str = "") -> Said:
    """Read what an event says about school.

    A professional day is a work day of teachers, though students stay at home: it is no day without
    school for those whom we write to. A shortened day is a school day.
    """
    words = _plain(title)
    if _FIRST.search(words):
        return _edge_of_year("first", words)
    if _LAST.search(words):
        return _edge_of_year("last", words)
    more = _plain(description)
    # Where it begins with that, it says of the day what the title does not.
    return _without_school(f"{words}: {more}" if _NO_SCHOOL.match(more) else words)


def _without_school(words: str) -> Said:
    certain = bool(_NO_SCHOOL.search(words))
    if not certain and not any(p.search(words) for p in (_USUALLY_NONE, _STAFF, _SHORT)):
        return Said("other", _SAYS_NOTHING)
    for pattern, why in _REASONS:
        if pattern.search(words):
            return Said("other", why)
    if _STAFF.search(words) and not _EVERYBODY.search(words):
        return Said("other", "it is a work day for staff")
    if not certain and _EDGE.search(words):
        return Said("other", "it tells only where days without school begin or end: type them")
    return Said("no_school", whole_day=certain)


def _edge_of_year(kind: Literal["first", "last"], words: str) -> Said:
    if re.search(r"\b(?:staff|teachers?|faculty)\b", words) and "student" not in words:
        return Said("other", "it is for staff")
    if re.search(
        r"\bpre-?k|\bpre-?school|\bkindergarten|\bseniors?\b|\bgrade 12|\bclass of\b", words
    ):
        return Said("other", _REASONS[2][1])
    snow = bool(_SNOW_COUNTED.search(words)) and not _NO_SNOW.search(words)
    return Said(kind, with_snow=snow)


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())

"""Reads a measure's latest value from a message: "interpreters at 14 of 20 conferences"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.assessment.words.folding import fold, word_set
from conversations.calendar import Calendar
from conversations.planning.typed_dates import Found, find_date
from conversations.planning.words.stems import stems

_LONGEST = 1000
_SPELLED = {
    word: value
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
        "zero um dois tres quatro cinco seis sete oito nove dez",
    )
    for value, word in enumerate(words.split())
} | {"none": 0, "ninguno": 0, "nenhum": 0, "okenn": 0}

_NUMBER = (
    r"(?<![\w.,/:#%-])(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,3})?|[0-9]{1,6}(?:[.,][0-9]{1,2})?"
    rf"|(?:{'|'.join(_SPELLED)}))(?![\w])(?![.,:/-]?[0-9])"
)
_OUT_OF = re.compile(
    rf"(?P<value>{_NUMBER.replace('(?![.,:/-]?[0-9])', '(?![.,:-]?[0-9])')})"
    r"(?:\s?/\s?| (?:out of|of|in|de|sou) (?:every |the |our |all |all the |las |los |as |os )?)"
    rf"(?P<of>{_NUMBER.replace('/:#', ':#')})(?!/)"
)
_PERCENT = re.compile(
    rf"(?P<value>{_NUMBER})\s?(?:%|percent\b|per cent\b|pct\b|por ciento\b|por cento\b|pousan\b)"
)
_SINGLE = re.compile(rf"(?P<value>{_NUMBER})(?!\s?%)")
# What tells the value from other numbers beside it: "was 5, now 8".
_CUE = re.compile(
    r"\b(?:now|today|currently|is|are|reached|stands)(?: at)? (?:about |around |up to |down to )?\Z"
    r"|[:=]\s?\Z|\bfrom [0-9.,]{1,7} to \Z"
)
_NAMED_BEFORE = re.compile(
    r"(?<!st )(?<!nd )(?<!rd )(?<!th )\b(?:grades?|gr|grado|klas|level|levels|tier|room|step|phase"
    r"|pillar|block|section|part|unit"
    r"|version|title|question|item|goal|cycle|quarter|term|semester|year|week|day|month|period|age"
    r"|aged|number|no\.?|nr\.?|k|k-)\s?(?:[0-9]{1,2}\s?(?:,|and|&|or|to|through)\s?)?\Z"
)
_TIME_BEFORE = re.compile(
    r"\b(?:in|for|after|every|within|over|past|last|next|first|another|these|those|of)"
    r"(?: the)?(?: past| last| next| first)? \Z"
)
_TIME_AFTER = re.compile(r"[\s-]?(?:school |more )?(?:days?|weeks?|months?|years?)\b")
_NO_READING_AFTER = re.compile(
    r"\s?(?:[ap]\.?m\b|o'?clock|(?:more|fewer|less|extra|additional|others?)\b(?! than)"
    r"|(?:years? old|st|nd|rd|th|thirds?|quarters?|fifths?|halves)\b"
    r"|\s?(?:-|–|or|to) ?[0-9]|(?:of|%|/))"
)
_OTHER_BEFORE = re.compile(
    r"[0-9]\s?(?:-|–|or|o|ou)\s?\Z|\b(?:by|up|down|gained|lost|plus|minus|increase of|drop of) \Z"
)
_EARLIER_BEFORE = re.compile(r"\b(?:from|was|were|than|before|earlier)(?: about| only)? \Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_PAIR = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
_ALIKE = 85
"""From which likeness, of 100, two stems are the same word with a slip of the fingers."""
_COULD_BE_MEANT = 0.6
_SAYS_NOTHING = word_set(
    "a an the of at in on to for and or with we our us i it is are was were be been have has had",
    "now this that these those up down from by about only just so far today month week year value",
    "reading measure number count total percent out as all my de la el en los las os ao no na",
)


@dataclass(frozen=True)
class TypedReading:
    """A value that was typed: ``of`` how many where that was said, the words beside it, its day.

    A percentage is its number of hundredths (70 for "70%").
    """

    value: float
    of: float | None
    is_percent: bool
    words: str
    day: date | None


def read_reading(words: str, today: date, calendar: Calendar) -> TypedReading | None:
    """Read a value, None where there is none, or where it could be one of several numbers.

    Grades, dates, times and changes ("3 more") are no values, and a question gives none. A day
    without a year is one that has been. Never raises, whatever is typed.
    """
    text = words[:_LONGEST]
    if text.rstrip().endswith("?"):
        return None
    found = _day_in(text, today, calendar)
    if found:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    folded = fold(text)
    read = _value_in(folded.folded)
    if read is None:
        return None
    match, is_percent = read
    value = _number(match["value"])
    of = _number(match["of"]) if "of" in match.groupdict() else None
    if of == 0:
        return None
    start, end = folded.origins[match.start()], folded.origins[match.end() - 1] + 1
    rest = " ".join((text[:start] + " " + text[end:]).split()).strip(" ,;:.!–—-=()$")
    # "This week" is not over yet: the reading is today's.
    day = found.day if found and found.day <= today else None
    return TypedReading(value, of, is_percent, rest, day)


def which_measure(words: str, measures: Mapping[str, str]) -> list[str]:
    """Return the ids of the measures that could be meant, best first, of ids and what they count.

    One id is clear, several are to be asked about; none shares a word with what was typed.
    """
    said = _telling(words)
    told = {measure: _telling(text) for measure, text in measures.items()}
    scores = {measure: _shared(said, theirs, told) for measure, theirs in told.items()}
    best = max(scores.values(), default=0.0)
    meant = [i for i, score in scores.items() if score > 0 and score >= best * _COULD_BE_MEANT]
    return sorted(meant, key=lambda measure: -scores[measure])


def _day_in(text: str, today: date, calendar: Calendar) -> Found | None:
    found = find_date(text, today, calendar, back=True)
    if found and _PAIR.fullmatch(text[found.start : found.end]):
        return None  # "9/10" alone counts; "on 9/10" is a day.
    return found


def _value_in(folded: str) -> tuple[re.Match[str], bool] | None:
    """Return where the one value is, and whether it is a percentage."""
    for pattern, is_percent in ((_OUT_OF, False), (_PERCENT, True)):
        found = [match for match in pattern.finditer(folded) if not _names(folded, match)]
        latest = [m for m in found if not _EARLIER_BEFORE.search(folded, 0, m.start())]
        if latest or found:
            return (latest or found)[-1], is_percent
    single = [match for match in _SINGLE.finditer(folded) if _is_value(folded, match)]
    if len(single) > 1:
        single = [match for match in single if _CUE.search(folded, 0, match.start())]
    return (single[0], False) if len(single) == 1 else None


def _names(folded: str, match: re.Match[str]) -> bool:
    """Tell whether a number says which one ("grade 3"); those in school are whole."""
    return "." not in match["value"] and bool(_NAMED_BEFORE.search(folded, 0, match.start()))


def _is_value(folded: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    lasts = _TIME_AFTER.match(folded, end) and _TIME_BEFORE.search(folded, 0, start)
    return not (
        _names(folded, match)
        or lasts
        or _NO_READING_AFTER.match(folded, end)
        or _OTHER_BEFORE.search(folded, 0, start)
        or _YEAR.match(match["value"])
    )


def _number(said: str) -> float:
    if said in _SPELLED:
        return float(_SPELLED[said])
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", said):
        return float(said.replace(",", ""))
    return float(said.replace(",", "."))


def _telling(text: str) -> frozenset[str]:
    return frozenset(stems(text)) - _SAYS_NOTHING


def _shared(
    said: frozenset[str], theirs: frozenset[str], told: Mapping[str, frozenset[str]]
) -> float:
    """Return how much of what was said a measure says too; a word that all say tells least."""
    return sum(
        1 / sum(_is_said(word, others) for others in told.values())
        for word in said
        if _is_said(word, theirs)
    )


def _is_said(word: str, others: frozenset[str]) -> bool:
    return word in others or any(_is_alike(word, other) for other in others)


def _is_alike(word: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return min(len(word), len(other)) >= 4 and ratio(word, other) >= _ALIKE

"""Finds the rating that a text opens with: a number or label of the scale, and what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.assessment.words.counting import counts, starts_a_sentence
from conversations.assessment.words.folding import WORD, Folded, word_set
from conversations.assessment.words.labels import Label, label_at
from conversations.assessment.words.numbers import Number, number_at, value_at

if TYPE_CHECKING:
    from content.models import Scale

_MOST_LEADS = 8

_LEADS = word_set(
    "i i'd id i'll i'm im we we'd we're were it it's its this that that's thats my our us",
    "would will say think guess believe feel suppose reckon go give put mark rate rated",
    "rating score answer choose pick chose vote make call change meant mean actually maybe",
    "perhaps probably possibly definitely mostly still just only more about around roughly",
    "nearly almost close closer kind kinda sort sorta like between somewhere a an solid",
    "strong weak low high good full ok okay so well hm hmm um uh oh oops sorry no nope wait",
    "yes honestly currently now here right overall let's lets let but yo creo diria seria un",
    "una eu acho um uma mwen ta di se",
)
_LEADS_BETWEEN = word_set(
    "with ourselves me down as for am are is be at in the to of on got get que there",
)
_LEADS_IN_A_WALK = word_set(
    "level number point option stage",
)
_ASKS = word_set(
    "how what why where who when which can could should do does is are will would que como",
)

_BEFORE = re.compile(r"[\s*_~`\"'“‘(\[{#:=•·-]*")
_BETWEEN = re.compile(r"[\s,*_~`\"'“‘(\[{#:=.–—-]*")
_LIST = re.compile(r"\s*1[.)]\s")
_SECOND = re.compile(r"\s2[.)]\s")

_OPENS_TWIN = re.compile(r"[\s*_~`\"”’)\]}=:–—-]{0,6}[(\[]?[\s*_]{0,2}")
_CLOSES_TWIN = re.compile(r"[\s*_]{0,2}[)\]]?")
_TAIL = re.compile(
    r"(?:(?:ish|-ish|[\s,]{1,3}(?:for (?:us|me|now|our (?:school|district|team|class|building))"
    r"|here|i(?:'d| would)? (?:think|guess|say|suppose|believe)|maybe|perhaps|probably|please"
    r"|overall|right now|now|today|currently|honestly|at (?:best|most|least)|or so|points?|stars?"
    r"|stage|phase|level|(?:seems|sounds|feels|is|looks) (?:about )?(?:right|fair|good)))\b)*"
)
_EMPHASIS = re.compile(r"[*_~`]*")
_CLOSERS = r"(?:[*_~`\"”)\]}]|['’](?![^\W_]))*"
_SEPARATES = re.compile(
    rf"{_CLOSERS}(?:(?<=[)\]])\s|[^\S\n]*[,.:;!?=>→|/–—…(\"“\n]|[^\S\n]*-(?:\s(?!(?:and|or|to)\b)|$)"
    r"|\s+(?:because|since|bc|cuz|porque|pois|paske)\b)"
)
_TIGHT = re.compile(rf"{_CLOSERS}-(?=[^\W_])")
_EMOJI = re.compile(r":[a-z0-9+_-]+:")
_SEPARATORS = re.compile(
    rf"[*_~`\"”)\]}}'’]*(?:[^\S\n]*(?:{_EMOJI.pattern}|[,.:;!?=>→|/–—…-]))*[^\S\n]*[*_~`]*\s*"
)
_MORE_NUMBERS = re.compile(r"\d[\d\s,/-]*")
_SPEAKS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Rating:
    """A rating that was typed: ``value`` is None off the scale, ``words`` are what follows."""

    value: int | None
    words: str = ""


def opening(folded: Folded, scale: Scale, *, own_thread: bool) -> Rating | None:
    """Return the rating that a text opens with; None where it is no rating for certain."""
    text = folded.folded
    if _LIST.match(text) and _SECOND.search(text):
        return None
    if not own_thread and text.rstrip(" \n*_.!").endswith("?"):
        return None
    place = _end(_BEFORE, text, 0)
    for count in range(_MOST_LEADS):
        for target in _targets(text, place, scale):
            rating = _followed(folded, target, scale, own_thread)
            if rating:
                return rating
        word = WORD.match(text, place)
        if not word or not _leads(word[0], count, own_thread):
            return None
        place = _end(_BETWEEN, text, word.end())
    return None


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _leads(word: str, count: int, own_thread: bool) -> bool:
    return (
        word in _LEADS
        or (count > 0 and word in _LEADS_BETWEEN)
        or (own_thread and word in _LEADS_IN_A_WALK)
    )


def _targets(text: str, place: int, scale: Scale) -> Iterator[Label | Number]:
    """Give what may be the rating at a place; a label first: it may have a number in it."""
    for found in (label_at(text, place, scale), number_at(text, place, scale)):
        if found:
            yield found


def _followed(
    folded: Folded, target: Label | Number, scale: Scale, own_thread: bool
) -> Rating | None:
    """Return a target as a rating if what follows leaves no doubt; with the words that follow."""
    text = folded.folded
    if isinstance(target, Label) and not target.sure and not own_thread:
        return None
    for place in _ends(text, target, scale):
        if not _speaks(text[place:]):
            return Rating(target.value)
        if isinstance(target, Number) and target.alone:
            continue
        separated = _SEPARATES.match(text, place) and (own_thread or not _asks(text, place))
        if separated or (own_thread and _is_sentence(text, place, target)):
            words = folded.original(_end(_SEPARATORS, text, place)).strip()
            if not _MORE_NUMBERS.fullmatch(words):
                return Rating(target.value, words)
            if isinstance(target, Number):
                return Rating(None, words)
    return None


def _ends(text: str, target: Label | Number, scale: Scale) -> Iterable[int]:
    """Return where a rating may be over: after its other name and "for us", or before them."""
    end = _end(_EMPHASIS, text, target.end)
    twin = _twin(text, end, target, scale)
    return dict.fromkeys((_end(_TAIL, text, twin), twin, _end(_TAIL, text, end), end))


def _twin(text: str, end: int, target: Label | Number, scale: Scale) -> int:
    """Return where a rating that is given twice is over ("3 Developing", "two (2)")."""
    start = _end(_OPENS_TWIN, text, end)
    label, number = label_at(text, start, scale), value_at(text, start)
    if label and label.value == target.value:
        return _end(_CLOSES_TWIN, text, label.end)
    if number and number[0] == target.value:
        return _end(_CLOSES_TWIN, text, number[1])
    return end


def _speaks(rest: str) -> bool:
    return bool(_SPEAKS.search(_EMOJI.sub("", rest)))


def _asks(text: str, place: int) -> bool:
    word = WORD.match(text, _end(_SEPARATORS, text, place))
    return bool(word and word[0].split("'")[0] in _ASKS)


def _is_sentence(text: str, place: int, target: Label | Number) -> bool:
    """Tell whether what stands beside a rating without a separator is no part of its phrase."""
    tight = _TIGHT.match(text, place)
    if tight:
        return starts_a_sentence(text, tight.end())
    if (
        isinstance(target, Label)
        or target.spelled
        or target.value is None
        or place != _end(_EMPHASIS, text, target.end)
    ):
        return starts_a_sentence(text, place)
    return text[place : place + 1].isspace() and not counts(text, place, target.value)

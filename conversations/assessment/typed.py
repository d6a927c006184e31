"""Reads what somebody typed at a rating card: a rating, a way to steer, or words.

Nothing here knows how many points a scale has or what they are called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from conversations.assessment.words import ratings
from conversations.assessment.words.folding import Folded, fold
from conversations.assessment.words.labels import labelled, same_words
from conversations.assessment.words.phrases import steering

if TYPE_CHECKING:
    from content.models import Scale

Kind = Literal[
    "rate",
    "dont_know",
    "skip",
    "back",
    "next",
    "pause",
    "resume",
    "explain",
    "out_of_scale",
    "words",
]

_MAY_SAY_WHY = ("dont_know", "skip", "pause")
_STOPPING = ("stop", "pause", "i ", "i'")
_UP_TO_A_REASON = re.compile(
    r"[^\w\n]{0,5}([^,.:;!?()\n–—]{1,60}?)"
    r"(?:[^\S\n]{0,2}[,.:;!(\n–—]\s{0,4}|[^\S\n]{1,2}-[^\S\n]{1,2}"
    r"|\s{1,2}(?=(?:because|since|but|as)\b))(?=\S)"
)
_MEANING = re.compile(
    r"\W*what(?:'s| is| does| do you mean by|) (?:an? |the )?(.{1,60}?)"
    r"(?: (?:mean|stand for|look like))?(?: here)?\W*"
)


@dataclass(frozen=True)
class Typed:
    """What was typed, read: ``words`` is the evidence or reason beside it, as typed.

    A number or label that the scale lacks is ``out_of_scale``, with all of the text as words.
    """

    kind: Kind
    value: int | None = None
    words: str = ""


def read(text: str, scale: Scale, *, own_thread: bool) -> Typed:
    """Read what somebody typed while a card was open.

    In the walk's ``own_thread`` a number or label that opens a sentence is a rating ("3 we have
    interpreters"), unless it counts something ("3 interpreters came"). Elsewhere a message is most
    often a question: there only what cannot be anything else steers or rates.
    """
    folded = fold(text)
    named = labelled(folded.folded, scale)
    if named is not None and (own_thread or not _is_question(folded)):
        return Typed("rate", named)
    return (
        _steered(folded, scale, own_thread)
        or _rated(folded, scale, own_thread)
        or (_steered_with_a_reason(folded, scale) if own_thread else None)
        or Typed("words", words=text)
    )


def _is_question(folded: Folded) -> bool:
    return folded.folded.rstrip().endswith("?")


def _steered(folded: Folded, scale: Scale, own_thread: bool) -> Typed | None:
    """Read a text that is one way to steer and nothing else."""
    if same_words(folded.folded, scale.dont_know):
        return Typed("dont_know")
    kind = steering(folded.folded, in_walk=own_thread)
    if kind and (own_thread or not _is_question(folded) or kind in ("explain", "resume")):
        return Typed(kind)
    if own_thread and (meaning := _MEANING.fullmatch(folded.folded)):
        named = ratings.opening(fold(meaning[1]), scale, own_thread=True)
        if named and named.value and not named.words:
            return Typed("explain")
    return None


def _rated(folded: Folded, scale: Scale, own_thread: bool) -> Typed | None:
    rating = ratings.opening(folded, scale, own_thread=own_thread)
    if rating is None:
        return None
    if rating.value is None:
        return Typed("out_of_scale", words=folded.text)
    return Typed("rate", rating.value, rating.words)


def _steered_with_a_reason(folded: Folded, scale: Scale) -> Typed | None:
    """Read "skip, we are an elementary school" and "not sure, maybe a 2"."""
    head = _UP_TO_A_REASON.match(folded.folded)
    if head is None:
        return None
    same = same_words(head[1], scale.dont_know)
    kind = "dont_know" if same else steering(head[1], in_walk=True)
    if kind not in _MAY_SAY_WHY or (kind == "pause" and not head[1].startswith(_STOPPING)):
        return None
    reason = folded.original(head.end()).strip()
    if kind == "dont_know":
        after_all = _rated(fold(reason), scale, own_thread=True)
        # Who goes on with "but" knows something: that is evidence.
        if after_all or folded.folded.startswith("but ", head.end()):
            return after_all
    return Typed(kind, words=reason)

"""Reads a question: language, level, references, what is wanted, and its weighted terms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from retrieval.analyzer import Analyzer, fold, words
from retrieval.expansion import Expander, Terms
from retrieval.intents import Intent, continues, read_intent, without_restart
from retrieval.knowledge import Knowledge
from retrieval.languages import ENGLISH, Translator
from retrieval.levels import LevelReader, level_strengths, spell_out_ap
from retrieval.references import Outline, References, read_ordinal, read_references

LONGEST = 4000
"""Characters of a question that are read; a longer one is read up to here."""

ROLE_WORD_FACTOR = 0.4
CLEAR_LEVEL = 1.5
_COMPARED_LEVEL = 2.0
_CARRIED_FULL, _CARRIED_PART = 1.0, 0.5
_FEW_TERMS = 3.0

_TOPIC_BREAK = (
    r"[?;]+|,? (?:and|&) (?:also|then|separately|how|what|who|do|are)\b"
    r"|,? (?:also|plus|as well as)\b|, and\b"
)
_LEAST_TOPIC, _MOST_TOPICS = 2.0, 3
_EXCLUDED_WORDS = 3
_EXCLUDED = (
    r"\b(?:other than|except(?: for)?|anything but|besides|not about|rather than|instead of"
    r"|(?:don't|dont|do not) (?:want|need)(?: to| another| any| more| a)*)\b"
)


@dataclass(frozen=True)
class Context:
    """What a conversation remembers of its last answered question."""

    level: str | None = None
    language: str = ENGLISH
    blocks: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    terms: Terms | None = None


def says_nothing(reading: Reading) -> bool:
    """Tell whether a question holds no word that occurs in the corpus, even respelled."""
    return not reading.follow_up and len(reading.terms.unknown) >= len(reading.terms.own)


@dataclass(frozen=True)
class Reading:
    """A question as the search understands it.

    ``level`` is the one asked about, ``level_said`` whether the words name it; ``levels`` all that
    they name plainly. ``topics`` are the parts of a message that joins several questions;
    ``pointed_at`` is the id of an item just shown that it asks more about.
    """

    question: str
    language: str
    intent: Intent
    references: References
    terms: Terms
    topics: tuple[Terms, ...] = ()
    level: str | None = None
    level_strength: float = 0.0
    levels: tuple[str, ...] = ()
    level_said: bool = False
    follow_up: bool = False
    pointed_at: str | None = None


class Reader:
    """Reads questions with the compiled tables of a corpus."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Read with the phrase tables of ``knowledge``, knowing the words of its items."""
        tables = knowledge.tables
        self._analyzer = Analyzer(tables["stop_words"][ENGLISH])
        self._shorthand: Mapping[str, list[str]] = tables["shorthand"]
        self._vocabulary: Mapping[str, int] = tables["vocabulary"]
        self._translator = Translator(tables["translations"], tables["stop_words"])
        self._levels = LevelReader(tables["roles"])
        self._expander = Expander(
            self._analyzer, tables["expansions"], self._vocabulary, knowledge.asked.terms
        )
        self._outline = _outline(tables["items"])

    def read(
        self, question: str, context: Context | None = None, level: str | None = None
    ) -> Reading:
        """Read ``question`` in the light of ``context``.

        ``level`` is the asker's own, used where the words name none.
        """
        asked = question
        question = " ".join(question.split())[:LONGEST]
        rest = without_restart(question)
        if rest != question:
            question, context = rest, None
        folded = fold(question)
        spoken = words(question)
        language = self._translator.language(
            spoken,
            self._vocabulary,
            question.casefold(),
            before=context.language if context else ENGLISH,
        )
        intent = read_intent(folded)
        english = self._plain(spoken, language)
        mentions = self._levels.mentions(english)
        strengths = level_strengths(mentions)
        terms = self._terms(english, language)
        named = max(strengths, key=lambda name: strengths[name], default=None)
        clear = named is not None and strengths[named] >= CLEAR_LEVEL
        reading = Reading(
            question=asked,
            language=language,
            intent=intent,
            references=read_references(folded, self._outline),
            terms=terms,
            topics=self._topics(question, language),
            level=named if clear else level,
            level_strength=strengths.get(named, 0.0) if clear and named else 0.0,
            levels=tuple(
                name
                for name, said in strengths.items()
                if said >= _COMPARED_LEVEL or intent.compare
            ),
            level_said=clear,
            pointed_at=_pointed_at(folded, context),
        )
        return _in_context(reading, context) if context else reading

    def _plain(self, spoken: list[str], language: str) -> list[str]:
        english = self._translator.to_english(spoken, language)
        plain = [word for said in english for word in self._shorthand.get(said, [said])]
        return spell_out_ap(plain)

    def _topics(self, question: str, language: str) -> tuple[Terms, ...]:
        """Read the topics of a message apart where it joins two or three; else none."""
        pieces = [words(piece) for piece in re.split(_TOPIC_BREAK, question)]
        topics = [self._terms(self._plain(piece, language), language) for piece in pieces]
        topics = [terms for terms in topics if sum(terms.own.values()) >= _LEAST_TOPIC]
        return tuple(topics) if 2 <= len(topics) <= _MOST_TOPICS else ()

    def _terms(self, english: list[str], language: str) -> Terms:
        discounted = {
            position: ROLE_WORD_FACTOR
            for mention in self._levels.mentions(english)
            for position in range(mention.start, mention.end)
        }
        discounted.update(_excluded(english))
        return self._expander.expand(english, discounted, respell=language == ENGLISH)


def _outline(items: Sequence[Mapping[str, Any]]) -> Outline:
    by_kind: dict[str, list[str]] = {}
    for item in items:
        by_kind.setdefault(item["kind"], []).append(item["id"])
    titled = by_kind["pillar"] + by_kind["building_block"]
    return Outline(
        titles={fold(item["title"]): item["id"] for item in items if item["id"] in titled},
        by_kind=by_kind,
        known=frozenset(item["id"] for item in items),
    )


def _excluded(english: list[str]) -> dict[int, float]:
    """Return a factor of nought for the words after "other than", "I don't want" and the like."""
    joined = " ".join(english)
    factors: dict[int, float] = {}
    for match in re.finditer(_EXCLUDED, joined):
        first = joined[: match.end()].count(" ") + 1
        factors.update(dict.fromkeys(range(first, first + _EXCLUDED_WORDS), 0.0))
    return factors


def _pointed_at(folded: str, context: Context | None) -> str | None:
    """Return the id of the item just shown that a question points at ("the second one")."""
    ordinal = read_ordinal(folded) if context and context.shown else None
    if ordinal is None or context is None or ordinal < 1:
        return None
    return context.shown[min(ordinal, len(context.shown)) - 1]


def _in_context(reading: Reading, context: Context) -> Reading:
    """Let a follow-up inherit what it does not say itself: topic, level, blocks."""
    said = sum(reading.terms.own.values())
    follows = not reading.references.any and (
        continues(fold(reading.question)) or reading.pointed_at is not None or said <= _FEW_TERMS
    )
    if not follows or context.terms is None:
        return reading
    share = _CARRIED_FULL if said <= _FEW_TERMS else _CARRIED_PART
    return replace(
        reading,
        terms=_carried(reading.terms, context.terms, share),
        topics=(),
        level=reading.level if reading.level_said else (context.level or reading.level),
        level_strength=reading.level_strength if reading.level_said else 2.0 * bool(context.level),
        follow_up=True,
    )


def _carried(terms: Terms, earlier: Terms, share: float) -> Terms:
    weights = {term: weight * share for term, weight in earlier.weights.items()}
    for term, weight in terms.weights.items():
        weights[term] = max(weight, weights.get(term, 0.0))
    own = {term: weight * share for term, weight in earlier.own.items()}
    for term, weight in terms.own.items():
        own[term] = max(weight, own.get(term, 0.0))
    return Terms(own, weights, terms.unknown, terms.respelled, terms.spelled)

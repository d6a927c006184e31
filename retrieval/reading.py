"""Reads a question: language, level, references, what is wanted, and its weighted terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from content.ids import LEVELS
from retrieval.analyzer import Analyzer, fold, words
from retrieval.expansion import Expander, Spelling, Terms
from retrieval.intents import Intent, asks_how, continues, points_back, read_intent, without_restart
from retrieval.knowledge import Knowledge
from retrieval.languages import ENGLISH, Translator
from retrieval.levels import LevelReader, RoleMention, level_strengths, spell_out_ap
from retrieval.references import Outline, References, read_ordinal, read_references

LONGEST = 4000
"""Characters of a question that are read; a longer one is read up to here."""

ROLE_WORD_FACTOR = 0.4
CLEAR_LEVEL = 1.5
_CARRIED_FULL, _CARRIED_PART = 1.0, 0.5
_FEW_TERMS = 3.0
_CONTINUED_TERMS, _POINTING_TERMS = 7.0, 4.0

_TOPIC_BREAK = (
    r"[?;]+|,? (?:and|&) (?:also|then|separately|how|what|who|do|are)\b"
    r"|,? (?:also|plus|as well as)\b|, and\b"
)
_LEAST_TOPIC, _MOST_TOPICS = 2.0, 3
_EXCLUDED_WORDS = 3
_EXCLUSION_ENDS = frozenset(
    ["just", "but", "only", "for", "about", "to", "what", "how", "so", "and"]
)
_LEAST_OF_TITLE, _MOST_OF_TITLE = 2, 6
_EXCLUDED = (
    r"\b(?:other than|except(?: for)?|anything but|besides|not about|rather than|instead of"
    r"|(?:don't|dont|do not) (?:want|need)(?! to)(?: another| any| more| a)*)\b"
)


@dataclass(frozen=True)
class Context:
    """What a conversation remembers of its last answered question."""

    level: str | None = None
    language: str = ENGLISH
    named: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    terms: Terms | None = None


@dataclass(frozen=True)
class Reading:
    """A question as the search understands it.

    ``titled`` are building blocks whose titles its words nearly are ("family engagement").
    ``spoken`` are the terms of its own words, ``terms`` those with what a follow-up takes over.
    ``level`` is the one asked about, ``level_said`` whether the words name it; ``levels`` all that
    they name plainly. ``topics`` are the parts of a message that joins several questions;
    ``pointed_at`` is the id of an item just shown that it asks more about; ``context`` is what was
    remembered when it was asked.
    """

    question: str
    language: str
    intent: Intent
    references: References
    titled: tuple[str, ...]
    spelling: Spelling
    spoken: Terms
    terms: Terms
    topics: tuple[Terms, ...] = ()
    level: str | None = None
    level_strength: float = 0.0
    levels: tuple[str, ...] = ()
    level_said: bool = False
    follow_up: bool = False
    pointed_at: str | None = None
    context: Context = Context()

    @property
    def says_nothing(self) -> bool:
        """Whether it names nothing and holds no word that occurs in the corpus."""
        empty = len(self.spelling.unknown) >= len(self.spoken.own)
        return empty and not (self.follow_up or self.references.any or self.references.beyond)


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
        self._title_terms = {
            item["id"]: frozenset(self._analyzer.terms(item["title"]))
            for item in tables["items"]
            if item["kind"] == "building_block"
        }

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
        spoken = words(question)
        language = self._translator.language(
            spoken,
            self._vocabulary,
            unicodedata.normalize("NFC", question.casefold()),
            before=context.language if context else ENGLISH,
        )
        spelling = self._expander.spell(self._plain(spoken, language), language == ENGLISH)
        # In another language the outline and the intent are read from the English words too.
        typed = fold(question)
        folded = typed if language == ENGLISH else f"{typed} {' '.join(spelling.words)}"
        intent = read_intent(folded, typed)
        references = read_references(folded, self._outline)
        mentions = self._levels.mentions(list(spelling.words))
        terms = self._expander.expand(spelling, _factors(spelling.words, mentions))
        strengths = level_strengths(mentions)
        named = max(strengths, key=lambda name: strengths[name], default=None)
        clear = named is not None and (strengths[named] >= CLEAR_LEVEL or references.any)
        reading = Reading(
            question=asked,
            language=language,
            intent=intent,
            references=references,
            titled=self._nearly_titled(terms),
            spelling=spelling,
            spoken=terms,
            terms=terms,
            topics=self._topics(question, language),
            level=named if clear else level,
            level_strength=max(strengths[named], CLEAR_LEVEL) if clear and named else 0.0,
            levels=_levels_compared(folded, intent, mentions),
            level_said=clear,
            pointed_at=_pointed_at(folded, context),
            context=context or Context(),
        )
        return _in_context(reading, context) if context else reading

    def _nearly_titled(self, terms: Terms) -> tuple[str, ...]:
        """Return the building block whose title a few words nearly are: "family engagement"."""
        said = {term for term, weight in terms.own.items() if weight == 1.0}
        if not _LEAST_OF_TITLE <= len(said) <= _MOST_OF_TITLE:
            return ()
        return tuple(
            block
            for block, title in self._title_terms.items()
            if said <= title and len(said) > len(title) / 2
        )

    def _plain(self, spoken: list[str], language: str) -> list[str]:
        english = self._translator.to_english(spoken, language)
        plain = [word for said in english for word in self._shorthand.get(said, [said])]
        return spell_out_ap(plain)

    def _topics(self, question: str, language: str) -> tuple[Terms, ...]:
        """Read the topics of a message apart where it joins two or three; else none."""
        pieces = [words(piece) for piece in re.split(_TOPIC_BREAK, question)]
        topics = [self._terms_of_piece(piece, language) for piece in pieces]
        topics = [terms for terms in topics if terms.said >= _LEAST_TOPIC]
        return tuple(topics) if 2 <= len(topics) <= _MOST_TOPICS else ()

    def _terms_of_piece(self, piece: list[str], language: str) -> Terms:
        spelling = self._expander.spell(self._plain(piece, language), language == ENGLISH)
        mentions = self._levels.mentions(list(spelling.words))
        return self._expander.expand(spelling, _factors(spelling.words, mentions))


def _levels_compared(
    folded: str, intent: Intent, mentions: Iterable[RoleMention]
) -> tuple[str, ...]:
    """Return the levels that a question sets side by side; none where it asks for one or any."""
    listed = list(mentions)
    if intent.compare:
        named = tuple(dict.fromkeys(mention.level for mention in listed))
        if len(named) > 1:
            return named
        return LEVELS if re.search(r"\blevels?\b(?! of)", folded) else ()
    joined = (m.level for m in listed if m.joined and m.strength >= CLEAR_LEVEL)
    named = tuple(dict.fromkeys(joined))
    return named if len(named) > 1 else ()


def as_definition(reading: Reading) -> Reading:
    """Return a question that asks what a name means: its words name no level, nor compare any."""
    return replace(
        reading,
        intent=replace(reading.intent, compare=False, resource=False),
        level=None,
        level_said=False,
        levels=(),
    )


def seen_from(reading: Reading, level: str) -> Reading:
    """Return a question as one about ``level``, whatever level its words name."""
    return replace(reading, level=level, level_strength=2.0, level_said=True, levels=())


def _outline(items: Sequence[Mapping[str, Any]]) -> Outline:
    titled = ("pillar", "building_block")
    return Outline(
        titles={fold(item["title"]): item["id"] for item in items if item["kind"] in titled},
        ids=tuple(item["id"] for item in items),
    )


def _factors(said: Sequence[str], mentions: Iterable[RoleMention]) -> dict[int, float]:
    """Return the weight by position of words that count less than others."""
    factors = {
        position: ROLE_WORD_FACTOR
        for mention in mentions
        for position in range(mention.start, mention.end)
    }
    factors.update(_excluded(said))
    return factors


def _excluded(said: Sequence[str]) -> dict[int, float]:
    """Return a factor of nought for the words after "other than", "I don't want" and the like."""
    joined = " ".join(said)
    factors: dict[int, float] = {}
    for match in re.finditer(_EXCLUDED, joined):
        first = joined[: match.end()].count(" ") + 1
        for position in range(first, min(first + _EXCLUDED_WORDS, len(said))):
            if said[position] in _EXCLUSION_ENDS:
                break
            factors[position] = 0.0
    return factors


def _pointed_at(folded: str, context: Context | None) -> str | None:
    """Return the id of the item just shown that a question points at ("the second one")."""
    ordinal = read_ordinal(folded) if context and context.shown else None
    if ordinal is None or context is None or ordinal < 1:
        return None
    return context.shown[min(ordinal, len(context.shown)) - 1]


def _in_context(reading: Reading, context: Context) -> Reading:
    """Let a follow-up inherit what it does not say itself: topic, level, what was named."""
    references = reading.references.within(context.named)
    reading = replace(reading, references=references)
    if references.any or context.terms is None or not _follows(reading):
        return reading
    said = reading.spoken.said
    share = _CARRIED_FULL if said <= _FEW_TERMS else _CARRIED_PART
    return replace(
        reading,
        references=replace(references, blocks=context.named) if said <= 1 else references,
        terms=_carried(reading.terms, context.terms, share),
        topics=(),
        level=reading.level if reading.level_said else (context.level or reading.level),
        level_strength=reading.level_strength if reading.level_said else 2.0 * bool(context.level),
        follow_up=True,
    )


def _follows(reading: Reading) -> bool:
    """Tell whether a message goes on from the last answer rather than asking afresh.

    It names a level and little else, opens as a continuation, or points back, and is short; a
    longer message has a topic of its own, whatever its pronouns.
    """
    folded, said = fold(reading.question), reading.spoken.said
    known = len(reading.spelling.unknown) < len(reading.spoken.own)
    return (
        reading.pointed_at is not None
        or (reading.level_said and said <= 1)
        or (continues(folded) and said <= _CONTINUED_TERMS)
        or (points_back(folded) and said <= _POINTING_TERMS)
        or (known and said <= 1 and asks_how(folded))
    )


def _carried(terms: Terms, earlier: Terms, share: float) -> Terms:
    weights = {term: weight * share for term, weight in earlier.weights.items()}
    for term, weight in terms.weights.items():
        weights[term] = max(weight, weights.get(term, 0.0))
    own = {term: weight * share for term, weight in earlier.own.items()}
    for term, weight in terms.own.items():
        own[term] = max(weight, own.get(term, 0.0))
    return Terms(own, weights)

"""From the words of a question to weighted terms: its own, and those that mean the same here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retrieval.analyzer import Analyzer, stem, words
from retrieval.phrases import PhraseBook

ACRONYM_WEIGHT = 0.6
SYNONYM_WEIGHT = 0.3
BRIDGE_WEIGHT = 0.4
TYPO_WEIGHT = 0.8
_TYPO_CUTOFF = 78.0
_TYPO_LENGTH = 4


@dataclass(frozen=True)
class Terms:
    """The weighted terms of a question.

    ``own`` are the terms of its own words (1.0 for each time said); ``weights`` has these and the
    added ones; ``unknown`` are own words that occur nowhere in the corpus, even respelled.
    """

    own: Mapping[str, float]
    weights: Mapping[str, float]
    unknown: tuple[str, ...] = ()
    respelled: Mapping[str, str] = field(default_factory=dict)


def _stems(phrase: str) -> list[str]:
    return [stem(word) for word in words(phrase)]


class Expander:
    """Adds to a question's terms what acronyms, synonyms and bridges of the lexicon say."""

    def __init__(
        self,
        analyzer: Analyzer,
        lexicon: Mapping[str, Any],
        vocabulary: Mapping[str, int],
    ) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._terms = {term for word in vocabulary for term in analyzer.terms_of_word(word)}
        self._books: list[tuple[float, PhraseBook[tuple[str, ...]]]] = [
            (ACRONYM_WEIGHT, PhraseBook(_acronym_entries(lexicon["acronyms"]))),
            (SYNONYM_WEIGHT, PhraseBook(_synonym_entries(lexicon["synonyms"]))),
            (
                BRIDGE_WEIGHT,
                PhraseBook(
                    (_stems(phrase), tuple(bridge["means"]))
                    for bridge in lexicon["bridges"]
                    for phrase in bridge["when"]
                ),
            ),
        ]

    def expand(self, question: Sequence[str], discounted: Mapping[int, float]) -> Terms:
        """Weigh the terms of a question given as folded words.

        ``discounted`` has a factor for words that say who asks rather than what about.
        """
        own: dict[str, float] = {}
        weights: dict[str, float] = {}
        unknown: list[str] = []
        respelled: dict[str, str] = {}
        spelled = list(question)
        for position, word in enumerate(question):
            factor = discounted.get(position, 1.0)
            for term in self._analyzer.terms_of_word(word):
                own[term] = own.get(term, 0.0) + factor
                if term in self._terms:
                    weights[term] = weights.get(term, 0.0) + factor
            known = [term for term in self._analyzer.terms_of_word(word) if term in self._terms]
            if known or not self._analyzer.terms_of_word(word):
                continue
            guess = self._respell(word)
            if guess is None:
                unknown.append(word)
            else:
                respelled[word] = spelled[position] = guess
                for term in self._analyzer.terms_of_word(guess):
                    weights[term] = max(weights.get(term, 0.0), TYPO_WEIGHT * factor)
        stems = [stem(word) for word in spelled]
        for weight, book in self._books:
            for match in book.find(stems):
                for phrase in match.meaning:
                    self._add(weights, phrase, weight)
        return Terms(own, weights, tuple(unknown), respelled)

    def _add(self, weights: dict[str, float], phrase: str, weight: float) -> None:
        terms = self._analyzer.terms(phrase)
        for term in terms:
            weights[term] = max(weights.get(term, 0.0), weight / len(terms) ** 0.5)

    def _respell(self, word: str) -> str | None:
        if len(word) < _TYPO_LENGTH or any(letter.isdigit() for letter in word):
            return None
        # Only a misspelled question pays for loading the matcher.
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        best = process.extract(
            word,
            self._vocabulary.keys(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_TYPO_CUTOFF / 100,
            limit=5,
        )
        if not best:
            return None
        return max(best, key=lambda hit: (round(hit[1], 3), hit[0][0] == word[0], self._vocabulary[hit[0]]))[0]


def _acronym_entries(acronyms: Iterable[Mapping[str, Any]]) -> Iterable[tuple[list[str], tuple[str, ...]]]:
    for acronym in acronyms:
        forms = (acronym["short"], acronym["meaning"], *acronym.get("also", ()))
        for form in forms:
            yield _stems(form), tuple(other for other in forms if other != form)


def _synonym_entries(groups: Iterable[Sequence[str]]) -> Iterable[tuple[list[str], tuple[str, ...]]]:
    # A word may stand in several groups: its meanings are gathered.
    meanings: dict[tuple[str, ...], dict[str, None]] = {}
    for group in groups:
        for term in group:
            others = meanings.setdefault(tuple(_stems(term)), {})
            others.update(dict.fromkeys(other for other in group if other != term))
    return ((list(term), tuple(others)) for term, others in meanings.items())

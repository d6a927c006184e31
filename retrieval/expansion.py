"""From the words of a question to weighted terms: its own, and those that mean the same here."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.analyzer import Analyzer, stem
from retrieval.phrases import PhraseBook, Table

WEIGHTS = {"acronym": 0.6, "synonym": 0.2, "bridge": 0.3}
TYPO_WEIGHT = 0.8
_TYPO_CUTOFF = 0.74
_SHORTEST_TYPO, _SHORT = 4, 5


_EVERY_WORD = Analyzer()


@dataclass(frozen=True)
class Terms:
    """The weighted terms of a question.

    ``own`` are the terms of its own words (1.0 for each time said); ``weights`` has these and the
    added ones; ``unknown`` are own words that occur nowhere in the corpus, even respelled;
    ``spelled`` are all words as understood.
    """

    own: Mapping[str, float]
    weights: Mapping[str, float]
    unknown: tuple[str, ...] = ()
    respelled: Mapping[str, str] = field(default_factory=dict)
    spelled: tuple[str, ...] = ()


class Expander:
    """Adds to a question's terms what acronyms, synonyms and bridges of the lexicon say."""

    def __init__(
        self,
        analyzer: Analyzer,
        phrases: Mapping[str, Table],
        vocabulary: Mapping[str, int],
        known_terms: Container[str],
    ) -> None:
        """Take phrase tables by sort, the corpus's words with their counts, and its terms."""
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._known_terms = known_terms
        self._books: list[tuple[float, PhraseBook[Mapping[str, float]]]] = [
            (weight, PhraseBook(phrases[sort])) for sort, weight in WEIGHTS.items()
        ]

    def expand(
        self, question: Sequence[str], discounted: Mapping[int, float], respell: bool = True
    ) -> Terms:
        """Weigh the terms of a question given as folded words.

        ``discounted`` has a factor for words that say who asks rather than what about. Unknown
        words are respelled after the corpus's own unless ``respell`` is False.
        """
        analyzer = self._analyzer
        if not any(map(analyzer.terms_of_word, question)):
            analyzer = _EVERY_WORD
        unknown = [word for word in question if self._is_unknown(word, analyzer)]
        respelled = self._respelled(unknown) if respell else {}
        spelled = [respelled.get(word, word) for word in question]
        own: dict[str, float] = {}
        for position, word in enumerate(spelled):
            certain = 1.0 if word == question[position] else TYPO_WEIGHT
            factor = certain * discounted.get(position, 1.0)
            for term in analyzer.terms_of_word(word):
                own[term] = own.get(term, 0.0) + factor
        weights = dict(own)
        stems = [stem(word) for word in spelled]
        for weight, book in self._books:
            for match in book.find(stems):
                # "does" has the stem of DOE, "its" that of IT: function words are no acronyms.
                if match.end - match.start == 1 and not analyzer.terms_of_word(spelled[match.start]):
                    continue
                for term, share in match.meaning.items():
                    weights[term] = max(weights.get(term, 0.0), weight * share)
        unknown = [word for word in unknown if word not in respelled]
        return Terms(own, weights, tuple(unknown), respelled, tuple(spelled))

    def _is_unknown(self, word: str, analyzer: Analyzer) -> bool:
        terms = analyzer.terms_of_word(word)
        return bool(terms) and not any(term in self._known_terms for term in terms)

    def _respelled(self, unknown: Iterable[str]) -> dict[str, str]:
        guesses = {word: self._respell(word) for word in dict.fromkeys(unknown)}
        return {word: guess for word, guess in guesses.items() if guess}

    def _respell(self, word: str) -> str | None:
        """Return the corpus's word that was most likely meant, or None.

        People seldom mistype a first letter. In a short word another letter makes another word,
        so only swapped, missing or doubled letters are taken for slips there.
        """
        if len(word) < _SHORTEST_TYPO or any(letter.isdigit() for letter in word):
            return None
        # Only a misspelled question pays for loading the matcher.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word,
            [known for known in self._vocabulary if known[0] == word[0]],
            scorer=OSA.normalized_similarity,
            score_cutoff=_TYPO_CUTOFF,
            limit=5,
        )
        if len(word) <= _SHORT:
            near = [hit for hit in near if sorted(set(hit[0])) == sorted(set(word))]
        if not near:
            return None
        return max(near, key=lambda hit: (round(hit[1], 3), self._vocabulary[hit[0]]))[0]

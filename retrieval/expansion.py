"""From the words of a question to weighted terms: its own, and those that mean the same here."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.analyzer import Analyzer, stem
from retrieval.phrases import PhraseBook, Table

WEIGHTS = {"acronym": 0.6, "synonym": 0.2, "bridge": 0.3}
TYPO_WEIGHT = 0.8
_TYPO_CUTOFF = 0.74
_SHORTEST_TYPO, _SHORT, _SHORT_STEM = 4, 5, 3


@dataclass(frozen=True)
class Spelling:
    """A question's words as understood, what was respelled, and what remains unknown."""

    words: tuple[str, ...]
    respelled: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Terms:
    """The weighted terms of a question.

    ``own`` are the terms of its own words (1.0 for each time said), ``weights`` has these and the
    added ones.
    """

    own: Mapping[str, float]
    weights: Mapping[str, float]

    @property
    def said(self) -> float:
        """How much the words say, as a number of words."""
        return sum(self.own.values())


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

    def spell(self, question: Sequence[str], respell: bool = True) -> Spelling:
        """Read a question's folded words, slips corrected after the corpus's own words."""
        unknown = [word for word in dict.fromkeys(question) if self._is_unknown(word)]
        guesses = {word: self._respell(word) for word in unknown} if respell else {}
        respelled = {word: guess for word, guess in guesses.items() if guess}
        return Spelling(
            words=tuple(respelled.get(word, word) for word in question),
            respelled=respelled,
            unknown=frozenset(unknown) - respelled.keys(),
        )

    def expand(self, spelling: Spelling, factors: Mapping[int, float]) -> Terms:
        """Weigh the terms of a question.

        ``factors`` has a weight by position for words that count less: those that say who asks,
        and, with nought, those that say what is not wanted.
        """
        corrected = frozenset(spelling.respelled.values())
        own: dict[str, float] = {}
        for position, word in enumerate(spelling.words):
            factor = factors.get(position, 1.0) * (TYPO_WEIGHT if word in corrected else 1.0)
            for term in self._known_of(word):
                own[term] = own.get(term, 0.0) + factor
        weights = dict(own)
        stems = [stem(word) for word in spelling.words]
        for weight, book in self._books:
            for match in book.find(stems):
                matched = range(match.start, match.end)
                excluded = any(factors.get(position) == 0.0 for position in matched)
                # "does" has the stem of DOE, "its" that of IT: function words are no acronyms.
                if excluded or (len(matched) == 1 and not self._says(spelling, match.start)):
                    continue
                for term, share in match.meaning.items():
                    weights[term] = max(weights.get(term, 0.0), weight * share)
        return Terms(own, weights)

    def _says(self, spelling: Spelling, position: int) -> bool:
        return bool(self._analyzer.terms_of_word(spelling.words[position]))

    def _known_of(self, word: str) -> list[str]:
        """Return a word's terms; of a compound those that occur somewhere, if any do."""
        terms = self._analyzer.terms_of_word(word)
        return [term for term in terms if term in self._known_terms] or terms

    def _is_unknown(self, word: str) -> bool:
        terms = self._analyzer.terms_of_word(word)
        if word in self._vocabulary or not terms:
            return False
        # A short stem proves little of a longer word: "famly" has that of "fam".
        trusted = 0 if len(word) < _SHORTEST_TYPO else _SHORT_STEM
        return all(term not in self._known_terms or len(term) <= trusted for term in terms)

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
            near = [hit for hit in near if len(hit[0]) != len(word) or set(hit[0]) == set(word)]
        if not near:
            return None
        return max(near, key=lambda hit: (round(hit[1], 3), self._vocabulary[hit[0]]))[0]

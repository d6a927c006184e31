"""Judges whether the corpus covers a question at all, before anything is answered.

Three kinds of evidence, joined by a logistic model: whether the question's words resemble the
typical questions of an item more than those of a topic known to be out of scope (BM25); whether
its words and word pairs are those of people who ask about items or about such topics (naive
Bayes); and how much of what it says the best items speak of. The model's constants are fitted on
the development questions by ``benchmarks/fit_scope.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.bm25 import Floats, Index, Ints
from retrieval.expansion import Terms
from retrieval.grams import word_grams
from retrieval.knowledge import Knowledge
from retrieval.ranking import Ranked
from retrieval.reading import Reading

_BEST_ITEMS = 3
_ONE_OCCURRENCE = 1.7
_NEAR = 0.35
_FEW_TERMS = 2.0
_BARE_WORDS, _ALL = 3, 0.999


@dataclass(frozen=True)
class Features:
    """What the judgement rests on.

    ``resemblance``: typical questions of the best item against those of the nearest topic out of
    scope, as a share of a perfect match. ``words``, ``all_words``, ``pairs``: log odds of the
    words (their mean, their sum) and of the word pairs (mean). ``spoken_of``: share of the
    question that one of the best items' plain words speak of. ``match``: the best item's match.
    ``unknown``: share of words found nowhere. The others are 1 or 0.
    """

    resemblance: float
    words: float
    all_words: float
    pairs: float
    spoken_of: float
    match: float
    unknown: float
    follow_up: float
    errand: float
    manipulation: float
    elsewhere: float


@dataclass(frozen=True)
class Model:
    """Constants of the logistic model, and the probability from which a question is covered."""

    resemblance: float = 7.977
    words: float = 2.1
    all_words: float = 0.1456
    pairs: float = 1.564
    spoken_of: float = 0.6562
    match: float = 1.502
    unknown: float = 1.165
    follow_up: float = 0.3163
    errand: float = -2.696
    manipulation: float = -3.635
    elsewhere: float = -2.276
    intercept: float = -3.624
    threshold: float = 0.33


@dataclass(frozen=True)
class Judgement:
    """How likely the corpus covers a question, and the out-of-scope topic nearest to it."""

    probability: float
    covered: bool
    topic: int | None
    features: Features


class ScopeJudge:
    """Judges questions against a corpus's typical questions and its out-of-scope topics."""

    def __init__(self, knowledge: Knowledge, model: Model | None = None) -> None:
        """Judge by ``knowledge``, with the fitted model unless another is given."""
        tables = knowledge.tables
        self._scope = knowledge.scope
        self._whole, self._text = knowledge.fields["whole"], knowledge.fields["text"]
        self._asked_by = np.array(tables["asked_owners"], dtype=np.intp)
        self._topics_by = np.array(tables["scope_owners"], dtype=np.intp)
        self._log_odds: Mapping[str, float] = tables["log_odds"]
        self._unseen_idf = float(self._scope.idf.max(initial=1.0))
        self.model = model or Model()

    def judge(self, reading: Reading, ranked: Ranked) -> Judgement:
        """Judge a question that has been read and ranked."""
        # A follow-up that adds a topic is judged by its own words.
        own_topic = reading.spoken.said > _FEW_TERMS
        terms = reading.spoken if own_topic or not reading.follow_up else reading.terms
        scores = self._scope.scores(terms.own)
        inside = _best_by_owner(scores[: len(self._asked_by)], self._asked_by)
        outside = _best_by_owner(scores[len(self._asked_by) :], self._topics_by)
        perfect = self._perfect(terms)
        grams = set(word_grams(reading.spelling.words))
        odds = {gram: self._log_odds[gram] for gram in grams if gram in self._log_odds}
        words = [value for gram, value in odds.items() if " " not in gram]
        features = Features(
            resemblance=(inside.max(initial=0.0) - outside.max(initial=0.0)) / perfect,
            words=_mean(words),
            all_words=sum(words),
            pairs=_mean([value for gram, value in odds.items() if " " in gram]),
            spoken_of=self._spoken_of(terms, ranked),
            match=float(ranked.matches.max(initial=0.0)) / perfect,
            unknown=len(reading.spelling.unknown) / max(len(reading.spelling.words), 1),
            follow_up=float(reading.follow_up),
            errand=float(reading.intent.errand),
            manipulation=float(reading.intent.manipulation),
            elsewhere=float(reading.intent.elsewhere),
        )
        probability = _probability(features, self.model)
        nearest = int(outside.argmax())
        near = outside[nearest] > max(inside.max(initial=0.0), _NEAR * perfect)
        # Two or three words that the items speak of are a search; nothing in them asks for more.
        few = len(reading.spelling.words) <= _BARE_WORDS and not reading.spelling.respelled
        bare = few and features.spoken_of >= _ALL
        covered = probability >= self.model.threshold or bare
        return Judgement(probability, covered, nearest if near else None, features)

    def _perfect(self, terms: Terms) -> float:
        """Return about the score of a typical question that says just what this one says."""
        total = sum(
            count * _ONE_OCCURRENCE * self._idf(self._scope, term)
            for term, count in terms.own.items()
        )
        return max(total, 1e-9)

    def _spoken_of(self, terms: Terms, ranked: Ranked) -> float:
        """Return the share of the question's weight that one of the best items speaks of."""
        said = {term: count * self._idf(self._whole, term) for term, count in terms.own.items()}
        total = sum(said.values())
        if total <= 0:
            return 0.0
        best = ranked.order[:_BEST_ITEMS].tolist()
        return max(
            sum(weight for term, weight in said.items() if _holds(self._text, term, item)) / total
            for item in best
        )

    def _idf(self, index: Index, term: str) -> float:
        held = len(index.postings(term))
        return float(index.idf[index.terms[term]]) if held else self._unseen_idf


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _holds(index: Index, term: str, document: int) -> bool:
    postings = index.postings(term)
    place = int(postings.searchsorted(document))
    return place < len(postings) and int(postings[place]) == document


def _probability(features: Features, model: Model) -> float:
    total = model.intercept + sum(
        getattr(model, name) * value for name, value in vars(features).items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _best_by_owner(scores: Floats, owners: Ints) -> Floats:
    """Return for each owner its best question's score and half of its second best's."""
    if not len(owners):
        return np.zeros(1)
    order = np.lexsort((-scores, owners))
    owner, ranked = owners[order], scores[order]
    first = np.concatenate(([True], owner[1:] != owner[:-1]))
    starts = np.flatnonzero(first)
    seconds = np.minimum(starts + 1, len(owner) - 1)
    half = np.where(owner[seconds] == owner[starts], ranked[seconds], 0.0) * 0.5
    best: Floats = np.zeros(int(owners.max()) + 1)
    best[owner[starts]] = ranked[starts] + half
    return best

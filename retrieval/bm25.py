"""Okapi BM25 laid out as postings.

The scores are those of ``rank_bm25.BM25Okapi`` (its idf with the floor for common terms, its
k1, b and epsilon): S. E. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond", 2009, with rank-bm25's treatment of negative idf. All of a term's share in a
document's score that does not depend on the query is worked out when the index is built, so that a
query only adds up its terms' postings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

K1 = 1.5
B = 0.75
EPSILON = 0.25

_CHUNK = 64
_DENSE_SHARE = 8

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Index:
    """Postings of one field: for each term the documents that hold it and its score there.

    ``terms`` maps a term to its row; row ``r`` is ``documents[starts[r]:starts[r + 1]]`` (rising)
    with the scores ``impacts[...]`` beside it. ``idf`` has one value a row.
    """

    size: int
    terms: Mapping[str, int]
    starts: Sequence[int]
    documents: Ints
    impacts: Floats
    idf: Floats
    rows_of_common_terms: Mapping[int, Floats]

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Index:
        """Index analyzed documents (each a sequence of terms), in their order."""
        terms: dict[str, int] = {}
        rows: list[int] = []
        owners: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for number, document in enumerate(documents):
            lengths.append(len(document))
            for term, count in Counter(document).items():
                rows.append(terms.setdefault(term, len(terms)))
                owners.append(number)
                counts.append(count)
        return cls._lay_out(
            terms,
            np.array(rows, dtype=np.int32),
            np.array(owners, dtype=np.int32),
            np.array(counts, dtype=np.float64),
            np.array(lengths, dtype=np.float64),
        )

    @classmethod
    def _lay_out(
        cls, terms: dict[str, int], rows: Ints, owners: Ints, counts: Floats, lengths: Floats
    ) -> Index:
        size = len(lengths)
        frequency = np.bincount(rows, minlength=len(terms)).astype(np.float64)
        idf = _idf(frequency, size)
        mean = lengths.sum() / size if size else 1.0
        norm = K1 * (1 - B + B * lengths / mean) if mean else np.full(size, K1)
        # Stable, so that documents stay in rising order inside a row.
        order = np.argsort(rows, kind="stable")
        rows, owners, counts = rows[order], owners[order], counts[order]
        impacts = idf[rows] * (counts * (K1 + 1) / (counts + norm[owners]))
        starts = [0, *np.cumsum(frequency, dtype=np.int64).tolist()]
        dense={}
        for r in np.flatnonzero(frequency>size/8).tolist():
            a=np.zeros(size); a[owners[starts[r]:starts[r+1]]]=impacts[starts[r]:starts[r+1]]; dense[r]=a
        return cls(size, terms, starts, owners.astype(np.intp), impacts, idf, dense)

    def scores(self, query: Mapping[str, float]) -> Floats:
        """Return every document's score for a query of terms with weights (1.0 a plain word).

        A word that stands twice in a question weighs 2.0, as in the reference.
        """
        documents: list[Ints] = []
        impacts: list[Floats] = []
        dense: list[Floats] = []
        for term, weight in query.items():
            row = self.terms.get(term)
            if row is None:
                continue
            if row in self.rows_of_common_terms:
                share = self.rows_of_common_terms[row]
                dense.append(share if weight == 1.0 else share * weight)
                continue
            start, end = self.starts[row], self.starts[row + 1]
            documents.append(self.documents[start:end])
            share = self.impacts[start:end]
            impacts.append(share if weight == 1.0 else share * weight)
        if documents:
            total = np.bincount(
                np.concatenate(documents), np.concatenate(impacts), minlength=self.size
            )
        else:
            total = np.zeros(self.size)
        for share in dense:
            total += share
        return total

    def top(self, query: Mapping[str, float], k: int) -> list[tuple[int, float]]:
        """Return the ``k`` best documents that score above zero; ties in document order."""
        total = self.scores(query)
        if self.size > 64 * k:
            candidates = np.flatnonzero(total >= _kth_chunk_maximum(total, k))
            order = candidates[np.argsort(-total[candidates], kind="stable")[:k]]
        else:
            order = np.argsort(-total, kind="stable")[:k]
        return [(d, s) for d, s in zip(order.tolist(), total[order].tolist(), strict=True) if s > 0]

    def idf_of(self, term: str) -> float | None:
        """Return a term's idf, or None for one that no document holds."""
        row = self.terms.get(term)
        return None if row is None else float(self.idf[row])


def weigh(terms: Iterable[str]) -> dict[str, float]:
    """Return a plain question's terms with their counts as weights."""
    return {term: float(count) for term, count in Counter(terms).items()}


def _idf(frequency: Floats, size: int) -> Floats:
    idf = np.log(size - frequency + 0.5) - np.log(frequency + 0.5)
    if len(idf):
        idf[idf < 0] = EPSILON * idf.mean()
    return idf


def _kth_chunk_maximum(total: Floats, k: int) -> float:
    # No more than k - 1 chunks can hold a larger maximum than the k-th largest one, so every one
    # of the k best documents scores at least that: a bound that is cheap to find.
    whole = len(total) // _CHUNK * _CHUNK
    maxima = total[:whole].reshape(-1, _CHUNK).max(axis=1)
    if len(maxima) < k:
        return 0.0
    return float(np.partition(maxima, len(maxima) - k)[len(maxima) - k])

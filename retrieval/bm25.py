"""Okapi BM25 laid out as postings.

The scores are those of ``rank_bm25.BM25Okapi`` (its idf with the floor for common terms, its
k1, b and epsilon): S. E. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond", 2009, with rank-bm25's treatment of negative idf. All of a term's share in a
document's score that does not depend on the query is worked out when the index is built, so that a
query only adds up its terms' postings.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

K1 = 1.5
B = 0.75
EPSILON = 0.25

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_COMMON = 1 / 8
_CHUNK = 64


@dataclass(frozen=True)
class Index:
    """Postings of one field: for each term the documents that hold it and its share there.

    ``terms`` maps a term to its row; row ``r`` is ``documents[starts[r]:starts[r + 1]]`` (rising)
    with the shares ``impacts[...]`` beside it, empty for a term that only other fields hold.
    ``idf`` has one value a row.
    """

    size: int
    terms: Mapping[str, int]
    starts: Sequence[int]
    documents: Ints
    impacts: Floats
    idf: Floats
    _common: Mapping[int, Floats] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Adding a term that every eighth document holds is faster as a whole column.
        common = {}
        for row in np.flatnonzero(np.diff(self.starts) > self.size * _COMMON).tolist():
            postings = slice(*self._span(row))
            column = np.zeros(self.size)
            column[self.documents[postings]] = self.impacts[postings]
            common[row] = column
        object.__setattr__(self, "_common", common)

    @classmethod
    def build(
        cls, documents: Iterable[Sequence[str]], vocabulary: Mapping[str, int] | None = None
    ) -> Index:
        """Index analyzed documents (each a sequence of terms), in their order.

        Indexes may share a ``vocabulary`` of terms and rows that has all of their terms; without
        one an index makes its own.
        """
        terms = {} if vocabulary is None else dict(vocabulary)
        # Arrays of C numbers: lists of a hundred thousand passages' postings would take ten times
        # the memory that they end up in.
        rows, owners, counts, lengths = array("q"), array("q"), array("d"), array("d")
        for number, document in enumerate(documents):
            lengths.append(len(document))
            for term, count in Counter(document).items():
                rows.append(terms.setdefault(term, len(terms)))
                owners.append(number)
                counts.append(count)
        # Stable, so that documents stay in rising order inside a row.
        order = np.argsort(np.asarray(rows), kind="stable")
        row_of: Ints = np.asarray(rows, dtype=np.intp)[order]
        owner: Ints = np.asarray(owners, dtype=np.intp)[order]
        counted: Floats = np.asarray(counts)[order]
        length: Floats = np.asarray(lengths)
        frequency = np.bincount(row_of, minlength=len(terms))
        idf = _idf(frequency.astype(np.float64), len(lengths))
        mean = float(length.mean()) if lengths else 0.0
        norm = K1 * (1 - B + B * length / mean) if mean else length
        impacts = idf[row_of] * (counted * (K1 + 1) / (counted + norm[owner]))
        starts = [0, *np.cumsum(frequency).tolist()]
        return cls(len(lengths), terms, starts, owner, impacts, idf)

    def scores(self, query: Mapping[str, float]) -> Floats:
        """Return every document's score for a query of terms with weights (1.0 a plain word).

        A word that stands twice in a question weighs 2.0, as in the reference.
        """
        documents: list[Ints] = []
        shares: list[Floats] = []
        columns: list[Floats] = []
        for term, weight in query.items():
            row = self.terms.get(term)
            if row is None:
                continue
            column = self._common.get(row)
            if column is not None:
                columns.append(column if weight == 1.0 else column * weight)
                continue
            start, end = self._span(row)
            documents.append(self.documents[start:end])
            share = self.impacts[start:end]
            shares.append(share if weight == 1.0 else share * weight)
        total: Floats = np.zeros(self.size)
        if documents:
            # bincount's stub speaks of whole numbers; with weights it gives floats.
            total = np.bincount(
                np.concatenate(documents), np.concatenate(shares), minlength=self.size
            ).astype(np.float64, copy=False)
        for column in columns:
            total += column
        return total

    def postings(self, term: str) -> Ints:
        """Return the documents that hold ``term``, rising."""
        row = self.terms.get(term)
        return self.documents[:0] if row is None else self.documents[slice(*self._span(row))]

    def _span(self, row: int) -> tuple[int, int]:
        return self.starts[row], self.starts[row + 1]

    def top(self, query: Mapping[str, float], k: int) -> list[tuple[int, float]]:
        """Return the ``k`` best documents that score above zero; ties in document order."""
        total = self.scores(query)
        if self.size > _CHUNK * k:
            candidates = np.flatnonzero(total >= _lower_bound(total, k))
            best = candidates[np.argsort(-total[candidates], kind="stable")[:k]]
        else:
            best = np.argsort(-total, kind="stable")[:k]
        scored = zip(best.tolist(), total[best].tolist(), strict=True)
        return [(document, score) for document, score in scored if score > 0]


def weigh(terms: Iterable[str]) -> dict[str, float]:
    """Return a plain question's terms with their counts as weights."""
    return {term: float(count) for term, count in Counter(terms).items()}


def _idf(frequency: Floats, size: int) -> Floats:
    idf: Floats = np.log(size - frequency + 0.5) - np.log(frequency + 0.5)
    held = frequency > 0
    if held.any():
        idf[idf < 0] = EPSILON * idf[held].mean()
    return idf


def _lower_bound(total: Floats, k: int) -> float:
    # The k-th largest of the chunks' maxima is reached by k documents at least: a bound below
    # which none of the k best can lie, found in one cheap pass.
    whole = len(total) // _CHUNK * _CHUNK
    maxima = total[:whole].reshape(-1, _CHUNK).max(axis=1)
    return float(np.partition(maxima, len(maxima) - k)[len(maxima) - k])

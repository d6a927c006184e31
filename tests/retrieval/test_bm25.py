"""The postings give what rank-bm25 gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.bm25 import Index, weigh

WORDS = st.sampled_from([f"w{n}" for n in range(12)])
DOCUMENTS = st.lists(st.lists(WORDS, max_size=15), min_size=1, max_size=60).filter(any)
QUERIES = st.lists(st.sampled_from([f"w{n}" for n in range(14)]), max_size=8)


@given(DOCUMENTS, QUERIES)
def test_scores_equal_the_reference(documents: list[list[str]], query: list[str]) -> None:
    reference = BM25Okapi(documents).get_scores(query) if query else np.zeros(len(documents))
    assert np.abs(Index.build(documents).scores(weigh(query)) - reference).max() <= 1e-9


@given(DOCUMENTS, QUERIES)
def test_the_top_ten_agree_with_ties_by_document_order(
    documents: list[list[str]], query: list[str]
) -> None:
    reference = BM25Okapi(documents).get_scores(query) if query else np.zeros(len(documents))
    # Sums that differ only by rounding are ties.
    order = np.argsort(-np.round(reference, 9), kind="stable")
    expected = [int(d) for d in order[:10] if reference[d] > 1e-9]
    found = [d for d, score in Index.build(documents).top(weigh(query), 10) if score > 1e-9]
    assert np.round(reference[found], 8).tolist() == np.round(reference[expected], 8).tolist()
    untied = len(set(np.round(reference, 8))) == len(reference)
    if untied:
        assert found == expected


def test_many_documents_are_searched_by_bounds_and_agree() -> None:
    draw = np.random.default_rng(3)
    documents = [[f"w{int(n)}" for n in draw.zipf(1.5, 8) % 400] for _ in range(3000)]
    index, reference = Index.build(documents), BM25Okapi(documents)
    for _ in range(30):
        query = [f"w{int(n)}" for n in draw.integers(0, 60, 4)]
        scores = reference.get_scores(query)
        expected = [int(d) for d in np.argsort(-np.round(scores, 9), kind="stable")[:10]]
        assert [d for d, _ in index.top(weigh(query), 10)] == [d for d in expected if scores[d] > 0]


def test_ties_come_in_document_order() -> None:
    index = Index.build([["a", "x"], ["b"], ["a", "x"], ["a", "x"], ["c"], ["d"], ["e"]])
    assert [document for document, _ in index.top({"a": 1.0}, 2)] == [0, 2]


def test_indexes_that_share_a_vocabulary_score_as_if_alone() -> None:
    documents = [["a", "b"], ["b"], ["c", "c", "a"], ["d"]]
    vocabulary = {term: row for row, term in enumerate("zyxabcd")}
    alone, shared = Index.build(documents), Index.build(documents, vocabulary)
    query = {"a": 1.0, "c": 2.0, "z": 1.0}
    assert np.array_equal(alone.scores(query), shared.scores(query))
    assert shared.postings("z").tolist() == []


def test_a_weight_scales_a_terms_share() -> None:
    index = Index.build([["a"], ["b"], ["c"]])
    assert index.scores({"a": 0.5})[0] == 0.5 * index.scores({"a": 1.0})[0]


def test_no_documents_and_no_query_find_nothing() -> None:
    assert Index.build([]).top({"a": 1.0}, 10) == []
    assert Index.build([["a"]]).top({}, 10) == []

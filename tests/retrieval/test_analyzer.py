"""One analyzer for index and question."""

from __future__ import annotations

import pytest

from retrieval.analyzer import Analyzer

ANALYZER = Analyzer(["the", "and", "don't", "what's"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("interpreters", "Interpreter"),
        ("co-teaching", "coteaching"),
        ("asset-based", "asset based"),
        ("families’", "families'"),
        ("São Paulo", "sao paulo"),
        ("ﬁnance", "finance"),
        ("two‑way", "two-way"),
        ("principal's", "principals"),
        ("I-E-1", "(i-e-1)"),
    ],
)
def test_spellings_of_one_thing_share_a_term(one: str, other: str) -> None:
    assert set(ANALYZER.terms(one)) & set(ANALYZER.terms(other))


def test_citations_stay_whole_and_apart() -> None:
    assert ANALYZER.terms("(I-E-1)") != ANALYZER.terms("(I-E-2)")
    assert len(ANALYZER.terms("IV-A-2")) == 1


def test_stop_words_and_single_letters_are_left_out_and_numbers_kept() -> None:
    assert ANALYZER.terms("The 5 and don’t what's a b 504") == ["5", "504"]


@pytest.mark.parametrize("text", ["", "   ", "???", "😡😡", "\x00\x01", "—–-"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert ANALYZER.terms(text) == []

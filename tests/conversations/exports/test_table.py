"""The table with one row a rating, read back as a spreadsheet would."""

from __future__ import annotations

import csv
import io
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.exports.report import RatingShown, Report
from conversations.exports.table import rating_table
from tests.conversations.exports.reports import rating, report, row

FAMILY = "blueprint/p1/b2/school/1"


def read(told: Report) -> list[dict[str, str]]:
    lines = list(csv.DictReader(io.StringIO(rating_table(told), newline="")))
    assert all(None not in line and None not in line.values() for line in lines)
    return lines


def evidence(words: str) -> str:
    (line,) = read(report(row(FAMILY, rating(2, words))))
    return line["evidence"]


def test_a_rating_is_a_row() -> None:
    ratings = (rating(3, "Interpreters,\n“always”"), rating(None, "New here"), rating(1))
    told = report(row(FAMILY, *ratings, agreed=2, statement="Take down barriers."))
    common = {
        "level": "school",
        "building block": "Effective family engagement",
        "indicator": "P1 · BB2 · School 1",
        "id": FAMILY,
        "statement": "Take down barriers.",
        "agreed": "2",
    }
    assert read(told) == [
        common | {"rating": "1", "rating label": "Not yet", "evidence": ""},
        common
        | {"rating": "3", "rating label": "Developing", "evidence": "Interpreters,\n“always”"},
        common | {"rating": "", "rating label": "Don't know", "evidence": "New here"},
    ]


def test_the_order_does_not_tell_who_is_who() -> None:
    ratings = [rating(3, "b"), rating(3, "a"), rating(1, "c"), rating(None), rating(3)]
    tables = {rating_table(report(row(FAMILY, *order))) for order in permutations(ratings)}
    assert len(tables) == 1


def test_a_hidden_indicator_is_one_row_that_says_so() -> None:
    (line,) = read(report(row(FAMILY, hidden=True, agreed=3)))
    assert line["id"] == FAMILY
    assert line["rating label"] == "Not shown, to protect a small group"
    assert not line["rating"] + line["evidence"] + line["agreed"]


def test_an_indicator_that_nobody_rated_is_not_lost() -> None:
    (line,) = read(report(row(FAMILY)))
    assert line["rating label"] == "Nobody rated this"


def test_roles_are_told_only_beside_names() -> None:
    (line,) = read(report(row(FAMILY, rating(2, role="ESL teacher"))))
    assert {"name", "role"}.isdisjoint(line)
    named = RatingShown(3, None, "Ana Diaz", "Principal", on_behalf=True)
    lines = read(report(row(FAMILY, rating(2, role="ESL teacher"), named)))
    assert [(each["name"], each["role"], each["entered on their behalf"]) for each in lines] == [
        ("", "", ""),
        ("Ana Diaz", "Principal", "yes"),
    ]


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("https://example.org","see")',
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1+1",
        "\t=1+1",
        "\r=1+1",
        "\u00a0=1+1",
        "\x00=1+1",
        "＝1+1",
    ],
)
def test_typed_words_do_not_run_as_a_formula(formula: str) -> None:
    assert evidence(formula).startswith("'")


def test_a_typed_name_or_title_does_not_run_either() -> None:
    named = RatingShown(3, "ok", "=cmd()", "@role")
    (line,) = read(report(row(FAMILY, named, statement="=a", block="-b")))
    told = (line["name"], line["role"], line["statement"], line["building block"])
    assert told == ("'=cmd()", "'@role", "'=a", "'-b")


@given(st.text())
def test_any_words_come_back_in_one_cell(words: str) -> None:
    back = evidence(words)
    assert not back.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\x00" not in back


def test_words_in_other_scripts_come_back_as_typed() -> None:
    for words in ("لدينا مترجمون", "我们有口译员", "👩🏽‍🏫 Sí, «señora»"):
        assert evidence(words) == words

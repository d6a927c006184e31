"""One message holds one cause or several, told apart as a facilitator with a marker would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.planning.typed_causes import split_causes


@pytest.mark.parametrize(
    ("message", "causes"),
    [
        ("No common planning time", ["No common planning time"]),
        (
            "ESL and content teachers have no planning time and few books",
            ["ESL and content teachers have no planning time and few books"],
        ),
        (
            "We have no interpreters. Families stay away.",
            ["We have no interpreters. Families stay away."],
        ),
        ("no time\nno books\n\nno interpreters", ["no time", "no books", "no interpreters"]),
        ("no time; no books ;no interpreters;", ["no time", "no books", "no interpreters"]),
        ("- no time\n* no books\n• no interpreters", ["no time", "no books", "no interpreters"]),
        ("1) no time\n2) no books", ["no time", "no books"]),
        ("1. no time 2. no books 3. trust", ["no time", "no books", "trust"]),
        ("(1) no time (2) no books", ["no time", "no books"]),
        ("a) no time\nb) no books", ["no time", "no books"]),
        ("• no time • no books", ["no time", "no books"]),
        ("&gt; no time", ["no time"]),
        ("[ ] no time\n[x] no books", ["no time", "no books"]),
        ("Our causes:\n- no time\n- no books", ["no time", "no books"]),
        ("Here is why:\nno time", ["no time"]),
        ("Parents:\n- work at night", ["Parents:", "work at night"]),
        ("- no time for\n  planning together\n- books", ["no time for planning together", "books"]),
        ("ELs &amp; students with IEPs; no time", ["ELs &amp; students with IEPs", "no time"]),
        ("no time\nNo time\nno time", ["no time", "No time"]),
        ("Three: 1. no time 2. no books", ["Three:", "no time", "no books"]),
        ("We need 1. That is all.", ["We need 1. That is all."]),
        ("3 of 5 teachers left", ["3 of 5 teachers left"]),
        ("3.5 hours of ESL a week", ["3.5 hours of ESL a week"]),
        ("We are short 2. It is hard.", ["We are short 2. It is hard."]),
        ("-5 degrees in the hallway", ["-5 degrees in the hallway"]),
        ("two-way notes – none", ["two-way notes – none"]),
        ("No hay tiempo\nPa gen liv", ["No hay tiempo", "Pa gen liv"]),
        ("  \n - \n…", []),
        ("", []),
    ],
)
def test_causes_are_told_apart(message: str, causes: list[str]) -> None:
    assert list(split_causes(message)) == causes


MARKS = st.sampled_from(["-", "*", "•", "1)", "2.", ";", "\n", " ", ":", "a", "no time", "&amp;"])


@given(st.text() | st.lists(MARKS).map(" ".join))
def test_no_cause_is_empty_and_none_has_words_that_nobody_typed(message: str) -> None:
    said = " ".join(re.findall(r"\w+", message))
    for cause in split_causes(message):
        assert cause == cause.strip()
        assert re.search(r"\w", cause)
        assert " ".join(re.findall(r"\w+", cause)) in said


@given(st.lists(st.text("abcdeé ,.'", min_size=1).filter(str.strip), min_size=1, unique=True))
def test_every_line_is_a_cause_of_its_own(lines: list[str]) -> None:
    causes = [line.strip() for line in lines if re.search(r"\w", line)]
    message = "\n".join(line.strip() for line in lines)
    assert split_causes(message) == tuple(dict.fromkeys(causes))

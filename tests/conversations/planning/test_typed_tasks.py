"""A task typed in one line: what, who, by when, with no word lost."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import Calendar
from conversations.planning.typed_tasks import TypedTask, read_task

SCHOOL = Calendar(ZoneInfo("America/New_York"))
WEDNESDAY = date(2026, 11, 18)


def read(words: str) -> TypedTask:
    return read_task(words, WEDNESDAY, SCHOOL)


@pytest.mark.parametrize(
    ("words", "what", "people", "due"),
    [
        (
            "Translate the letter, <@U123> by next Friday",
            "Translate the letter",
            ("U123",),
            date(2026, 11, 27),
        ),
        ("Translate the letter", "Translate the letter", (), None),
        ("By Dec 4: translate the letter", "translate the letter", (), date(2026, 12, 4)),
        ("<@U1>: call families by Friday.", "call families", ("U1",), date(2026, 11, 20)),
        (
            "<@U1> and <@W2|ben> book interpreters Friday",
            "book interpreters",
            ("U1", "W2"),
            date(2026, 11, 20),
        ),
        (
            "Book interpreters Friday <@U1>",
            "Book interpreters",
            ("U1",),
            date(2026, 11, 20),
        ),
        (
            "Book rooms, by tomorrow, for the ELPAC - <@U1>",
            "Book rooms, for the ELPAC",
            ("U1",),
            date(2026, 11, 19),
        ),
        ("Meet <@U1> next week to plan", "Meet to plan", ("U1",), date(2026, 11, 27)),
        ("Plan the unit with <@U1>", "Plan the unit", ("U1",), None),
        ("Plan the unit (<@U1>, due 12/4)", "Plan the unit", ("U1",), date(2026, 12, 4)),
        ("Buy books; we may need 12", "Buy books; we may need 12", (), None),
        ("Two-way notes – pilot in grade 3", "Two-way notes – pilot in grade 3", (), None),
        ("by Friday", "", (), date(2026, 11, 20)),
        ("", "", (), None),
    ],
)
def test_a_line_is_taken_apart(
    words: str, what: str, people: tuple[str, ...], due: date | None
) -> None:
    task = read(words)
    assert (task.what, task.people, task.due.day if task.due else None) == (what, people, due)


PIECES = st.sampled_from(
    [
        "<@U1>",
        "<@U2|ana>",
        "by Friday",
        "translate",
        "letters",
        ",",
        "and",
        "-",
        "(",
        ")",
        "é",
        "with",
    ]
)


@given(st.text() | st.lists(PIECES).map(" ".join))
def test_no_word_is_lost_and_none_added(words: str) -> None:
    task = read(words)
    assert set(re.findall(r"\w+", task.what)) <= set(re.findall(r"\w+", words))
    if not task.people and not task.due:
        assert task.what == words.strip()
    for word in ("translate", "letters", "é"):
        if word in words.split(" "):
            assert word in task.what

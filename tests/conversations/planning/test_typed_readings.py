"""A measure's latest value is taken from a message; what only looks like one is left alone."""

from __future__ import annotations

from datetime import date
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import Calendar
from conversations.planning.typed_readings import read_reading, which_measure

SCHOOL = Calendar(ZoneInfo("America/New_York"))
TODAY = date(2026, 12, 9)

Read = tuple[float, float | None, bool, str]


def read(words: str) -> Read | None:
    found = read_reading(words, TODAY, SCHOOL)
    return (found.value, found.of, found.is_percent, found.words) if found else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("interpreters at 14 of 20 conferences", (14, 20, False, "interpreters at conferences")),
        ("14/20", (14, 20, False, "")),
        ("9/10", (9, 10, False, "")),
        ("9 / 10 families", (9, 10, False, "families")),
        ("12 out of 40 students", (12, 40, False, "students")),
        ("14 of the 20", (14, 20, False, "")),
        ("Fourteen of twenty", (14, 20, False, "")),
        ("14 de 20 reuniones", (14, 20, False, "reuniones")),
        ("went from 10 to 14 of 20", (14, 20, False, "went from 10 to")),
        ("14 of 20 (70%)", (14, 20, False, "70%")),
        ("70%", (70, None, True, "")),
        ("up to 65 percent", (65, None, True, "up to")),
        ("from 40% to 65%", (65, None, True, "from 40% to")),
        ("62.5 % of families", (62.5, None, True, "of families")),
        ("62,5 por ciento", (62.5, None, True, "")),
        ("we are at 3", (3, None, False, "we are at")),
        ("3", (3, None, False, "")),
        ("zero this month", (0, None, False, "")),
        ("none", (0, None, False, "")),
        ("Letters: 1,204", (1204, None, False, "Letters")),
        ("grade 3 is at 12", (12, None, False, "grade 3 is at")),
        ("12 of 15 in grade 3", (12, 15, False, "in grade 3")),
        ("3rd grade: 12 of 15", (12, 15, False, "3rd grade")),
        ("Enrollment takes 12 days", (12, None, False, "Enrollment takes days")),
        ("60% in grade 5, up from 52%", (60, None, True, "in grade 5, up from 52%")),
        ("1st quarter 12 of 30", (12, 30, False, "1st quarter")),
        ("average level 3.2", (3.2, None, False, "average level")),
        ("7 in 10 families", (7, 10, False, "families")),
        ("$500", (500, None, False, "")),
        ("was 5, now 8", (8, None, False, "was 5, now")),
        ("from 10 to 14 visits", (14, None, False, "from 10 to visits")),
    ],
)
def test_values(words: str, expected: Read) -> None:
    assert read(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "we are getting there",
        "grade 3",
        "grades 3 and 4",
        "3rd grade",
        "the 3rd graders",
        "in 2 weeks",
        "we wait for 2 weeks",
        "at 2:30",
        "at 3 pm",
        "on 12/3",
        "December 3",
        "since 2024",
        "room 12",
        "level 2",
        "3 more",
        "two thirds",
        "up by 5",
        "2 or 3",
        "3-5",
        "3 of 0",
        "Are we at 14 of 20?",
        "12 visits at 14 schools",
        "12 families and 14 students",
        "617-555-1212",
    ],
)
def test_what_is_no_value_or_could_be_several(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("14 of 20 on Dec 3", date(2026, 12, 3), ""),
        ("14 of 20 on 12/3", date(2026, 12, 3), ""),
        ("On Monday interpreters at 14 of 20", date(2026, 12, 7), "interpreters at"),
        ("70% yesterday", date(2026, 12, 8), ""),
        ("3 in October", date(2026, 10, 31), ""),
        ("14 of 20 on Dec 12", date(2025, 12, 12), ""),
        ("14 of 20 this week", None, ""),
        ("14 of 20", None, ""),
    ],
)
def test_the_day_of_a_reading_has_been(words: str, day: date | None, rest: str) -> None:
    found = read_reading(words, TODAY, SCHOOL)
    assert found
    assert (found.day, found.words) == (day, rest)


MEASURES = {
    "m1": "Conferences with a trained interpreter",
    "m2": "Letters sent in the family's language",
    "m3": "Conferences that families attended",
    "m4": "Students' talk time, minutes a lesson",
}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("interpreters at conferences", ["m1"]),
        ("interpretor at", ["m1"]),
        ("letters", ["m2"]),
        ("family conferences", ["m3"]),
        ("conferences", ["m1", "m3"]),
        ("talking", ["m4"]),
        ("interpreters at conferences, and letters", ["m1", "m2"]),
        ("we are at", []),
        ("", []),
    ],
)
def test_the_measure_that_is_meant_or_those_to_ask_about(words: str, meant: list[str]) -> None:
    assert which_measure(words, MEASURES) == meant


PIECES = st.sampled_from(
    [
        "14",
        "of",
        "20",
        "%",
        "/",
        "on",
        "Dec",
        "3",
        ".",
        ",",
        "grade",
        "1,000",
        "zero",
        "-",
        "½",
        "in",
    ]
)


@given(st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
def test_nothing_typed_breaks_it(words: str) -> None:
    found = read_reading(words, TODAY, SCHOOL)
    if found:
        assert found.value >= 0
        assert found.of != 0
        assert found.day is None or found.day <= TODAY
    assert set(which_measure(words, MEASURES)) <= set(MEASURES)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    read_reading("14 of 20", TODAY, SCHOOL)
    begun = process_time()
    for text in ("1,000" * 800, "grade 3 and " * 400, "at " * 1300, "14 of 20 " * 400, "1" * 4000):
        read_reading(text, TODAY, SCHOOL)
    assert process_time() - begun < 2

"""Days without school as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.errors import Refused
from conversations.school_days import LONGEST_BREAK
from conversations.typed_days import read_days

TODAY = date(2026, 11, 24)


def read(words: str, today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(str(one.first), str(one.last), one.name) for one in read_days(words, today)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Dec 23 to Jan 1: winter break", [("2026-12-23", "2027-01-01", "winter break")]),
        ("12/23 - 1/1", [("2026-12-23", "2027-01-01", "No school")]),
        ("Feb 15-19: February vacation", [("2027-02-15", "2027-02-19", "February vacation")]),
        ("February 15 – 19, 2027", [("2027-02-15", "2027-02-19", "No school")]),
        ("Dec 23, 2026 through Jan 1, 2027", [("2026-12-23", "2027-01-01", "No school")]),
        ("2026-12-23 to 2027-01-01", [("2026-12-23", "2027-01-01", "No school")]),
        (
            "11/27, 11/28",
            [("2026-11-27", "2026-11-27", "No school"), ("2026-11-28", "2026-11-28", "No school")],
        ),
        (
            "3/26 and 5/28: long weekends",
            [
                ("2027-03-26", "2027-03-26", "long weekends"),
                ("2027-05-28", "2027-05-28", "long weekends"),
            ],
        ),
        (
            "Wednesday, Dec 23, 2026: early start\nMar 26: Good Friday; 9/21: Yom Kippur",
            [
                ("2026-12-23", "2026-12-23", "early start"),
                ("2027-03-26", "2027-03-26", "Good Friday"),
                ("2027-09-21", "2027-09-21", "Yom Kippur"),
            ],
        ),
        (
            "11/27, 2026-12-01",
            [("2026-11-27", "2026-11-27", "No school"), ("2026-12-01", "2026-12-01", "No school")],
        ),
        ("today: snow", [("2026-11-24", "2026-11-24", "snow")]),
        ("tomorrow to Friday", [("2026-11-25", "2026-11-27", "No school")]),
        ("the day after Thanksgiving", [("2026-11-27", "2026-11-27", "No school")]),
    ],
)
def test_typed_days(words: str, days: list[tuple[str, str, str]]) -> None:
    assert read(words) == days


def test_in_the_middle_of_a_vacation_it_is_this_vacation() -> None:
    assert read("Dec 23 to Jan 1", date(2026, 12, 28)) == [
        ("2026-12-23", "2027-01-01", "No school")
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "type a day"),
        (" ; \n", "type a day"),
        ("snow", "“snow”"),
        ("2/30", "“2/30”"),
        ("11/27, whenever", "“whenever”"),
        ("Dec 23 to Jan 1 to Jan 3", "“Dec 23 to Jan 1 to Jan 3”"),
        ("winter break", "“winter break”"),
        ("6/18/2027 to 9/30/2027", "check both days"),
        ("12/23/2046", "Is the year right"),
        ("closed for the whole week of 12/7", "“closed"),
        ("1/18: MLK, 2/15 to 2/19: recess", "“MLK, 2/15 to 2/19: recess” a line for each"),
        ("1" * 5000, "very long"),
    ],
)
def test_what_cannot_be_read_is_said_back(words: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read_days(words, TODAY)
    assert refused.value.field == "days"


@given(st.dates(TODAY, TODAY + timedelta(days=300)), st.integers(0, LONGEST_BREAK - 1))
def test_however_days_are_written_they_are_the_same_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for pattern in ("%Y-%m-%d", "%m/%d/%Y", "%b %d, %Y", "%d %B %Y"):
        assert read(f"{first:{pattern}} to {last:{pattern}}: a: b") == [
            (str(first), str(last), "a: b")
        ]
    if last < TODAY + timedelta(days=365):
        assert read(f"{first:%B} {first.day} - {last:%b} {last.day}")[0][:2] == (
            str(first),
            str(last),
        )


@given(st.text(alphabet="1234567890/-,;:. toandecjinDJ\n", max_size=30))
def test_whatever_is_typed_is_read_or_refused(words: str) -> None:
    try:
        found = read_days(words, TODAY)
    except Refused:
        return
    assert all(one.first <= one.last for one in found)

"""What districts write into their calendars, and what each of it means for a reminder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.school_words import read_title

NO_SCHOOL = """
No School
NO SCHOOL - Good Friday
No school: Yom Kippur
No School for Students and Staff
Schools Closed
All Schools Closed - Snow
School closed for Diwali
Winter Recess
Winter Recess - No School
Winter Vacation Week (Dec. 24 - Jan. 1)
February Vacation
February vacation, schools reopen Feb. 22
April Break/No School
Thanksgiving Recess
Presidents’ Day Holiday
Holiday - Veterans Day
Martin Luther King Jr. Day (Holiday)
Columbus/Indigenous Peoples Day - No School, PK-12
Snow Day
Classes cancelled
Closed for Lunar New Year
School is not in session
""".strip().splitlines()

SCHOOL = {
    "Early Release Day": "shorter",
    "Early Release - day before Thanksgiving recess": "shorter",
    "Half day: no school in the afternoon": "shorter",
    "Holiday: 2-hour delayed opening": "shorter",
    "No School for Students / Professional Day": "work day for staff",
    "Professional Development Day": "work day for staff",
    "School Closed for students - Professional Day": "work day for staff",
    "No school: parent-teacher conferences": "work day for staff",
    "Teacher Workday": "work day for staff",
    "No School - Kindergarten only": "some schools",
    "No School Preschool": "some schools",
    "No School at Brown Middle School": "some schools",
    "Snow day make-up, no school if not needed": "may become a school day",
    "Winter Recess Begins": "begin or end",
    "Classes resume after February vacation": "begin or end",
    "Jewish Holiday (school in session)": "there is school",
    "No School Committee Meeting": "does not say",
    "School Committee Meeting": "does not say",
    "Holiday Concert": "does not say",
    "PTO Holiday Fair": "does not say",
    "February Vacation Camp registration": "does not say",
    "Library closed": "does not say",
    "Diwali": "does not say",
    "Breakfast with the principal": "does not say",
    "": "does not say",
}


@pytest.mark.parametrize("title", NO_SCHOOL)
def test_no_school(title: str) -> None:
    assert read_title(title).kind == "no_school", read_title(title).why


@pytest.mark.parametrize("title", SCHOOL)
def test_what_is_left_out_says_why(title: str) -> None:
    said = read_title(title)
    assert said.kind == "other"
    assert said.why
    assert SCHOOL[title] in said.why


@pytest.mark.parametrize(
    ("title", "kind", "with_snow"),
    [
        ("First Day of School", "first", False),
        ("First day of school for students in grades 1-12", "first", False),
        ("First day for students (half day)", "first", False),
        ("School Begins", "first", False),
        ("First day of school, K-12", "first", False),
        ("First day of school for staff", "other", False),
        ("First day of school: Kindergarten", "other", False),
        ("First day of school vacation", "other", False),
        ("First day of spring", "other", False),
        ("Last Day of School", "last", False),
        ("Last day of school (early release)", "last", False),
        ("Last Day of School if no snow days", "last", False),
        ("Last day of school with 5 snow days", "last", True),
        ("185th day: last day of school", "last", True),
        ("Last day of school for seniors", "other", False),
        ("Last day for teachers", "other", False),
    ],
)
def test_first_and_last_days(title: str, kind: str, with_snow: bool) -> None:
    said = read_title(title)
    assert (said.kind, said.with_snow) == (kind, with_snow)


def test_a_description_that_begins_with_no_school_counts_and_one_that_mentions_it_does_not() -> (
    None
):
    assert read_title("Good Friday", "No School. Offices are open.").kind == "no_school"
    assert read_title("Book fair", "There is no school nurse on that day.").kind == "other"
    assert (
        read_title("Book fair", "Closed on the days on which there is no school.").kind != "first"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_is_read_and_what_is_no_day_off_says_why(title: str, more: str) -> None:
    said = read_title(title, more)
    assert (said.kind == "other") == bool(said.why)

"""A warning comes before a student's data is saved, and not for what schools write every day."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.assessment.students import student_data

GRADED, AGED = "a student's name with a grade", "a student's name with an age"
NAMED, NUMBERED, BORN = "a student's name", "a student's ID number", "a birth date"


@pytest.mark.parametrize(
    ("looks_like", "texts"),
    [
        (GRADED, """
            Maria in 3rd grade
            João S., gr. 4
            Joa\u0303o in grade 4
            my second grader Luis
            Luis (grade 5)
            James (3rd grade)
            5th grader Amina Hassan
            4th grade student Amina cannot read yet
            We helped Amina Hassan, 5th grade, with math
            Maria Lopez is a 3rd grader
            Maria, who is in 3rd grade, translates
            Maria in my 3rd grade class
            Maria de la Cruz in grade 4
            When Maria in 3rd grade speaks Spanish, all listen
            Yesterday Maria in 3rd grade cried
            The mother of Ana in 2nd grade
            Jean-Pierre, a 4th grade newcomer
            O’Brien in 7th grade
            Flores, grade 4
            Ana Rogers, grade 4
            Luis in kindergarten
            María, tercer grado
            Thiago 3ª série
            Nguyễn Văn An in grade 4
            王丽 in 3rd grade
        """),
        (AGED, """
            Fatima, age 8, came in May
            Fatima is 8 years old
            An 8-year-old named Samuel
        """),
        (NAMED, """
            My student Luis needs glasses
            a student named Luis
            una estudiante llamada Ana
        """),
        (NUMBERED, """
            student ID 48213
            Student number: 48213
            the student’s number is 48213
            his ID is 48213
            ID #48213
            SASID 1012345678
            LASID #4821
            LASID: A4821
            1012345678
            see 1012345678.
            123-45-6789
        """),
        (BORN, """
            born 3/4/2015
            born on the 3rd of May 2013
            born in Guatemala on 3/4/2015
            DOB: 2014-05-06
            D.O.B. 5.6.2014
            date of birth (mm/dd/yyyy): 3/4/2015
            birthday is May 3, 2013
            Her birthday is on the 3rd of May
            birthday 3/4
            nacido el 3 de mayo de 2013
            nascida em 03/05/2014
        """),
    ],
)  # fmt: skip
def test_what_may_give_a_student_away_is_noticed(looks_like: str, texts: str) -> None:
    for text in filter(None, map(str.strip, texts.splitlines())):
        assert student_data(text) == looks_like, text
        assert student_data(f"We tried. {text}\nIt helped.") == looks_like, text


@pytest.mark.parametrize(
    "text",
    [
        "ESL teachers in grade 4 meet weekly",
        "Grade 3 Open House",
        "In Grade 5 we co-teach",
        "From Grade 3 on we do",
        "Only 5th grade does",
        "ELA grade 3",
        "ACCESS scores of 3rd graders",
        "Carnegie Hall trip for 8th grade",
        "Monday grade 4 meeting",
        "Spanish-speaking 2nd graders",
        "WIDA level 3",
        "Imagine Learning in grade 3",
        "Lexia in grade 2",
        "Lincoln School, grade 3",
        "We started at Lincoln in grade 3",
        "Lincoln grade 4 class",
        "Lincoln grade 4 team",
        "Interpreters in grade 3",
        "Conferences in grade 5 are translated",
        "Especially in 4th grade",
        "Co-teaching in grade 3",
        "Families from Brazil in 3rd grade",
        "Ms. Lopez's grade 4 class",
        "Ana Lopez's grade 4",
        "A new glossary in grade 4",
        "Dual-language, grade 4",
        "Ms. Lopez in 3rd grade",
        "Ms. Ana Lopez, grade 4",
        "Ms. Ana de la Cruz in grade 4",
        "our ESL teacher Maria in 3rd grade",
        "Maria is our 3rd grade teacher",
        "Mrs. Diaz teaches 3rd grade",
        "Principal Diaz and the grade 2 team",
        "We thanked Ana Diaz. In grade 4 it works",
        "5th grader WIDA scores",
        "My student Council",
        "Lopez is 45 years old",
        "phone 617-555-0100 of the office",
        "call 6175550100",
        "a grant of $1000000000",
        "docs.example.org/d/1234567890",
        "Zoom ID 81234567890",
        "student IDs are private",
        "We have 4500 students",
        "in 2015 we began",
        "SY 2021-22",
        "We meet on 3/4/2025",
        "born abroad: 3/4 of our students",
        "The program was born in 2019",
        "",
    ],
)
def test_everyday_words_of_a_school_raise_no_alarm(text: str) -> None:
    assert student_data(text) is None


def test_a_name_cut_off_by_the_distance_is_no_name() -> None:
    assert student_data("McMaria" + " in" * 24 + "   grade 4") is None


PIECES = """
Maria João 王 S. Ms. in is the , ( : 's 3rd grade gr. grader 12 student ID # SASID born birthday May
3, 2013 3/4/2015 1012345678 age 8 years old named my Grade team In
"""
pieces = st.lists(st.sampled_from(["\n", "", *PIECES.split()]), max_size=9).map(" ".join)


@given(st.one_of(st.text(max_size=80), pieces))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert student_data(text) in {None, GRADED, AGED, NAMED, NUMBERED, BORN}


@pytest.mark.parametrize(
    "piece",
    ["grade 4 ", "Maria ", "Maria de ", "A. ", "a", " ", "1", "1-", "10 ", "born  ", "born ((",
     "born in x ", "birthday ", "ID: ", "id#", "3rd grader ", "in ", "(", "my student ", "age 8 "],
)  # fmt: skip
def test_long_texts_take_no_long_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = process_time()
    for end in ("", "!", " in grade 4 team", "born " + text):
        student_data(text + end)
    assert process_time() - started < 4

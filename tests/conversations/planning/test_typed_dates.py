"""When something is due, as people type it; the days are those that a colleague would enter."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import Calendar, is_school_day, previous_school_day
from conversations.planning.school_year import vacation
from conversations.planning.typed_dates import find_date, read_date

SCHOOL = Calendar(ZoneInfo("America/New_York"))
WEDNESDAY = date(2026, 11, 18)


def days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(n) for n in range((last - first).days + 1))


def day_of(words: str, today: date = WEDNESDAY, calendar: Calendar = SCHOOL) -> str | None:
    found = read_date(words, today, calendar)
    return f"{found.day:%a} {found.day}" if found else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "Wed 2026-11-18"),
        ("tomorrow", "Thu 2026-11-19"),
        ("the day after tomorrow", "Fri 2026-11-20"),
        ("Friday", "Fri 2026-11-20"),
        ("this Friday", "Fri 2026-11-20"),
        ("Next Friday!", "Fri 2026-11-27"),
        ("by fri", "Fri 2026-11-20"),
        ("next Monday", "Mon 2026-11-23"),
        ("Monday after next", "Mon 2026-11-30"),
        ("Wednesday", "Wed 2026-11-25"),
        ("this Wednesday", "Wed 2026-11-18"),
        ("Friday next week", "Fri 2026-11-27"),
        ("a week from Friday", "Fri 2026-11-27"),
        ("last Friday", "Fri 2026-11-13"),
        ("Friday at 3pm", "Fri 2026-11-20"),
        ("in two weeks", "Wed 2026-12-02"),
        ("for two weeks", "Wed 2026-12-02"),
        ("two weeks from now", "Wed 2026-12-02"),
        ("in a couple of weeks", "Wed 2026-12-02"),
        ("within a month", "Fri 2026-12-18"),
        ("in 3 school days", "Mon 2026-11-23"),
        ("in 10 school days", "Thu 2026-12-03"),
        ("next week", "Fri 2026-11-27"),
        ("by next week", "Mon 2026-11-23"),
        ("the end of the week", "Fri 2026-11-20"),
        ("next school day", "Thu 2026-11-19"),
        ("this weekend", "Sun 2026-11-22"),
    ],
)
def test_days_near_today(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        *((words, "Sat 2026-12-12") for words in (
            "Dec 12", "dec. 12", "December 12th", "12 December", "the 12th of December", "12/12",
            "12/12/26", "12/12/2026", "2026-12-12", "12.12.2026", "Saturday, December 12",
            "by 12/12", "due Dec 12", "due: 12/12", "no later than Dec 12, 2026", "the 12th",
        )),
        ("12/11", "Fri 2026-12-11"),
        ("12-11", "Fri 2026-12-11"),
        ("dec11", "Fri 2026-12-11"),
        ("20/12", "Sun 2026-12-20"),
        ("11/18", "Wed 2026-11-18"),
        ("Nov 1", "Mon 2027-11-01"),
        ("Nov 1, 2026", "Sun 2026-11-01"),
        ("Feb 29", "Tue 2028-02-29"),
        ("may 3", "Mon 2027-05-03"),
    ],
)  # fmt: skip
def test_days_by_their_date(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("end of January", "Sun 2027-01-31"),
        ("mid-January", "Fri 2027-01-15"),
        ("early December", "Tue 2026-12-01"),
        ("end of the month", "Mon 2026-11-30"),
        ("by the end of next month", "Thu 2026-12-31"),
        ("the first of the month", "Tue 2026-12-01"),
        ("the last day of November", "Mon 2026-11-30"),
        ("next November", "Tue 2027-11-30"),
        ("next fall", "Mon 2027-12-20"),
        ("by June", "Tue 2027-06-01"),
        ("in June", "Wed 2027-06-30"),
        ("by spring", "Sat 2027-03-20"),
        ("in the spring", "Tue 2027-06-15"),
        ("first Monday in February", "Mon 2027-02-01"),
        ("the last Friday of the month", "Fri 2026-11-27"),
        ("the first week of December", "Fri 2026-12-11"),
        ("the week of Dec 7", "Fri 2026-12-11"),
        ("by the end of the school year", "Tue 2027-06-15"),
        ("end of the year", "Tue 2027-06-15"),
        ("by the last day of school", "Tue 2027-06-15"),
        ("by the start of the school year", "Wed 2027-09-01"),
        ("by next school year", "Wed 2027-09-01"),
    ],
)
def test_weeks_months_seasons_and_the_school_year(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by Thanksgiving", "Thu 2026-11-26"),
        ("before Thanksgiving", "Wed 2026-11-25"),
        ("the day before Thanksgiving", "Wed 2026-11-25"),
        ("the Monday after Thanksgiving", "Mon 2026-11-30"),
        ("the week after Thanksgiving", "Fri 2026-12-04"),
        ("Thanksgiving 2027", "Thu 2027-11-25"),
        ("two weeks before Christmas", "Fri 2026-12-11"),
        ("MLK day", "Mon 2027-01-18"),
        ("Martin Luther King Jr. Day", "Mon 2027-01-18"),
        ("Presidents’ Day", "Mon 2027-02-15"),
        ("Patriots Day", "Mon 2027-04-19"),
        ("Indigenous Peoples' Day", "Mon 2027-10-11"),
        ("Good Friday", "Fri 2027-03-26"),
        ("before winter break", "Wed 2026-12-23"),
        ("by the holidays", "Wed 2026-12-23"),
        ("before the break", "Wed 2026-12-23"),
        ("after winter break", "Mon 2027-01-04"),
        ("before February vacation", "Fri 2027-02-12"),
        ("by April break", "Fri 2027-04-16"),
        ("a week before April vacation", "Mon 2027-04-12"),
    ],
)
def test_holidays_and_vacations(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("el viernes", "Fri 2026-11-20"),
        ("para el próximo viernes", "Fri 2026-11-27"),
        ("mañana", "Thu 2026-11-19"),
        ("12 de diciembre", "Sat 2026-12-12"),
        ("en dos semanas", "Wed 2026-12-02"),
        ("até sexta", "Fri 2026-11-20"),
        ("próxima segunda-feira", "Mon 2026-11-23"),
        ("a finales de enero", "Sun 2027-01-31"),
        ("fim de janeiro", "Sun 2027-01-31"),
        ("amanhã", "Thu 2026-11-19"),
        ("em duas semanas", "Wed 2026-12-02"),
        ("vandredi pwochen", "Fri 2026-11-27"),
        ("demen", "Thu 2026-11-19"),
        ("12 desanm", "Sat 2026-12-12"),
        ("nan de semèn", "Wed 2026-12-02"),
    ],
)
def test_plain_forms_in_the_families_languages(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "asap",
        "soon",
        "3",
        "14 of 20",
        "Feb 30",
        "13/13",
        "2026-13-01",
        "every Friday",
        "start of November",
    ],
)
def test_what_says_no_day(words: str) -> None:
    assert read_date(words, WEDNESDAY, SCHOOL) is None


def test_a_day_without_school_is_kept_and_the_school_day_before_it_offered() -> None:
    thanksgiving = read_date("by Thanksgiving", WEDNESDAY, SCHOOL)
    assert thanksgiving
    assert (thanksgiving.day, thanksgiving.school_day_before) == (
        date(2026, 11, 26),
        date(2026, 11, 25),
    )
    open_day = read_date("Friday", WEDNESDAY, SCHOOL)
    assert open_day
    assert open_day.school_day_before is None
    # The district also closes on the Wednesday.
    early = Calendar(SCHOOL.timezone, no_school=frozenset({date(2026, 11, 25)}))
    closed = read_date("by Thanksgiving", WEDNESDAY, early)
    assert closed
    assert closed.school_day_before == date(2026, 11, 24)


def test_the_districts_own_vacations_rule() -> None:
    own = Calendar(
        SCHOOL.timezone,
        no_school=days(date(2026, 12, 21), date(2027, 1, 1))
        | days(date(2027, 2, 22), date(2027, 2, 26))
        # A day for teachers is no vacation.
        | {date(2027, 4, 16)},
    )
    assert day_of("before winter break", calendar=own) == "Fri 2026-12-18"
    assert day_of("before February vacation", calendar=own) == "Fri 2027-02-19"
    assert day_of("before April vacation", calendar=own) == "Thu 2027-04-15"
    assert vacation("april", 2027, own).last == date(2027, 4, 23)


def test_the_districts_own_school_year_rules() -> None:
    own = Calendar(
        SCHOOL.timezone,
        first_days=frozenset({date(2027, 8, 30)}),
        last_days=frozenset({date(2027, 6, 23)}),
    )
    assert day_of("by the end of the school year", calendar=own) == "Wed 2027-06-23"
    assert day_of("by the start of the school year", calendar=own) == "Mon 2027-08-30"


def test_looking_back_a_day_without_a_year_is_one_that_has_been() -> None:
    for words, day in (
        ("Nov 3", date(2026, 11, 3)),
        ("Dec 3", date(2025, 12, 3)),
        ("Friday", date(2026, 11, 13)),
        ("on Wednesday", WEDNESDAY),
        ("yesterday", date(2026, 11, 17)),
        ("two weeks ago", date(2026, 11, 4)),
        ("the 20th", date(2026, 10, 20)),
    ):
        found = read_date(words, WEDNESDAY, SCHOOL, back=True)
        assert found, words
        assert found.day == day, words


@pytest.mark.parametrize(
    ("sentence", "words", "day"),
    [
        ("letters translated by next Friday, Ana does it", "by next Friday", "2026-11-27"),
        ("Translate the letter by Dec 12", "by Dec 12", "2026-12-12"),
        ("Set up Friday folders by Dec 4", "by Dec 4", "2026-12-04"),
        ("Plan the Thanksgiving dinner by Nov 20", "by Nov 20", "2026-11-20"),
        ("Start Dec 1 and finish by Dec 12", "by Dec 12", "2026-12-12"),
        ("Send it tomorrow morning, please", "tomorrow morning", "2026-11-19"),
        ("Slides for Friday", "for Friday", "2026-11-20"),
        ("Send it on 12/3.", "on 12/3", "2026-12-03"),
        ("Translate the 5th grade letter by the 5th", "by the 5th", "2026-12-05"),
        ("Escribir la carta para el viernes", "para el viernes", "2026-11-20"),
        ("Revisar as cartas até sexta-feira", "até sexta-feira", "2026-11-20"),
        ("Voye lèt yo anvan vandredi", "anvan vandredi", "2026-11-19"),
        ("Écrire — by Friday", "by Friday", "2026-11-20"),
    ],
)
def test_a_date_is_found_inside_a_sentence(sentence: str, words: str, day: str) -> None:
    found = find_date(sentence, WEDNESDAY, SCHOOL)
    assert found
    assert (sentence[found.start : found.end], str(found.day)) == (words, day)
    assert words.endswith(found.said)


@pytest.mark.parametrize(
    "sentence",
    [
        "We may translate 12 letters",
        "Ask whether 12 may come",
        "Meet every Friday",
        "Prepare slides for next Friday's meeting",
        "14 out of 20 conferences",
        "3/4 of the teachers",
        "12/12 students read it",
        "Fall behind, spring back, march on",
        "We sat in the sun",
        "Call 617-555-1212 or see https://example.org/2026-12-12",
        "na segunda reunião",
        "Add grades 3-5",
        "Cut the wait by two weeks",
        "Look at grade 3 and the 3rd graders",
    ],
)
def test_words_and_numbers_that_are_no_dates(sentence: str) -> None:
    assert find_date(sentence, WEDNESDAY, SCHOOL) is None


_WORDS = (
    "by before after the end of in on next last this week month day from friday may june 3 12/12 "
    "29 feb 999 years school days thanksgiving winter break 2026-02-30 a couple first monday , - '"
)
PIECES = st.sampled_from(_WORDS.split())
TEXTS = st.text() | st.lists(PIECES, max_size=12).map(" ".join)


@given(TEXTS, st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.booleans())
def test_nothing_typed_breaks_it_and_what_it_says_stands_in_the_text(
    text: str, today: date, back: bool
) -> None:
    for found in (
        read_date(text, today, SCHOOL, back=back),
        find_date(text, today, SCHOOL, back=back),
    ):
        if found:
            assert found.said
            assert text[found.start : found.end].endswith(found.said)
            assert (found.school_day_before is None) == is_school_day(found.day, SCHOOL)
            assert found.school_day_before in (None, previous_school_day(found.day, SCHOOL))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_coming_weekday_comes_within_a_week_and_next_is_in_the_week_after(today: date) -> None:
    friday, this, following = (
        read_date(words, today, SCHOOL) for words in ("Friday", "this Friday", "next Friday")
    )
    assert friday
    assert this
    assert following
    assert {found.day.weekday() for found in (friday, this, following)} == {4}
    assert 1 <= (friday.day - today).days <= 7
    assert 0 <= (this.day - today).days <= 6
    assert following.day.isocalendar()[1] == (today + timedelta(7)).isocalendar()[1]


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    texts = ["the end of " * 400, "week before " * 330, "in 3 days from " * 270, "by   " * 800]
    find_date("by Friday", WEDNESDAY, SCHOOL)
    begun = process_time()
    for text in texts:
        find_date(text, WEDNESDAY, SCHOOL)
    assert process_time() - begun < 2

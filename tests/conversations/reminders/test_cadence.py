"""The days on which somebody hears of a task: in their own calendar, and only the latest step."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import Calendar, is_school_day, school_days_between
from conversations.reminders.cadence import (
    OVERDUE,
    STEPS,
    Cadence,
    Course,
    Said,
    needs_you_on,
    said,
    step_due,
    steps,
)
from conversations.reminders.rounds import Round

ZONE = ZoneInfo("America/New_York")
PLAIN = Calendar(ZONE)
USUAL = Cadence()
DAY = timedelta(days=1)

days = st.dates(date(2026, 8, 1), date(2028, 8, 31))
calendars = st.builds(
    lambda off, extra: Calendar(ZONE, no_school=frozenset(off) - {extra}, extra_days={extra}),  # type: ignore[arg-type]
    st.sets(st.dates(date(2026, 9, 1), date(2028, 8, 31)), max_size=60),
    days,
)
courses = st.builds(Course, days, st.none() | days, st.integers(0, 4))
cadences = st.builds(
    Cadence,
    st.none() | st.integers(2, 30),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(1, 10),
    st.booleans(),
)


def when(due: date, calendar: Calendar = PLAIN, **more: object) -> dict[str, str]:
    found = steps(Course(due, **more), USUAL, calendar)  # type: ignore[arg-type]
    return {step: f"{day:%m-%d}" for step, day in found}


def test_a_week_before_the_day_before_the_day_itself_then_every_third_school_day() -> None:
    # October 12, 2026, is Columbus Day.
    assert when(date(2026, 10, 7)) == {
        "week": "09-30",
        "day_before": "10-06",
        "due": "10-07",
        "overdue_1": "10-13",
        "overdue_2": "10-16",
        "overdue_3": "10-21",
        "overdue_4": "10-26",
    }
    assert needs_you_on(Course(date(2026, 10, 7)), USUAL, PLAIN) == date(2026, 10, 29)


def test_a_day_without_school_counts_as_the_school_day_before_and_steps_move_on() -> None:
    # Due on a Sunday: on Friday. The week before that is a day off.
    calendar = Calendar(ZONE, no_school=frozenset({date(2026, 10, 9)}))
    assert when(date(2026, 10, 18), calendar) | {} == {
        "week": "10-13",
        "day_before": "10-15",
        "due": "10-16",
        "overdue_1": "10-21",
        "overdue_2": "10-26",
        "overdue_3": "10-29",
        "overdue_4": "11-03",
    }


def test_of_what_falls_on_one_day_only_the_latest_is_said() -> None:
    # The day before a Monday is a Sunday: it would be said on the Monday itself.
    monday = date(2026, 11, 16)
    assert when(monday)["day_before"] == when(monday)["due"] == "11-16"
    assert step_due(Course(monday), USUAL, PLAIN, monday) == "due"
    # After winter vacation the week before, too.
    winter = frozenset(date(2026, 12, 21) + n * DAY for n in range(14))
    back = date(2027, 1, 4)
    calendar = Calendar(ZONE, no_school=winter)
    assert set(list(when(back, calendar).values())[:3]) == {"01-04"}
    assert step_due(Course(back), USUAL, calendar, back) == "due"


def test_what_is_due_in_the_summer_is_due_before_it_and_nothing_is_said_in_july() -> None:
    assert when(date(2027, 7, 20))["due"] == "06-30"
    assert when(date(2027, 7, 20))["overdue_1"] == "09-03"


def test_a_leap_day_is_a_day() -> None:
    told = when(date(2028, 2, 29))
    assert (told["week"], told["day_before"], told["due"]) == ("02-22", "02-28", "02-29")
    assert when(date(2028, 3, 7))["week"] == "02-29"


@pytest.mark.parametrize("sunday", [date(2026, 11, 1), date(2027, 3, 14)])
def test_clocks_that_change_make_no_day_longer(sunday: date) -> None:
    due = sunday + 8 * DAY
    told = when(due)
    assert told["week"] == f"{sunday + DAY:%m-%d}"
    # Given late in the evening, just before or after the clocks change.
    for clock in (time(0, 30), time(1, 30), time(3, 30), time(23, 30)):
        since = datetime.combine(sunday, clock, ZONE).astimezone(UTC)
        course = Round(0, since=since, heard=True).course(due, PLAIN)
        assert course.first == sunday + DAY


def test_a_recipient_elsewhere_has_a_day_of_their_own() -> None:
    since = datetime(2026, 11, 18, 4, tzinfo=UTC)
    rounds = Round(0, since=since, heard=True)
    due = date(2026, 11, 24)
    west = Calendar(ZoneInfo("Pacific/Honolulu"))
    assert rounds.course(due, PLAIN).first == date(2026, 11, 18)
    assert rounds.course(due, west).first == date(2026, 11, 18)
    assert rounds.course(due, Calendar(ZoneInfo("Europe/Lisbon"))).first == date(2026, 11, 19)


def test_whoever_has_just_heard_is_left_in_peace_and_counted_from_there() -> None:
    due, handed = date(2026, 11, 17), date(2026, 12, 1)
    told = when(due, first=handed + DAY)
    assert list(told) == list(OVERDUE)
    assert told["overdue_1"] == "12-04"
    # Two were said before: two are left, then those who decide hear.
    course = Course(due, handed + DAY, spent=2)
    assert when(due, first=handed + DAY, spent=2) == {"overdue_3": "12-04", "overdue_4": "12-09"}
    assert needs_you_on(course, USUAL, PLAIN) == date(2026, 12, 14)


def test_a_team_hears_what_it_chose() -> None:
    due = date(2026, 11, 18)
    rare = Cadence(ahead=14, day_before=False, every=5)
    told = {step: f"{day:%m-%d}" for step, day in steps(Course(due), rare, PLAIN)}
    assert told["week"] == "11-04"
    assert told["overdue_1"] == "11-25"
    assert "day_before" not in told
    muted = Cadence(ahead=None, every=None)
    assert [step for step, _ in steps(Course(due), muted, PLAIN)] == ["day_before", "due"]
    # A step that nobody wants supersedes none.
    assert step_due(Course(due), Cadence(due=False), PLAIN, due) == "day_before"


@given(courses, cadences, calendars)
def test_nothing_is_ever_said_on_a_day_without_school_or_out_of_order(
    course: Course, cadence: Cadence, calendar: Calendar
) -> None:
    found = list(steps(course, cadence, calendar))
    assert all(is_school_day(day, calendar) for _, day in found)
    assert [step for step, _ in found] == [s for s in STEPS if s in dict(found)]
    assert [day for _, day in found] == sorted(day for _, day in found)
    assert all(course.first is None or day >= course.first for _, day in found)
    assert sum(step in OVERDUE for step, _ in found) <= 4 - course.spent
    last = needs_you_on(course, cadence, calendar)
    assert is_school_day(last, calendar)
    assert all(day < last for _, day in found)


@given(courses, cadences, calendars, days)
def test_on_each_day_it_is_the_latest_step_whose_day_has_come(
    course: Course, cadence: Cadence, calendar: Calendar, today: date
) -> None:
    step = step_due(course, cadence, calendar, today)
    come = [one for one, day in steps(course, cadence, calendar) if day <= today]
    assert (step is None) == (not come)
    if step is not None:
        assert come[-1] == step
        following = step_due(course, cadence, calendar, today + DAY)
        assert following is not None
        assert STEPS.index(following) >= STEPS.index(step)


@given(courses, st.integers(1, 10), calendars)
def test_overdue_reminders_lie_equally_many_school_days_apart(
    course: Course, every: int, calendar: Calendar
) -> None:
    overdue = [d for s, d in steps(course, Cadence(every=every), calendar) if s in OVERDUE]
    between = [school_days_between(one, other, calendar) for one, other in pairwise(overdue)]
    assert set(between) <= {every}


@given(st.integers(0, 50), st.integers(0, 50), st.sampled_from((*STEPS, "woken:2026-12-01")))
def test_what_makes_a_reminder_the_same_one_is_read_as_it_was_written(
    revision: int, number: int, step: str
) -> None:
    one = Said(revision, number, step)
    assert said(one.occurrence) == one
    assert " " not in one.occurrence

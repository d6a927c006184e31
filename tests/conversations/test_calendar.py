"""School hours in Massachusetts: right through holidays, weekends and both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import (
    Calendar,
    add_school_days,
    due_school_day,
    is_school_day,
    is_school_time,
    next_school_day,
    next_school_time,
    previous_school_day,
    school_days_between,
    school_hours,
    why_no_school,
)

EASTERN = ZoneInfo("America/New_York")
SCHOOL = Calendar(EASTERN)

ZONES = (
    "America/New_York",
    "UTC",
    "Pacific/Kiritimati",
    "Asia/Kolkata",
    "America/Puerto_Rico",
    "Africa/Cairo",  # clocks change at midnight, before a Friday
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Gaza",  # on odd days
)
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
hours = st.one_of(
    st.tuples(st.times(time(6), time(10)), st.times(time(11), time(20))),
    st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]),
)


def built(
    zone: ZoneInfo, between: tuple[time, time], *own: frozenset[date], last: date, first: date
) -> Calendar:
    no_school, extra_days = own
    return Calendar(zone, *between, no_school, extra_days, frozenset({first}), frozenset({last}))


calendars = st.builds(
    built,
    zones,
    hours,
    st.frozensets(days, max_size=20),
    st.frozensets(days, max_size=20),
    last=st.dates(date(2026, 5, 15), date(2026, 7, 20)),
    first=st.dates(date(2026, 7, 21), date(2026, 10, 1)),
)
moments = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2032, 12, 20),  # noqa: DTZ001
    timezones=zones,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@given(moments, calendars)
def test_a_message_moves_forward_into_school_time_and_then_stays(
    moment: datetime, calendar: Calendar
) -> None:
    moved = next_school_time(moment, calendar)
    assert moved >= moment
    assert is_school_time(moved, calendar)
    assert next_school_time(moved, calendar) == moved


@given(moments, calendars)
def test_no_school_time_is_passed_over(moment: datetime, calendar: Calendar) -> None:
    moved = next_school_time(moment, calendar)
    passed = moment
    while passed + timedelta(hours=2) < moved:
        assert not is_school_time(passed, calendar)
        passed = (passed.astimezone(UTC) + timedelta(hours=2)).astimezone(moment.tzinfo)


@given(moments, st.timedeltas(timedelta(), timedelta(days=4)), calendars)
def test_who_comes_later_is_not_let_in_earlier(
    moment: datetime, wait: timedelta, calendar: Calendar
) -> None:
    earlier = moment.astimezone(UTC)
    assert next_school_time(earlier, calendar) <= next_school_time(earlier + wait, calendar)


@given(days, calendars)
def test_school_opens_once_a_day_and_within_its_hours(day: date, calendar: Calendar) -> None:
    found = school_hours(day, calendar)
    if found is None:
        return
    opens, closes = (moment.astimezone(calendar.timezone) for moment in found)
    assert is_school_day(day, calendar)
    assert opens.date() == day
    assert calendar.opens <= opens.time()
    assert is_school_time(found[0], calendar)
    assert not is_school_time(found[0] - timedelta(microseconds=1), calendar)
    assert not is_school_time(found[1], calendar)
    assert closes.time() >= calendar.closes or closes.date() > day


@given(days, calendars)
def test_a_task_is_due_on_a_school_day_and_never_later(day: date, calendar: Calendar) -> None:
    due = due_school_day(day, calendar)
    assert due <= day
    assert is_school_day(due, calendar)
    assert due_school_day(due, calendar) == due
    assert school_days_between(due, day, calendar) == 0


@given(days, st.integers(-30, 30).filter(bool), calendars)
def test_school_days_are_counted_as_they_are_added(
    day: date, count: int, calendar: Calendar
) -> None:
    reached = add_school_days(day, count, calendar)
    assert is_school_day(reached, calendar)
    assert (reached > day) == (count > 0)
    assert school_days_between(day, reached, calendar) == count
    if is_school_day(day, calendar):
        assert school_days_between(reached, day, calendar) == -count
        assert add_school_days(reached, -count, calendar) == day
    assert add_school_days(day, 0, calendar) == day


@given(days, calendars)
def test_there_is_a_reason_whenever_there_is_no_school(day: date, calendar: Calendar) -> None:
    assert (why_no_school(day, calendar) is None) == is_school_day(day, calendar)


@given(days, calendars)
def test_the_next_school_day_and_the_one_before_it_agree(day: date, calendar: Calendar) -> None:
    following = next_school_day(day, calendar)
    assert following > day
    assert is_school_day(following, calendar)
    before = previous_school_day(following, calendar)
    assert before <= day
    assert before == day or not is_school_day(day, calendar)


@pytest.mark.parametrize(
    ("moment", "arrives"),
    [
        ("2026-11-24T10:30", "2026-11-24T10:30"),  # in school hours
        ("2026-11-24T06:00", "2026-11-24T08:00"),  # before school
        ("2026-11-24T16:00", "2026-11-25T08:00"),  # the bell has rung
        ("2026-11-25T17:00", "2026-11-27T08:00"),  # the evening before Thanksgiving
        ("2026-11-26T10:00", "2026-11-27T08:00"),  # Thanksgiving
        ("2026-11-28T10:00", "2026-11-30T08:00"),  # a Saturday
        ("2027-03-12T17:00", "2027-03-15T08:00"),  # over the clock change in spring
        ("2027-03-14T10:00", "2027-03-15T08:00"),
        ("2026-10-30T17:00", "2026-11-02T08:00"),  # over the one in autumn
        ("2026-11-01T01:30", "2026-11-02T08:00"),
        ("2027-04-19T09:00", "2027-04-20T08:00"),  # Patriots' Day
        ("2027-06-30T16:30", "2027-09-01T08:00"),  # July and August, where nobody said otherwise
        ("2028-02-28T16:30", "2028-02-29T08:00"),  # a leap day
        ("2026-12-31T16:30", "2027-01-04T08:00"),
    ],
)
def test_when_a_message_arrives(moment: str, arrives: str) -> None:
    assert next_school_time(local(moment), SCHOOL) == local(arrives)


def test_the_same_local_hour_is_an_hour_earlier_in_utc_after_the_clocks_change() -> None:
    friday, monday = local("2027-03-12T07:00"), local("2027-03-14T12:00")
    assert next_school_time(friday, SCHOOL) == datetime(2027, 3, 12, 13, tzinfo=UTC)
    assert next_school_time(monday, SCHOOL) == datetime(2027, 3, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes", "found"),
    [
        # Cairo, Friday 24 April 2026: midnight to one o'clock does not exist.
        ("Africa/Cairo", "2026-04-24", "00:30", "12:00", ("2026-04-24T01:00", "2026-04-24T12:00")),
        ("Africa/Cairo", "2026-04-24", "00:15", "00:45", None),
        # Thursday 29 October 2026: the hour before midnight comes twice, and school closes once.
        ("Africa/Cairo", "2026-10-29", "23:00", "23:30", ("2026-10-29T23:00", "2026-10-29T23:30")),
        # Samoa had no Friday 30 December 2011 at all.
        ("Pacific/Apia", "2011-12-30", "08:00", "16:00", None),
        ("Asia/Kolkata", "2026-11-24", "08:00", "16:00", ("2026-11-24T08:00", "2026-11-24T16:00")),
    ],
)
def test_hours_that_do_not_exist_or_come_twice(
    zone: str, day: str, opens: str, closes: str, found: tuple[str, str] | None
) -> None:
    there = ZoneInfo(zone)
    calendar = Calendar(there, time.fromisoformat(opens), time.fromisoformat(closes))
    hours = school_hours(date.fromisoformat(day), calendar)
    assert hours == (found and tuple(_at(text, there) for text in found))


def _at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def test_where_a_day_has_no_hours_the_next_one_opens() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    calendar = Calendar(cairo, time(0, 15), time(0, 45))
    assert next_school_time(_at("2026-04-23T12:00", cairo), calendar) == _at(
        "2026-04-27T00:15", cairo
    )


SUMMER = Calendar(
    EASTERN,
    last_days=frozenset({date(2027, 6, 17)}),
    first_days=frozenset({date(2026, 8, 26)}),
)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-06-30", True),  # nobody said when that year ended
        ("2026-07-01", False),
        ("2026-08-25", False),
        ("2026-08-26", True),
        ("2027-06-17", True),
        ("2027-06-18", False),
        ("2027-08-31", False),  # nor when the next one begins
        ("2027-09-01", True),
    ],
)
def test_the_summer_is_between_the_last_and_the_first_school_day(day: str, open_: bool) -> None:
    assert is_school_day(date.fromisoformat(day), SUMMER) == open_


def test_a_task_due_in_the_summer_is_due_on_the_last_school_day() -> None:
    assert due_school_day(date(2027, 8, 2), SUMMER) == date(2027, 6, 17)
    assert due_school_day(date(2027, 8, 2), SCHOOL) == date(2027, 6, 30)


def test_a_saturday_that_makes_up_for_snow_is_a_school_day() -> None:
    saturday = date(2027, 3, 6)
    calendar = Calendar(EASTERN, extra_days=frozenset({saturday}))
    assert next_school_time(local("2027-03-05T17:00"), calendar) == local("2027-03-06T08:00")
    assert due_school_day(saturday, calendar) == saturday
    snowed_in = Calendar(EASTERN, extra_days=frozenset({saturday}), no_school=frozenset({saturday}))
    assert why_no_school(saturday, snowed_in) == "it is a Saturday"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-26", "it is Thanksgiving Day"),
        ("2026-11-29", "it is a Sunday"),
        ("2027-07-05", "it is Independence Day (observed)"),
        ("2027-07-06", "it is in the summer"),
        ("2027-02-16", "the district has no school that day"),
        ("2027-02-17", "it snows"),
        ("2027-02-18", None),
    ],
)
def test_why_there_is_no_school(day: str, why: str | None) -> None:
    snow = date(2027, 2, 17)
    calendar = Calendar(
        EASTERN, no_school=frozenset({date(2027, 2, 16), snow}), reasons={snow: "it snows"}
    )
    assert why_no_school(date.fromisoformat(day), calendar) == why


def test_every_third_school_day_is_counted_over_a_vacation() -> None:
    recess = frozenset(date(2027, 2, day) for day in range(15, 20))
    calendar = Calendar(EASTERN, no_school=recess)
    assert school_days_between(date(2027, 2, 11), date(2027, 2, 23), calendar) == 3
    assert add_school_days(date(2027, 2, 11), 3, calendar) == date(2027, 2, 23)


def test_a_district_has_days_of_its_own() -> None:
    recess = frozenset(date(2027, 2, day) for day in range(15, 20))
    calendar = Calendar(EASTERN, no_school=recess)
    assert next_school_time(local("2027-02-12T16:30"), calendar) == local("2027-02-22T08:00")


def test_hours_that_close_before_they_open_are_no_calendar() -> None:
    with pytest.raises(ValueError, match="closes after it opens"):
        Calendar(EASTERN, opens=time(16), closes=time(8))


def test_a_year_that_ends_after_the_next_has_begun_is_no_calendar() -> None:
    with pytest.raises(ValueError, match="ends before the next one begins"):
        Calendar(EASTERN, last_days=frozenset({date(2027, 9, 2)}))

"""School hours in Massachusetts: right through holidays, weekends and both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar import (
    Calendar,
    is_school_day,
    is_school_time,
    next_school_day,
    next_school_time,
    previous_school_day,
)

EASTERN = ZoneInfo("America/New_York")
SCHOOL = Calendar(EASTERN)

zones = st.sampled_from(
    [EASTERN, *map(ZoneInfo, ("UTC", "Pacific/Kiritimati", "Asia/Kolkata", "America/Puerto_Rico"))]
)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
calendars = st.builds(
    Calendar,
    timezone=zones,
    opens=st.times(time(6), time(10)),
    closes=st.times(time(11), time(20)),
    no_school=st.frozensets(days, max_size=20),
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
        ("2027-07-05T09:00", "2027-07-06T08:00"),  # Independence Day, kept on the Monday
        ("2027-07-14T09:00", "2027-07-14T09:00"),  # summer, where no vacation is entered
        ("2026-12-31T16:30", "2027-01-04T08:00"),
    ],
)
def test_when_a_message_arrives(moment: str, arrives: str) -> None:
    assert next_school_time(local(moment), SCHOOL) == local(arrives)


def test_the_same_local_hour_is_an_hour_earlier_in_utc_after_the_clocks_change() -> None:
    friday, monday = local("2027-03-12T07:00"), local("2027-03-14T12:00")
    assert next_school_time(friday, SCHOOL) == datetime(2027, 3, 12, 13, tzinfo=UTC)
    assert next_school_time(monday, SCHOOL) == datetime(2027, 3, 15, 12, tzinfo=UTC)


def test_a_district_has_days_of_its_own() -> None:
    recess = frozenset(date(2027, 2, day) for day in range(15, 20))
    calendar = Calendar(EASTERN, no_school=recess)
    assert next_school_time(local("2027-02-12T16:30"), calendar) == local("2027-02-22T08:00")


def test_hours_that_close_before_they_open_are_no_calendar() -> None:
    with pytest.raises(ValueError, match="closes after it opens"):
        Calendar(EASTERN, opens=time(16), closes=time(8))

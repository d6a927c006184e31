"""Closing in time: on school days, through both clock changes, whenever somebody looks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from conversations.assessment import history
from conversations.assessment.service import CLOSED, CONSENT, INVITATION, OVERVIEW
from conversations.assessment.session import Extended
from conversations.assessment.timing import closing_moment, minutes
from conversations.calendar import Calendar, is_school_time
from conversations.database import moment
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DISTRICT,
    EVELYN,
    NOW,
    WEEK,
    close_due,
    queued,
    rate,
    start,
    steer,
    stored,
)

EASTERN = ZoneInfo("America/New_York")
SCHOOL = Calendar(EASTERN, no_school=frozenset([date(2026, 12, 23)]))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        ("2026-12-01", "2026-12-01T20:00"),
        # A Saturday, and a Sunday on which clocks are put back: the Friday before.
        ("2026-12-05", "2026-12-04T20:00"),
        ("2026-11-01", "2026-10-30T19:00"),
        # The school days on either side of the two clock changes.
        ("2026-11-02", "2026-11-02T20:00"),
        ("2027-03-12", "2027-03-12T20:00"),
        ("2027-03-14", "2027-03-12T20:00"),
        ("2027-03-15", "2027-03-15T19:00"),
        # Columbus Day, Thanksgiving, Patriots' Day, New Year's Day; a day of the district's own.
        ("2026-10-12", "2026-10-09T19:00"),
        ("2026-11-26", "2026-11-25T20:00"),
        ("2027-04-19", "2027-04-16T19:00"),
        ("2027-01-01", "2026-12-31T20:00"),
        ("2026-12-23", "2026-12-22T20:00"),
    ],
)
def test_a_session_closes_an_hour_before_school_does_on_that_day_or_the_school_day_before(
    day: str, closes: str
) -> None:
    expected = datetime.fromisoformat(closes).replace(tzinfo=UTC)
    assert closing_moment(date.fromisoformat(day), SCHOOL) == expected


@given(st.dates(date(2024, 1, 5), date(2032, 12, 31)))
def test_whatever_the_day_it_closes_in_school_hours_and_no_later(day: date) -> None:
    closes = closing_moment(day, SCHOOL)
    assert is_school_time(closes, SCHOOL)
    assert closes.astimezone(EASTERN).date() <= day
    assert closes.astimezone(EASTERN).hour == 15


def test_nine_cards_take_about_ten_minutes_and_none_takes_no_time_at_all() -> None:
    assert minutes(9) == 10
    assert minutes(0) == 1


@pytest.mark.parametrize("day", ["2026-10-30", "2026-11-02", "2027-03-12", "2027-03-15"])
def test_it_closes_at_its_moment_and_not_a_second_before(db: Database, day: str) -> None:
    closes = closing_moment(date.fromisoformat(day), SCHOOL)
    begun = closes - WEEK
    start(db, ANA, BEN, CARLA, now=begun, started_at=begun, closes_at=closes)
    mine = next(iter(stored(db).participants))
    db.execute(
        "INSERT INTO ratings (tenant, participant, indicator, value, words, at)"
        " VALUES (?, ?, 'blueprint/p1/b2/school/1', 3, '', '')",
        [DISTRICT, mine],
    )
    assert close_due(db, closes - SECOND) == 0
    assert close_due(db, closes) == 1
    assert close_due(db, closes + SECOND) == 0
    closed = stored(db).session
    assert (closed.phase, closed.closed_at) == ("agreeing", closes)


def test_closing_in_time_tells_and_asks_like_closing_by_hand(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    rate(db, ANA, 1)
    rate(db, BEN, 4)
    close_due(db, NOW + 2 * WEEK)
    assert queued(db) == {CLOSED: [EVELYN], CONSENT: [ANA, BEN], OVERVIEW: ["C1"]}
    assert list(queued(db, state="cancelled")) == [INVITATION]
    # The app was down for a week: ratings had ended in time all the same.
    assert history.replay(db, DISTRICT, "fall") == stored(db)


def test_where_nobody_has_rated_the_facilitator_hears_that_it_ended(db: Database) -> None:
    start(db, ANA, BEN)
    close_due(db, NOW + WEEK)
    ended = stored(db).session
    assert (ended.phase, ended.ended_at) == ("cancelled", NOW + WEEK)
    assert queued(db) == {CLOSED: [EVELYN], OVERVIEW: ["C1"]}


def test_what_was_extended_or_has_no_date_stays_open(db: Database) -> None:
    start(db, ANA, BEN)
    start(db, ANA, BEN, id="open", closes_at=None)
    steer(db, Extended(NOW + 2 * WEEK))
    assert close_due(db, NOW + WEEK) == 0
    [row] = db.query("SELECT closes_at FROM sessions WHERE id = 'fall'")
    assert moment(row["closes_at"]) == NOW + 2 * WEEK
    assert close_due(db, NOW + 2 * WEEK) == 1
    assert stored(db, "open").session.phase == "rating"

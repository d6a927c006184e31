"""What comes round by itself: readings, closing dates, digests of plans, questions unanswered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from conversations import answers, personal_hours, school_days
from conversations.answers import Given
from conversations.assessment import inviting
from conversations.assessment.walk import Moved
from conversations.calendar import Calendar
from conversations.database import timestamp
from conversations.personal_hours import DaysOff
from conversations.planning import store
from conversations.planning.acting import MeasureAdded, MeasureChanged, ReadingTaken
from conversations.planning.model import Every, Measure, Reading, Responsible
from conversations.planning.steering import Removed, StageChosen
from conversations.reminders import choices, gap_reports, plan_digests, rounds
from conversations.reminders.kinds import (
    DAILY_REMINDERS,
    GAP_REPORT,
    MEASURE_REMINDER,
    PLAN_DIGEST,
    SESSION_CLOSING,
    Muted,
)
from conversations.reminders.periods import before, named, period
from conversations.reminders.plan_digests import Undelivered
from tests.conversations.assessment import teams as sessions
from tests.conversations.planning.plans import CALENDAR, CARLA, DISTRICT
from tests.conversations.reminders.district import ANA, BEN, DAN, EVELYN, District, at

DAY = timedelta(days=1)
EVERY: tuple[Every, ...] = ("week", "two_weeks", "month", "term", "year")


def mutes(district: District, kind: Muted) -> None:
    with district.store.transaction() as db:
        choices.choose_for_team(db, DISTRICT, "team", kind, wanted=False, by=CARLA)


# Periods


@pytest.mark.parametrize(
    ("every", "day", "name"),
    [
        ("week", date(2027, 1, 3), "2026-W53"),
        ("two_weeks", date(2026, 11, 25), "2026-W47/48"),
        ("two_weeks", date(2027, 1, 5), "2026-W53/01"),
        ("month", date(2028, 2, 29), "2028-02"),
        ("term", date(2026, 12, 31), "2026-fall"),
        ("term", date(2027, 1, 1), "2027-winter"),
        ("term", date(2027, 6, 30), "2027-spring"),
        ("year", date(2027, 6, 30), "2026-27"),
        ("year", date(2027, 7, 1), "2027-28"),
    ],
)
def test_periods_have_the_names_by_which_they_are_asked_for(
    every: Every, day: date, name: str
) -> None:
    assert period(every, day).name == name


@given(st.sampled_from(EVERY), st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_periods_follow_on_one_another_without_a_gap(every: Every, day: date) -> None:
    one = period(every, day)
    assert one.first <= day <= one.last
    assert period(every, one.first) == period(every, one.last) == one
    following = period(every, one.last + DAY)
    assert following.first == one.last + DAY
    assert following.name != one.name
    assert named(every, one.name) == one


def test_a_period_without_school_is_not_asked_for() -> None:
    winter = frozenset(date(2026, 12, 21) + n * DAY for n in range(14))
    calendar = Calendar(CALENDAR.timezone, no_school=winter)
    assert before("week", date(2027, 1, 4), calendar).name == "2026-W51"
    assert before("month", date(2027, 9, 1), calendar).name == "2027-06"


# Measures


def weekly(district: District, **more: Any) -> Measure:
    """Let Ben count something each week, from Wednesday, December 2, on."""
    measure = replace(
        Measure("m5", "process", "Calls home", every="week", reader=Responsible(BEN)), **more
    )
    district.does(MeasureAdded(measure), now=at(12, 2))
    return measure


def asked(district: District, state: str = "due") -> list[tuple[str, str, str]]:
    return district.rows(state, MEASURE_REMINDER)


def test_a_reading_is_asked_for_on_the_first_school_day_after_each_period(
    district: District,
) -> None:
    weekly(district)
    assert [district.sweeps(at(12, day, 8)) for day in (2, 3, 4)] == [0, 0, 0]
    district.sweeps(at(12, 7, 7))
    assert asked(district) == []
    district.sweeps(at(12, 7, 8))
    district.sweeps(at(12, 8, 8))
    assert asked(district) == [(BEN, "2026-W49", "m5")]


def test_who_has_read_it_is_not_asked_and_what_waits_is_called_off(district: District) -> None:
    weekly(district)
    district.sweeps(at(12, 7, 15, 59))
    reading = Reading("r5", "m5", date(2026, 12, 7), 4, by=BEN)
    district.does(ReadingTaken(reading), now=at(12, 7, 17), by=BEN)
    assert asked(district) == []
    district.sweeps(at(12, 14, 8))
    assert asked(district) == []
    district.sweeps(at(12, 21, 8))
    assert asked(district) == [(BEN, "2026-W51", "m5")]


def test_carla_is_asked_each_month_for_what_she_read_in_december(district: District) -> None:
    for month in (1, 2, 3):
        for day in range(1, 8):
            district.sweeps(at(month, day, 9))
    assert asked(district) == [(CARLA, "2027-01", "m1"), (CARLA, "2027-02", "m1")]


def test_nobody_is_asked_for_what_lies_before_or_is_given_up_or_muted(district: District) -> None:
    measure = weekly(district)
    district.does(StageChosen("ideas"), now=at(12, 3))
    district.sweeps(at(12, 7, 8))
    district.does(StageChosen("live"), now=at(12, 8))
    district.sweeps(at(12, 8, 10))
    assert asked(district) == []
    district.sweeps(at(12, 14, 8))
    assert len(asked(district)) == 1
    district.does(MeasureChanged(replace(measure, reader=Responsible(ANA))), now=at(12, 14, 9))
    assert asked(district) == []
    district.sweeps(at(12, 14, 10))
    assert asked(district) == [(ANA, "2026-W50", "m5")]
    mutes(district, "measures")
    district.sweeps(at(12, 21, 8))
    assert len(asked(district)) == 1


def test_whoever_hears_once_a_day_is_asked_in_that_message(district: District) -> None:
    weekly(district)
    district.delivers(BEN, "daily")
    district.gives(date(2026, 12, 14), owner=BEN)
    district.sweeps(at(12, 7, 8))
    assert asked(district) == []
    assert district.rows("due", DAILY_REMINDERS) == [(BEN, "2026-12-07", BEN)]
    assert district.sends(at(12, 7, 9)) == [(BEN, "daily 2026-W49"), (BEN, "daily 0:week")]


# Closing dates


def assesses(district: District) -> None:
    """Let Ana, Ben and Carla rate until Tuesday, December 8, at ten."""
    with district.store.transaction() as db:
        sessions.start(db, ANA, BEN, CARLA)
        sessions.rate(db, CARLA, 1, 2, 3)
        sessions.does(db, CARLA, Moved("next"))


def warned(district: District) -> list[str]:
    return [row[0] for row in district.rows("due", SESSION_CLOSING)]


def test_who_has_not_finished_hears_the_school_day_before_it_closes(district: District) -> None:
    assesses(district)
    district.sweeps(at(12, 4, 9))
    assert warned(district) == []
    for minute in range(2):
        district.sweeps(at(12, 7, 8, minute))
    assert set(warned(district)) >= {ANA, BEN}
    assert len(set(warned(district))) == len(warned(district))
    with district.store.transaction() as db:
        sessions.close(db)
    assert warned(district) == []


def test_whoever_was_reminded_by_hand_that_day_is_not_warned(district: District) -> None:
    assesses(district)
    with district.store.transaction() as db:
        inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=at(12, 7, 7))
    district.sweeps(at(12, 7, 8))
    district.sweeps(at(12, 8, 8))
    assert warned(district) == []


def test_on_a_snow_day_they_hear_in_the_morning_of_the_day_itself(district: District) -> None:
    assesses(district)
    with district.store.transaction() as db:
        school_days.add_snow_day(db, DISTRICT, date(2026, 12, 7), by=DAN, now=at(12, 7, 6))
    district.sweeps(at(12, 7, 9))
    assert warned(district) == []
    district.sweeps(at(12, 8, 8))
    assert ANA in warned(district)


def test_a_team_mutes_closing_dates(district: District) -> None:
    assesses(district)
    mutes(district, "closings")
    district.sweeps(at(12, 7, 9))
    assert warned(district) == []


# Digests of plans


def told(district: District) -> list[tuple[str, str]]:
    return [row[:2] for row in district.rows("due", PLAN_DIGEST)]


def test_those_who_decide_hear_on_the_first_school_day_of_the_week_how_it_stands(
    district: District,
) -> None:
    district.does(Removed("m3"))
    district.gives(date(2026, 12, 4), task="late")
    district.gives(date(2026, 12, 9), task="soon")
    district.gives(date(2026, 12, 16), task="next")
    district.gives(None, task="whenever", owner="")
    district.gives(date(2026, 12, 8), task="stuck")
    district.gives(date(2026, 12, 8), task="ready")
    district.stands("blocked", at(12, 3), "No room", task="stuck")
    district.stands("done", at(12, 4), task="ready")
    district.sweeps(at(12, 4, 9))
    assert told(district) == []
    district.sweeps(at(12, 7, 8))
    district.sweeps(at(12, 8, 8))
    assert told(district) == [(EVELYN, "2026-W50")]
    with district.store.transaction() as db:
        db.execute(
            "UPDATE outbox SET state = 'failed', reason = 'user_disabled', settled_at = ?"
            " WHERE kind = 'task_reminder' AND subject_id = 'soon' AND state = 'due'",
            [timestamp(at(12, 7))],
        )
        plan = store.read_plan(db, DISTRICT, "plan")
        digest = plan_digests.digest(db, plan, at(12, 7, 9))
    names = [[t.id for t in part] for part in (digest.done, digest.due, digest.overdue)]
    assert names == [["ready"], ["soon"], ["late"]]
    assert [task.id for task in digest.blocked] == ["stuck"]
    assert digest.to_read == ()
    assert digest.undelivered == (Undelivered(ANA, "user_disabled", 1),)


def test_no_digest_when_there_is_nothing_to_say_nor_later_in_that_week(district: District) -> None:
    district.does(Removed("m3"))
    district.sweeps(at(12, 7, 8))
    district.gives(date(2026, 12, 10), now=at(12, 7, 9))
    district.sweeps(at(12, 8, 8))
    assert told(district) == []
    district.sweeps(at(12, 14, 8))
    assert told(district) == [(EVELYN, "2026-W51")]


def test_whoever_is_away_on_monday_hears_on_their_first_day(district: District) -> None:
    monday = date(2026, 12, 7)
    with district.store.transaction() as db:
        personal_hours.add_days_off(db, DISTRICT, DaysOff(monday, monday), by=EVELYN, now=at(12, 1))
    district.sweeps(at(12, 7, 9))
    assert told(district) == []
    district.sweeps(at(12, 8, 8))
    assert told(district) == [(EVELYN, "2026-W50")]


def test_a_team_mutes_its_digest(district: District) -> None:
    mutes(district, "digest")
    district.sweeps(at(12, 7, 9))
    assert told(district) == []


# Questions without an answer


def asks(db: Database, name: str, month: int, day: int, year: int = 0) -> None:
    given = Given(
        *(DISTRICT, name, ANA, "C1", None, None, "channel"),
        question=f"Where is {name}?",
        level=None,
        context="",
        answered=False,
        reason="not_covered",
        topic=None,
        at=timestamp(at(month, day, year=year)),
    )
    answers.keep(db, given)


def test_coordinators_hear_each_month_which_questions_had_no_answer(district: District) -> None:
    with district.store.transaction() as db:
        asks(db, "october", 10, 31)
        asks(db, "november", 11, 17)
        asks(db, "december", 12, 1)
    district.sweeps(at(12, 1, 7))
    assert district.rows("due", GAP_REPORT) == []
    district.sweeps(at(12, 1, 8))
    district.sweeps(at(12, 2, 8))
    assert district.rows("due", GAP_REPORT) == [(DAN, "2026-12", DISTRICT)]
    with district.store.reading() as db:
        found = gap_reports.report(db, DISTRICT, date(2026, 12, 1), CALENDAR)
    assert [gap.question for group in found for gap in group.gaps] == ["Where is november?"]


def test_no_report_when_there_is_nothing_and_in_the_fall_of_the_summer_too(
    district: District,
) -> None:
    district.sweeps(at(12, 1, 8))
    with district.store.transaction() as db:
        asks(db, "november", 11, 30)
        for month in (6, 7, 8):
            asks(db, f"of {month}", month, 15, year=2027)
    district.sweeps(at(12, 1, 9))
    district.sweeps(at(7, 1, 9))
    assert district.rows("due", GAP_REPORT) == []
    district.sweeps(at(9, 1, 8, year=2027))
    assert district.rows("due", GAP_REPORT) == [(DAN, "2027-09", DISTRICT)]
    with district.store.reading() as db:
        found = gap_reports.report(db, DISTRICT, date(2027, 9, 1), CALENDAR)
    assert sum(len(group.gaps) for group in found) == 3


# Deleted plans


def test_a_plan_that_is_deleted_leaves_nothing_of_its_reminders(district: District) -> None:
    weekly(district)
    district.gives(date(2026, 12, 14))
    district.gives(date(2026, 12, 16), task="other")
    district.sweeps(at(12, 7, 8))
    district.snoozes(date(2026, 12, 10), at(12, 7, 9), task="other")
    kept = ("reminded", "reminder_rounds", "reminder_looks", "snoozes")
    with district.store.transaction() as db:
        assert all(db[table].count for table in kept)
        rounds.forget_plan(db, DISTRICT, "plan")
        left = {
            table: [row for row in db[table].rows if row.get("subject_type") != "workspace"]
            for table in kept
        }
        assert not any(left.values()), left
        about = "subject_type IN ('task', 'measure')"
        assert not list(db["outbox"].rows_where(about))

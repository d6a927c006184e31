"""Reminders of tasks as weeks pass: each once, on its day, to whoever has the task now."""

from __future__ import annotations

import multiprocessing
import os
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations import personal_hours, school_days
from conversations.database import Store
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.personal_hours import DaysOff, Hours
from conversations.planning.acting import TaskAdded
from conversations.planning.model import Responsible
from conversations.planning.steering import Ended, Handed, Judged, Removed, StageChosen
from conversations.reminders import choices
from conversations.reminders.kinds import Muted
from conversations.reminders.sweep import AT_ONCE, sweep
from tests.conversations.planning.plans import CALENDAR, DISTRICT, STRANGER
from tests.conversations.planning.plans import CARLA as TEAM_COORDINATOR
from tests.conversations.reminders.district import ANA, BEGUN, BEN, DAN, EVELYN, District, at

DUE = date(2026, 12, 9)
NEW_YEAR = at(1, 29, 18)
WHOLE = [
    ("12-02", ANA, "0:week"),
    ("12-08", ANA, "0:day_before"),
    ("12-09", ANA, "0:due"),
    ("12-14", ANA, "0:overdue_1"),
    ("12-17", ANA, "0:overdue_2"),
    ("12-22", ANA, "0:overdue_3"),
    ("12-28", ANA, "0:overdue_4"),
    ("12-31", EVELYN, "0:needs_you"),
]
"""Of a task due on December 9: Christmas is no school day, and there is no other vacation."""


def test_a_task_that_nobody_does_is_reminded_of_seven_times_then_its_owners_once(
    district: District,
) -> None:
    district.gives(DUE)
    assert district.passes(NEW_YEAR) == WHOLE


def test_what_is_to_be_said_leaves_when_school_opens(district: District) -> None:
    district.gives(DUE)
    assert district.sweeps(at(12, 2, 7, 59)) == 0
    assert district.sweeps(at(12, 2, 8)) == 1
    assert district.sends(at(12, 2, 8)) == [(ANA, "0:week")]


def test_two_sweeps_queue_nothing_twice(district: District) -> None:
    district.gives(DUE)
    assert [district.sweeps(at(12, 2, 9, minute)) for minute in range(3)] == [1, 0, 0]
    # Even where all is looked at anew.
    with district.store.transaction() as db:
        db.execute("DELETE FROM reminder_looks")
    assert district.sweeps(at(12, 2, 10)) == 0
    assert district.waits() == [(ANA, "0:week")]


def _sweep_again_and_again(path: Path) -> None:
    for minute in range(5):
        sweep(Store(path), at(12, 2, 9, minute), CALENDAR)


def test_two_processes_on_one_file_queue_nothing_twice(district: District) -> None:
    for number in range(30):
        district.gives(DUE, task=f"t{number}")
    fork = multiprocessing.get_context("spawn")
    both = [fork.Process(target=_sweep_again_and_again, args=(district.store.path,)) for _ in "12"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    assert sorted(subject for _, _, subject in district.rows("due", "task_reminder")) == sorted(
        f"t{number}" for number in range(30)
    )


def _sweep_and_die(path: Path, after: int) -> None:
    looked = iter(range(after))

    def dies(tenant: str, task: str) -> AbstractContextManager[None]:
        if next(looked, None) is None:
            os._exit(9)
        return nullcontext()

    sweep(Store(path), at(12, 2), CALENDAR, kept_to=dies)


@pytest.mark.parametrize("after", [1, AT_ONCE + 10])
def test_a_sweep_that_is_killed_in_between_loses_and_doubles_nothing(
    district: District, after: int
) -> None:
    many = AT_ONCE + 20
    given = (TaskAdded(f"t{n}", "i1", "Ask", Responsible(ANA), due=DUE) for n in range(many))
    district.does(*given)
    killed = multiprocessing.get_context("spawn").Process(
        target=_sweep_and_die, args=(district.store.path, after)
    )
    killed.start()
    killed.join()
    assert killed.exitcode == 9
    queued = len(district.waits())
    # What was looked at in one transaction stands or falls together.
    assert queued == after // AT_ONCE * AT_ONCE
    assert district.sweeps(at(12, 2)) == many - queued
    assert len(set(district.rows("due", "task_reminder"))) == len(district.waits()) == many


def test_threads_of_one_process_queue_nothing_twice(district: District) -> None:
    for number in range(20):
        district.gives(DUE, task=f"t{number}")
    ends = threading.Barrier(3)

    def look() -> None:
        ends.wait()
        district.sweeps(at(12, 2))

    several = [threading.Thread(target=look) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert len(district.waits()) == 20


def test_done_ends_it_and_calls_off_what_waits(district: District) -> None:
    district.gives(DUE)
    district.sweeps(at(12, 8, 15, 59))
    assert district.waits() == [(ANA, "0:day_before")]
    district.stands("done", at(12, 8, 16))
    assert district.waits() == []
    assert district.passes(NEW_YEAR, at(12, 8, 17)) == []


@pytest.mark.parametrize(
    "event", [Ended(), Removed("t"), Removed("i1"), Judged("i1", "abandon"), StageChosen("ideas")]
)
def test_what_is_out_of_the_plan_is_not_spoken_of(district: District, event: object) -> None:
    district.gives(DUE)
    district.sweeps(at(12, 8, 15, 59))
    district.does(event, now=at(12, 8, 16))  # type: ignore[arg-type]
    assert district.waits() == []
    assert district.passes(NEW_YEAR, at(12, 8, 17)) == []


def test_nobody_hears_of_a_plan_that_is_not_carried_out_yet(district: District) -> None:
    district.does(StageChosen("review"))
    district.gives(DUE)
    assert district.passes(at(12, 7, 18)) == []
    district.does(StageChosen("live"), now=at(12, 7, 19))
    assert district.passes(at(12, 9, 18), at(12, 8, 8)) == WHOLE[1:3]


def test_while_it_is_blocked_nothing_is_said_and_then_it_goes_on(district: District) -> None:
    district.gives(DUE)
    district.passes(at(12, 14, 18))
    district.stands("blocked", at(12, 15, 10), "No room")
    assert district.passes(at(1, 7, 18), at(12, 15, 11)) == []
    district.stands("under_way", at(1, 8, 10))
    assert district.passes(at(2, 5, 18), at(1, 8, 11)) == [
        ("01-13", ANA, "0:overdue_2"),
        ("01-19", ANA, "0:overdue_3"),
        ("01-22", ANA, "0:overdue_4"),
        ("01-27", EVELYN, "0:needs_you"),
    ]


def test_a_moved_date_has_all_its_reminders_and_the_former_one_none(district: District) -> None:
    district.gives(DUE)
    district.passes(at(12, 8, 11))
    district.changes(at(12, 8, 12), due=date(2026, 12, 16))
    assert district.passes(at(12, 16, 18), at(12, 8, 13)) == [
        # The week before it was not over yet when it was chosen.
        ("12-09", ANA, "1:week"),
        ("12-15", ANA, "1:day_before"),
        ("12-16", ANA, "1:due"),
    ]
    # A day that is near has no reminder from before it was chosen.
    district.changes(at(12, 16, 19), due=date(2026, 12, 18))
    assert district.passes(at(12, 18, 18), at(12, 17, 8)) == [
        ("12-17", ANA, "2:day_before"),
        ("12-18", ANA, "2:due"),
    ]


def test_a_date_that_is_moved_to_today_is_said_today(district: District) -> None:
    district.gives(DUE)
    district.changes(at(12, 3, 10), due=date(2026, 12, 3))
    assert district.passes(at(12, 3, 15), at(12, 3, 11)) == [("12-03", ANA, "1:due")]


def test_whoever_takes_it_over_hears_from_the_next_day_and_the_other_no_more(
    district: District,
) -> None:
    district.gives(DUE)
    district.passes(at(12, 8, 7))
    district.sweeps(at(12, 8, 15, 59))
    district.changes(at(12, 8, 16), owner=BEN)
    assert district.waits() == []
    assert district.passes(at(12, 17, 18), at(12, 8, 17)) == [
        ("12-09", BEN, "0:due"),
        ("12-14", BEN, "0:overdue_1"),
        ("12-17", BEN, "0:overdue_2"),
    ]
    # Back with Ana, it goes on where it was, and nobody hears the same twice.
    district.changes(at(12, 18, 10), owner=ANA)
    district.changes(at(12, 18, 11), owner=BEN)
    assert district.passes(at(12, 29, 18), at(12, 18, 12)) == [
        ("12-23", BEN, "0:overdue_3"),
        ("12-29", BEN, "0:overdue_4"),
    ]


def test_they_are_told_once_that_it_needs_them_and_silence_lasts_until_somebody_acts(
    district: District,
) -> None:
    district.gives(DUE)
    district.passes(at(12, 31, 18))
    assert district.passes(NEW_YEAR, at(1, 1)) == []
    district.stands("under_way", at(2, 1, 10), "Half of it is done")
    assert district.passes(at(3, 5, 18), at(2, 1, 11)) == [
        ("02-04", ANA, "0.1:overdue_1"),
        ("02-09", ANA, "0.1:overdue_2"),
        ("02-12", ANA, "0.1:overdue_3"),
        ("02-18", ANA, "0.1:overdue_4"),
        ("02-23", EVELYN, "0.1:needs_you"),
    ]


def test_all_who_look_after_the_plan_are_told_each_once(district: District) -> None:
    district.does(Handed((EVELYN, DAN)))
    district.gives(DUE)
    heard = district.passes(NEW_YEAR)
    assert sorted(heard[-2:]) == [("12-31", DAN, "0:needs_you"), ("12-31", EVELYN, "0:needs_you")]
    assert len(heard) == 9


def test_once_they_are_told_whoever_does_it_hears_no_more_though_they_were_away(
    district: District,
) -> None:
    district.gives(DUE)
    off(district, date(2026, 12, 18), date(2026, 12, 28))
    heard = district.passes(NEW_YEAR)
    # The third reminder would be on the 31st, by the school days of somebody who was away.
    assert heard[-2:] == [("12-17", ANA, "0:overdue_2"), ("12-31", EVELYN, "0:needs_you")]


def test_who_looks_after_the_plan_from_now_on_hears_what_needs_them_at_once(
    district: District,
) -> None:
    district.gives(DUE)
    district.passes(at(12, 31, 10))
    district.does(Handed((BEN,)), now=at(12, 31, 11))
    assert district.passes(at(12, 31, 12), at(12, 31, 11)) == [("12-31", BEN, "0:needs_you")]


def test_a_task_that_nobody_has_is_brought_to_those_who_decide(district: District) -> None:
    district.gives(DUE, owner="")
    assert district.passes(NEW_YEAR) == WHOLE[-1:]


def test_a_snooze_wakes_by_itself_and_the_rest_goes_on_from_there(district: District) -> None:
    district.gives(DUE)
    district.passes(at(12, 8, 11))
    # A Saturday: it wakes on Monday.
    district.snoozes(date(2026, 12, 12), at(12, 8, 12))
    assert district.passes(at(12, 22, 18), at(12, 8, 13)) == [
        ("12-14", ANA, "0:woken:2026-12-12"),
        ("12-17", ANA, "0:overdue_1"),
        ("12-22", ANA, "0:overdue_2"),
    ]


def test_a_snooze_calls_off_what_waits_and_ends_with_what_is_done_or_moved(
    district: District,
) -> None:
    district.gives(DUE)
    district.sweeps(at(12, 8, 15, 59))
    district.snoozes(date(2026, 12, 15), at(12, 8, 16))
    assert district.waits() == []
    district.changes(at(12, 9, 10), due=date(2026, 12, 14))
    assert district.passes(at(12, 15, 18), at(12, 9, 11)) == [
        ("12-14", ANA, "1:due"),
    ]


def test_only_whoever_has_an_open_task_puts_it_off_to_a_day_to_come(district: District) -> None:
    district.gives(DUE)
    for by in (BEN, EVELYN):
        with pytest.raises(NotAllowed):
            district.snoozes(date(2026, 12, 8), at(12, 7), by=by)
    for day in (date(2026, 12, 7), date(2028, 1, 3)):
        with pytest.raises(Refused):
            district.snoozes(day, at(12, 7))
    district.stands("done", at(12, 7))
    with pytest.raises(NotFound):
        district.snoozes(date(2026, 12, 8), at(12, 7))


def off(district: District, first: date, last: date) -> None:
    with district.store.transaction() as db:
        personal_hours.add_days_off(db, DISTRICT, DaysOff(first, last), by=ANA, now=BEGUN)


def test_whoever_is_away_hears_the_latest_when_they_are_back(district: District) -> None:
    district.gives(date(2026, 12, 4))
    off(district, date(2026, 12, 7), date(2026, 12, 15))
    heard = district.passes(at(12, 18, 18))
    # Their school days are counted: the first three after it are the 16th, 17th and 18th.
    assert heard[-2:] == [("12-04", ANA, "0:due"), ("12-18", ANA, "0:overdue_1")]


def test_what_is_due_while_somebody_is_away_is_due_before(district: District) -> None:
    district.gives(DUE)
    off(district, date(2026, 12, 8), date(2026, 12, 15))
    assert district.passes(at(12, 7, 18)) == [("11-30", ANA, "0:week"), ("12-07", ANA, "0:due")][1:]


def test_a_snow_day_moves_what_is_to_be_said_and_doubles_nothing(district: District) -> None:
    district.gives(DUE)
    district.passes(at(12, 8, 18))
    with district.store.transaction() as db:
        school_days.add_snow_day(db, DISTRICT, DUE, by=DAN, now=at(12, 9, 6))
    # It counts as due the day before, of which Ana has heard; then it is overdue a day earlier.
    assert district.passes(at(12, 15, 18), at(12, 9, 7)) == [
        ("12-10", ANA, "0:due"),
        ("12-14", ANA, "0:overdue_1"),
    ]


def test_snow_while_everybody_is_at_school_brings_no_step_back(district: District) -> None:
    district.gives(date(2026, 12, 4))
    district.passes(at(12, 9, 9))
    assert district.heard[-1][2] == "0:overdue_1"
    with district.store.transaction() as db:
        school_days.add_snow_day(db, DISTRICT, DUE, by=DAN, now=at(12, 9, 10))
    assert district.passes(at(12, 15, 18), at(12, 9, 11)) == [("12-15", ANA, "0:overdue_2")]


def test_another_zone_is_heeded_at_once(district: District) -> None:
    district.gives(DUE)
    assert district.sweeps(at(12, 2, 3)) == 0
    with district.store.transaction() as db:
        hours = Hours(time(8), time(16))
        personal_hours.set_hours(db, DISTRICT, hours, "Europe/Lisbon", by=ANA, now=at(12, 2, 3, 10))
    assert district.sweeps(at(12, 2, 3, 11)) == 1
    with district.store.transaction() as db:
        personal_hours.set_hours(db, DISTRICT, hours, "Pacific/Honolulu", by=ANA, now=at(12, 2, 4))
    # What waits goes by her new hours, and is not queued again.
    assert district.passes(at(12, 2, 18), at(12, 2, 4)) == [("12-02", ANA, "0:week")]
    assert district.heard[-1][0] == at(12, 2, 13)


def mutes(district: District, kind: Muted, **more: int) -> None:
    with district.store.transaction() as db:
        choices.choose_for_team(
            db, DISTRICT, "team", kind, wanted=bool(more), by=TEAM_COORDINATOR, **more
        )


def test_a_team_mutes_kinds_and_spaces_others(district: District) -> None:
    district.gives(DUE)
    muted: tuple[Muted, ...] = ("week", "due", "needs_you")
    for kind in muted:
        mutes(district, kind)
    mutes(district, "overdue", days=10)
    assert district.passes(at(12, 28, 18)) == [
        ("12-08", ANA, "0:day_before"),
        ("12-23", ANA, "0:overdue_1"),
    ]
    mutes(district, "overdue")
    assert district.passes(at(3, 1, 18), at(12, 29)) == []


def test_only_who_steers_a_team_chooses_for_it_and_within_reason(
    district: District, db: Database
) -> None:
    with pytest.raises(NotAllowed):
        choices.choose_for_team(db, DISTRICT, "team", "week", wanted=False, by=STRANGER)
    wrong: tuple[tuple[Muted, int], ...] = (("week", 1), ("overdue", 11), ("due", 3))
    for kind, days in wrong:
        with pytest.raises(Refused):
            choices.choose_for_team(
                db,
                DISTRICT,
                "team",
                kind,
                wanted=True,
                days=days,
                by=DAN,
            )


def test_once_a_day_all_comes_in_one_message_and_switching_repeats_nothing(
    district: District,
) -> None:
    for number in range(3):
        district.gives(DUE + timedelta(days=number), task=f"t{number}")
    district.delivers(ANA, "daily")
    assert district.passes(at(12, 4, 18)) == [
        ("12-02", ANA, "daily 0:week"),
        ("12-03", ANA, "daily 0:week"),
        ("12-04", ANA, "daily 0:week"),
    ]
    district.passes(at(12, 9, 18), at(12, 7))
    assert [what for when, _, what in district.heard if when.day == 9] == [
        "daily 0:due",
        "daily 0:day_before",
    ]
    assert len(district.rows("sent", "daily_reminders")) == 5
    district.delivers(ANA, "each")
    district.passes(at(12, 10, 10), at(12, 9, 19))
    district.delivers(ANA, "daily")
    district.passes(at(12, 11, 18), at(12, 10, 11))
    heard = [what.removeprefix("daily ") for _, _, what in district.heard]
    assert sorted(heard) == sorted(["0:week", "0:day_before", "0:due"] * 3)


def test_what_comes_up_after_the_message_of_the_day_waits_for_the_next(district: District) -> None:
    district.delivers(ANA, "daily")
    district.gives(DUE)
    district.gives(date(2027, 3, 1), task="later")
    district.passes(at(12, 2, 10))
    district.changes(at(12, 2, 11), task="later", due=date(2026, 12, 2))
    assert district.passes(at(12, 2, 18), at(12, 2, 12)) == []
    assert district.passes(at(12, 3, 18), at(12, 3, 7)) == [("12-03", ANA, "daily 1:due")]


def test_what_is_done_before_the_message_of_the_day_leaves_is_not_in_it(district: District) -> None:
    district.delivers(ANA, "daily")
    district.gives(DUE)
    district.gives(DUE, task="other")
    district.sweeps(at(12, 2, 8))
    district.stands("done", at(12, 2, 8, 1))
    assert district.sends(at(12, 2, 9)) == [(ANA, "daily 0:week")]


def test_a_message_of_the_day_that_could_not_leave_takes_in_the_next_morning(
    district: District,
) -> None:
    district.delivers(ANA, "daily")
    district.gives(date(2026, 12, 10))
    district.gives(date(2026, 12, 11), task="other")
    district.sweeps(at(12, 3, 15, 58))
    assert district.sends(at(12, 3, 16, 5)) == []
    district.sweeps(at(12, 4, 8))
    assert district.sends(at(12, 4, 8, 10)) == [(ANA, "daily 0:week"), (ANA, "daily 0:week")]
    assert len(district.rows("sent", "daily_reminders")) == 1


def test_a_later_step_takes_the_place_of_one_that_could_not_leave(district: District) -> None:
    district.gives(DUE)
    district.sweeps(at(12, 8, 15, 59))
    assert district.sends(at(12, 8, 16)) == []
    district.sweeps(at(12, 9, 8))
    assert district.sends(at(12, 9, 8)) == [(ANA, "0:due")]


def test_another_workspace_is_left_alone(district: District) -> None:
    district.gives(DUE)
    with district.store.transaction() as db:
        db.execute("INSERT INTO reminder_choices VALUES ('T2', 'team', 'team', 'week', 'off')")
        db.execute("INSERT INTO snoozes VALUES ('T2', 't', ?, '2027-01-01', 0)", [ANA])
    assert district.sweeps(at(12, 2)) == 1

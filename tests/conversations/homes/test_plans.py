"""What a Home reads of plans is what its person may see, counted as the plans themselves count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations import memberships, teams
from conversations.coordinators import is_coordinator
from conversations.homes import plans as homes
from conversations.homes.plans import PlanLine
from conversations.planning import progress, store
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.model import Responsible
from conversations.planning.permissions import may_see, steers
from conversations.planning.steering import Ended, Judged, StageChosen
from conversations.reminders import snoozes
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DAN,
    DAY,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    SPONSOR,
    STRANGER,
    TODAY,
    found_team,
    start,
    stored,
    take,
)

EVERYBODY = (EVELYN, ANA, BEN, CARLA, DAN, SPONSOR, STRANGER)


def shown_to(db: Database, person: str) -> list[PlanLine]:
    coordinates = is_coordinator(db, DISTRICT, person)
    return homes.plans_shown(db, DISTRICT, person, coordinates=coordinates)


def a_district(db: Database) -> None:
    """Begin plans of a team, of a closed one, of somebody alone; one is live, one has ended."""
    found_team(db)
    found_team(db, OTHER)
    start(db, *CHAIN, StageChosen("live"))
    start(db, by=BEN, id="other", team=None, owners=(BEN,))
    start(db, by=STRANGER, id="own", team=None, channel=None, owners=(STRANGER,))
    given: dict[str, Any] = {"channel": None, "timezone": "America/New_York", "by": DAN, "now": NOW}
    teams.save_team(db, DISTRICT, "closed", name="Closed", **given)
    steering: dict[str, Any] = {"guests": (), "by": DAN, "now": NOW}
    teams.set_team_coordinators(db, DISTRICT, "closed", [CARLA], **steering)
    memberships.set_members(db, DISTRICT, "closed", [ANA], names={}, titles={}, **steering)
    memberships.add_named_member(
        db, DISTRICT, "closed", "otto", name="Otto", sponsor=SPONSOR, role="Other",
        level="school", sponsor_is_guest=False, by=DAN, now=NOW,
    )  # fmt: skip
    start(db, id="of-closed", team="closed")
    teams.close_team(db, DISTRICT, "closed", by=DAN, now=NOW)
    start(db, id="ended")
    take(db, Ended(), plan_id="ended")


def test_everybody_is_shown_what_they_may_see_and_nothing_else(db: Database) -> None:
    a_district(db)
    plans = (store.read_plan(db, tenant, one) for tenant, one in store.all_plans(db))
    every = [plan for plan in plans if plan.ended_at is None]
    for person in EVERYBODY:
        allowed = [plan.id for plan in every if may_see(db, plan, person)]
        assert [line.id for line in shown_to(db, person)] == allowed, person
    assert len(shown_to(db, DAN)) == 2
    assert shown_to(db, STRANGER)[0].is_personal
    assert homes.plans_shown(db, OTHER, EVELYN, coordinates=True) == []


def test_whoever_decides_is_told_what_was_proposed(db: Database) -> None:
    a_district(db)
    take(db, TaskAdded("t9", "i1", "Ask the office", due=TODAY), by=BEN)
    for person in EVERYBODY:
        for line in shown_to(db, person):
            assert line.decides == steers(db, stored(db, line.id), person), (person, line.id)
            assert line.proposed == (line.id == "plan")


def test_progress_is_counted_as_in_the_plan(db: Database) -> None:
    a_district(db)
    late = TaskAdded("t5", "i2", "Book", Responsible(ANA), due=TODAY - DAY)
    take(db, late, TaskStood("t1", "blocked", "Nobody has time"), TaskStood("t2", "done"))
    take(db, Judged("i1", "abandon"))
    plan = stored(db)
    [line] = [line for line in shown_to(db, EVELYN) if line.id == "plan"]
    assert line.progress(NOW) == progress.of_plan(plan, TODAY)
    assert {task.id for task in line.tasks} == {"t2", "t5"}


def test_tasks_come_late_ones_first_then_by_their_day_and_those_that_sleep_last(
    db: Database,
) -> None:
    a_district(db)
    for n, due in enumerate((TODAY + DAY, TODAY - 3 * DAY, None, TODAY, TODAY - DAY)):
        take(db, TaskAdded(f"x{n}", "i1", f"Task {n}", Responsible(ANA), due=due))

    def hers(now: datetime = NOW) -> list[str]:
        shown = shown_to(db, ANA)
        return [one.task.id for one in homes.tasks_of(db, DISTRICT, ANA, shown, now)]

    assert hers() == ["x1", "x4", "x3", "x0", "t1", "x2"]
    snoozes.snooze(db, DISTRICT, stored(db).tasks["x1"], TODAY + DAY, by=ANA, today=TODAY, now=NOW)
    assert hers()[-1] == "x1"
    assert hers(NOW + DAY)[0] == "x1", "it has woken"
    moved = stored(db).tasks["x1"]
    take(db, TaskChanged("x1", moved.what, moved.owner, due=TODAY - 2 * DAY))
    assert hers()[0] == "x1", "a day that was moved wakes it"
    take(db, StageChosen("tasks"))
    assert hers() == [], "nothing is asked while the plan is not carried out"


def test_who_helps_and_what_was_done_lately(db: Database) -> None:
    a_district(db)
    assert [one.task.id for one in homes.helped(shown_to(db, BEN), BEN)] == ["t1"]
    take(db, TaskStood("t1", "done"), by=ANA)
    week = timedelta(days=7)
    assert homes.done_since(shown_to(db, ANA), ANA, NOW - week) == 1
    assert homes.done_since(shown_to(db, ANA), ANA, NOW + DAY) == 0
    assert homes.helped(shown_to(db, BEN), BEN) == []


def test_blocked_tasks_are_stuck_before_late_ones(db: Database) -> None:
    a_district(db)
    late = TaskAdded("late", "i1", "Late", Responsible(ANA), due=date(2026, 9, 1))
    take(db, late, TaskStood("t1", "blocked", "No time"))
    assert [one.task.id for one in homes.stuck(shown_to(db, DAN), NOW)] == ["t1", "late"]
    built = [replace(line, stage="tasks") for line in shown_to(db, DAN)]
    assert homes.stuck(built, NOW) == []

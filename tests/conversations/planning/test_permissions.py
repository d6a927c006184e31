"""Members propose, owners and coordinators steer, others see nothing."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from conversations import memberships, teams
from conversations.errors import NotAllowed, NotFound
from conversations.planning import permissions, service
from conversations.planning.acting import (
    MeasureAdded,
    ReadingTaken,
    TaskAdded,
    TaskStood,
)
from conversations.planning.exploring import BoneNamed, CauseAdded, Marked, Rooted
from conversations.planning.model import Measure, Plan, Reading, Responsible
from conversations.planning.service import plans_for
from conversations.planning.steering import (
    CycleTurned,
    Ended,
    Handed,
    Judged,
    Removed,
    StageChosen,
    Titled,
)
from conversations.planning.steps import PlanEvent
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    SPONSOR,
    STRANGER,
    TODAY,
    start,
    stored,
    take,
)

ADDING = CauseAdded("x", "people", "No time")
OWNERS_ONLY: tuple[PlanEvent, ...] = (
    StageChosen("goal"),
    Titled("New"),
    CycleTurned(2),
    Handed((BEN,)),
    Ended(),
)
OWNERS_DECIDE: tuple[PlanEvent, ...] = (
    Removed("c1"),
    Judged("i1", "adopt"),
    Rooted("c1"),
    BoneNamed("people", "Staff"),
)
READING = ReadingTaken(Reading("x", "m1", TODAY, 3))
EVERYTHING = (ADDING, *OWNERS_ONLY, *OWNERS_DECIDE, READING, TaskStood("t1", "done"))


@pytest.fixture(params=["building", "live"])
def plan(db: Database, request: pytest.FixtureRequest) -> Plan:
    start(db, *CHAIN)
    return take(db, StageChosen("live")).plan if request.param == "live" else stored(db)


@pytest.mark.parametrize("person", [EVELYN, CARLA, DAN])
def test_owners_and_coordinators_do_everything_at_once(
    db: Database, plan: Plan, person: str
) -> None:
    for event in EVERYTHING:
        assert permissions.stance(db, plan, event, person) == "do"


@pytest.mark.parametrize("person", [ANA, BEN, SPONSOR])
def test_members_and_who_speaks_for_one_add_while_it_is_built_and_propose_later(
    db: Database, plan: Plan, person: str
) -> None:
    assert permissions.stance(db, plan, ADDING, person) == ("propose" if plan.is_live else "do")
    for event in OWNERS_DECIDE:
        assert permissions.stance(db, plan, event, person) == "propose"
    for event in OWNERS_ONLY:
        with pytest.raises(NotAllowed, match="look after this plan"):
            permissions.stance(db, plan, event, person)
    assert permissions.stance(db, plan, READING, person) == "do"
    assert permissions.stance(db, plan, Marked("c1", person), person) == "do"


def test_how_a_task_stands_is_said_by_those_who_work_on_it(db: Database, plan: Plan) -> None:
    # Ana has it, Ben supports; the other one Ben answers for in Ruth's name.
    said = {
        (person, task): permissions.stance(db, plan, TaskStood(task, "done"), person)
        for person in (ANA, BEN, SPONSOR)
        for task in ("t1", "t2")
    }
    assert {who for who, stance in said.items() if stance == "do"} == {
        (ANA, "t1"),
        (BEN, "t1"),
        (BEN, "t2"),
    }


@pytest.mark.parametrize("person", [EVELYN, CARLA, ANA])
def test_nobody_marks_in_somebody_elses_name(db: Database, plan: Plan, person: str) -> None:
    with pytest.raises(NotAllowed, match="for yourself"):
        permissions.stance(db, plan, Marked("c1", BEN), person)


def test_a_stranger_is_told_nothing_not_even_that_it_has_ended(db: Database, plan: Plan) -> None:
    for event in EVERYTHING:
        with pytest.raises(NotAllowed, match="another team"):
            take(db, event, by=STRANGER)
    take(db, Ended())
    with pytest.raises(NotAllowed, match="another team"):
        take(db, ADDING, by=STRANGER)
    with pytest.raises(NotAllowed):
        service.seen_by(db, DISTRICT, plan.id, STRANGER)


def test_in_another_workspace_there_is_no_such_plan(db: Database, plan: Plan) -> None:
    with pytest.raises(NotFound):
        service.take(db, OTHER, plan.id, [ADDING], by=EVELYN, now=NOW)
    with pytest.raises(NotFound):
        service.seen_by(db, OTHER, plan.id, EVELYN)
    assert plans_for(db, OTHER, EVELYN) == []


def test_who_has_a_part_in_it_sees_it_though_they_are_not_of_the_team(db: Database) -> None:
    start(db, *CHAIN)
    assert not permissions.may_see(db, stored(db), STRANGER)
    for events in (
        [TaskAdded("x", "i1", "Print", Responsible(STRANGER))],
        [TaskAdded("x", "i1", "Print", Responsible(ANA), (STRANGER,))],
        [MeasureAdded(Measure("x", "process", "Prints", reader=Responsible(STRANGER)))],
    ):
        plan = take(db, *events).plan
        assert permissions.may_see(db, plan, STRANGER)
        assert [one.id for one in plans_for(db, DISTRICT, STRANGER)] == ["plan"]
        take(db, Removed("x"))
        assert plans_for(db, DISTRICT, STRANGER) == []


def test_a_plan_of_ones_own_is_nobody_elses(db: Database) -> None:
    plan = start(db, *CHAIN[:2], by=ANA, owners=(ANA,), team=None, channel=None)
    for person in (EVELYN, CARLA, DAN, BEN, STRANGER):
        assert not permissions.may_see(db, plan, person)
        assert plans_for(db, DISTRICT, person) == []
    assert plans_for(db, DISTRICT, ANA) == [plan]


def test_everybody_finds_the_plans_under_way_that_they_are_part_of(db: Database) -> None:
    start(db, *CHAIN)
    start(db, id="ended")
    take(db, Ended(), plan_id="ended")
    for person in (EVELYN, CARLA, ANA, BEN, SPONSOR):
        assert [plan.id for plan in plans_for(db, DISTRICT, person)] == ["plan"], person


def test_who_left_the_team_sees_it_no_longer_and_a_closed_team_is_steered_still(
    db: Database,
) -> None:
    plan = start(db, CHAIN[0])
    given = {"names": {}, "titles": {}, "guests": [], "by": DAN, "now": NOW}
    memberships.set_members(db, DISTRICT, "team", [BEN], **given)  # type: ignore[arg-type]
    assert not permissions.may_see(db, plan, ANA)
    teams.close_team(db, DISTRICT, "team", by=DAN, now=NOW)
    assert not permissions.may_see(db, plan, BEN)
    assert permissions.steers(db, plan, CARLA)


def test_who_is_asked_where_no_owner_is_left(db: Database) -> None:
    plan: Plan = start(db, owners=("forgotten 1", EVELYN))
    assert permissions.deciders(db, plan) == (EVELYN,)
    orphaned: PlanEvent = Handed(("forgotten 1",))
    plan = take(db, orphaned).plan
    assert permissions.deciders(db, plan) == (CARLA,)
    teams.close_team(db, DISTRICT, "team", by=DAN, now=NOW)
    assert permissions.deciders(db, plan) == (DAN,)

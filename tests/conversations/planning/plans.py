"""Plans to test with: a team's plan around families and interpreters, link by link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import coordinators, memberships, teams
from conversations.calendar import Calendar
from conversations.planning import history, service, store
from conversations.planning.acting import (
    MeasureAdded,
    ReadingTaken,
    TaskAdded,
)
from conversations.planning.developing import DriverAdded, GoalSet, IdeaAdded
from conversations.planning.exploring import CauseAdded, Framed, Rooted
from conversations.planning.model import (
    CoreMember,
    Goal,
    Measure,
    Plan,
    Reading,
    Responsible,
)
from conversations.planning.service import Taken
from conversations.planning.steps import PlanEvent, step

DISTRICT, OTHER = "T1", "T2"
EVELYN, ANA, BEN, CARLA, DAN, STRANGER = "UEVELYN", "UANA", "UBEN", "UCARLA", "UDAN", "USTRANGER"
"""Evelyn owns the plan, Carla coordinates the team and Dan the workspace; Ana and Ben are members.

Ben speaks for Ruth Gold, who has no Slack; Dan speaks for nobody and is not in the team.
"""
SPONSOR = "USPONSOR"
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
"""A school day, ten in the morning in Massachusetts."""
TODAY = date(2026, 12, 1)
DAY = timedelta(days=1)
CALENDAR = Calendar(ZoneInfo("America/New_York"))
BONES = {"people": "People", "practice": "Practice", "families": "Families and community"}


def empty(**more: Any) -> Plan:
    """Return a plan in which nothing has been said yet."""
    given: dict[str, Any] = {
        "tenant": DISTRICT,
        "id": "plan",
        "title": "Families who speak other languages",
        "team": "team",
        "channel": "C1",
        "owners": (EVELYN,),
        "timezone": "America/New_York",
        "begun_at": NOW,
        "bones": BONES,
    }
    return Plan(**given | more)


CHAIN: tuple[PlanEvent, ...] = (
    Framed("Families who speak other languages seldom come to conferences."),
    CauseAdded("c1", "families", "Invitations go out in English only", by=ANA),
    CauseAdded("c2", "families", "Nobody is in charge of translation", under="c1", by=BEN),
    CauseAdded("c3", "practice", "Interpreters are booked too late", by=BEN),
    CauseAdded("c4", "people", "Teachers do not know how to book", under="c3"),
    Rooted("c2"),
    Rooted("c3"),
    GoalSet(
        Goal(
            "Families come to conferences",
            "newcomers in grades 6 to 8",
            "from 9 of 20 to 16 of 20",
            date(2027, 6, 11),
        )
    ),
    DriverAdded("d1", "Translation is somebody's job", ("c2",)),
    DriverAdded("d2", "Interpreters are booked in time", ("c3", "c2")),
    DriverAdded("d3", "Teachers can book by themselves", under="d2"),
    IdeaAdded("i1", "d1", "Name a translation lead"),
    IdeaAdded("i2", "d3", "Put a booking form on the staff page"),
    TaskAdded(
        "t1", "i1", "Ask who wants to lead", Responsible(ANA), (BEN,), due=date(2026, 12, 15)
    ),
    TaskAdded("t2", "i2", "Draft the form", Responsible(BEN, "Ruth Gold")),
    MeasureAdded(
        Measure("m1", "outcome", "Conferences with families", unit="%", reader=Responsible(CARLA))
    ),
    MeasureAdded(Measure("m2", "process", "Forms sent", serves="i2")),
    MeasureAdded(Measure("m3", "balancing", "Hours spent on translation", serves="d1")),
    ReadingTaken(Reading("r1", "m1", TODAY, 9, 20, by=ANA)),
    ReadingTaken(Reading("r2", "m2", TODAY, 3, by=BEN)),
)
"""A small whole chain: two branches, one with a secondary driver."""


def after(plan: Plan, *events: PlanEvent, now: datetime = NOW) -> Plan:
    """Return a plan after events, each of which changes it."""
    for event in events:
        changed = step(plan, event, now)
        assert changed != plan, event
        plan = changed
    return plan


def whole(**more: Any) -> Plan:
    """Return a plan with the small whole chain."""
    return replace(after(empty(), *CHAIN), **more)


CORE = (CoreMember("one", (1, 2)), CoreMember("two", (3,)), CoreMember("three", (4, 5)))


# Through the service, in a database


def found_team(db: Database, tenant: str = DISTRICT) -> None:
    """Make the team: Ana, Ben and Ruth, coordinated by Carla, in Dan's workspace."""
    for by in (DAN,):
        coordinators.name_coordinator(
            db, tenant, DAN, named_by=by, may_name=True, is_guest=False, now=NOW
        )
    teams.save_team(
        db, tenant, "team", name="ELPAC", channel="C1", timezone="America/New_York", by=DAN, now=NOW
    )
    given: dict[str, Any] = {"guests": [], "by": DAN, "now": NOW}
    teams.set_team_coordinators(db, tenant, "team", [CARLA], **given)
    names = {ANA: "Ana Lopes", BEN: "Ben Carter"}
    memberships.set_members(db, tenant, "team", [ANA, BEN], names=names, titles={}, **given)
    memberships.add_named_member(
        db, tenant, "team", "ruth", name="Ruth Gold", sponsor=SPONSOR, role="Family member",
        level="school", sponsor_is_guest=False, by=DAN, now=NOW,
    )  # fmt: skip


def start(db: Database, *events: PlanEvent, by: str = EVELYN, **more: Any) -> Plan:
    """Begin a plan and take in events."""
    begun = service.start(db, empty(**more), by=by, now=NOW)
    return take(db, *events, by=by, plan_id=begun.id).plan if events else begun


def take(
    db: Database,
    *events: PlanEvent,
    by: str = EVELYN,
    plan_id: str = "plan",
    now: datetime = NOW,
    proposal_id: str = "",
) -> Taken:
    """Let somebody do something."""
    return service.take(db, DISTRICT, plan_id, events, by=by, now=now, proposal_id=proposal_id)


def stored(db: Database, plan_id: str = "plan") -> Plan:
    """Return a plan as it stands in the database."""
    return store.read_plan(db, DISTRICT, plan_id)


def replayed(db: Database, plan_id: str = "plan") -> Plan:
    """Return the plan that the history alone leads to."""
    return history.replay(db, DISTRICT, plan_id)


def queued(db: Database, kind: str, state: str = "due") -> Sequence[str]:
    """Return to whom messages of a kind are queued."""
    rows = db.query(
        "SELECT recipient FROM outbox WHERE kind = ? AND state = ? ORDER BY recipient",
        [kind, state],
    )
    return [row["recipient"] for row in rows]

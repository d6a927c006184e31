"""A plan that is carried out, with a chain from its rating down to tasks and measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.planning import going_on
from bot.sandbox.actor import Actor
from bot.workspaces import client_for
from conversations.planning.acting import MeasureAdded, ReadingTaken, TaskAdded
from conversations.planning.developing import DriverAdded, GoalSet, IdeaAdded
from conversations.planning.exploring import CauseAdded, Framed, Rooted
from conversations.planning.model import Goal, Measure, Plan, Reading, Responsible
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import deliver
from tests.bot.planning.plans import begin, stands
from tests.bot.stage import Stage as Scene

CALLS = Measure("calls", "process", "Calls home in the family's language", "i1", "calls")
INTERPRETERS = Measure(
    "interp", "process", "Conferences with interpreters", "d1", "%", 30, 80, "month"
)


def chain_of(owner: str, other: str) -> Iterator[PlanEvent]:
    """Yield what makes a small plan: one cause, one driver, two ideas, three tasks."""
    yield Framed("Families hear from us too late")
    yield CauseAdded("c1", "practice", "Letters go out in English only")
    yield Rooted("c1")
    yield GoalSet(Goal("More families come to conferences", by_when=date(2027, 6, 11)))
    yield DriverAdded("d1", "Interpreters are booked in time", ("c1",))
    yield IdeaAdded("i1", "d1", "Translate the welcome letter")
    yield IdeaAdded("i2", "d1", "Book interpreters by default")
    yield TaskAdded("t1", "i1", "Find a translator", Responsible(other), due=date(2026, 11, 20))
    yield TaskAdded("t2", "i1", "Print the letters", Responsible(other), due=date(2026, 12, 18))
    yield TaskAdded("t3", "i2", "Draft the booking form", Responsible(owner))
    yield MeasureAdded(INTERPRETERS)
    yield MeasureAdded(CALLS)


def live(scene: Scene, owner: Actor, *members: Actor, more: Sequence[PlanEvent] = ()) -> Plan:
    """Begin a plan that is live: its tasks are the owner's and the first member's."""
    other = members[0] if members else owner
    events = [*chain_of(owner.id, other.id), *more]
    plan = begin(scene, owner, *members, stage="live", events=events)
    deliver(scene)
    composed = scene.composed
    client = client_for(composed.services.settings, composed.workspaces, plan.tenant)
    assert client
    going_on.draw_now(composed.services, client, plan.tenant, plan.id)
    return stands(scene, plan)


def read_on(reading: str, day: date, value: float, whole: float | None = 20) -> ReadingTaken:
    """Return a reading of the interpreters."""
    return ReadingTaken(Reading(reading, "interp", day, value, whole))

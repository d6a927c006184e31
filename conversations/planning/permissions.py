"""Who may do what with a plan: members propose, owners and coordinators steer, others see nothing.

While a plan is being built, members add and change directly; once it is live, and for what only
owners do, an event of a member becomes a proposal that an owner accepts or declines.
"""

from __future__ import annotations

from typing import Literal

from sqlite_utils import Database

from conversations.coordinators import coordinators
from conversations.errors import NotAllowed, NotFound
from conversations.planning import chain
from conversations.planning.acting import ReadingTaken, TaskStood
from conversations.planning.exploring import BoneNamed, Marked, Rooted
from conversations.planning.model import Plan, is_known
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
from conversations.teams import find_team, may_steer

Stance = Literal["do", "propose"]

_ONLY_OWNERS = "Only those who look after this plan can do this. Its card says who they are."
_NOT_A_MEMBER = "This plan belongs to another team, so I cannot show it here."
_NOT_YOURS = "You can only mark root causes for yourself."

_OWNERS_ONLY = (StageChosen, Titled, CycleTurned, Handed, Ended)
_OWNERS_DECIDE = (Removed, Judged, Rooted, BoneNamed)


def stance(db: Database, plan: Plan, event: PlanEvent, by: str) -> Stance:
    """Return whether an event of a person is done at once or proposed. Raises NotAllowed."""
    check_may_see(db, plan, by)
    if isinstance(event, Marked):
        # Nobody agrees in another's name, whoever they are.
        if event.person != by:
            raise NotAllowed(_NOT_YOURS)
        return "do"
    if steers(db, plan, by):
        return "do"
    if isinstance(event, _OWNERS_ONLY):
        raise NotAllowed(_ONLY_OWNERS)
    if isinstance(event, ReadingTaken):
        return "do"
    if isinstance(event, TaskStood):
        return "do" if works_on(plan, event.id, by) else "propose"
    if isinstance(event, Removed) and takes_back(plan, event.id, by):
        return "do"
    return "propose" if plan.is_live or isinstance(event, _OWNERS_DECIDE) else "do"


def steers(db: Database, plan: Plan, person: str) -> bool:
    """Tell whether a person owns a plan or coordinates its team."""
    if person in plan.owners:
        return True
    return plan.team is not None and may_steer(db, plan.tenant, plan.team, person)


def deciders(db: Database, plan: Plan) -> tuple[str, ...]:
    """Return who is asked about a plan: its owners; the team's coordinators where none is left.

    Where the team has none either, the workspace's.
    """
    if known := tuple(filter(is_known, plan.owners)):
        return known
    if plan.team is None:
        return ()
    try:
        steering = find_team(db, plan.tenant, plan.team).coordinators
    except NotFound:
        steering = ()
    return steering or tuple(coordinators(db, plan.tenant))


def takes_back(plan: Plan, link_id: str, by: str) -> bool:
    """Tell whether a person may take out what they said: a reading, a cause not yet built on."""
    if reading := plan.readings.get(link_id):
        return reading.by == by
    cause = plan.causes.get(link_id)
    if cause is None or cause.by != by or plan.is_live:
        return False
    built_on = cause.is_root or set(cause.marks) - {by} or cause.data or cause.also
    return (
        not built_on
        and chain.fallout(plan, link_id).is_nothing
        and not any(link_id in driver.causes for driver in plan.drivers.values())
    )


def works_on(plan: Plan, task_id: str, person: str) -> bool:
    """Tell whether a person owns, sponsors or supports a task."""
    task = plan.tasks.get(task_id)
    if task is None:
        return False
    return person in task.support or (task.owner is not None and task.owner.person == person)


def has_part_in(plan: Plan, person: str) -> bool:
    """Tell whether a person has a task or reads a measure, for themselves or somebody else."""
    readers = (measure.reader for measure in plan.measures.values())
    return any(reader is not None and reader.person == person for reader in readers) or any(
        works_on(plan, task, person) for task in plan.tasks
    )


def check_steers(db: Database, plan: Plan, person: str) -> None:
    """Raise NotAllowed where a person does not steer a plan."""
    if not steers(db, plan, person):
        raise NotAllowed(_ONLY_OWNERS)


def check_may_see(db: Database, plan: Plan, person: str) -> None:
    """Raise NotAllowed where a person is neither of the team nor has a part in the plan."""
    if not may_see(db, plan, person):
        raise NotAllowed(_NOT_A_MEMBER)


def may_see(db: Database, plan: Plan, person: str) -> bool:
    """Tell whether a plan is shown to a person.

    To owners, the team with its coordinators and sponsors, whoever has a task or reads a measure.
    """
    if steers(db, plan, person) or has_part_in(plan, person):
        return True
    return _belongs(db, plan, person)


def _belongs(db: Database, plan: Plan, person: str) -> bool:
    if plan.team is None:
        return False
    try:
        team = find_team(db, plan.tenant, plan.team)
    except NotFound:
        return False
    return team.member(person) is not None or any(m.sponsor == person for m in team.members)

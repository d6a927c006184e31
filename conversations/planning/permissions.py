"""Who may do what with a plan: members propose, owners and coordinators steer, others see nothing.

While a plan is being built, members add and change directly; once it is live, and for what only
owners do, an event of a member becomes a proposal that an owner accepts or declines.
"""

from __future__ import annotations

from typing import Literal

from sqlite_utils import Database

from conversations.errors import NotAllowed, NotFound
from conversations.planning.acting import ReadingTaken, TaskStood
from conversations.planning.exploring import BoneNamed, Marked, Rooted
from conversations.planning.model import Plan
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
    if steers(db, plan, by):
        return "do"
    check_may_see(db, plan, by)
    if isinstance(event, _OWNERS_ONLY):
        raise NotAllowed(_ONLY_OWNERS)
    if isinstance(event, Marked):
        if event.person != by:
            raise NotAllowed(_NOT_YOURS)
        return "do"
    if isinstance(event, ReadingTaken):
        return "do"
    if isinstance(event, TaskStood):
        return "do" if works_on(plan, event.id, by) else "propose"
    return "propose" if plan.is_live or isinstance(event, _OWNERS_DECIDE) else "do"


def steers(db: Database, plan: Plan, person: str) -> bool:
    """Tell whether a person owns a plan or coordinates its team."""
    if person in plan.owners:
        return True
    return plan.team is not None and may_steer(db, plan.tenant, plan.team, person)


def works_on(plan: Plan, task_id: str, person: str) -> bool:
    """Tell whether a person owns, sponsors or supports a task."""
    task = plan.tasks.get(task_id)
    if task is None:
        return False
    return person in task.support or (task.owner is not None and task.owner.person == person)


def check_steers(db: Database, plan: Plan, person: str) -> None:
    """Raise NotAllowed where a person does not steer a plan."""
    if not steers(db, plan, person):
        raise NotAllowed(_ONLY_OWNERS)


def check_may_see(db: Database, plan: Plan, person: str) -> None:
    """Raise NotAllowed where a person is neither of the team nor has a part in the plan."""
    if not may_see(db, plan, person):
        raise NotAllowed(_NOT_A_MEMBER)


def may_see(db: Database, plan: Plan, person: str) -> bool:
    """Tell whether a plan is shown to a person: an owner, a member, whoever has a task in it."""
    if steers(db, plan, person) or any(works_on(plan, task, person) for task in plan.tasks):
        return True
    if plan.team is None:
        return False
    try:
        team = find_team(db, plan.tenant, plan.team)
    except NotFound:
        return False
    return team.member(person) is not None or any(m.sponsor == person for m in team.members)

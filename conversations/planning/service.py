"""Events of a plan: one transaction each, loaded, stepped, saved with its history.

Every function works inside the caller's transaction. What is to be sent later, to others, is queued
in the outbox in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from conversations import outbox
from conversations.database import new_id
from conversations.planning import history, proposals, store
from conversations.planning.model import Plan, Task
from conversations.planning.permissions import (
    check_may_see,
    check_steers,
    may_see,
    stance,
)
from conversations.planning.proposals import Proposal
from conversations.planning.steps import PlanEvent, step
from conversations.teams import teams_of

SUBJECT = "plan"
CARD, STAGE = "plan_card", "plan_stage"
"""The plan's card, which stays, and the card of the stage that the team is at, in its thread."""

PROPOSED, ANSWERED, GIVEN = "plan_proposed", "plan_answered", "plan_task_given"
"""Messages to one person: to an owner, to who proposed, to whom a task was given."""


@dataclass(frozen=True)
class Taken:
    """A plan before and after events; ``proposed`` are those that wait for an owner."""

    before: Plan
    plan: Plan
    proposed: tuple[Proposal, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was done at once."""
        return self.before != self.plan


def start(db: Database, plan: Plan, *, by: str, now: datetime) -> Plan:
    """Begin a plan under an id chosen beforehand; the same id again begins nothing.

    Its card stands in the team's channel, or in the direct messages of who begins it.
    """
    if not store.insert_plan(db, plan, now):
        return store.read_plan(db, plan.tenant, plan.id)
    history.begin(db, plan, by, now)
    _queue(db, plan, CARD, plan.channel or by, "1", now, any_hour=True)
    return plan


def take(
    db: Database,
    tenant: str,
    plan_id: str,
    events: Sequence[PlanEvent],
    *,
    by: str,
    now: datetime,
    proposal_id: str = "",
) -> Taken:
    """Take in what a person does, or keep it as a proposal where an owner is to decide.

    Several events are taken together or not at all. ``proposal_id`` makes proposing the same twice
    one proposal. Raises NotAllowed, NotFound or Refused.
    """
    before = store.read_plan(db, tenant, plan_id)
    # Whoever sees nothing of a plan is told nothing about it, its end included.
    check_may_see(db, before, by)
    plan, proposed = before, []
    for n, event in enumerate(events):
        # What could not be accepted is refused at once, while its words are still at hand.
        after = step(plan, event, now)
        if after == plan:
            continue
        if stance(db, plan, event, by) == "do":
            history.record(db, plan, event, by=by, now=now)
            plan = after
        else:
            number = f"{proposal_id}-{n}" if proposal_id else new_id()
            proposed.append(proposals.propose(db, tenant, plan_id, number, event, by=by, now=now))
    _keep(db, before, plan, by=by, now=now)
    for proposal in proposed:
        for owner in plan.owners:
            _queue(db, plan, PROPOSED, owner, proposal.id, now)
    return Taken(before, plan, tuple(proposed))


def answer(
    db: Database, tenant: str, proposal_id: str, *, accept: bool, by: str, now: datetime
) -> tuple[Proposal, Taken]:
    """Accept or decline a proposal; one that was answered already stays as it was.

    Raises NotAllowed, NotFound; Refused where it does not fit the plan any more.
    """
    proposal = proposals.read(db, tenant, proposal_id)
    before = store.read_plan(db, tenant, proposal.plan)
    check_steers(db, before, by)
    if proposal.state != "open":
        return proposal, Taken(before, before)
    plan = before
    if accept:
        plan = step(before, proposal.event, now)
        if plan != before:
            history.record(db, before, proposal.event, by=proposal.by, now=now)
            _keep(db, before, plan, by=by, now=now)
    state: proposals.State = "accepted" if accept else "declined"
    proposals.settle(db, tenant, proposal_id, state, by=by, now=now)
    if by != proposal.by:
        _queue(db, plan, ANSWERED, proposal.by, proposal_id, now)
    return proposals.read(db, tenant, proposal_id), Taken(before, plan)


def seen_by(db: Database, tenant: str, plan_id: str, person: str) -> Plan:
    """Return a plan for somebody who may see it. Raises NotAllowed or NotFound."""
    plan = store.read_plan(db, tenant, plan_id)
    check_may_see(db, plan, person)
    return plan


def plans_for(db: Database, tenant: str, person: str) -> list[Plan]:
    """Return the plans under way that a person owns, belongs to or has a task in."""
    found = [store.read_plan(db, tenant, plan_id) for plan_id in store.open_plans(db, tenant)]
    mine = {team.id for team in teams_of(db, tenant, person)}
    return [plan for plan in found if plan.team in mine or may_see(db, plan, person)]


def show_stage(db: Database, plan: Plan, now: datetime) -> None:
    """Queue the card of the stage that the team is at; the same again adds none."""
    where = plan.channel or plan.owners[0]
    occurrence = f"{plan.cycle} {plan.stage} {plan.step}"
    _queue(db, plan, STAGE, where, occurrence, now, any_hour=True)


def _keep(db: Database, before: Plan, after: Plan, *, by: str, now: datetime) -> None:
    if after == before:
        return
    store.save_plan(db, before, after, now)
    if after.stage != before.stage and after.stage != "ended":
        show_stage(db, after, now)
    for task in after.tasks.values():
        given_to = _owner(task)
        if after.is_live and given_to and given_to != by:
            if given_to != _owner(before.tasks.get(task.id)) or not before.is_live:
                _queue(db, after, GIVEN, given_to, f"{task.id} {given_to}", now)
    if after.ended_at:
        outbox.cancel(db, after.tenant, SUBJECT, after.id, now)


def _owner(task: Task | None) -> str | None:
    return task.owner.person if task and task.owner else None


def _queue(
    db: Database,
    plan: Plan,
    kind: str,
    recipient: str,
    occurrence: str,
    now: datetime,
    *,
    any_hour: bool = False,
) -> None:
    outbox.enqueue(
        db,
        tenant=plan.tenant,
        subject_type=SUBJECT,
        subject_id=plan.id,
        recipient=recipient,
        kind=kind,
        occurrence=occurrence,
        payload={},
        due_at=now,
        now=now,
        any_hour=any_hour,
    )

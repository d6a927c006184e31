"""Events of a plan: one transaction each, loaded, stepped, saved with its history.

Every function works inside the caller's transaction. What is to be sent later, to others, is queued
in the outbox in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from conversations import outbox
from conversations.database import new_id, timestamp
from conversations.planning import chain, history, proposals, stages, store
from conversations.planning.model import Plan, Task, is_known
from conversations.planning.permissions import (
    check_may_see,
    check_steers,
    deciders,
    may_see,
    stance,
)
from conversations.planning.proposals import Proposal
from conversations.planning.resent import said_anew
from conversations.planning.steering import checked_title
from conversations.planning.steps import PlanEvent, check_goes_on, step
from conversations.redraws import Watched
from conversations.reminders import rounds
from conversations.teams import teams_of

SUBJECT = "plan"
CARD, STAGE = "plan_card", "plan_stage"
"""The plan's card, which stays, and the card of the stage that the team is at, in its thread."""

_SCROLLED_AWAY = 8
"""Steps after which the card of a stage has left the screen of a phone."""

WATCHED = Watched("plans", SUBJECT, (CARD, STAGE))

PROPOSED, ANSWERED, GIVEN = "plan_proposed", "plan_answered", "plan_task_given"
BLOCKED = "plan_task_blocked"
"""Messages to one person: to an owner, to who proposed, to whom a task was given; to an owner."""


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

    Its card stands in the team's channel, or in the direct messages of who begins it. Raises
    Refused for a title that cannot be used.
    """
    plan = replace(plan, title=checked_title(plan.title))
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
    of_window: bool = False,
) -> Taken:
    """Take in what a person does, or keep it as a proposal where an owner is to decide.

    Several events are taken together or not at all; what is proposed may build on what is proposed
    before it. ``proposal_id`` makes proposing the same twice one proposal. What comes ``of_window``
    may come once more in other words. Raises NotAllowed, NotFound or Refused.
    """
    before = store.read_plan(db, tenant, plan_id)
    # Whoever sees nothing of a plan is told nothing about it, its end included.
    check_may_see(db, before, by)
    plan = imagined = before
    if of_window:
        events = [one for event in events for one in said_anew(before, event)]
    done: list[PlanEvent] = []
    passed_on: list[tuple[str, PlanEvent]] = []
    for n, event in enumerate(events):
        # What could not be accepted is refused at once, while its words are still at hand.
        expected = step(imagined, event, now)
        if expected == imagined:
            continue
        if stance(db, plan, event, by) == "do":
            after = step(plan, event, now)
            done += [event] if after != plan else []
            plan = after
        else:
            passed_on.append((f"{proposal_id}-{n}" if proposal_id else new_id(), event))
        imagined = expected
    # Only now that nothing is refused is anything written: some callers go on after a refusal.
    for event in done:
        history.record(db, plan, event, by=by, now=now)
    proposed = [
        proposals.propose(db, tenant, plan_id, number, event, by=by, now=now)
        for number, event in passed_on
    ]
    _keep(db, before, plan, known_to={by}, now=now)
    for proposal in proposed:
        # One that was proposed before, and answered since, is not asked about again.
        for person in deciders(db, plan) if proposal.state == "open" else ():
            _queue(db, plan, PROPOSED, person, proposal.id, now)
    return Taken(before, plan, tuple(proposed))


def answer(
    db: Database, tenant: str, proposal_id: str, *, accept: bool, by: str, now: datetime
) -> tuple[Proposal, Taken]:
    """Accept or decline a proposal; one that was answered already stays as it was.

    One that does not fit the plan any more stays open, to be declined. Raises NotAllowed, NotFound;
    Refused where it does not fit, or the plan has ended.
    """
    proposal = proposals.read(db, tenant, proposal_id)
    before = store.read_plan(db, tenant, proposal.plan)
    check_may_see(db, before, by)
    check_steers(db, before, by)
    if proposal.state != "open":
        return proposal, Taken(before, before)
    check_goes_on(before)
    plan = before
    if accept:
        plan = step(before, proposal.event, now)
        if plan != before:
            history.record(db, before, proposal.event, by=proposal.by, now=now)
            _keep(db, before, plan, known_to={by, proposal.by}, now=now)
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
    """Return the plans under way that a person owns, belongs to or has a part in.

    Of teams that somebody coordinates only as a coordinator of the workspace, none.
    """
    mine = [team.id for team in teams_of(db, tenant, person)]
    found = store.plans_of_person(db, tenant, person, mine)
    plans = (store.read_plan(db, tenant, plan_id) for plan_id in found)
    return [plan for plan in plans if may_see(db, plan, person)]


def show_stage(db: Database, plan: Plan, now: datetime, *, again: bool = False) -> None:
    """Queue the card of the stage that the team is at; the same adds none, unless ``again``."""
    where = plan.channel or next(iter(deciders(db, plan)), "")
    occurrence = f"{plan.cycle} {plan.stage} {plan.step}"
    if again:
        occurrence += f" {timestamp(now)}"
    _queue(db, plan, STAGE, where, occurrence, now, any_hour=True)


def show_scrolled_away(db: Database, plan: Plan, now: datetime) -> None:
    """Show the card of the stage once more where so much has come since that nobody sees it."""
    if stages.place(plan.stage) is None:
        return
    queued = db.execute(
        "SELECT occurrence FROM outbox WHERE tenant = ? AND subject_id = ? AND kind = ?",
        [plan.tenant, plan.id, STAGE],
    )
    steps = [int(occurrence.split()[2]) for (occurrence,) in queued]
    if steps and plan.step - max(steps) >= _SCROLLED_AWAY:
        show_stage(db, plan, now, again=True)


def _keep(
    db: Database, before: Plan, after: Plan, *, known_to: Collection[str], now: datetime
) -> None:
    if after == before:
        return
    store.save_plan(db, before, after, now)
    rounds.follow(db, before, after, now)
    if after.stage not in (before.stage, "ended"):
        show_stage(db, after, now)
    for task in _newly_given(before, after):
        given_to = _owner(task)
        if given_to not in known_to:
            occurrence = f"{task.id} {given_to}"
            if before.is_live and _owner(before.tasks.get(task.id)):
                # Handed over, perhaps back to somebody who was told once before.
                occurrence += f" {after.step}"
            _queue(db, after, GIVEN, given_to, occurrence, now)
    for task in _newly_blocked(before, after):
        for person in deciders(db, after):
            if person not in known_to:
                _queue(db, after, BLOCKED, person, f"{task.id} {after.step}", now)
    if after.ended_at:
        outbox.cancel(db, after.tenant, SUBJECT, after.id, now)


def _newly_given(before: Plan, after: Plan) -> Iterator[Task]:
    """Yield the open tasks that are somebody's now, and were not, or not in earnest yet."""
    if not after.is_live:
        return
    for task in chain.tasks_tried(after):
        held = _owner(before.tasks.get(task.id)) if before.is_live else ""
        if task.status != "done" and _owner(task) not in ("", held):
            yield task


def _newly_blocked(before: Plan, after: Plan) -> Iterator[Task]:
    """Yield the tasks that are blocked now, and were not, or for another reason."""
    if not after.is_live:
        return
    for task in chain.tasks_tried(after):
        former = before.tasks.get(task.id)
        stood = (former.status, former.note) if former else None
        if task.status == "blocked" and stood != (task.status, task.note):
            yield task


def _owner(task: Task | None) -> str:
    return task.owner.person if task and task.owner else ""


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
    if not is_known(recipient):
        return
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

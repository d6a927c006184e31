"""What is sent to one person about a plan, as things stand when it leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery
from bot.blocks.planning.proposals import (
    answered_message,
    given_message,
    proposed_message,
    several_given_message,
)
from bot.delivery import TryLater, Undeliverable
from bot.planning import looks
from bot.services import Services
from bot.worker import Renderer
from conversations import outbox
from conversations.errors import NotFound
from conversations.planning import history, proposals, service, store
from conversations.planning.acting import TaskChanged
from conversations.planning.model import Plan, Task
from conversations.planning.permissions import may_see, steers
from conversations.planning.proposals import Proposal

log = logging.getLogger(__name__)

_LOOKED_BACK = 50
"""Events; a task is told of soon after it was given."""

Said = Mapping[str, Any] | None
_Say = Callable[[Services, Database, outbox.Row], Said]


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how each of these kinds is said."""
    kinds: dict[str, _Say] = {
        service.PROPOSED: _proposed,
        service.ANSWERED: _answered,
        service.GIVEN: _given,
    }
    return {kind: partial(_said, services, say) for kind, say in kinds.items()}


def message_about(services: Services, db: Database, tenant: str, proposal_id: str) -> Said:
    """Return a proposal as those who decide on it see it. Raises NotFound."""
    proposal = proposals.read(db, tenant, proposal_id)
    plan = store.read_plan(db, tenant, proposal.plan)
    return proposed_message(looks.shown(services, db, plan), proposal, _then(db, plan, proposal))


def draw_everywhere(services: Services, client: WebClient, tenant: str, proposal_id: str) -> None:
    """Draw a proposal anew for everybody who was asked, so that all see how it was answered."""
    with services.store.reading() as db:
        message = message_about(services, db, tenant, proposal_id)
        sent = db.execute(
            "SELECT channel, ts FROM outbox WHERE tenant = ? AND kind = ? AND occurrence = ?"
            " AND state = 'sent'",
            [tenant, service.PROPOSED, proposal_id],
        ).fetchall()
    for channel, ts in sent:
        try:
            delivery.call(client, "chat.update", channel=channel, ts=ts, **(message or {}))
        except (TryLater, Undeliverable) as failed:
            # Whoever still sees the buttons is told when they use one.
            log.info("An answered proposal is not drawn", extra={"reason": failed.reason})


def _said(services: Services, say: _Say, row: outbox.Row) -> Said:
    with services.store.reading() as db:
        try:
            return say(services, db, row)
        except NotFound:
            return None


def _proposed(services: Services, db: Database, row: outbox.Row) -> Said:
    plan = store.read_plan(db, row.tenant, row.subject_id)
    if proposals.read(db, row.tenant, row.occurrence).state != "open":
        return None
    if not steers(db, plan, row.recipient):
        return None
    return message_about(services, db, row.tenant, row.occurrence)


def _answered(services: Services, db: Database, row: outbox.Row) -> Said:
    plan = store.read_plan(db, row.tenant, row.subject_id)
    if not may_see(db, plan, row.recipient):
        return None
    proposal = proposals.read(db, row.tenant, row.occurrence)
    return answered_message(looks.shown(services, db, plan), proposal, _then(db, plan, proposal))


def _given(services: Services, db: Database, row: outbox.Row) -> Said:
    plan = store.read_plan(db, row.tenant, row.subject_id)
    tasks = _given_at_once(db, plan, row)
    if not tasks:
        return None
    shown = looks.shown(services, db, plan)
    if len(tasks) > 1:
        return several_given_message(shown, tasks)
    by, why = _handed(db, plan, tasks[0])
    return given_message(shown, tasks[0], by=by, why=why)


def _given_at_once(db: Database, plan: Plan, row: outbox.Row) -> list[Task]:
    """Return the open tasks that somebody got in the same moment; none where they were told.

    One message tells of all of them: that of the first row that still has something to say.
    """
    found = list(
        db.query(
            "SELECT id, occurrence, state FROM outbox WHERE tenant = ? AND subject_type = ?"
            " AND subject_id = ? AND kind = ? AND recipient = ? AND made_at ="
            " (SELECT made_at FROM outbox WHERE tenant = ? AND id = ?) ORDER BY id",
            [
                *(row.tenant, row.subject_type, row.subject_id, row.kind, row.recipient),
                *(row.tenant, row.id),
            ],
        )
    )
    # What was handed over later says so, and speaks for itself.
    rows = [one for one in found if _step(one["occurrence"]) == _step(row.occurrence)]
    held = [one for one in rows if _is_held(plan, one["occurrence"].split()[0], row.recipient)]
    waiting = [one["id"] for one in held if one["state"] in ("due", "sending")]
    was_told = any(one["state"] == "sent" for one in rows)
    if was_told or waiting[:1] != [row.id]:
        return []
    return [plan.tasks[one["occurrence"].split()[0]] for one in held]


def _step(occurrence: str) -> list[str]:
    return occurrence.split()[2:]


def _is_held(plan: Plan, task_id: str, person: str) -> bool:
    task = plan.tasks.get(task_id)
    if task is None or task.owner is None or task.status == "done":
        return False
    return task.owner.person == person


def _handed(db: Database, plan: Plan, task: Task) -> tuple[str, str]:
    """Return who made a task its owner's, and why; empty where nothing was said about it."""
    for happened in history.latest(db, plan.tenant, plan.id, _LOOKED_BACK):
        event = happened.event
        if isinstance(event, TaskChanged) and event.id == task.id and event.owner == task.owner:
            return happened.by or "", event.why
    return "", ""


def _then(db: Database, plan: Plan, proposal: Proposal) -> Plan | None:
    """Return the plan as an accepted proposal met it; None where it changed nothing."""
    if proposal.state != "accepted":
        return None
    met = (
        before
        for happened, before in reversed(history.told(db, plan.tenant, plan.id))
        if happened.event == proposal.event and happened.by == proposal.by
    )
    return next(met, None)

"""How a plan's cards and messages are said when they leave or are drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.blocks.planning.frame import plan_card, stage_card
from bot.blocks.planning.living import started_message
from bot.planning import looks, proposed
from bot.services import Services
from bot.worker import Arrival, Renderer
from conversations import outbox
from conversations.errors import NotFound
from conversations.planning import service, stages, store, threads
from conversations.planning.model import Plan

Said = Mapping[str, Any] | None
_Say = Callable[[Services, Database, outbox.Row], Said]


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how each of these kinds is said, as things stand then."""
    kinds: dict[str, _Say] = {service.CARD: _card, service.STAGE: _stage}
    mine = {kind: partial(_said, services, say) for kind, say in kinds.items()}
    return {**mine, **proposed.renderers(services)}


def _said(services: Services, say: _Say, row: outbox.Row) -> Said:
    with services.store.reading() as db:
        try:
            return say(services, db, row)
        except NotFound:
            return None


def _card(services: Services, db: Database, row: outbox.Row) -> Said:
    plan = store.read_plan(db, row.tenant, row.subject_id)
    return plan_card(looks.shown(services, db, plan))


def _stage(services: Services, db: Database, row: outbox.Row) -> Said:
    plan = store.read_plan(db, row.tenant, row.subject_id)
    stage = row.occurrence.split()[1]
    if stage == "live":
        return _started(services, db, plan, folded=plan.stage != stage or not _is_latest(db, row))
    known = {one.stage: one.stage for one in stages.WALK}
    if stage not in known:
        return None
    folded = plan.stage != stage or not _is_latest(db, row)
    shown = looks.shown(services, db, plan, folded=folded)
    if folded:
        shown = looks.at_stage(shown, known[stage])
    thread = {"thread_ts": shown.card[1]} if shown.card else {}
    return stage_card(shown) | thread


def _started(services: Services, db: Database, plan: Plan, *, folded: bool) -> Said:
    """Return how the start of a plan is told in its thread."""
    shown = looks.shown(services, db, plan)
    thread = {"thread_ts": shown.card[1]} if shown.card else {}
    return started_message(shown, folded=folded) | thread


def _is_latest(db: Database, row: outbox.Row) -> bool:
    """Tell whether no later card of a stage was queued for the plan."""
    found = db.execute(
        "SELECT occurrence, made_at FROM outbox WHERE tenant = ? AND subject_type = ?"
        " AND subject_id = ? AND kind = ?",
        [row.tenant, row.subject_type, row.subject_id, row.kind],
    ).fetchall()
    return bool(found) and max(found, key=_queued)[0] == row.occurrence


def _queued(card: tuple[str, str]) -> tuple[str, int, str]:
    """Return by what the cards of stages stand in order: the moment, then the plan's step."""
    occurrence, made_at = card
    return made_at, int(occurrence.split()[2]), occurrence


def _begin_walk(db: Database, row: outbox.Row, channel: str, ts: str) -> None:
    """Let the thread of the plan's card belong to it, and show the first stage there."""
    threads.own(db, row.tenant, channel, ts, row.subject_id)
    plan = store.read_plan(db, row.tenant, row.subject_id)
    if stages.place(plan.stage) is not None:
        service.show_stage(db, plan, row.due_at)


ARRIVALS: Mapping[str, Arrival] = {service.CARD: _begin_walk}

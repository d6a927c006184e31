"""How what reminds is said when it leaves, or drawn anew; and what is kept once it has arrived."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlite_utils import Database

from bot.reminding import asking, daily, digests, tasks
from bot.reminding.said import Kind, Said, Seen, item_of
from bot.services import Services
from bot.worker import Arrival, Renderer
from conversations import outbox
from conversations.planning import service, store
from conversations.reminders import kinds, threads
from conversations.reminders.threads import Reminded

KINDS: Mapping[str, Kind] = {
    kinds.TASK_REMINDER: tasks.REMINDER,
    kinds.TASK_NEEDS_YOU: tasks.NEEDS_YOU,
    service.BLOCKED: tasks.BLOCKED,
    kinds.MEASURE_REMINDER: asking.MEASURE,
    kinds.SESSION_CLOSING: asking.CLOSING,
    kinds.PLAN_DIGEST: digests.PLAN,
    kinds.GAP_REPORT: digests.GAPS,
}


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how each kind is said, as things stand when it leaves; None where nothing is left."""
    return {kind: partial(said, services) for kind in (*KINDS, kinds.DAILY_REMINDERS)}


def is_ours(kind: str) -> bool:
    """Tell whether messages of a kind are said here."""
    return kind in KINDS or kind == kinds.DAILY_REMINDERS


def said(services: Services, row: outbox.Row, *, again: bool = False) -> Said:
    """Return what a row of the outbox says now; ``again`` where it stands there already."""
    with services.store.reading() as db:
        seen = Seen(services, db, item_of(row), row.id, again)
        if row.kind == kinds.DAILY_REMINDERS:
            return daily.message(seen, KINDS)
        return KINDS[row.kind].card(seen)


def _own_thread(db: Database, row: outbox.Row, channel: str, ts: str) -> None:
    """Let the thread under a reminder belong to what it reminds of."""
    plan = store.plan_of(db, row.tenant, row.subject_id)
    if plan is not None:
        reminded = Reminded(row.tenant, row.recipient, plan, row.subject_type, row.subject_id)
        threads.own(db, reminded, channel, ts)


ARRIVALS: Mapping[str, Arrival] = {
    kinds.TASK_REMINDER: _own_thread,
    kinds.MEASURE_REMINDER: _own_thread,
}

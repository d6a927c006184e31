"""How a plan's digest and the month's questions without answers are said."""

from __future__ import annotations

from datetime import date

from bot.blocks.reminding.digests import gaps_message, plan_digest
from bot.planning import looks
from bot.reminding import seeing
from bot.reminding.said import Kind, Said, Seen
from conversations.coordinators import is_coordinator
from conversations.errors import NotFound
from conversations.planning import store
from conversations.planning.permissions import deciders
from conversations.reminders import gap_reports, plan_digests


def _plan(seen: Seen) -> Said:
    item, db = seen.item, seen.db
    try:
        plan = store.read_plan(db, item.tenant, item.subject_id)
    except NotFound:
        return None
    if not plan.is_live or item.recipient not in deciders(db, plan):
        return None
    digest = plan_digests.digest(db, plan, seen.services.clock())
    if digest.is_nothing:
        return None
    return plan_digest(looks.shown(seen.services, db, plan), digest)


def _gaps(seen: Seen) -> Said:
    item, db = seen.item, seen.db
    if not is_coordinator(db, item.tenant, item.recipient):
        return None
    calendar = seeing.calendar_of(seen.services, db, item.tenant, item.recipient)
    month = date.fromisoformat(f"{item.occurrence}-01")
    groups = gap_reports.report(db, item.tenant, month, calendar)
    return gaps_message(groups) if groups else None


PLAN = Kind(_plan, lambda seen: None)
GAPS = Kind(_gaps, lambda seen: None)

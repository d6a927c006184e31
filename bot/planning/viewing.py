"""The plan's window for one person: looked up as things stand, with its history where asked."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from bot.blocks.planning.describing import describe
from bot.blocks.planning.living import mine_window
from bot.blocks.planning.pages import HISTORY, Page
from bot.blocks.planning.plan_lists import Told
from bot.blocks.planning.shown import Shown
from bot.blocks.planning.viewing import plan_window
from bot.planning import looks
from bot.services import Services
from bot.who import Who
from conversations.planning import history, service
from conversations.planning.permissions import steers

_MOST_TOLD = 120


def window(
    services: Services, viewer: Who, plan_id: str, at: str, start: int = 0
) -> dict[str, Any]:
    """Return the plan's window at a page, from a row on. Raises NotAllowed or NotFound."""
    with services.store.reading() as db:
        plan = service.seen_by(db, viewer.tenant, plan_id, viewer.person)
        shown = looks.shown(services, db, plan)
        page = Page(at, start, viewer.person, steers(db, plan, viewer.person))
        told = _history(db, shown) if at == HISTORY else ()
    return plan_window(shown, page, told)


def mine(services: Services, viewer: Who, plan_id: str, start: int = 0) -> dict[str, Any]:
    """Return the window with somebody's own tasks, from one on. Raises NotAllowed or NotFound."""
    with services.store.reading() as db:
        plan = service.seen_by(db, viewer.tenant, plan_id, viewer.person)
        shown = looks.shown(services, db, plan)
    return mine_window(shown, viewer.person, start)


def _history(db: Database, shown: Shown) -> tuple[Told, ...]:
    plan = shown.plan
    happened = history.told(db, plan.tenant, plan.id)[::-1][:_MOST_TOLD]
    return tuple(
        Told(describe(one.event, before, team=shown.team, item=shown.item), one.by, one.at)
        for one, before in happened
    )

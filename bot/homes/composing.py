"""What stands in somebody's Home, read as things stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.assessing import facilitating
from bot.blocks.home import home_view
from bot.blocks.homes.look import HomeLook
from bot.rosters import roster_in
from bot.services import Services
from bot.who import Who
from conversations import people
from conversations.calendar import Calendar
from conversations.homes import plans
from conversations.homes.kept import Turned
from conversations.school_calendars import calendar_of_person

_LATELY = timedelta(days=7)


def compose(
    services: Services, db: Database, viewer: Who, turned: Turned, *, may_name: bool | None
) -> dict[str, Any]:
    """Return somebody's Home tab; ``may_name`` tells whether they may name coordinators."""
    return home_view(look_of(services, db, viewer, turned, may_name=may_name))


def look_of(
    services: Services, db: Database, viewer: Who, turned: Turned, *, may_name: bool | None
) -> HomeLook:
    """Return what somebody's Home shows now."""
    tenant, person, now = viewer.tenant, viewer.person, services.clock()
    base = Calendar(ZoneInfo(services.settings.timezone))
    roster = replace(roster_in(db, viewer), may_name=may_name)
    if roster.is_guest:
        return HomeLook(now, roster, base)
    seen = plans.plans_shown(db, tenant, person, coordinates=roster.is_coordinator)
    return HomeLook(
        now=now,
        roster=roster,
        calendar=calendar_of_person(db, tenant, person, base),
        level=people.level_of(db, tenant, person),
        plans=seen,
        tasks=plans.tasks_of(db, tenant, person, seen, now),
        helping=plans.helped(seen, person),
        done=plans.done_since(seen, person, now - _LATELY),
        under_way=facilitating.under_way(services, db, viewer),
        turned=turned,
    )

"""A task as whoever is reminded of it sees it now."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.blocks.reminding.task_card import TaskLook
from bot.planning import looks
from bot.services import Services
from conversations.calendar import Calendar
from conversations.errors import NotFound
from conversations.planning import store
from conversations.planning.model import Plan
from conversations.reminders import snoozes
from conversations.school_calendars import calendar_of_person

UNDO_FOR = timedelta(days=1)
"""For so long "done" can be taken back where it was said."""

GONE = "This task is not in its plan any more, or not yours, so nothing is left to do about it."


def look(
    services: Services, db: Database, tenant: str, task_id: str, person: str, *, woke: bool = False
) -> TaskLook:
    """Return a task as its card shows it to a person now. Raises NotFound where it is gone."""
    return look_at(services, db, plan_of(db, tenant, task_id), task_id, person, woke=woke)


def look_at(
    services: Services, db: Database, plan: Plan, task_id: str, person: str, *, woke: bool = False
) -> TaskLook:
    """Return a task of a plan as its card shows it to a person now. Raises NotFound."""
    task = plan.tasks.get(task_id)
    if task is None:
        raise NotFound(GONE)
    now = services.clock()
    snooze = snoozes.of_task(db, plan.tenant, task_id)
    asleep = snooze and snooze.until > today_of(services, db, plan.tenant, person)
    done_at = task.done_at if task.status == "done" else None
    return TaskLook(
        shown=looks.shown(services, db, plan),
        task=task,
        person=person,
        snoozed=snooze.until if snooze and asleep else None,
        woke=woke,
        undo=done_at is not None and now - done_at < UNDO_FOR and not plan.ended_at,
        fresh=f"{now.timestamp():.6f}",
    )


def plan_of(db: Database, tenant: str, link_id: str) -> Plan:
    """Return the plan that a task or a measure is in. Raises NotFound where it is gone."""
    plan_id = store.plan_of(db, tenant, link_id)
    if plan_id is None:
        raise NotFound(GONE)
    return store.read_plan(db, tenant, plan_id)


def calendar_of(services: Services, db: Database, tenant: str, person: str) -> Calendar:
    """Return the calendar by which a person is reminded."""
    base = Calendar(ZoneInfo(services.settings.timezone))
    return calendar_of_person(db, tenant, person, base)


def today_of(services: Services, db: Database, tenant: str, person: str) -> date:
    """Return the day where a person is."""
    zone = calendar_of(services, db, tenant, person).timezone
    return services.clock().astimezone(zone).date()

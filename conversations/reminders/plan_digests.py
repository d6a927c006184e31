"""Tells those who decide about a plan how it stands, on the first school day of each week.

Plain data; nothing is sent where there is nothing to say. The functions work inside the caller's
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlite_utils import Database

from conversations.database import timestamp
from conversations.planning import chain, progress, rhythm, store
from conversations.planning.model import Measure, Plan, Task
from conversations.reminders import choices, ledger
from conversations.reminders.desk import Desk
from conversations.reminders.kinds import MEASURE, PLAN, PLAN_DIGEST, TASK
from conversations.reminders.ledger import Item
from conversations.reminders.looks import next_look
from conversations.reminders.measures import is_tried, went_live
from conversations.reminders.periods import first_school_day, week

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Undelivered:
    """Somebody who could not be reached: why, as the outbox has it, and how many messages."""

    recipient: str
    reason: str
    messages: int


@dataclass(frozen=True)
class PlanDigest:
    """How a plan stands at the beginning of a week."""

    done: tuple[Task, ...]
    due: tuple[Task, ...]
    overdue: tuple[Task, ...]
    blocked: tuple[Task, ...]
    to_read: tuple[Measure, ...]
    undelivered: tuple[Undelivered, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say."""
        return not any(getattr(self, part.name) for part in fields(self))


def tell(desk: Desk, tenant: str, plan_id: str) -> tuple[int, datetime]:
    """Queue the digests of a plan that are to leave now; return how many, and the next look."""
    plan = store.read_head(desk.db, tenant, plan_id)
    deciding = [desk.recipient(tenant, person) for person in desk.deciders(tenant, plan_id)]
    look_again = next_look(desk.now, [one.calendar for one in deciding])
    if not choices.wants(desk.db, tenant, plan.team, "digest"):
        return 0, look_again
    since = went_live(desk.db, plan)
    queued = 0
    for one in deciding:
        this_week = week(one.today)
        first = first_school_day(this_week, one.calendar)
        begun = since.astimezone(one.calendar.timezone).date() if since else one.today
        item = Item(tenant, PLAN, plan_id, one.person, PLAN_DIGEST, this_week.name)
        is_time = one.is_at_school and first is not None and begun < first
        if not is_time or ledger.is_said(desk.db, item):
            continue
        if digest(desk.db, store.read_plan(desk.db, tenant, plan_id), desk.now).is_nothing:
            ledger.pass_over(desk.db, item, desk.now)
        else:
            # A message of its own, also for whoever hears once a day.
            queued += ledger.say(desk.db, item, desk.now)
    return queued, look_again


def digest(db: Database, plan: Plan, now: datetime) -> PlanDigest:
    """Return how a plan stands."""
    today = plan.today(now)
    monday = week(today).first
    tasks = sorted(chain.tasks_tried(plan), key=lambda task: (task.due or today, task.what))
    left = [task for task in tasks if task.status != "done"]
    done = [t for t in tasks if t.done_at and monday - _WEEK <= plan.today(t.done_at) < monday]
    due = [t for t in left if t.due and today <= t.due < monday + _WEEK and t.status != "blocked"]
    waiting = rhythm.to_read(plan, today)
    return PlanDigest(
        done=tuple(done),
        due=tuple(due),
        overdue=tuple(t for t in left if progress.is_overdue(t, today) and t.status != "blocked"),
        blocked=tuple(task for task in left if task.status == "blocked"),
        to_read=tuple(one.measure for one in waiting if is_tried(plan, one.measure)),
        undelivered=_undelivered(db, plan, now - _WEEK),
    )


def _undelivered(db: Database, plan: Plan, since: datetime) -> tuple[Undelivered, ...]:
    subjects = {PLAN: [plan.id], TASK: list(plan.tasks), MEASURE: list(plan.measures)}
    marks = " OR ".join(
        f"(subject_type = '{name}' AND subject_id IN ({', '.join('?' * len(ids))}))"
        for name, ids in subjects.items()
    )
    rows = db.execute(
        "SELECT recipient, reason, count(*) FROM outbox"  # noqa: S608
        f" WHERE tenant = ? AND ({marks}) AND state = 'failed' AND settled_at >= ?"
        " GROUP BY recipient, reason ORDER BY recipient, reason",
        [plan.tenant, *(one for ids in subjects.values() for one in ids), timestamp(since)],
    )
    return tuple(Undelivered(who, why or "", count) for who, why, count in rows.fetchall())

"""What answering a reminder does, by a button or in words. Inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from bot.reminding import seeing
from bot.services import Services
from conversations.calendar import Calendar, is_school_day, next_school_day
from conversations.errors import Refused
from conversations.planning import history, service
from conversations.planning.acting import TaskChanged, TaskStood
from conversations.planning.model import Plan, Responsible, Status, Task
from conversations.planning.service import Taken
from conversations.reminders import ledger, rounds, snoozes
from conversations.reminders.cadence import NEEDS_YOU

_MONDAY, _WEEK = 0, 7
_NOBODY = "Please choose who takes it over."
_NOBODY_ELSE = "This plan is yours alone, so there is nobody to hand a task over to."
_THEIRS_ALREADY = "They have it already. Please choose somebody else."
_NOT_DONE = "This task is open already, so there is nothing to take back."
_TOO_LATE = (
    "This was done a while ago. If it is not done after all, please say so in the plan: open the "
    "task there and choose how it stands."
)


@dataclass(frozen=True)
class Doer:
    """Who answers a reminder, about which task, and under which ids what is proposed is kept."""

    services: Services
    tenant: str
    task_id: str
    person: str
    key: str = ""

    @property
    def now(self) -> datetime:
        """The moment at which it is done."""
        return self.services.clock()

    def plan(self, db: Database) -> Plan:
        """Return the plan as it stands. Raises NotFound."""
        return seeing.plan_of(db, self.tenant, self.task_id)

    def task(self, db: Database) -> Task:
        """Return the task as it stands. Raises NotFound."""
        return self.plan(db).tasks[self.task_id]


def stand(db: Database, doer: Doer, status: Status, note: str = "") -> Taken:
    """Keep how the task stands. Raises NotAllowed, NotFound or Refused."""
    taken = _take(db, doer, TaskStood(doer.task_id, status, note))
    if status == "under_way" and not (taken.changed or taken.proposed):
        _heard_from(db, doer, taken.plan.tasks[doer.task_id])
    return taken


def undo(db: Database, doer: Doer) -> Taken:
    """Let a task stand as it did before it was done. Raises NotAllowed, NotFound or Refused."""
    task = doer.task(db)
    if task.status != "done":
        raise Refused(_NOT_DONE)
    if task.done_at and doer.now - task.done_at >= seeing.UNDO_FOR:
        raise Refused(_TOO_LATE)
    before = _before_done(db, doer)
    return _take(db, doer, TaskStood(doer.task_id, before.status, before.note))


def snooze(db: Database, doer: Doer, until: date) -> None:
    """Let the task sleep until a day. Raises NotAllowed, NotFound or Refused."""
    plan = doer.plan(db)
    today = seeing.today_of(doer.services, db, plan.tenant, doer.person)
    task = plan.tasks[doer.task_id]
    snoozes.snooze(db, doer.tenant, task, until, by=doer.person, today=today, now=doer.now)


def check_shared(plan: Plan) -> None:
    """Raise Refused where nobody else is in a plan to hand a task over to."""
    if plan.is_personal:
        raise Refused(_NOBODY_ELSE, "to")


def hand_over(db: Database, doer: Doer, to: Responsible | None, why: str) -> Taken:
    """Give the task to somebody else, who is told why. Raises NotAllowed, NotFound or Refused."""
    check_shared(doer.plan(db))
    if to is None:
        raise Refused(_NOBODY, "to")
    task = doer.task(db)
    if task.owner == to:
        raise Refused(_THEIRS_ALREADY, "to")
    support = tuple(person for person in task.support if person != to.person)
    changed = TaskChanged(
        *(task.id, task.what, to, support, task.starts, task.due, task.shows), why=why
    )
    return _take(db, doer, changed)


def next_day(today: date, calendar: Calendar) -> date:
    """Return the day that "tomorrow" means to somebody at school."""
    return next_school_day(today, calendar)


def next_monday(today: date, calendar: Calendar) -> date:
    """Return the Monday of next week, or the first school day after it where it has no school."""
    monday = today + timedelta(days=_WEEK - today.weekday() + _MONDAY)
    return monday if is_school_day(monday, calendar) else next_school_day(monday, calendar)


def _take(db: Database, doer: Doer, event: TaskStood | TaskChanged) -> Taken:
    plan = doer.plan(db)
    return service.take(
        db, doer.tenant, plan.id, [event], by=doer.person, now=doer.now, proposal_id=doer.key
    )


def _heard_from(db: Database, doer: Doer, task: Task) -> None:
    """Begin the reminders anew where those who decide were told: "on track" says enough."""
    owner = task.owner.person if task.owner else ""
    stands = rounds.current(db, doer.tenant, task.id, task.revision)
    if owner and ledger.needed_them(db, doer.tenant, task.id, stands.said(NEEDS_YOU).occurrence):
        rounds.go_on(db, doer.tenant, task.id, task.revision, owner, heard=True, now=doer.now)


def _before_done(db: Database, doer: Doer) -> Task:
    """Return the task as it stood when it was last said to be done."""
    plan = doer.plan(db)
    for happened, before in reversed(history.told(db, doer.tenant, plan.id)):
        event = happened.event
        if isinstance(event, TaskStood) and (event.id, event.status) == (doer.task_id, "done"):
            task = before.tasks[doer.task_id]
            if task.status != "done":
                return task
    return replace(plan.tasks[doer.task_id], status="to_do", note="")

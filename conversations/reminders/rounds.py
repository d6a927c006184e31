"""From when on a task is reminded of, as things stand: what happens to it begins its steps anew.

Whoever is given a task, takes it up again after it was blocked, or wakes from a snooze has just
heard of it: the steps go on from the next day. A moved date is another revision, with all its
steps. Once those who decide were told, what anybody does about the task begins another round. The
functions work inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from conversations.calendar import Calendar
from conversations.database import moment, timestamp
from conversations.planning.model import Plan, Task, is_known
from conversations.reminders import ledger, looks
from conversations.reminders.cadence import NEEDS_YOU, Course, Said
from conversations.reminders.kinds import MEASURE, PLAN, TASK

_DAY = timedelta(days=1)
_TO_BE_DONE = ("to_do", "under_way")


@dataclass(frozen=True)
class Round:
    """Where the reminders of a due date's ``revision`` stand.

    They go on ``since`` a moment, None for as planned; who ``heard`` then is left in peace until
    the next day. ``spent`` overdue reminders had been said by then.
    """

    revision: int
    number: int = 0
    since: datetime | None = None
    heard: bool = False
    spent: int = 0

    def course(self, due: date, calendar: Calendar) -> Course:
        """Return what the days of the task depend on, in somebody's calendar."""
        if self.since is None:
            return Course(due, spent=self.spent)
        day = self.since.astimezone(calendar.timezone).date()
        return Course(due, day + _DAY if self.heard else day, self.spent)

    def said(self, step: str) -> Said:
        """Return a step of this round."""
        return Said(self.revision, self.number, step)


def current(db: Database, tenant: str, task: str, revision: int) -> Round:
    """Return the round that a task is in."""
    found = db.execute(
        "SELECT round, since, heard, spent FROM reminder_rounds"
        " WHERE tenant = ? AND task = ? AND revision = ?",
        [tenant, task, revision],
    ).fetchone()
    if found is None:
        return Round(revision)
    number, since, heard, spent = found
    return Round(revision, number, moment(since), bool(heard), spent)


def go_on(
    db: Database, tenant: str, task: str, revision: int, owner: str, *, heard: bool, now: datetime
) -> None:
    """Let the reminders of a task go on from now, with what is waiting called off."""
    call_off(db, tenant, task, now)
    keep(db, tenant, task, following(db, tenant, task, revision, owner, heard=heard, now=now))


def following(
    db: Database, tenant: str, task: str, revision: int, owner: str, *, heard: bool, now: datetime
) -> Round:
    """Return the round that goes on from now: another one where those who decide were told."""
    stands = current(db, tenant, task, revision)
    number = stands.number + ledger.needed_them(db, tenant, task, stands.said(NEEDS_YOU).occurrence)
    spent = ledger.overdue_said(db, tenant, task, owner, revision, number)
    return Round(revision, number, now, heard, spent)


def keep(db: Database, tenant: str, task: str, stands: Round) -> None:
    """Let a task be in a round from now on, awake."""
    db.execute("DELETE FROM snoozes WHERE tenant = ? AND task = ?", [tenant, task])
    db.execute(
        "INSERT OR REPLACE INTO reminder_rounds"
        " (tenant, task, revision, round, since, heard, spent) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            *(tenant, task, stands.revision, stands.number),
            timestamp(stands.since) if stands.since else "",
            *(int(stands.heard), stands.spent),
        ],
    )


def call_off(db: Database, tenant: str, task: str, now: datetime) -> None:
    """Say nothing of what is waiting to be said about a task, and let it sleep no more."""
    ledger.call_off(db, tenant, TASK, task, now)
    db.execute("DELETE FROM snoozes WHERE tenant = ? AND task = ?", [tenant, task])
    looks.forget(db, tenant, TASK, task)


def follow(db: Database, before: Plan, after: Plan, now: datetime) -> None:
    """Let the reminders follow what has happened to a plan, in the same transaction."""
    for task_id in {**before.tasks, **after.tasks}:
        _follow_task(db, before, after, task_id, now)
        if before.owners != after.owners:
            looks.forget(db, after.tenant, TASK, task_id)
    for measure in before.measures.values():
        if after.measures.get(measure.id) != measure or not after.is_live:
            ledger.call_off(db, after.tenant, MEASURE, measure.id, now)
    for reading in after.readings.keys() - before.readings.keys():
        ledger.call_off(db, after.tenant, MEASURE, after.readings[reading].measure, now)
    looks.forget(db, after.tenant, PLAN, after.id)


def forget_plan(db: Database, tenant: str, plan_id: str) -> None:
    """Delete all that is kept about the tasks and measures of a plan that is deleted."""
    for subject, table in ((TASK, "tasks"), (MEASURE, "measures")):
        links = f'(SELECT id FROM {table} WHERE tenant = :tenant AND "plan" = :plan)'  # noqa: S608
        db.execute(
            "DELETE FROM redraws WHERE tenant = :tenant AND outbox IN (SELECT id FROM outbox"  # noqa: S608
            f" WHERE tenant = :tenant AND subject_type = '{subject}' AND subject_id IN {links})",
            {"tenant": tenant, "plan": plan_id},
        )
        for kept in ("outbox", "reminded", "reminder_looks"):
            db.execute(
                f"DELETE FROM {kept} WHERE tenant = :tenant"  # noqa: S608
                f" AND subject_type = '{subject}' AND subject_id IN {links}",
                {"tenant": tenant, "plan": plan_id},
            )
        for kept in ("reminder_rounds", "snoozes"):
            db.execute(
                f"DELETE FROM {kept} WHERE tenant = :tenant AND task IN {links}",  # noqa: S608
                {"tenant": tenant, "plan": plan_id},
            )
    for kept in ("reminded", "reminder_looks"):
        db.execute(
            f"DELETE FROM {kept} WHERE tenant = ? AND subject_type = ?"  # noqa: S608
            " AND subject_id = ?",
            [tenant, PLAN, plan_id],
        )


def _follow_task(db: Database, before: Plan, after: Plan, task_id: str, now: datetime) -> None:
    was, is_now = _reminded_of(before, task_id), _reminded_of(after, task_id)
    if is_now is None:
        if was is not None:
            call_off(db, after.tenant, task_id, now)
        return
    task, owner = is_now
    begins = was is None or (was[0].revision, was[1]) != (task.revision, owner)
    stands = current(db, after.tenant, task_id, task.revision)
    acted = was is not None and (was[0].status, was[0].note) != (task.status, task.note)
    told = stands.said(NEEDS_YOU).occurrence
    if begins or (acted and ledger.needed_them(db, after.tenant, task_id, told)):
        # Who moves a date may be somebody else: its owner is still to hear of that day.
        only_moved = was is not None and was[1] == owner and was[0].revision != task.revision
        heard = not only_moved
        go_on(db, after.tenant, task_id, task.revision, owner, heard=heard, now=now)
    elif was is not None and was[0] != task:
        looks.forget(db, after.tenant, TASK, task_id)


def _reminded_of(plan: Plan, task_id: str) -> tuple[Task, str] | None:
    """Return a task of which somebody is reminded, and whom; None for any other."""
    task = plan.tasks.get(task_id)
    if task is None or not plan.is_live or task.due is None or task.status not in _TO_BE_DONE:
        return None
    if plan.ideas[task.idea].verdict == "abandon":
        return None
    owner = task.owner.person if task.owner and is_known(task.owner.person) else ""
    return task, owner

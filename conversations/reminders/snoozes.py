"""Tasks that sleep until a day: nobody is reminded of them until then, and they wake by themselves.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning.model import Task
from conversations.reminders import looks, rounds
from conversations.reminders.kinds import TASK

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Snooze:
    """A day of the ``person``'s calendar until which a due date's ``revision`` sleeps."""

    task: str
    person: str
    until: date
    revision: int


def snooze(
    db: Database, tenant: str, task: Task, until: date, *, by: str, today: date, now: datetime
) -> Snooze:
    """Let a task sleep until a day; another day takes the place of the one before.

    ``today`` is the day where the person is. Raises NotAllowed, NotFound or Refused.
    """
    if task.status == "done":
        raise NotFound("This task is done. There is nothing to be reminded of.")
    if task.owner is None or task.owner.person != by:
        raise NotAllowed("Only whoever does this task can put its reminders off.")
    if not today < until <= today + LONGEST:
        raise Refused("Please choose a day from tomorrow on, within a year.", "until")
    rounds.call_off(db, tenant, task.id, now)
    db.execute(
        "INSERT OR REPLACE INTO snoozes (tenant, task, person, until, revision)"
        " VALUES (?, ?, ?, ?, ?)",
        [tenant, task.id, by, until.isoformat(), task.revision],
    )
    looks.forget(db, tenant, TASK, task.id)
    return Snooze(task.id, by, until, task.revision)


def of_task(db: Database, tenant: str, task: str) -> Snooze | None:
    """Return until when a task sleeps, None where it does not."""
    found = db.execute(
        "SELECT task, person, until, revision FROM snoozes WHERE tenant = ? AND task = ?",
        [tenant, task],
    ).fetchone()
    if found is None:
        return None
    task, person, until, revision = found
    return Snooze(task, person, date.fromisoformat(until), revision)

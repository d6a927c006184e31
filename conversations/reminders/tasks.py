"""Reminds of one task: whoever does it of its latest step, and those who decide, at last, once.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from conversations.planning.model import is_known
from conversations.reminders import ledger, rounds, snoozes
from conversations.reminders.cadence import NEEDS_YOU, STEPS, Said, needs_you_on, step_due
from conversations.reminders.desk import Desk, Recipient
from conversations.reminders.kinds import TASK, TASK_NEEDS_YOU, TASK_REMINDER
from conversations.reminders.ledger import Item
from conversations.reminders.looks import next_look
from conversations.reminders.rounds import Round
from conversations.reminders.snoozes import Snooze


@dataclass(frozen=True)
class Open:
    """A task to be done by a day, in a plan of a ``team``; ``owner`` is empty where nobody is."""

    tenant: str
    id: str
    team: str | None
    owner: str
    due: date
    revision: int
    deciders: tuple[str, ...]

    def item(self, recipient: str, kind: str, said: Said) -> Item:
        """Return one reminder of it."""
        return Item(self.tenant, TASK, self.id, recipient, kind, said.occurrence)


def remind(desk: Desk, task: Open) -> tuple[int, datetime]:
    """Queue what is to be said about a task now; return how much, and when to look again."""
    stands = rounds.current(desk.db, task.tenant, task.id, task.revision)
    owner = desk.recipient(task.tenant, task.owner) if is_known(task.owner) else None
    asleep = snoozes.of_task(desk.db, task.tenant, task.id)
    if asleep and owner and (asleep.person, asleep.revision) == (task.owner, task.revision):
        queued = _wake(desk, task, asleep, owner)
        return queued, next_look(desk.now, [owner.calendar])
    steering = [desk.recipient(task.tenant, person) for person in task.deciders]
    queued = _ask_deciders(desk, task, stands, steering)
    told = stands.said(NEEDS_YOU)
    if queued:
        # From now on it is theirs to act: what waits for whoever does the task is superseded.
        _call_off(desk, task)
    elif owner and not ledger.needed_them(desk.db, task.tenant, task.id, told.occurrence):
        queued = _remind_owner(desk, task, stands, owner)
    everybody = [*([owner] if owner else []), *steering]
    return queued, next_look(desk.now, [one.calendar for one in everybody])


def _remind_owner(desk: Desk, task: Open, stands: Round, owner: Recipient) -> int:
    if not owner.is_at_school:
        return 0
    cadence = desk.cadence(task.tenant, task.team)
    course = stands.course(task.due, owner.calendar)
    step = step_due(course, cadence, owner.calendar, owner.today)
    if step is None:
        return 0
    heard = ledger.said_of_task(
        desk.db, task.tenant, task.id, task.owner, task.revision, stands.number
    )
    # A day that became free of school may bring an earlier step back.
    if STEPS.index(step) <= max((one.rank for one in heard), default=-1):
        return 0
    item = task.item(task.owner, TASK_REMINDER, stands.said(step))
    if heard:
        _call_off(desk, task)
    return int(desk.say(item))


def _call_off(desk: Desk, task: Open) -> None:
    ledger.call_off(
        *(desk.db, task.tenant, TASK, task.id, desk.now),
        kinds=[TASK_REMINDER],
        recipient=task.owner,
    )


def _wake(desk: Desk, task: Open, asleep: Snooze, owner: Recipient) -> int:
    if not owner.is_at_school or owner.today < asleep.until:
        return 0
    stands = rounds.following(
        desk.db, task.tenant, task.id, task.revision, task.owner, heard=True, now=desk.now
    )
    said = stands.said(f"woken:{asleep.until.isoformat()}")
    if not desk.say(task.item(task.owner, TASK_REMINDER, said)):
        return 0
    rounds.keep(desk.db, task.tenant, task.id, stands)
    return 1


def _ask_deciders(desk: Desk, task: Open, stands: Round, steering: Collection[Recipient]) -> int:
    cadence = desk.cadence(task.tenant, task.team)
    if not cadence.needs_you:
        return 0
    queued = 0
    for one in steering:
        if not one.is_at_school:
            continue
        course = stands.course(task.due, one.calendar)
        if needs_you_on(course, cadence, one.calendar) <= one.today:
            item = task.item(one.person, TASK_NEEDS_YOU, stands.said(NEEDS_YOU))
            queued += desk.say(item)
    return queued

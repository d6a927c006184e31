"""How tasks are reminded of: whoever does them, and those who look after their plan."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.reminding.entries import needs_you_entry, task_entry
from bot.blocks.reminding.steering_cards import blocked_card, needs_you_card, settled_card
from bot.blocks.reminding.task_card import TaskLook, gone_card, task_card
from bot.blocks.text import Block
from bot.reminding import seeing, still
from bot.reminding.said import Kind, Said, Seen
from conversations.errors import NotAllowed, NotFound
from conversations.planning.permissions import check_may_see, steers
from conversations.reminders.cadence import said


def _reminder(seen: Seen) -> Said:
    look = _look(seen)
    if look and (seen.again or still.reminds_owner(seen, look)):
        return task_card(look)
    return gone_card(seeing.GONE) if seen.again else None


def _reminder_entry(seen: Seen) -> Sequence[Block] | None:
    look = _look(seen)
    return task_entry(look) if look and (seen.again or still.reminds_owner(seen, look)) else None


def _needs_you(seen: Seen) -> Said:
    look = _look(seen)
    if look and still.needs_them(seen, look):
        return needs_you_card(look)
    return _settled(look) if seen.again else None


def _needs_you_entry(seen: Seen) -> Sequence[Block] | None:
    look = _look(seen)
    return needs_you_entry(look) if look and still.needs_them(seen, look) else None


def _blocked(seen: Seen) -> Said:
    """Say that a task is blocked; the occurrence begins with the task's id."""
    look = _look_at(seen, seen.item.occurrence.split()[0])
    is_so = look and look.task.status == "blocked" and look.shown.plan.is_live
    if look and is_so and steers(seen.db, look.shown.plan, seen.item.recipient):
        return blocked_card(look)
    return _settled(look) if seen.again else None


def _settled(look: TaskLook | None) -> Said:
    return settled_card(look) if look else gone_card(seeing.GONE)


def _look(seen: Seen) -> TaskLook | None:
    woke = said(seen.item.occurrence).step.startswith("woken:")
    return _look_at(seen, seen.item.subject_id, woke=woke)


def _look_at(seen: Seen, task_id: str, *, woke: bool = False) -> TaskLook | None:
    item = seen.item
    try:
        check_may_see(seen.db, seeing.plan_of(seen.db, item.tenant, task_id), item.recipient)
        return seeing.look(seen.services, seen.db, item.tenant, task_id, item.recipient, woke=woke)
    except (NotAllowed, NotFound):
        # Out of the plan, or no part of it is this person's any more.
        return None


REMINDER = Kind(_reminder, _reminder_entry)
NEEDS_YOU = Kind(_needs_you, _needs_you_entry)
BLOCKED = Kind(_blocked, lambda seen: None)

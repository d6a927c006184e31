"""When a task is due, as somebody would say it to a colleague."""

from __future__ import annotations

from datetime import date, timedelta

from bot.blocks.planning.days import full_day
from bot.blocks.planning.shown import Shown
from conversations.calendar import Calendar, due_school_day, is_school_day
from conversations.planning.model import Task


def due_sentence(shown: Shown, task: Task) -> str:
    """Return when a task is due as a sentence; of one that is late, when it was."""
    return due_on(task.due, shown.today, shown.calendar)


def due_on(due: date | None, today: date, calendar: Calendar) -> str:
    """Return when something is due as a sentence; of what is late, when it was."""
    if due is None:
        return "It has no date yet."
    day = full_day(due, today)
    if due < today:
        return f"It was due on {day}."
    if due == today:
        return f"Due today, {day}."
    when = f"Due tomorrow, {day}." if due == today + timedelta(days=1) else f"Due on {day}."
    if is_school_day(due, calendar):
        return when
    before = due_school_day(due, calendar)
    return f"{when} {_last_day(before, today)}"


def _last_day(before: date, today: date) -> str:
    if before < today:
        return "There is no school until then."
    said = "today" if before == today else full_day(before, today)
    return f"The last school day before it is {said}."

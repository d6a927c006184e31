"""Tasks as lines: what, who, by when; and what is said kindly about a heavy load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.blocks.planning.days import short_day
from bot.blocks.planning.shown import Shown, mention, named
from bot.blocks.text import escape, shorten
from conversations.calendar import is_school_day
from conversations.planning import progress
from conversations.planning.model import HEAVY_LOAD, Task, is_known

_MARKS = {"done": "✓ ", "blocked": "⚠ ", "under_way": "", "to_do": ""}


def task_line(shown: Shown, task: Task, longest: int) -> str:
    """Return a task in one line of mrkdwn; what it lacks stands out."""
    what = escape(shorten(task.what, longest))
    parts = [f"{_MARKS[task.status]}{what}"]
    if not shown.plan.is_personal or task.owner is None:
        has_owner = task.owner is not None and is_known(task.owner.person)
        parts.append(named(shown, task.owner) if has_owner else "_nobody yet_")
    parts.append(due_words(shown, task))
    return " · ".join(parts)


def due_words(shown: Shown, task: Task) -> str:
    """Return when a task is due, in short, as mrkdwn."""
    if task.due is None:
        return "_no date yet_"
    open_late = progress.is_overdue(task, shown.today)
    closed = "" if is_school_day(task.due, shown.calendar) else " (no school)"
    return f"{short_day(task.due, shown.today)}{closed}{' · *overdue*' if open_late else ''}"


def heavy_loads(shown: Shown, people: Iterable[str] | None = None) -> Iterator[str]:
    """Yield a kind sentence for each who is down for a lot, of ``people`` where they are given."""
    if shown.plan.is_personal:
        return
    asked = None if people is None else set(people)
    for person, count in progress.load(shown.plan).items():
        if count >= HEAVY_LOAD and (asked is None or person in asked):
            yield f"{mention(person)} is down for {count} open tasks. Could somebody share them?"

"""How a plan stands, in lines: progress from its tasks, what is due, what its measures read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.blocks.planning.days import short_day
from bot.blocks.planning.links import read_value
from bot.blocks.planning.shown import Shown
from bot.blocks.text import escape, shorten
from conversations.planning import chain, progress
from conversations.planning.model import Measure, Plan, Reading, Task
from conversations.planning.progress import Progress
from conversations.planning.typed_amounts import PERCENT, in_words

_CELLS = 10
_FULL, _EMPTY = "▓", "░"


def told_progress(plan: Plan, today: date) -> str:
    """Return how far the tasks have come, as a bar with the numbers beside it."""
    return barred(progress.of_plan(plan, today))


def barred(count: Progress) -> str:
    """Return counted tasks as a bar with the numbers beside it."""
    return f"{_bar(count)}  {counted(count)}" if count.tasks else "There are no tasks yet."


def counted(count: Progress) -> str:
    """Return counted tasks, such as "*3 of 12 tasks done* · 1 overdue"."""
    parts = [f"*{count.done} of {count.tasks} task{'' if count.tasks == 1 else 's'} done*"]
    parts += [f"{count.overdue} overdue"] if count.overdue else []
    parts += [f"{count.blocked} blocked"] if count.blocked else []
    return " · ".join(parts)


def overdue(shown: Shown) -> list[Task]:
    """Return the open tasks that should have been done before today, longest ago first."""
    return [task for task in _dated(shown.plan) if progress.is_overdue(task, shown.today)]


def coming(shown: Shown) -> list[Task]:
    """Return the open tasks that are due from today on, the next one first."""
    return [task for task in _dated(shown.plan) if not progress.is_overdue(task, shown.today)]


def by_urgency(shown: Shown) -> Iterator[Task]:
    """Yield all tasks that are being tried: overdue, coming, without a date, done."""
    tasks = chain.tasks_tried(shown.plan)
    yield from overdue(shown)
    yield from coming(shown)
    yield from (task for task in tasks if task.status != "done" and task.due is None)
    yield from (task for task in tasks if task.status == "done")


def measure_line(shown: Shown, measure: Measure, longest: int = 150) -> str:
    """Return a measure with its latest reading and where it is to go, as mrkdwn."""
    latest = progress.of_measure(shown.plan, measure).latest
    parts = [f"*{escape(shorten(measure.what, longest))}*: "]
    if latest:
        parts[0] += f"{told(measure, latest)} on {short_day(latest.day, shown.today)}"
    else:
        parts[0] += "not read yet"
    if measure.target is not None:
        parts.append(f"target {amount(measure, measure.target)}")
    if measure.baseline is not None:
        parts.append(f"began at {amount(measure, measure.baseline)}")
    return " · ".join(parts)


def told(measure: Measure, reading: Reading) -> str:
    """Return a reading as it is told, such as "14 of 20 (70%)" or "35 families"."""
    if reading.whole is not None:
        return f"{read_value(reading)} ({in_words(progress.value_of(reading), PERCENT)})"
    return amount(measure, reading.value)


def amount(measure: Measure, number: float) -> str:
    """Return a number in what a measure counts, as mrkdwn."""
    return escape(in_words(number, measure.unit))


def _dated(plan: Plan) -> list[Task]:
    open_ones = (task for task in chain.tasks_tried(plan) if task.status != "done")
    dated = [(task.due, n, task) for n, task in enumerate(open_ones) if task.due]
    return [task for _, _, task in sorted(dated, key=lambda one: one[:2])]


def _bar(count: Progress) -> str:
    # Full only where everything is done.
    full = count.done * _CELLS // count.tasks
    return _FULL * full + _EMPTY * (_CELLS - full)

"""How far a plan has come: computed from tasks and measures, never typed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conversations.planning import chain
from conversations.planning.model import Measure, Plan, Reading, Task, is_known


@dataclass(frozen=True)
class Progress:
    """Tasks counted: all, done, blocked, and those overdue on a day without being blocked."""

    tasks: int
    done: int
    blocked: int
    overdue: int


@dataclass(frozen=True)
class Way:
    """How far a measure has come from its baseline towards its target.

    ``share`` runs from 0 (baseline) to 1 (target), and may lie outside; None where one is missing.
    """

    latest: Reading | None
    share: float | None


def of_tasks(tasks: Iterable[Task], today: date) -> Progress:
    """Count tasks."""
    tasks = tuple(tasks)
    return Progress(
        tasks=len(tasks),
        done=sum(task.status == "done" for task in tasks),
        blocked=sum(task.status == "blocked" for task in tasks),
        overdue=sum(is_overdue(task, today) and task.status != "blocked" for task in tasks),
    )


def of_plan(plan: Plan, today: date) -> Progress:
    """Count the tasks of the change ideas that are being tried."""
    return of_tasks(chain.tasks_tried(plan), today)


def of_measure(plan: Plan, measure: Measure) -> Way:
    """Return how far a measure has come."""
    readings = chain.readings_of(plan, measure.id)
    if not readings:
        return Way(None, None)
    latest = readings[-1]
    start, target = measure.baseline, measure.target
    if start is None or target is None or start == target:
        return Way(latest, None)
    return Way(latest, (value_of(latest) - start) / (target - start))


def value_of(reading: Reading) -> float:
    """Return a reading as a number in its measure's unit: a part of a whole in percent."""
    if reading.whole is None:
        return reading.value
    return 100 * reading.value / reading.whole


def is_overdue(task: Task, today: date) -> bool:
    """Tell whether a task should have been done before ``today``."""
    return task.status != "done" and task.due is not None and task.due < today


def load(plan: Plan) -> dict[str, int]:
    """Return how many open tasks each person answers for, heaviest first.

    What somebody without Slack does counts with whoever speaks for them.
    """
    owners = (task.owner for task in chain.tasks_tried(plan) if task.status != "done")
    counted = Counter(owner.person for owner in owners if owner and is_known(owner.person))
    return dict(counted.most_common())

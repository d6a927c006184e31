"""On which days somebody hears about a task: the steps, counted in their own school days.

A week before, the day before, the day itself, then every third school day at most four times; then
those who decide about the plan hear once. Pure: days are local dates of the recipient's calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from conversations.calendar import (
    Calendar,
    add_school_days,
    due_school_day,
    is_school_day,
    next_school_day,
)

Step = Literal[
    "week",
    "day_before",
    "due",
    "overdue_1",
    "overdue_2",
    "overdue_3",
    "overdue_4",
    "needs_you",
]
"""What may be said about a task, in order; each supersedes those before it."""

STEPS: tuple[Step, ...] = get_args(Step)
NEEDS_YOU: Step = "needs_you"
OVERDUE: tuple[Step, ...] = ("overdue_1", "overdue_2", "overdue_3", "overdue_4")
AHEAD, EVERY = 7, 3
"""Days before the due day, and school days between two reminders of an overdue task."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cadence:
    """Which steps a team wants: how many days ``ahead``, ``every`` how many school days overdue.

    None and False leave a step out.
    """

    ahead: int | None = AHEAD
    day_before: bool = True
    due: bool = True
    every: int | None = EVERY
    needs_you: bool = True

    def wants(self, step: Step) -> bool:
        """Tell whether a step is said at all."""
        match step:
            case "week":
                return self.ahead is not None
            case "day_before":
                return self.day_before
            case "due":
                return self.due
            case "needs_you":
                return self.needs_you
        return self.every is not None


@dataclass(frozen=True)
class Course:
    """What the days of a task depend on.

    Nothing whose day lies before ``first`` is said any more; ``spent`` is how many of the overdue
    reminders had been said by then.
    """

    due: date
    first: date | None = None
    spent: int = 0


def step_due(course: Course, cadence: Cadence, calendar: Calendar, today: date) -> Step | None:
    """Return what whoever does a task is to hear by ``today``, None for nothing.

    It is the latest step whose day has come; those before it are superseded, never said late.
    """
    come = [step for step, day in steps(course, cadence, calendar) if day <= today]
    return come[-1] if come else None


def steps(course: Course, cadence: Cadence, calendar: Calendar) -> Iterator[tuple[Step, date]]:
    """Yield the steps for whoever does a task, in order, each with its school day."""
    for step, day in _steps(course, cadence, calendar):
        if cadence.wants(step) and (course.first is None or day >= course.first):
            yield step, day


def needs_you_on(course: Course, cadence: Cadence, calendar: Calendar) -> date:
    """Return the school day from which those who decide are told that a task needs them."""
    return _overdue(course, cadence, calendar, len(OVERDUE) + 1)


def _steps(course: Course, cadence: Cadence, calendar: Calendar) -> Iterator[tuple[Step, date]]:
    due = due_school_day(course.due, calendar)
    yield "week", _on_or_after(due - (cadence.ahead or AHEAD) * _DAY, calendar)
    yield "day_before", _on_or_after(due - _DAY, calendar)
    yield "due", due
    for number, step in enumerate(OVERDUE, start=1):
        if number > course.spent:
            yield step, _overdue(course, cadence, calendar, number)


def _overdue(course: Course, cadence: Cadence, calendar: Calendar, number: int) -> date:
    counted_from = due_school_day(course.due, calendar)
    if course.first is not None:
        counted_from = max(counted_from, course.first - _DAY)
    every = cadence.every or EVERY
    return add_school_days(counted_from, every * (number - course.spent), calendar)


def _on_or_after(day: date, calendar: Calendar) -> date:
    return day if is_school_day(day, calendar) else next_school_day(day, calendar)


@dataclass(frozen=True)
class Said:
    """One step of one round of a due date: what makes a reminder the same one again.

    ``round`` counts how often somebody took a task up again after those who decide were told.
    ``step`` is one of ``STEPS``, or ``woken:`` and the day on which a snooze ended.
    """

    revision: int
    round: int
    step: str

    @property
    def occurrence(self) -> str:
        """Return it as it stands in the outbox."""
        rounds = f".{self.round}" if self.round else ""
        return f"{self.revision}{rounds}:{self.step}"

    @property
    def rank(self) -> int:
        """Return its place among the steps; a snooze that ended has none, -1."""
        return next((n for n, step in enumerate(STEPS) if step == self.step), -1)


def said(occurrence: str) -> Said:
    """Return what ``Said.occurrence`` wrote."""
    counted, step = occurrence.split(":", 1)
    revision, _, round_ = counted.partition(".")
    return Said(int(revision), int(round_ or 0), step)

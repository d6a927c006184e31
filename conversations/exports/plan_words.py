"""How figures and days of a plan are put into words, in every document of it."""

from __future__ import annotations

from datetime import date

from conversations.exports import grouping
from conversations.exports.plan_report import IdeaShown, MeasureShown, PlanReport, ReadingShown

NOT_CHOSEN = "Not chosen yet"
NOT_WRITTEN = "Not written yet"

_DEGREES = {1: "low", 2: "medium", 3: "high"}


def short_day(when: date | None) -> str:
    """Return a date as it stands in a table: "Oct 5, 2026"."""
    return f"{when:%b} {when.day}, {when.year}" if when else "No date yet"


def amount(value: float | None, unit: str) -> str:
    """Return a value with its unit: "60%", "3.5 hours"."""
    if value is None:
        return "Not known yet"
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    between = "" if unit == "%" or not unit else " "
    return f"{number}{between}{unit}"


def latest(measure: MeasureShown) -> ReadingShown | None:
    """Return the last reading of a measure."""
    return max(measure.readings, key=lambda reading: reading.on, default=None)


def reading(measure: MeasureShown, shown: ReadingShown | None) -> str:
    """Return a reading: "14 of 20 (70%)"."""
    if shown is None:
        return "No reading yet"
    if not shown.of:
        return amount(shown.value, measure.unit)
    share = f" ({amount(round(100 * shown.value / shown.of), '%')})"
    return f"{amount(shown.value, '')} of {amount(shown.of, '')}{share}"


def impact_and_ease(idea: IdeaShown) -> str:
    """Return what the team thinks of an idea: "impact high, ease medium"."""
    found = (("impact", idea.impact), ("ease", idea.ease))
    return ", ".join(f"{name} {_DEGREES.get(value, value)}" for name, value in found if value)


def progress(report: PlanReport) -> str:
    """Return how many tasks are done."""
    done = sum(task.is_done for task in report.tasks)
    if not report.tasks:
        return "no tasks yet"
    return f"{done} of {grouping.counted(len(report.tasks), 'task')} done"

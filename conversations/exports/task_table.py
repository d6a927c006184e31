"""Every task of an action plan as a row of a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from datetime import date

from conversations.exports.legible import defused
from conversations.exports.plan_report import PlanReport, TaskShown

_COLUMNS = (
    "task",
    "owner",
    "support",
    "start",
    "due",
    "status",
    "what shows progress",
    "note",
    "change idea",
    "driver",
    "goal",
)


def task_table(report: PlanReport) -> str:
    """Return the tasks as CSV, in the order of the driver diagram; dates are year-month-day.

    Words that a spreadsheet would run as a formula begin with an apostrophe.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    for task in report.tasks:
        writer.writerow([defused(cell) for cell in _cells(task, report.goal.sentence)])
    return table.getvalue()


def _cells(task: TaskShown, goal: str) -> tuple[str, ...]:
    return (
        task.what,
        task.owner,
        "; ".join(task.support),
        _day(task.starts),
        _day(task.due),
        task.status,
        task.shows,
        task.note,
        task.idea,
        task.driver,
        goal,
    )


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""

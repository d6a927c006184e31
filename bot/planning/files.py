"""The files that a plan is exported to: what each is called, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from conversations.exports.driver_diagram import (
    driver_diagram,
    driver_diagram_svg,
    driver_diagram_words,
)
from conversations.exports.due_dates import due_dates
from conversations.exports.fishbone import fishbone, fishbone_svg, fishbone_words
from conversations.exports.plan_document import plan_document
from conversations.exports.plan_report import MeasureShown, PlanReport
from conversations.exports.plan_summary import plan_summary
from conversations.exports.run_chart import run_chart, run_chart_svg, run_chart_words
from conversations.exports.task_table import task_table
from conversations.planning.model import Plan

Format = Literal["docx", "summary", "csv", "ics", "png", "svg"]


@dataclass(frozen=True)
class PlanFile:
    """A file of a plan. ``about`` says what it is for, ``said`` what a picture shows.

    ``lacking`` returns why there is nothing to put into it yet, an empty text where there is.
    """

    key: str
    format: Format
    name: str
    title: str
    about: str
    made: Callable[[PlanReport, datetime], bytes]
    said: Callable[[PlanReport], str] | None = None
    lacking: Callable[[Plan], str] = lambda plan: ""


def _whole(report: PlanReport, now: datetime) -> bytes:
    charts = [(m, run_chart(m, report.title)) for m in report.measures if m.readings]
    return plan_document(report, fishbone(report.fishbone), driver_diagram(report.diagram), charts)


def _table(report: PlanReport, now: datetime) -> bytes:
    # The mark at the beginning tells spreadsheets which letters these are.
    return task_table(report).encode("utf-8-sig")


def _no_tasks(plan: Plan) -> str:
    return "" if plan.tasks else "There are no tasks to list yet."


def _no_dates(plan: Plan) -> str:
    dated = any(task.due for task in plan.tasks.values())
    return "" if dated else "No task has a due date yet, so there is no calendar to send."


def _no_causes(plan: Plan) -> str:
    return "" if plan.causes else "There are no causes to draw a fishbone of yet."


def _no_drivers(plan: Plan) -> str:
    return "" if plan.drivers else "There are no drivers to draw a diagram of yet."


def _fishbone_said(report: PlanReport) -> str:
    return fishbone_words(report.fishbone)


def _drivers_said(report: PlanReport) -> str:
    return driver_diagram_words(report.diagram)


FILES: tuple[PlanFile, ...] = (
    PlanFile(
        "whole",
        "docx",
        "action-plan.docx",
        "Whole plan (Word)",
        "All three steps with both diagrams, for the district",
        _whole,
    ),
    PlanFile(
        "summary",
        "summary",
        "action-plan-summary.docx",
        "Two-page summary (Word)",
        "Goal, benchmarks and what comes next, for a council",
        lambda report, now: plan_summary(report, driver_diagram(report.diagram)),
    ),
    PlanFile(
        "tasks",
        "csv",
        "tasks.csv",
        "Tasks (CSV)",
        "A table for a spreadsheet",
        _table,
        lacking=_no_tasks,
    ),
    PlanFile(
        "dates",
        "ics",
        "due-dates.ics",
        "Due dates (calendar file)",
        "To import once into a calendar",
        lambda report, now: due_dates(report, now=now),
        lacking=_no_dates,
    ),
    PlanFile(
        "fishbone_png",
        "png",
        "fishbone.png",
        "Fishbone (PNG)",
        "A picture for slides and letters",
        lambda report, now: fishbone(report.fishbone),
        _fishbone_said,
        _no_causes,
    ),
    PlanFile(
        "fishbone_svg",
        "svg",
        "fishbone.svg",
        "Fishbone (SVG)",
        "Stays sharp on a poster",
        lambda report, now: fishbone_svg(report.fishbone),
        _fishbone_said,
        _no_causes,
    ),
    PlanFile(
        "drivers_png",
        "png",
        "driver-diagram.png",
        "Driver diagram (PNG)",
        "A picture for slides and letters",
        lambda report, now: driver_diagram(report.diagram),
        _drivers_said,
        _no_drivers,
    ),
    PlanFile(
        "drivers_svg",
        "svg",
        "driver-diagram.svg",
        "Driver diagram (SVG)",
        "Stays sharp on a poster",
        lambda report, now: driver_diagram_svg(report.diagram),
        _drivers_said,
        _no_drivers,
    ),
)
"""In the order in which they are offered."""


def run_chart_files(report: PlanReport) -> tuple[PlanFile, ...]:
    """Return the run chart of each measure that was read, as PNG and as SVG, in their order."""
    read = [measure for measure in report.measures if measure.readings]
    return tuple(file for n, one in enumerate(read, start=1) for file in _run_charts(one, n))


def _run_charts(measure: MeasureShown, number: int) -> tuple[PlanFile, PlanFile]:
    def drawn(
        draw: Callable[[MeasureShown, str], bytes], report: PlanReport, now: datetime
    ) -> bytes:
        return draw(measure, report.title)

    def said(report: PlanReport) -> str:
        return run_chart_words(measure, report.title)

    key, title = f"run-chart-{number}", f"Run chart: {measure.what}"
    about = "How the measure has gone over time"
    png, svg = partial(drawn, run_chart), partial(drawn, run_chart_svg)
    return (
        PlanFile(f"{key}-png", "png", f"{key}.png", title, about, png, said),
        PlanFile(f"{key}-svg", "svg", f"{key}.svg", title, about, svg, said),
    )

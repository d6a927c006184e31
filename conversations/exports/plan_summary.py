"""A plan on two pages, for a council that has ten minutes.

The first page is the goal and how we will know, the second who does what and what we need. Every
line has a known height, so that what does not fit is left to the whole plan, and said so.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from conversations.exports import grouping, handout, plan_next, plan_order, plan_words
from conversations.exports.cited import published
from conversations.exports.driver_diagram import driver_diagram_words
from conversations.exports.fitting import cut
from conversations.exports.handout import Part
from conversations.exports.look import ACROSS, COMPACT
from conversations.exports.passage import Cell, Passage, Strong, said
from conversations.exports.plan_report import MeasureShown, PlanReport
from conversations.exports.plan_words import NOT_CHOSEN, NOT_WRITTEN

if TYPE_CHECKING:
    from conversations.exports.word import WordFile

_COLUMNS = {"Measure": 2.5, "Baseline": 0.95, "Target": 0.95, "Latest": 1.45, "By when": 1.05}
_FINEST = 300
"""Dots an inch beyond which a diagram's letters are too small to read on paper."""


def plan_summary(report: PlanReport, driver_diagram: bytes) -> bytes:
    """Return the summary of a plan as a .docx file of two pages at most.

    The driver diagram (PNG) stands in it where it can be read at the size that there is room for.
    """
    from conversations.exports.word import WordFile

    title = cut(report.title or "Action plan", ACROSS, COMPACT.sizes["Title"] * 1.1, 2)
    subject = f"Summary of an action plan, {report.team}" if report.team else "Action plan, summary"
    file = WordFile(title, subject, report.as_of, COMPACT)
    facts, goal, around = _facts(report), _goal(report), _around(report)
    room = handout.PAGE - handout.title(title) - handout.paragraph(facts)
    room -= handout.heading() + handout.box(goal) + sum(part.height for part in around)
    benchmarks = _benchmarks(report, room)
    room -= benchmarks.height
    second = plan_next.parts(report, published())

    file.write(facts)
    file.heading("The goal", 1)
    file.box(goal)
    _write(file, (*around, benchmarks))
    room -= _picture(file, report, driver_diagram, room)
    _write(file, second, new_page=sum(part.height for part in second) > room)
    return file.content()


def _write(file: WordFile, parts: Sequence[Part], *, new_page: bool = False) -> None:
    for place, part in enumerate(parts):
        file.heading(part.heading, 1, new_page=new_page and not place)
        passages = part.passages
        if part.table:
            columns, rows = part.table.columns, part.table.rows
            below, passages = (passages[0], passages[1:]) if passages else (None, ())
            file.table(part.heading, tuple(columns), tuple(columns.values()), rows, below)
        file.write(*passages)


def _facts(report: PlanReport) -> Passage:
    stands = f"cycle {report.cycle}, {report.state.lower()}, {plan_words.progress(report)}"
    parts = [report.team, stands, f"as of {grouping.day(report.as_of)}"]
    return said(handout.body(" · ".join(part for part in parts if part), 2))


def _goal(report: PlanReport) -> Passage:
    return said(Strong(handout.body(report.goal.sentence or f"{NOT_CHOSEN}.", 5)))


def _around(report: PlanReport) -> tuple[Part, ...]:
    """Return what stands around the goal: what it serves, and why the team thinks that it can."""
    theory = said(handout.body(report.theory or f"{NOT_WRITTEN}.", 9))
    why = Part("Theory of action: why we think that it will work", (theory,))
    if not report.goal.serves:
        return (why,)
    return (
        Part("The larger goal that it serves", (said(handout.body(report.goal.serves, 2)),)),
        why,
    )


def _benchmarks(report: PlanReport, room: float) -> Part:
    """Return as many measures as there is room for, some of each sort."""
    heading = "Goals and benchmarks: how we will know"
    if not report.measures:
        return Part(heading, (said(f"Measures: {NOT_CHOSEN.lower()}."),))
    wanted = plan_order.some_of_each_sort(report.measures)
    rows = [_measure(report, each) for each in wanted]
    part = handout.listing(heading, _COLUMNS, rows, noun="measure", most=room)
    kept = plan_order.by_sort(wanted[: len(part.table.rows) if part.table else 0])
    in_order = tuple(_measure(report, each) for each in kept)
    return Part(heading, part.passages, handout.Table(_COLUMNS, in_order))


def _measure(report: PlanReport, measure: MeasureShown) -> tuple[Cell, ...]:
    what, baseline, target, latest, _ = _COLUMNS.values()
    last = plan_words.latest(measure)
    reading = said(handout.cell(plan_words.reading(measure, last), latest, 2))
    return (
        (handout.labelled(f"{measure.sort.capitalize()}: ", measure.what, what, 3),),
        (said(handout.cell(plan_words.amount(measure.baseline, measure.unit), baseline, 2)),),
        (said(handout.cell(plan_words.amount(measure.target, measure.unit), target, 2)),),
        (reading, said(plan_words.short_day(last.on))) if last else (reading,),
        (said(plan_words.short_day(report.goal.by_when)),),
    )


def _picture(file: WordFile, report: PlanReport, png: bytes, room: float) -> float:
    """Put the driver diagram on what is left of the page, where it can be read there.

    Returns the height that it takes.
    """
    across: int
    down: int
    across, down = struct.unpack(">II", png[16:24])
    white = handout.heading() + COMPACT.after
    inches = min(ACROSS, (room - white) / 72 / down * across)
    if not report.diagram.drivers or inches <= 0 or across / inches > _FINEST:
        return 0
    file.heading("The plan in one picture", 1)
    tallest = inches / across * down
    file.picture(png, driver_diagram_words(report.diagram), tallest=tallest)
    return white + tallest * 72

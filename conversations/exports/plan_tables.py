"""The tables of a plan: where it began, causes, ideas with their tasks, measures, people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from conversations.exports import grouping, plan_order, plan_words
from conversations.exports.cited import linked
from conversations.exports.passage import (
    Band,
    Cell,
    Part,
    Passage,
    Row,
    Strong,
    leading,
    listed,
    said,
)
from conversations.exports.plan_order import CauseInPlace
from conversations.exports.plan_report import (
    DriverShown,
    Fishbone,
    IdeaShown,
    MeasureShown,
    PlanReport,
    RatingBehind,
    TaskShown,
)
from conversations.exports.plan_words import NOT_CHOSEN

if TYPE_CHECKING:
    from conversations.exports.word import WordFile


def ratings(file: WordFile, report: PlanReport) -> None:
    """Write the ratings and the evidence that the plan began with."""
    if not report.ratings:
        file.write(said("This plan did not begin with a rating."))
        return
    file.table(
        "The ratings and the evidence that the plan began with",
        ("Indicator", "Agreed rating", "Evidence"),
        (2.8, 1.1, 3.0),
        [_rating(each) for each in report.ratings],
    )


def causes(file: WordFile, fishbone: Fishbone) -> None:
    """Write the root causes with their data, then every other cause by its bone."""
    found = list(plan_order.causes(fishbone))
    roots = [each for each in found if each.cause.is_root]
    file.heading("Root causes and what the data say", 2)
    if roots:
        file.table(
            "Root causes and what the data say",
            ("Root cause", "Where it lies", "What the data say"),
            (2.8, 1.9, 2.2),
            [_root(each) for each in roots],
        )
    else:
        file.write(said(f"Root causes: {NOT_CHOSEN.lower()}."))
    others = [each for each in found if not each.cause.is_root]
    if others:
        file.heading("Other causes that play a part", 2)
    for bone, on_it in groupby(others, key=lambda each: each.bone):
        file.write(leading(Strong(f"{bone}:")), *map(_other, on_it))


def ideas(file: WordFile, number: str, driver: DriverShown) -> None:
    """Write the change ideas of a driver, each at the head of its tasks."""
    file.table(
        f"Change ideas and tasks of driver {number}",
        ("Task", "Person responsible", "In support", "Starts", "Due", "Status"),
        (3.9, 1.3, 1.3, 0.95, 0.95, 1.0),
        [row for idea in driver.ideas for row in _idea(idea)],
    )


def measures(file: WordFile, report: PlanReport) -> None:
    """Write the measures, those of outcomes first."""
    file.heading("How we will know: measures", 2)
    if not report.measures:
        file.write(said(f"Measures: {NOT_CHOSEN.lower()}."))
        return
    file.table(
        "Measures",
        ("Measure", "It watches over", "Baseline", "Target", "Latest", "How often, who reads it"),
        (2.6, 2.0, 0.9, 0.9, 1.4, 1.6),
        [_measure(each) for each in plan_order.by_sort(report.measures)],
    )


def core(file: WordFile, report: PlanReport, below: Passage) -> None:
    """Write who is in the core implementation team and what each brings."""
    if not report.core:
        file.write(said(f"Core members: {NOT_CHOSEN.lower()}."), below)
        return
    file.table(
        "The core implementation team",
        ("Name", "Role", "Brings"),
        (1.9, 1.9, 3.1),
        [
            (
                (said(Strong(member.name)),),
                (said(member.role or "Not said"),),
                tuple(said(each) for each in member.competencies) or (said("Not said yet"),),
            )
            for member in report.core
        ],
        below,
    )


def _rating(rating: RatingBehind) -> tuple[Cell, ...]:
    indicator: Cell = (said(linked(rating.label, rating.url)), said(rating.statement))
    if rating.block:
        indicator = (*indicator, said(f"Building block: {rating.block}"))
    evidence = tuple(listed(each) for each in rating.evidence) or (said("Nothing noted."),)
    return (indicator, (said(Strong(rating.agreed or "No agreed rating")),), evidence)


def _root(found: CauseInPlace) -> tuple[Cell, ...]:
    cause: Cell = (said(Strong(found.cause.text)),)
    if found.behind:
        # Read from the root up, each is why there is the next.
        chain = " → ".join(reversed(found.behind))
        cause = (*cause, said(f"It leads to: {chain}"))
    place: Cell = (said(found.bone),)
    if found.cause.marks:
        taken = grouping.counted(found.cause.marks, "member")
        place = (*place, said(f"{taken} took it for a root cause"))
    data = tuple(listed(each) for each in found.cause.data) or (said("No data noted yet."),)
    return (cause, place, data)


def _other(found: CauseInPlace) -> Passage:
    why = f" (behind: {found.behind[-1]})" if found.behind else ""
    data = f". Data: {'; '.join(found.cause.data)}" if found.cause.data else ""
    return listed(f"{found.cause.text}{why}{data}")


def _idea(idea: IdeaShown) -> Iterator[Row]:
    yield Band((said(Strong("Change idea: "), idea.text), said(*_about(idea))))
    for task in idea.tasks:
        yield _task(task)
    if not idea.tasks:
        yield Band((said("No tasks yet."),))


def _about(idea: IdeaShown) -> Iterator[Part]:
    if idea.source:
        yield "From "
        yield linked(idea.source, idea.url)
    else:
        yield "The team's own idea"
    if judged := plan_words.impact_and_ease(idea):
        yield f"; {judged}"
    if idea.verdict:
        yield "; at the end of the cycle: "
        yield Strong(idea.verdict)


def _task(task: TaskShown) -> tuple[Cell, ...]:
    what: Cell = (said(task.what),)
    if task.shows:
        what = (*what, said(Strong("What will show it: "), task.shows))
    if task.note:
        what = (*what, said(Strong("Note: "), task.note))
    return (
        what,
        (said(task.owner or "Nobody yet"),),
        (said(", ".join(task.support) or "–"),),
        (said(plan_words.short_day(task.starts)),),
        (said(plan_words.short_day(task.due)),),
        (said(Strong(task.status)),),
    )


def _measure(measure: MeasureShown) -> tuple[Cell, ...]:
    last = plan_words.latest(measure)
    latest: Cell = (said(plan_words.reading(measure, last)),)
    if last:
        latest = (*latest, said(plan_words.short_day(last.on)))
    return (
        (said(Strong(f"{measure.sort.capitalize()}: "), measure.what),),
        (said(measure.serves or NOT_CHOSEN),),
        (said(plan_words.amount(measure.baseline, measure.unit)),),
        (said(plan_words.amount(measure.target, measure.unit)),),
        latest,
        (said(measure.every or NOT_CHOSEN), said(measure.reader or "Nobody reads it yet")),
    )

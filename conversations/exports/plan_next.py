"""What a council hears of a plan after its goal: drivers, the next tasks, what the team needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from conversations.exports import grouping, handout, plan_order, plan_words
from conversations.exports.cited import linked
from conversations.exports.handout import Part
from conversations.exports.legible import one_line
from conversations.exports.passage import Cell, Passage, Strong, listed, said
from conversations.exports.plan_report import DriverShown, PlanReport, TaskShown
from conversations.exports.plan_words import NOT_CHOSEN

if TYPE_CHECKING:
    from content.models import Sources

_DRIVERS = {"Driver": 2.4, "Change ideas that we chose": 4.5}
_TASKS = {"Due": 1.45, "Task": 3.45, "Who": 2.0}
_MOST_IDEAS = 5
_MOST_TASKS = 8
_MOST_NEEDS = 6
_FOR_DRIVERS = 310.0
"""Points that drivers may take before the tasks have theirs."""


def parts(report: PlanReport, sources: Sources) -> tuple[Part, ...]:
    """Return parts that fill a page at most: the tasks and the drivers give way to the needs."""
    needs = _needs(report, sources)
    room = handout.PAGE - needs.height
    fewest = _drivers(report, _FOR_DRIVERS)
    tasks = _tasks(report, room - fewest.height)
    return (_drivers(report, room - tasks.height), tasks, needs)


def _drivers(report: PlanReport, most: float) -> Part:
    heading = "Drivers and the change ideas for them"
    drivers = report.diagram.drivers
    if not drivers:
        return Part(heading, (said(f"Drivers: {NOT_CHOSEN.lower()}."),))
    for ideas in range(_MOST_IDEAS, 0, -1):
        rows = [_driver(place, each, ideas) for place, each in enumerate(drivers, 1)]
        part = handout.listing(heading, _DRIVERS, rows, noun="driver", most=most)
        if part.table and len(part.table.rows) == len(drivers):
            break
    return part


def _driver(place: int, driver: DriverShown, most: int) -> tuple[Cell, ...]:
    name, width = _DRIVERS.values()
    ideas = [
        f"{idea.text} ({idea.verdict.lower()})" if idea.verdict else idea.text
        for idea in plan_order.ideas_under(driver)
        if not idea.verdict.lower().startswith("abandon")
    ]
    shown = [listed(handout.cell(text, width, 2)) for text in ideas[:most]]
    shown += handout.more(len(ideas) - len(shown), "idea")
    strong = said(Strong(handout.cell(f"{place}. {driver.text}", name, 3, bold=True)))
    return ((strong,), tuple(shown) or (said(f"{NOT_CHOSEN}."),))


def _tasks(report: PlanReport, most: float) -> Part:
    heading = "Next: who does what, by when"
    still = [task for task in report.tasks if not task.is_done]
    still.sort(key=lambda task: (task.due is None, task.due or date.min))
    if not still:
        return Part(heading, (said("All tasks are done." if report.tasks else "No tasks yet."),))
    rows = [_task(task, report.as_of) for task in still[:_MOST_TASKS]]
    return handout.listing(heading, _TASKS, rows, noun="open task", most=most, whole=len(still))


def _task(task: TaskShown, today: date) -> tuple[Cell, ...]:
    _, what, who = _TASKS.values()
    due = plan_words.short_day(task.due)
    if task.due and task.due < today:
        due = f"Was due {due}"
    people = task.owner or "Nobody yet"
    if task.support:
        people += f", with {', '.join(task.support)}"
    return (
        (said(due),),
        (said(handout.cell(task.what, what, 2)),),
        (said(handout.cell(people, who, 2)),),
    )


def _needs(report: PlanReport, sources: Sources) -> Part:
    """Return what the council is asked for, as the plan stands, and whose words these are."""
    asked = [("Your view:", "Is this the right goal, and what have we not thought of?")]
    if report.uncovered:
        what = grouping.joined(report.uncovered)
        asked.append(("Somebody to join us:", f"nobody in the core team brings this yet: {what}."))
    asked += [("Still open:", each) for each in report.missing]
    asked += [(f"{one_line(name, 40)}:", words) for name, words in report.considerations if words]
    shown = [_need(f"{label} ", words) for label, words in asked[:_MOST_NEEDS]]
    more = handout.more(len(asked) - len(shown), "point")
    return Part("What we need from the council", (*shown, *more, _credit(sources)))


def _need(label: str, words: str) -> Passage:
    said_whole = handout.body(f"{label}{words}", 2)
    return listed(Strong(label), said_whole.removeprefix(label))


def _credit(sources: Sources) -> Passage:
    return said(
        f"The words of the plan are the team's own. {sources.credit} More: ",
        linked("the Department's Blueprint pages", sources.dashboard),
        ".",
    )

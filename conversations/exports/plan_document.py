"""The whole action plan as the document that a district expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from conversations.exports import grouping, plan_order, plan_tables, plan_words
from conversations.exports.cited import linked, material, published
from conversations.exports.driver_diagram import driver_diagram_words
from conversations.exports.fishbone import fishbone_words
from conversations.exports.legible import one_line
from conversations.exports.passage import Link, Passage, Strong, leading, listed, said
from conversations.exports.plan_report import DriverShown, MeasureShown, PlanReport
from conversations.exports.plan_words import NOT_CHOSEN, NOT_WRITTEN
from conversations.exports.run_chart import run_chart_words

if TYPE_CHECKING:
    from content.models import Sources
    from conversations.exports.word import WordFile

_LONGEST_HEADING = 110
_CHART_ACROSS = 3.4
"""Inches: two run charts stand side by side."""
_STEPS = (
    "Before anything is decided, the team looks closely at the problem, with its own data, and "
    "agrees on what is at the root of it.",
    "From the root causes the team sets a goal, names what would have to change to reach it (the "
    "drivers), and chooses ideas to try.",
    "Each idea becomes tasks that somebody has taken on, with dates, and measures that tell "
    "whether it works.",
)


def plan_document(
    report: PlanReport,
    fishbone: bytes,
    driver_diagram: bytes,
    run_charts: Sequence[tuple[MeasureShown, bytes]] = (),
) -> bytes:
    """Return a plan as a .docx file, with its two diagrams and run charts as PNG."""
    from conversations.exports.word import WordFile

    sources = published()
    subject = f"Action plan, {report.team}" if report.team else "Action plan"
    file = WordFile(report.title or "Action plan", subject, report.as_of)
    file.write(*_facts(report))
    file.heading("The goal", 1)
    file.box(said(Strong(report.goal.sentence or f"{NOT_CHOSEN}.")))
    file.heading("Theory of action", 1)
    file.write(said(report.theory or f"{NOT_WRITTEN}."))
    _problem(file, report, fishbone, sources)
    _goal(file, report, driver_diagram, sources)
    file.turn(sideways=bool(report.drivers or report.measures))
    _actions(file, report, sources)
    plan_tables.measures(file, report)
    file.turn(sideways=False)
    _run_charts(file, report, run_charts)
    _around(file, report, sources)
    _ahead_and_back(file, report)
    _credit(file, sources)
    return file.content()


def _facts(report: PlanReport) -> Iterator[Passage]:
    if report.team:
        yield said(Strong("Team: "), one_line(report.team))
    yield said(Strong("Where it stands: "), f"{report.state}; {plan_words.progress(report)}")
    yield said(Strong("Cycle of improvement: "), str(report.cycle))
    yield said(Strong("As of: "), grouping.day(report.as_of))


def _step(file: WordFile, number: int, title: str, sources: Sources) -> None:
    file.heading(f"Step {number}: {title}", 1)
    learning = sources.documents["learning"]
    cited = f"{learning.title}, Step {number}"
    file.write(said(f"{_STEPS[number - 1]} (", linked(cited, learning.url), ")"))


def _problem(file: WordFile, report: PlanReport, picture: bytes, sources: Sources) -> None:
    _step(file, 1, "Explore the problem", sources)
    file.heading("Where it began", 2)
    plan_tables.ratings(file, report)
    file.heading("The problem", 2)
    file.write(said(report.problem or f"{NOT_WRITTEN}."))
    drawn = any(bone.causes for bone in report.fishbone.bones)
    empty = "" if drawn else "Nothing to draw yet: no causes have been collected."
    heading = "What is behind it: the fishbone"
    _diagram(file, heading, picture, fishbone_words(report.fishbone), empty=empty)
    file.turn(sideways=False)
    plan_tables.causes(file, report.fishbone)


def _goal(file: WordFile, report: PlanReport, picture: bytes, sources: Sources) -> None:
    goal = report.goal
    _step(file, 2, "Develop goals and change ideas", sources)
    file.heading("The goal in its parts", 2)
    by_when = grouping.day(goal.by_when) if goal.by_when else ""
    for part, words in (
        ("What will change", goal.what),
        ("For whom", goal.for_whom),
        ("By how much", goal.how_much),
        ("By when", by_when),
        ("The larger goal that it serves", goal.serves),
    ):
        file.write(said(Strong(f"{part}: "), words or NOT_CHOSEN))
    empty = "" if report.diagram.drivers else "Nothing to draw yet: no drivers have been chosen."
    heading = "From the goal to change ideas: the driver diagram"
    _diagram(file, heading, picture, driver_diagram_words(report.diagram), empty=empty)


def _diagram(file: WordFile, heading: str, png: bytes, words: str, *, empty: str) -> None:
    """Put a diagram on a page on which it is large, or say why there is none yet."""
    from conversations.exports.word import lies_better

    if not empty:
        file.turn(sideways=lies_better(png))
    file.heading(heading, 2)
    if empty:
        file.write(said(empty))
    else:
        file.picture(png, words)


def _actions(file: WordFile, report: PlanReport, sources: Sources) -> None:
    _step(file, 3, "Plan for action", sources)
    file.heading("Who does what, by when", 2)
    if report.drivers:
        told = "Under each driver stand the ideas that were chosen for it, with their tasks"
        file.write(said(f"{told}: {plan_words.progress(report)}."))
    else:
        file.write(said(f"Drivers, change ideas and tasks: {NOT_CHOSEN.lower()}."))
    for number, driver in plan_order.numbered(report.diagram.drivers):
        _driver(file, number, driver)


def _driver(file: WordFile, number: str, driver: DriverShown) -> None:
    heading = one_line(driver.text, _LONGEST_HEADING)
    file.heading(f"Driver {number}: {heading}", 3)
    if heading != one_line(driver.text):
        file.write(leading(driver.text))
    if driver.causes:
        word = "root cause" if len(driver.causes) == 1 else "root causes"
        file.write(leading(Strong(f"Answers the {word}: "), "; ".join(driver.causes)))
    if driver.ideas:
        plan_tables.ideas(file, number, driver)
    elif driver.secondary:
        file.write(leading("Its change ideas stand under the drivers below it."))
    else:
        file.write(said("No change idea has been chosen for it yet."))


def _run_charts(
    file: WordFile, report: PlanReport, charts: Sequence[tuple[MeasureShown, bytes]]
) -> None:
    if charts:
        file.heading("How the measures have run", 2)
        file.pictures(
            [(png, run_chart_words(measure, report.title)) for measure, png in charts],
            _CHART_ACROSS,
        )


def _around(file: WordFile, report: PlanReport, sources: Sources) -> None:
    """Write what stands around the chain: considerations, people, other plans."""
    file.heading("Other considerations", 2)
    for heading, words in report.considerations:
        file.write(said(Strong(f"{heading}: "), words or NOT_WRITTEN))
    if not report.considerations:
        file.write(said("Cost, schedule, professional learning, families: not written yet."))
    file.heading("The implementation team", 2)
    guide = sources.documents["team"].title
    carried = said(
        "Three to five core members carry the plan, and together they bring five competencies "
        f"({guide})."
    )
    plan_tables.core(file, report, carried)
    if report.uncovered:
        file.write(
            leading(
                Strong("Who could join us? "),
                "Nobody in the core team brings this yet. It may be somebody of the school "
                "committee or the ELPAC, for a meeting or for good:",
            )
        )
        file.write(*(listed(each) for each in report.uncovered))
    file.heading("How it fits other plans", 2)
    for heading, materials in report.coherence:
        file.write(leading(Strong(f"{heading}:")))
        file.write(*(material(each) for each in materials))
        if not materials:
            file.write(listed(NOT_CHOSEN))
    if not report.coherence:
        file.write(
            said("The required academic plan that this belongs to: not chosen yet."),
        )


def _ahead_and_back(file: WordFile, report: PlanReport) -> None:
    file.heading("What is still missing", 1)
    file.write(*(listed(each) for each in report.missing))
    if not report.missing:
        file.write(said("Nothing that a good plan needs."))
    if report.earlier:
        file.heading("What earlier cycles decided", 1)
        file.write(*(listed(each) for each in report.earlier))


def _credit(file: WordFile, sources: Sources) -> None:
    learning = sources.documents["learning"]
    file.heading("Whose words these are", 1)
    file.write(
        said(
            "The plan is the team's own. What is cited in it from the Blueprint and the guidance "
            f"is said in plain words. {sources.credit} The official wording is on the ",
            Link("Department's Blueprint pages", sources.dashboard),
            " and under ",
            linked(learning.title, learning.url),
            "; the three steps are those of the Department's initial implementation process.",
        )
    )

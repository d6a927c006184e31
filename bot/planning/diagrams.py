"""The two diagrams of a plan, out of its chain: the fishbone and the driver diagram."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.exports.plan_report import (
    BoneShown,
    CauseShown,
    DriverDiagram,
    DriverShown,
    Fishbone,
    IdeaShown,
    TaskShown,
)
from conversations.planning import chain
from conversations.planning.model import Cause, Datum, Driver, Idea, Plan, Source, Verdict
from conversations.planning.wording import goal_sentence

VERDICTS: Mapping[Verdict, str] = {"adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned"}
"""The words for what was decided on a change idea at the end of a cycle."""


def fishbone_of(plan: Plan) -> Fishbone:
    """Return the fishbone: every bone in order, also those without a cause yet."""
    return Fishbone(
        plan.problem,
        tuple(BoneShown(name, _causes_on(plan, bone)) for bone, name in plan.bones.items()),
    )


def driver_diagram_of(
    plan: Plan, tasks: Mapping[str, tuple[TaskShown, ...]] | None = None
) -> DriverDiagram:
    """Return the driver diagram; ``tasks`` by change idea, for a report that lists them."""
    return DriverDiagram(
        goal_sentence(plan.goal) if plan.goal else "",
        tuple(_driver(plan, driver, tasks or {}) for driver in chain.primary(plan)),
    )


def datum_line(datum: Datum) -> str:
    """Return a datum in a line, such as "ACCESS results, May 2026: 14 of 40 made progress"."""
    return f"{', '.join(filter(None, (datum.source, datum.day)))}: {datum.figure}"


def source_line(source: Source) -> str:
    """Return where a change idea was taken from, such as "Welcoming families (p. 12)"."""
    return f"{source.title} ({source.locator})"


def _causes_on(plan: Plan, bone: str) -> tuple[CauseShown, ...]:
    on_it = (c for c in plan.causes.values() if c.bone == bone and c.under is None)
    return tuple(_cause(plan, cause) for cause in on_it)


def _cause(plan: Plan, cause: Cause) -> CauseShown:
    return CauseShown(
        cause.text,
        is_root=cause.is_root,
        marks=len(cause.marks),
        data=tuple(map(datum_line, cause.data)),
        whys=tuple(_cause(plan, why) for why in chain.whys(plan, cause.id)),
    )


def _driver(plan: Plan, driver: Driver, tasks: Mapping[str, tuple[TaskShown, ...]]) -> DriverShown:
    return DriverShown(
        driver.text,
        causes=tuple(plan.causes[cause].text for cause in driver.causes),
        secondary=tuple(_driver(plan, under, tasks) for under in chain.secondary(plan, driver.id)),
        ideas=tuple(
            _idea(idea, tasks.get(idea.id, ())) for idea in chain.ideas_of(plan, driver.id)
        ),
    )


def _idea(idea: Idea, tasks: tuple[TaskShown, ...]) -> IdeaShown:
    return IdeaShown(
        idea.text,
        source=source_line(idea.source) if idea.source else "",
        url=idea.source.url if idea.source else None,
        impact=idea.impact,
        ease=idea.ease,
        verdict=VERDICTS[idea.verdict] if idea.verdict else "",
        tasks=tasks,
    )

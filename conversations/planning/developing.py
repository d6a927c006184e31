"""Step 2, develop a goal and change ideas: the goal, drivers, change ideas, the theory of action.

A driver diagram: goal, primary and secondary drivers, change ideas (Langley et al., The
Improvement Guide).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.checking import line, present, short, words
from conversations.planning.model import HIGH, LOW, Driver, Goal, Idea, Plan, Source

_ASK_DRIVER = "Please say what has to change, in a few words."
_ASK_IDEA = "Please say the idea in a few words."
_NO_CAUSE = "Please choose at least one cause that this driver answers."


@dataclass(frozen=True)
class GoalSet:
    """The team says what is to be reached, as far as it knows by now."""

    goal: Goal


@dataclass(frozen=True)
class DriverAdded:
    """Something has to change for the goal; ``under`` a primary driver for a secondary one."""

    id: str
    text: str
    causes: tuple[str, ...] = ()
    under: str | None = None


@dataclass(frozen=True)
class DriverChanged:
    """A driver is said in other words, answers other causes or stands elsewhere."""

    id: str
    text: str
    causes: tuple[str, ...] = ()
    under: str | None = None


@dataclass(frozen=True)
class IdeaAdded:
    """The team could try something; ``source`` where it was taken from the corpus."""

    id: str
    driver: str
    text: str
    source: Source | None = None


@dataclass(frozen=True)
class IdeaChanged:
    """A change idea is said in other words, or belongs to another driver."""

    id: str
    text: str
    driver: str


@dataclass(frozen=True)
class IdeaWeighed:
    """The team says how much an idea would do, and how easy it is; None while it is open."""

    id: str
    impact: int | None
    ease: int | None


@dataclass(frozen=True)
class TheoryWritten:
    """The team says its theory of action in words of its own; empty lets the chain say it."""

    text: str


def set_goal(plan: Plan, event: GoalSet, now: datetime) -> Plan:
    """Keep the goal. Raises Refused."""
    given = event.goal
    goal = Goal(
        what=line(given.what, "what", "Please say what is to be reached."),
        for_whom=short(given.for_whom, "for_whom"),
        how_much=short(given.how_much, "how_much"),
        by_when=_not_past(given.by_when, plan.goal.by_when if plan.goal else None, plan.today(now)),
        serves=short(given.serves, "serves"),
        baseline_by=given.baseline_by,
    )
    return replace(plan, goal=goal)


def add_driver(plan: Plan, event: DriverAdded, now: datetime) -> Plan:
    """Add a driver. Raises Refused."""
    if chain.find(plan, event.id):
        return plan
    return _with_driver(plan, Driver(event.id, event.text, event.causes, event.under))


def change_driver(plan: Plan, event: DriverChanged, now: datetime) -> Plan:
    """Change a driver. Raises Refused."""
    present(plan.drivers, event.id, "driver")
    return _with_driver(plan, Driver(event.id, event.text, event.causes, event.under))


def add_idea(plan: Plan, event: IdeaAdded, now: datetime) -> Plan:
    """Add a change idea to a driver. Raises Refused."""
    if chain.find(plan, event.id):
        return plan
    present(plan.drivers, event.driver, "driver")
    text = line(event.text, "text", _ASK_IDEA)
    return _with_idea(plan, Idea(event.id, event.driver, text, event.source, cycle=plan.cycle))


def change_idea(plan: Plan, event: IdeaChanged, now: datetime) -> Plan:
    """Say an idea in other words, or move it with its tasks. Raises Refused."""
    idea = present(plan.ideas, event.id, "change idea")
    present(plan.drivers, event.driver, "driver")
    text = line(event.text, "text", _ASK_IDEA)
    return _with_idea(plan, replace(idea, text=text, driver=event.driver))


def weigh_idea(plan: Plan, event: IdeaWeighed, now: datetime) -> Plan:
    """Keep the impact and ease of an idea. Raises Refused."""
    idea = present(plan.ideas, event.id, "change idea")
    for weight in (event.impact, event.ease):
        if weight is not None and not LOW <= weight <= HIGH:
            raise Refused("Please choose low, medium or high.")
    return _with_idea(plan, replace(idea, impact=event.impact, ease=event.ease))


def write_theory(plan: Plan, event: TheoryWritten, now: datetime) -> Plan:
    """Keep the theory of action in the team's words. Raises Refused."""
    return replace(plan, theory=words(event.text, "theory"))


def _with_driver(plan: Plan, driver: Driver) -> Plan:
    for cause in driver.causes:
        present(plan.causes, cause, "cause")
    if driver.under is None:
        if not driver.causes:
            raise Refused(_NO_CAUSE, "causes")
    else:
        above = present(plan.drivers, driver.under, "driver")
        if above.under is not None or above.id == driver.id or chain.secondary(plan, driver.id):
            raise Refused("A secondary driver stands under a primary one.", "under")
    text, causes = line(driver.text, "text", _ASK_DRIVER), tuple(dict.fromkeys(driver.causes))
    driver = replace(driver, text=text, causes=causes)
    return replace(plan, drivers={**plan.drivers, driver.id: driver})


def _with_idea(plan: Plan, idea: Idea) -> Plan:
    return replace(plan, ideas={**plan.ideas, idea.id: idea})


def _not_past(day: date | None, before: date | None, today: date) -> date | None:
    # A day that was kept earlier may have gone by since.
    if day is not None and day != before and day < today:
        raise Refused("Please choose a day that is still to come.", "by_when")
    return day


ACTS: dict[type, Any] = {
    GoalSet: set_goal,
    DriverAdded: add_driver,
    DriverChanged: change_driver,
    IdeaAdded: add_idea,
    IdeaChanged: change_idea,
    IdeaWeighed: weigh_idea,
    TheoryWritten: write_theory,
}
"""What each event of this step does."""

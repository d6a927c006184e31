"""The chain through a plan: what hangs on what, up and down, and what goes when a link goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from conversations.planning.model import (
    WHOLE_GOAL,
    Cause,
    Driver,
    Idea,
    Measure,
    Plan,
    Reading,
    Task,
)

Link = Cause | Driver | Idea | Task | Measure | Reading

_SINGLE_AND_PLURAL = {
    "causes": ("cause", "causes"),
    "drivers": ("driver", "drivers"),
    "ideas": ("change idea", "change ideas"),
    "tasks": ("task", "tasks"),
    "measures": ("measure", "measures"),
    "readings": ("reading", "readings"),
}


@dataclass(frozen=True)
class Fallout:
    """The ids of what goes along with a link, by kind, without the link itself."""

    causes: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the link goes alone."""
        return self == Fallout()

    def in_words(self) -> str:
        """Return what goes along, such as "2 change ideas and 3 tasks"; empty for nothing."""
        counted = []
        for part in fields(self):
            count = len(getattr(self, part.name))
            if count:
                counted.append(f"{count} {_SINGLE_AND_PLURAL[part.name][count > 1]}")
        return ", ".join(counted[:-1]) + (" and " if counted[1:] else "") + "".join(counted[-1:])


def find(plan: Plan, link_id: str) -> Link | None:
    """Return the link that has an id, None where there is none (any more)."""
    for part in fields(Fallout):
        links: Mapping[str, Link] = getattr(plan, part.name)
        if link_id in links:
            return links[link_id]
    return None


def fallout(plan: Plan, link_id: str) -> Fallout:
    """Return what goes along when a link is taken out, as nothing may hang in the air.

    A driver goes with the last cause that it answers, unless it is a secondary one.
    """
    if find(plan, link_id) is None:
        return Fallout()
    gone = _gone(plan, link_id)
    return Fallout(
        **{
            part.name: tuple(i for i in getattr(plan, part.name) if i in gone and i != link_id)
            for part in fields(Fallout)
        }
    )


def without(plan: Plan, link_id: str) -> Plan:
    """Return the plan without a link and without what goes along with it."""
    gone = _gone(plan, link_id)
    kept = {
        part.name: {i: link for i, link in getattr(plan, part.name).items() if i not in gone}
        for part in fields(Fallout)
    }
    kept["drivers"] = {
        driver.id: replace(driver, causes=tuple(c for c in driver.causes if c not in gone))
        for driver in kept["drivers"].values()
    }
    return replace(plan, **kept)  # type: ignore[arg-type]


def orphans(plan: Plan) -> list[str]:
    """Return the ids of links that hang on nothing; there are none after any step."""
    found = [c.id for c in plan.causes.values() if c.under and c.under not in plan.causes]
    for driver in plan.drivers.values():
        hangs = driver.under in plan.drivers if driver.under else bool(driver.causes)
        if not hangs or not set(driver.causes) <= plan.causes.keys():
            found.append(driver.id)
    found += [idea.id for idea in plan.ideas.values() if idea.driver not in plan.drivers]
    found += [task.id for task in plan.tasks.values() if task.idea not in plan.ideas]
    found += [m.id for m in plan.measures.values() if not _serves_something(plan, m.serves)]
    found += [r.id for r in plan.readings.values() if r.measure not in plan.measures]
    return found


def whys(plan: Plan, cause_id: str) -> tuple[Cause, ...]:
    """Return the causes right under a cause."""
    return tuple(cause for cause in plan.causes.values() if cause.under == cause_id)


def depth(plan: Plan, cause_id: str) -> int:
    """Return how many whys lie above a cause: none for one on the bone itself."""
    cause, above = plan.causes[cause_id], 0
    while cause.under is not None:
        cause, above = plan.causes[cause.under], above + 1
    return above


def height(plan: Plan, cause_id: str) -> int:
    """Return how many whys lie under a cause, along its longest line."""
    return max((1 + height(plan, under.id) for under in whys(plan, cause_id)), default=0)


def primary(plan: Plan) -> tuple[Driver, ...]:
    """Return the drivers that stand right under the goal."""
    return tuple(driver for driver in plan.drivers.values() if driver.under is None)


def secondary(plan: Plan, driver_id: str) -> tuple[Driver, ...]:
    """Return the drivers under a driver."""
    return tuple(driver for driver in plan.drivers.values() if driver.under == driver_id)


def answered(plan: Plan, driver: Driver) -> tuple[str, ...]:
    """Return the causes that a driver answers, its own and its primary driver's."""
    above = plan.drivers[driver.under].causes if driver.under else ()
    return tuple(dict.fromkeys((*driver.causes, *above)))


def ideas_of(plan: Plan, driver_id: str) -> tuple[Idea, ...]:
    """Return the change ideas under a driver."""
    return tuple(idea for idea in plan.ideas.values() if idea.driver == driver_id)


def tasks_of(plan: Plan, idea_id: str) -> tuple[Task, ...]:
    """Return the tasks of a change idea."""
    return tuple(task for task in plan.tasks.values() if task.idea == idea_id)


def measures_of(plan: Plan, link_id: str) -> tuple[Measure, ...]:
    """Return the measures that watch over the goal, a driver or a change idea."""
    return tuple(measure for measure in plan.measures.values() if measure.serves == link_id)


def readings_of(plan: Plan, measure_id: str) -> tuple[Reading, ...]:
    """Return the readings of a measure, earliest first."""
    mine = (reading for reading in plan.readings.values() if reading.measure == measure_id)
    return tuple(sorted(mine, key=lambda reading: reading.day))


def tried(plan: Plan) -> tuple[Idea, ...]:
    """Return the change ideas that are (still) being tried: all but those abandoned."""
    return tuple(idea for idea in plan.ideas.values() if idea.verdict != "abandon")


def tasks_tried(plan: Plan) -> tuple[Task, ...]:
    """Return the tasks of the change ideas that are being tried."""
    ideas = {idea.id for idea in tried(plan)}
    return tuple(task for task in plan.tasks.values() if task.idea in ideas)


def _gone(plan: Plan, link_id: str) -> set[str]:
    gone = {link_id}
    while further := set(_hanging(plan, gone)) - gone:
        gone |= further
    return gone


def _hanging(plan: Plan, gone: set[str]) -> Iterator[str]:
    for cause in plan.causes.values():
        if cause.under in gone:
            yield cause.id
    for driver in plan.drivers.values():
        lost = not driver.under and driver.causes and set(driver.causes) <= gone
        if driver.under in gone or lost:
            yield driver.id
    for idea in plan.ideas.values():
        if idea.driver in gone:
            yield idea.id
    for task in plan.tasks.values():
        if task.idea in gone:
            yield task.id
    for measure in plan.measures.values():
        if measure.serves in gone:
            yield measure.id
    for reading in plan.readings.values():
        if reading.measure in gone:
            yield reading.id


def _serves_something(plan: Plan, link_id: str) -> bool:
    return link_id == WHOLE_GOAL or link_id in plan.drivers or link_id in plan.ideas

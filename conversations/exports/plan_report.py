"""An action plan as plain data that every export draws: diagrams, documents, tables, calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from conversations.exports.report import Material


@dataclass(frozen=True)
class CauseShown:
    """A cause on a bone, with the answers to "why?" under it.

    ``marks`` is how many members take it for a root cause; ``data`` are lines such as
    "ACCESS results, May 2026: 14 of 40 made progress".
    """

    text: str
    is_root: bool = False
    marks: int = 0
    data: tuple[str, ...] = ()
    whys: tuple[CauseShown, ...] = ()


@dataclass(frozen=True)
class BoneShown:
    """A bone of the fishbone with the causes on it."""

    name: str
    causes: tuple[CauseShown, ...]


@dataclass(frozen=True)
class Fishbone:
    """A cause-and-effect diagram (Ishikawa): the problem is the head."""

    problem: str
    bones: tuple[BoneShown, ...]


@dataclass(frozen=True)
class TaskShown:
    """A task; ``owner`` and ``support`` are names, ``status`` is the word shown for it."""

    id: str
    what: str
    owner: str
    support: tuple[str, ...]
    starts: date | None
    due: date | None
    status: str
    note: str = ""
    shows: str = ""
    is_done: bool = False
    idea: str = ""
    driver: str = ""


@dataclass(frozen=True)
class IdeaShown:
    """A change idea; ``source`` cites where it comes from, empty for the team's own.

    ``impact`` and ``ease`` run from 1 (low) to 3 (high); ``verdict`` is the word for what was
    decided at the end of a cycle.
    """

    text: str
    source: str = ""
    url: str | None = None
    impact: int | None = None
    ease: int | None = None
    verdict: str = ""
    tasks: tuple[TaskShown, ...] = ()


@dataclass(frozen=True)
class DriverShown:
    """A driver with the root causes it answers, its secondary drivers and its change ideas."""

    text: str
    causes: tuple[str, ...] = ()
    secondary: tuple[DriverShown, ...] = ()
    ideas: tuple[IdeaShown, ...] = ()


@dataclass(frozen=True)
class DriverDiagram:
    """A goal, the primary and secondary drivers of it, and change ideas (Langley et al.)."""

    goal: str
    drivers: tuple[DriverShown, ...]


@dataclass(frozen=True)
class ReadingShown:
    """One reading of a measure; ``of`` is the whole where it is a part of one ("14 of 20")."""

    on: date
    value: float
    of: float | None = None


@dataclass(frozen=True)
class MeasureShown:
    """A measure; ``sort`` is outcome, process or balancing, ``serves`` what it watches over.

    Where readings are parts of a whole, ``baseline`` and ``target`` are in ``unit`` "%".
    """

    sort: str
    what: str
    serves: str
    unit: str
    baseline: float | None
    target: float | None
    every: str
    reader: str
    readings: tuple[ReadingShown, ...] = ()


@dataclass(frozen=True)
class RatingBehind:
    """An indicator that the plan began with: what was agreed, and the evidence that was noted."""

    label: str
    statement: str
    block: str
    agreed: str
    evidence: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True)
class CoreMember:
    """Somebody of the core implementation team, and which competencies they bring."""

    name: str
    role: str
    competencies: tuple[str, ...]


@dataclass(frozen=True)
class GoalShown:
    """A goal in a sentence, with its parts; ``serves`` is the larger goal that it serves."""

    sentence: str
    what: str
    for_whom: str
    how_much: str
    by_when: date | None
    serves: str


@dataclass(frozen=True)
class PlanReport:
    """A whole action plan.

    ``considerations`` are pairs of a heading and what was typed; ``coherence`` pairs of a heading
    and the items chosen under it; ``missing`` are sentences on what a good plan still lacks;
    ``earlier`` are lines on what earlier cycles decided.
    """

    title: str
    team: str
    as_of: date
    cycle: int
    state: str
    ratings: tuple[RatingBehind, ...]
    problem: str
    fishbone: Fishbone
    goal: GoalShown
    diagram: DriverDiagram
    theory: str
    measures: tuple[MeasureShown, ...]
    considerations: tuple[tuple[str, str], ...]
    core: tuple[CoreMember, ...]
    uncovered: tuple[str, ...]
    coherence: tuple[tuple[str, tuple[Material, ...]], ...]
    missing: tuple[str, ...]
    earlier: tuple[str, ...] = ()

    @property
    def drivers(self) -> tuple[DriverShown, ...]:
        """All drivers, each primary one before its secondary ones."""
        return tuple(_all_drivers(self.diagram.drivers))

    @property
    def tasks(self) -> tuple[TaskShown, ...]:
        """All tasks, in the order of the diagram."""
        return tuple(t for driver in self.drivers for idea in driver.ideas for t in idea.tasks)


def _all_drivers(drivers: tuple[DriverShown, ...]) -> Iterator[DriverShown]:
    for driver in drivers:
        yield driver
        yield from _all_drivers(driver.secondary)

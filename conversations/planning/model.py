"""What an action plan is made of, as plain data.

One chain runs through it: rating, evidence, cause, driver, change idea, task, measure. Every link
has an opaque id and names the link above it. People are Slack user ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from conversations.assessment.identities import FORGOTTEN

Stage = Literal[
    "problem",
    "causes",
    "roots",
    "goal",
    "drivers",
    "ideas",
    "theory",
    "tasks",
    "measures",
    "considerations",
    "core",
    "coherence",
    "review",
    "live",
    "ended",
]
"""Where a team stands in its walk; it may go on or back to any of them but ``ended``."""

Status = Literal["to_do", "under_way", "blocked", "done"]
Sort = Literal["outcome", "process", "balancing"]
Verdict = Literal["adopt", "adapt", "abandon"]
Every = Literal["week", "two_weeks", "month", "term", "year"]
Heading = Literal["cost", "schedule", "learning", "families"]

DEEPEST_WHY = 5
"""How often "why?" may be asked under a cause."""

LONGEST_LINE, LONGEST_WORDS = 300, 1_500
"""Characters of one cause, driver, idea or task; and of a note or a paragraph."""

LOW, HIGH = 1, 3
"""The weights for impact and ease: low, medium, high."""

CORE_LEAST, CORE_MOST = 3, 5
"""How many core members NIRN recommends for an implementation team (team/members/1)."""

HEAVY_LOAD = 5
"""Open tasks of one person from which the plan asks whether somebody could share them."""

WHOLE_GOAL = "goal"
"""What a measure serves that watches over the goal itself."""


def is_known(person: str) -> bool:
    """Tell whether this is still somebody: a word stands in for those whose data was deleted."""
    return bool(person) and not person.startswith(FORGOTTEN)


@dataclass(frozen=True)
class Origin:
    """An indicator that a plan began with: as it was worded, what was agreed, what was noted.

    ``agreed`` is the label of the scale, empty where nothing was rated.
    """

    id: str
    title: str
    text: str
    level: str
    block: str
    block_title: str
    locator: str
    url: str | None
    agreed: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Responsible:
    """Who answers for something: a person in Slack, or a ``name`` whom that person sponsors."""

    person: str
    name: str = ""


@dataclass(frozen=True)
class Datum:
    """What shows that a cause is at work: a source, its date as said, an aggregate figure."""

    id: str
    source: str
    day: str
    figure: str


@dataclass(frozen=True)
class Cause:
    """A cause on a bone; ``under`` is the cause whose "why?" it answers.

    ``marks`` are those who take it for a root cause, ``also`` the words of causes merged into it.
    """

    id: str
    bone: str
    text: str
    under: str | None = None
    is_root: bool = False
    marks: tuple[str, ...] = ()
    data: tuple[Datum, ...] = ()
    also: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Goal:
    """What is to be reached; ``serves`` is the goal of the school or district that it serves.

    ``baseline_by`` is the day by which a baseline that is not there yet will be.
    """

    what: str
    for_whom: str = ""
    how_much: str = ""
    by_when: date | None = None
    serves: str = ""
    baseline_by: date | None = None


@dataclass(frozen=True)
class Driver:
    """What has to change for the goal; a secondary driver stands ``under`` a primary one."""

    id: str
    text: str
    causes: tuple[str, ...] = ()
    under: str | None = None


@dataclass(frozen=True)
class Source:
    """The item of the corpus that a change idea was taken from, as it was then."""

    id: str
    title: str
    locator: str
    url: str | None


@dataclass(frozen=True)
class Idea:
    """A change idea under a driver; ``cycle`` is the cycle in which it came up.

    ``verdict`` is what was decided at the end of a cycle, ``why`` in the team's words.
    """

    id: str
    driver: str
    text: str
    source: Source | None = None
    impact: int | None = None
    ease: int | None = None
    verdict: Verdict | None = None
    why: str = ""
    cycle: int = 1


@dataclass(frozen=True)
class Task:
    """What somebody does for a change idea; ``shows`` is what will show progress.

    ``revision`` counts how often the due date was moved, so that each has its own reminders.
    """

    id: str
    idea: str
    what: str
    owner: Responsible | None = None
    support: tuple[str, ...] = ()
    starts: date | None = None
    due: date | None = None
    shows: str = ""
    status: Status = "to_do"
    note: str = ""
    revision: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True)
class Measure:
    """How the team will know; it serves the goal, a driver or a change idea.

    Baseline and target are numbers in ``unit``; parts of a whole are in "%".
    """

    id: str
    sort: Sort
    what: str
    serves: str = WHOLE_GOAL
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    every: Every = "month"
    reader: Responsible | None = None


@dataclass(frozen=True)
class Reading:
    """One value of a measure on a day; ``whole`` where it is a part of one ("14 of 20")."""

    id: str
    measure: str
    day: date
    value: float
    whole: float | None = None
    words: str = ""
    by: str = ""


@dataclass(frozen=True)
class CoreMember:
    """Somebody of the core implementation team, with the competencies that they bring (1 to 5).

    ``member`` is the id of a membership of the team.
    """

    member: str
    competencies: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A whole plan. ``owners`` steer it; ``team`` is None for the plan of somebody alone.

    ``bones`` are names by id, in order. ``theory`` is empty while the chain composes it.
    ``aligned`` are ids of required plans and of rubric and Conditions elements. ``step`` counts
    what was accepted.
    """

    tenant: str
    id: str
    title: str
    team: str | None
    channel: str | None
    owners: tuple[str, ...]
    timezone: str
    begun_at: datetime
    bones: Mapping[str, str]
    origins: tuple[Origin, ...] = ()
    session: str | None = None
    stage: Stage = "problem"
    cycle: int = 1
    step: int = 0
    problem: str = ""
    goal: Goal | None = None
    theory: str = ""
    considerations: Mapping[str, str] = field(default_factory=dict)
    core: tuple[CoreMember, ...] = ()
    aligned: tuple[str, ...] = ()
    ended_at: datetime | None = None
    causes: Mapping[str, Cause] = field(default_factory=dict)
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def is_personal(self) -> bool:
        """Whether it is the plan of one person, which nobody else sees."""
        return self.team is None and self.channel is None

    def today(self, now: datetime) -> date:
        """Return the day that ``now`` falls on where the team is."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def is_live(self) -> bool:
        """Whether it is being carried out: changes are proposed then."""
        return self.stage == "live"

    @property
    def roots(self) -> tuple[Cause, ...]:
        """The causes that the team takes for root causes."""
        return tuple(cause for cause in self.causes.values() if cause.is_root)

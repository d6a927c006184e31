"""What a team's self-assessment came to, as plain data that every export draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.models import Scale


@dataclass(frozen=True)
class RatingShown:
    """A rating as the team may see it; no ``value`` means "don't know"."""

    value: int | None
    words: str | None
    name: str | None
    role: str | None
    on_behalf: bool = False


@dataclass(frozen=True)
class ReportRow:
    """An indicator with its ratings; a ``hidden`` one has none, as its small group did not agree.

    ``before`` is the agreed rating of the earlier round.
    """

    indicator: str
    label: str
    statement: str
    block: str
    block_id: str
    level: str
    ratings: tuple[RatingShown, ...]
    median: int | None
    agreed: int | None
    rationale: str = ""
    dissent: str = ""
    hidden: bool = False
    before: int | None = None


@dataclass(frozen=True)
class Material:
    """Guidance or a resource that goes with a priority, in plain words."""

    title: str
    text: str
    url: str | None


@dataclass(frozen=True)
class PriorityShown:
    """A chosen priority: its indicators, why it came first in words, and what helps with it."""

    rank: int
    title: str
    indicators: tuple[str, ...]
    reason: str
    materials: tuple[Material, ...]


@dataclass(frozen=True)
class Report:
    """A whole self-assessment; rows stand in the order of the content.

    ``raters`` tells how many rated at each level, ``strengths`` and ``growth`` name indicators, and
    ``earlier`` is when the round closed that ``before`` compares with.
    """

    title: str
    team: str
    started: date
    closed: date | None
    raters: Mapping[str, int]
    scale: Scale
    rows: tuple[ReportRow, ...]
    strengths: tuple[str, ...]
    growth: tuple[str, ...]
    priorities: tuple[PriorityShown, ...]
    earlier: date | None = None

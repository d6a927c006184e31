"""What happened in a simulated school year, as plain facts: all that the checker is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

Deed = Literal[
    "given",
    "moved",
    "handed",
    "blocked",
    "unblocked",
    "on_track",
    "done",
    "reopened",
    "snoozed",
    "removed",
]


@dataclass(frozen=True)
class Did:
    """Somebody did something about a task; ``owner``, ``due`` and ``until`` where they changed."""

    at: datetime
    task: str
    deed: Deed
    plan: str = ""
    owner: str = ""
    due: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Steered:
    """From a moment on, these people decide about a plan; nobody once it has ended."""

    at: datetime
    plan: str
    deciders: tuple[str, ...]


@dataclass(frozen=True)
class Lived:
    """From a moment on, somebody's time zone and hours are these, as (hour, minute)."""

    at: datetime
    person: str
    zone: str
    opens: tuple[int, int]
    closes: tuple[int, int]


@dataclass(frozen=True)
class Away:
    """At a moment it became known that somebody, or everybody ("") is away; or school longer."""

    at: datetime
    person: str
    first: date
    last: date


@dataclass(frozen=True)
class Ends:
    """At a moment it became known which day is the last one of the school year."""

    at: datetime
    day: date


@dataclass(frozen=True)
class Chose:
    """From a moment on, somebody hears of each thing by itself, or of all once a day."""

    at: datetime
    person: str
    daily: bool


@dataclass(frozen=True)
class Heard:
    """A message arrived; ``letter`` is the id of a message of the day that it was a part of."""

    at: datetime
    task: str
    recipient: str
    step: str
    letter: str = ""


@dataclass
class Log:
    """Everything, in the order in which it happened."""

    first_day: date
    did: list[Did] = field(default_factory=list)
    steered: list[Steered] = field(default_factory=list)
    lived: list[Lived] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    ends: list[Ends] = field(default_factory=list)
    chose: list[Chose] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    """When nothing ran: neither the sweep nor whoever sends."""

    slow: list[tuple[datetime, datetime]] = field(default_factory=list)
    """When nothing was sent, and the sweep went on."""

    until: datetime = datetime(2029, 1, 1, tzinfo=UTC)

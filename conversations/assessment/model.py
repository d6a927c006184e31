"""What a self-assessment is made of, as plain data.

A session asks each participant to rate indicators; it keeps the statements and the scale that it
began with. A participant is a random id: who stands behind it is kept apart (``identities``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from content.models import Scale

Phase = Literal["rating", "agreeing", "prioritising", "done", "cancelled"]
"""A session's states, in order; ``cancelled`` may follow any but ``done``."""

WalkState = Literal["invited", "card", "evidence", "paused", "finished"]
"""Where a participant stands: on a card to rate, asked for evidence on it, or not rating."""

SMALL_GROUP = 3
"""Raters below which nothing of a group is shown unless each of them has agreed."""

SPLIT = 2
"""Points between the lowest and the highest rating that make a split."""

MOST_PRIORITIES = 3
LONGEST_WORDS = 1_500
"""Characters of one evidence note, rationale or dissent."""

LEAST_VOTE, MOST_VOTE = 1, 3
"""The weights of a vote: low, medium, high."""


@dataclass(frozen=True)
class Statement:
    """An indicator as the session began with it."""

    id: str
    title: str
    text: str
    why: str
    look_at: tuple[str, ...]
    level: str
    block: str
    block_title: str
    locator: str
    url: str | None


@dataclass(frozen=True)
class Rating:
    """What a participant said of one indicator; ``value`` None is "Don't know"."""

    value: int | None
    words: str = ""


@dataclass(frozen=True)
class Walk:
    """One participant's way through their cards: ``at`` is the card in front, from 0.

    ``step`` counts what was accepted, so that a click on an older card is recognised. ``notes``
    are words typed on a card before it was rated.
    """

    participant: str
    level: str
    state: WalkState = "invited"
    at: int = 0
    step: int = 0
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Participant:
    """Somebody who rates. ``consents`` is their answer where the group is small, None before it.

    ``on_behalf`` marks somebody without Slack, for whom a sponsor enters what they say.
    """

    id: str
    level: str
    role: str
    on_behalf: bool = False
    left: bool = False
    consents: bool | None = None


@dataclass(frozen=True)
class Agreement:
    """What the team agreed on for one indicator, and who did not agree, in their words."""

    value: int
    rationale: str = ""
    dissent: str = ""


@dataclass(frozen=True)
class Vote:
    """One member's weights for a growth area, each from low (1) to high (3)."""

    need: int
    impact: int
    ease: int


@dataclass(frozen=True)
class Priority:
    """A chosen growth area, first of its ``indicators``; the others go with it."""

    rank: int
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """One self-assessment: what is asked, until when, and how far the team has come.

    ``step`` counts what facilitators did, so that two of them at once are told apart.
    ``team`` and ``channel`` are None for somebody alone. ``meetings`` is how often the team meets:
    once, or for the four facilitated sessions of the Blueprint's Module 2.
    """

    tenant: str
    id: str
    title: str
    team: str | None
    channel: str | None
    phase: Phase
    facilitators: tuple[str, ...]
    scale: Scale
    statements: tuple[Statement, ...]
    timezone: str
    started_at: datetime
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    names_shown: bool = False
    evidence_in_channel: bool = False
    meetings: int = 1
    step: int = 0
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    priorities: tuple[Priority, ...] = ()

    def cards(self, level: str) -> tuple[Statement, ...]:
        """Return the statements that somebody of a level rates, in the order of their cards."""
        return tuple(statement for statement in self.statements if statement.level == level)

    def statement(self, indicator: str) -> Statement:
        """Return a statement by its indicator's id; raises KeyError."""
        return next(s for s in self.statements if s.id == indicator)

    @property
    def is_personal(self) -> bool:
        """Whether there is no team and no channel that could read it."""
        return self.team is None and self.channel is None

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that are rated, in the Blueprint's order."""
        return tuple(dict.fromkeys(statement.level for statement in self.statements))

    def takes_ratings(self, now: datetime) -> bool:
        """Tell whether a rating that arrives at ``now`` counts."""
        return self.phase == "rating" and (self.closes_at is None or now < self.closes_at)


@dataclass(frozen=True)
class Assessment:
    """A session with everybody in it: what facilitating, revealing and exporting look at."""

    session: Session
    participants: Mapping[str, Participant]
    walks: Mapping[str, Walk]
    votes: Mapping[str, Mapping[str, Vote]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_solo(self) -> bool:
        """Whether one person assesses alone; the only rater of a team does not."""
        return self.session.is_personal and len(self.participants) == 1

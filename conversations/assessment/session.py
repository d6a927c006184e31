"""What facilitators and members do with a session: pure steps over explicit states.

rating → agreeing → prioritising → done, with one way back from prioritising, and cancelled from
any of them but done; docs/assessment.md draws it. Who may do what is checked by the service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from conversations.assessment import findings
from conversations.assessment.model import (
    LEAST_VOTE,
    LONGEST_WORDS,
    MOST_PRIORITIES,
    MOST_VOTE,
    Agreement,
    Assessment,
    Participant,
    Phase,
    Priority,
    Session,
    Vote,
    Walk,
)
from conversations.errors import Refused

Notice = Literal["", "too_late", "nobody_rated"]
Step = tuple[Assessment, Notice]


@dataclass(frozen=True)
class Started:
    """The session begins, steered by ``facilitators``."""

    facilitators: tuple[str, ...]
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Closed:
    """No rating is taken from here on."""


@dataclass(frozen=True)
class Extended:
    """The session closes at another time."""

    closes_at: datetime


@dataclass(frozen=True)
class Joined:
    """Somebody rates too, with all cards; who had left goes on where they stood."""

    participant: str
    level: str
    role: str
    on_behalf: bool = False


@dataclass(frozen=True)
class Left:
    """Somebody rates no longer; what they said counts."""

    participant: str


@dataclass(frozen=True)
class Consented:
    """A rater of a small group says whether what the group said may be shown."""

    participant: str
    yes: bool


@dataclass(frozen=True)
class Agreed:
    """The team agrees on a rating; ``before`` is what the facilitator saw agreed, if anything."""

    indicator: str
    value: int
    rationale: str = ""
    dissent: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Accepted:
    """The team takes the median of everything that is not split."""


@dataclass(frozen=True)
class MovedOn:
    """From agreeing to prioritising, or back."""

    to: Literal["prioritising", "agreeing"]


@dataclass(frozen=True)
class Voted:
    """A member weighs growth areas."""

    participant: str
    votes: Mapping[str, Vote]


@dataclass(frozen=True)
class KeptOwn:
    """A member keeps a growth area for themselves; None takes it back."""

    participant: str
    indicator: str | None


@dataclass(frozen=True)
class Chosen:
    """The team's priorities, first one first; none where there is nothing to grow in."""

    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Cancelled:
    """The session ends without a result."""


@dataclass(frozen=True)
class Handed:
    """Other people facilitate from here on."""

    facilitators: tuple[str, ...]


SessionEvent = (
    Started
    | Closed
    | Extended
    | Joined
    | Left
    | Consented
    | Agreed
    | Accepted
    | MovedOn
    | Voted
    | KeptOwn
    | Chosen
    | Cancelled
    | Handed
)


def step(assessment: Assessment, event: SessionEvent, now: datetime) -> Step:
    """Return the assessment after an event, and a word for what is to be said about it.

    What comes too late for its phase changes nothing. Raises Refused for what cannot be used.
    """
    after, notice = _apply(assessment, event, now)
    if after.session != assessment.session:
        after = replace(after, session=replace(after.session, step=assessment.session.step + 1))
    return after, notice


def _apply(assessment: Assessment, event: SessionEvent, now: datetime) -> Step:
    phases, act = _ACTS[type(event)]
    if assessment.session.phase not in phases:
        return assessment, "too_late"
    return act(assessment, event, now)


def _start(assessment: Assessment, event: Started, now: datetime) -> Step:
    if assessment.session.step:
        return assessment, "too_late"
    return _with(assessment, facilitators=event.facilitators, closes_at=event.closes_at), ""


def _close(assessment: Assessment, event: Closed, now: datetime) -> Step:
    if not any(walk.ratings for walk in assessment.walks.values()):
        return _with(assessment, phase="cancelled", closed_at=now, ended_at=now), "nobody_rated"
    return _with(assessment, phase="agreeing", closed_at=now), ""


def _extend(assessment: Assessment, event: Extended, now: datetime) -> Step:
    if event.closes_at <= now:
        raise Refused("Please choose a day that is still to come.", "closes")
    return _with(assessment, closes_at=event.closes_at), ""


def _join(assessment: Assessment, event: Joined, now: datetime) -> Step:
    known = assessment.participants.get(event.participant)
    if known:
        return _with_participant(assessment, replace(known, left=False)), ""
    if not assessment.session.cards(event.level):
        raise Refused("Nothing is rated at that level in this self-assessment.", "members")
    joiner = Participant(event.participant, event.level, event.role, event.on_behalf)
    walks = {**assessment.walks, joiner.id: Walk(joiner.id, joiner.level)}
    return replace(_with_participant(assessment, joiner), walks=walks), ""


def _leave(assessment: Assessment, event: Left, now: datetime) -> Step:
    if event.participant not in assessment.participants:
        return assessment, "too_late"
    gone = replace(assessment.participants[event.participant], left=True)
    return _with_participant(assessment, gone), ""


def _consent(assessment: Assessment, event: Consented, now: datetime) -> Step:
    asked = {one.id: one for one in findings.asked_to_consent(assessment)}
    if event.participant not in asked:
        return assessment, "too_late"
    return _with_participant(assessment, replace(asked[event.participant], consents=event.yes)), ""


def _agree(assessment: Assessment, event: Agreed, now: datetime) -> Step:
    session = assessment.session
    if findings.finding_of(assessment, event.indicator) is None:
        return assessment, "too_late"
    if event.value not in session.scale.values:
        raise Refused("Please choose one of the ratings of the scale.", "value")
    for field, words in (("rationale", event.rationale), ("dissent", event.dissent)):
        if len(words.strip()) > LONGEST_WORDS:
            raise Refused(f"Please keep it within {LONGEST_WORDS:,} characters.", field)
    stands = session.agreements.get(event.indicator)
    if (stands.value if stands else None) != event.before:
        return assessment, "too_late"
    agreed = Agreement(event.value, event.rationale.strip(), event.dissent.strip())
    return _with(assessment, agreements={**session.agreements, event.indicator: agreed}), ""


def _accept(assessment: Assessment, event: Accepted, now: datetime) -> Step:
    medians = {i: Agreement(m) for i, m in findings.proposals(assessment).items()}
    return _with(assessment, agreements={**assessment.session.agreements, **medians}), ""


def _move_on(assessment: Assessment, event: MovedOn, now: datetime) -> Step:
    if not assessment.session.agreements:
        raise Refused("Nothing is agreed yet. Agree on at least one rating first.")
    return _with(assessment, phase=event.to), ""


def _vote(assessment: Assessment, event: Voted, now: datetime) -> Step:
    if event.participant not in assessment.participants:
        return assessment, "too_late"
    growing = findings.growth_areas(assessment)
    for vote in event.votes.values():
        if not all(LEAST_VOTE <= w <= MOST_VOTE for w in (vote.need, vote.impact, vote.ease)):
            raise Refused("Please choose low, medium or high.")
    kept = {i: vote for i, vote in event.votes.items() if i in growing}
    if not kept:
        return assessment, ""
    mine = {**assessment.votes.get(event.participant, {}), **kept}
    return replace(assessment, votes={**assessment.votes, event.participant: mine}), ""


def _keep_own(assessment: Assessment, event: KeptOwn, now: datetime) -> Step:
    if event.participant not in assessment.participants:
        return assessment, "too_late"
    own = {p: i for p, i in assessment.own.items() if p != event.participant}
    if event.indicator is not None:
        if event.indicator not in findings.growth_areas(assessment):
            raise Refused("Please choose one of the growth areas.", "own")
        own[event.participant] = event.indicator
    return replace(assessment, own=own), ""


def _choose(assessment: Assessment, event: Chosen, now: datetime) -> Step:
    growing = findings.growth_areas(assessment)
    chosen = tuple(dict.fromkeys(event.indicators))
    if growing and not chosen:
        raise Refused("Please choose at least one priority.", "priorities")
    if len(chosen) > MOST_PRIORITIES:
        raise Refused(
            f"Please choose {MOST_PRIORITIES} at most: a team that works on everything at once "
            "moves little. The others stay in the results for the next round.",
            "priorities",
        )
    if not set(chosen) <= set(growing):
        raise Refused("Please choose among the growth areas.", "priorities")
    free, priorities = [i for i in growing if i not in chosen], []
    for rank, indicator in enumerate(chosen, start=1):
        beside = _beside(assessment.session, indicator, free)
        free = [i for i in free if i not in beside]
        priorities.append(Priority(rank, (indicator, *beside)))
    return _with(assessment, priorities=tuple(priorities), phase="done", ended_at=now), ""


def _cancel(assessment: Assessment, event: Cancelled, now: datetime) -> Step:
    return _with(assessment, phase="cancelled", ended_at=now), ""


def _hand_over(assessment: Assessment, event: Handed, now: datetime) -> Step:
    if not event.facilitators:
        raise Refused("Please choose at least one facilitator.", "facilitators")
    return _with(assessment, facilitators=event.facilitators), ""


def _beside(session: Session, indicator: str, free: list[str]) -> list[str]:
    """Return the growth areas of the same block and level, which go along with a chosen one."""
    place = _place(session, indicator)
    return [i for i in free if _place(session, i) == place]


def _place(session: Session, indicator: str) -> tuple[str, str]:
    statement = session.statement(indicator)
    return statement.block, statement.level


def _with(assessment: Assessment, **changes: object) -> Assessment:
    return replace(assessment, session=replace(assessment.session, **changes))  # type: ignore[arg-type]


def _with_participant(assessment: Assessment, participant: Participant) -> Assessment:
    participants = {**assessment.participants, participant.id: participant}
    return replace(assessment, participants=participants)


_UNDER_WAY: tuple[Phase, ...] = ("rating", "agreeing", "prioritising")
_ACTS: Mapping[type, tuple[tuple[Phase, ...], Callable[[Assessment, Any, datetime], Step]]] = {
    Started: (("rating",), _start),
    Closed: (("rating",), _close),
    Extended: (("rating",), _extend),
    Joined: (("rating",), _join),
    Left: (_UNDER_WAY, _leave),
    Consented: (("agreeing", "prioritising"), _consent),
    Agreed: (("agreeing",), _agree),
    Accepted: (("agreeing",), _accept),
    MovedOn: (("agreeing", "prioritising"), _move_on),
    Voted: (("prioritising",), _vote),
    KeptOwn: (("prioritising", "done"), _keep_own),
    Chosen: (("prioritising",), _choose),
    Cancelled: (_UNDER_WAY, _cancel),
    Handed: (_UNDER_WAY, _hand_over),
}
"""In which phases an event counts, and what it does there."""

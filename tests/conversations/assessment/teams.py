"""Self-assessments to test with: small ones, of statements of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from content.models import Scale
from content.scale import load_scale
from conversations.assessment import following, identities, inviting, service, store
from conversations.assessment import session as facilitating
from conversations.assessment.inviting import Invited
from conversations.assessment.model import (
    Assessment,
    Participant,
    Rating,
    Session,
    Statement,
    Walk,
)
from conversations.assessment.service import Walked
from conversations.assessment.session import Closed, SessionEvent
from conversations.assessment.walk import Rated, WalkEvent

DISTRICT, OTHER = "T1", "T2"
EVELYN, ANA, BEN, CARLA, DAN, STRANGER = "UEVELYN", "UANA", "UBEN", "UCARLA", "UDAN", "USTRANGER"
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
"""A school day, ten in the morning in Massachusetts."""
WEEK = timedelta(days=7)
SCALE: Scale = load_scale()
SPLIT_WIDE = (1, 2, 4)
"""Ratings of three people who should talk."""


def statement(number: int, level: str = "school", block: int = 2) -> Statement:
    """Return the n-th statement of a level in a building block."""
    return Statement(
        id=f"blueprint/p1/b{block}/{level}/{number}",
        title=f"Statement {number}",
        text=f"What {level} statement {number} of block {block} says.",
        why="Because families notice.",
        look_at=("Sign-in sheets",),
        level=level,
        block=f"blueprint/p1/b{block}",
        block_title=f"Block {block}",
        locator=f"Pillar 1 · Building Block {block} · {level.capitalize()} · {number}",
        url=None,
    )


def session(*levels: str, cards: int = 3, **more: Any) -> Session:
    """Return a session with so many cards a level, facilitated by Evelyn for a week."""
    statements = tuple(statement(n + 1, level) for level in levels for n in range(cards))
    given: dict[str, Any] = {
        "tenant": DISTRICT,
        "id": "fall",
        "title": "Fall",
        "team": "team",
        "channel": "C1",
        "phase": "rating",
        "facilitators": (EVELYN,),
        "scale": SCALE,
        "statements": statements,
        "timezone": "America/New_York",
        "started_at": NOW,
        "closes_at": NOW + WEEK,
    }
    return Session(**given | more)


@dataclass(frozen=True)
class Rater:
    """Somebody who has rated their first cards so; the others were skipped."""

    values: Sequence[int | None]
    level: str = "school"
    role: str = "ESL teacher"


def assessed(
    *raters: Rater | Sequence[int | None], phase: str = "agreeing", **more: Any
) -> Assessment:
    """Return a session that these raters, called r1, r2 and so on, have filled in."""
    known = [rater if isinstance(rater, Rater) else Rater(rater) for rater in raters]
    levels = tuple(dict.fromkeys(rater.level for rater in known))
    more.setdefault("cards", max(len(rater.values) for rater in known))
    begun = session(*levels, phase=phase, **more)
    participants, walks = {}, {}
    for number, rater in enumerate(known, start=1):
        cards = begun.cards(rater.level)
        name = f"r{number}"
        ratings = {cards[n].id: Rating(value) for n, value in enumerate(rater.values)}
        participants[name] = Participant(name, rater.level, rater.role)
        walks[name] = Walk(name, rater.level, "finished", len(cards) - 1, ratings=ratings)
    return Assessment(begun, participants, walks)


def after(assessment: Assessment, *events: SessionEvent) -> Assessment:
    """Return an assessment after events, each of which counted."""
    for event in events:
        assessment, notice = facilitating.step(assessment, event, NOW)
        assert not notice, (event, notice)
    return assessment


def without(assessment: Assessment, participant: str, **changes: Any) -> Assessment:
    """Return an assessment with a participant changed."""
    changed = replace(assessment.participants[participant], **changes)
    return replace(assessment, participants={**assessment.participants, participant: changed})


# Through the service, in a database


NAMES = {ANA: "Ana Lopes", BEN: "Ben Carter", CARLA: "Carla Diaz", DAN: "Dan Whitfield"}


def invited(*people: str, level: str = "school", role: str = "ESL teacher") -> list[Invited]:
    """Return people as they are invited."""
    return [Invited(person, NAMES.get(person, person), level, role) for person in people]


def ruth(sponsor: str = BEN, level: str = "school") -> Invited:
    """Return somebody without Slack, for whom a sponsor enters what she says."""
    return Invited(sponsor, "Ruth Gold", level, "School committee", on_behalf=True)


def start(db: Database, *people: str | Invited, now: datetime = NOW, **more: Any) -> Session:
    """Begin a session in which these people rate, at the school level."""
    rating = [one for p in people for one in ([p] if isinstance(p, Invited) else invited(p))]
    levels = dict.fromkeys(one.level for one in rating)
    begun = session(*more.pop("levels", levels), **more)
    return inviting.start(db, begun, rating, by=begun.facilitators[0], now=now)


def known_as(db: Database, person: str, name: str | None = None, session_id: str = "fall") -> str:
    """Return under which id somebody rates."""
    wanted = name or NAMES[person]
    known = identities.in_session(db, DISTRICT, session_id)
    return next(one.participant for one in known if (one.person, one.name) == (person, wanted))


def does(
    db: Database, person: str, event: WalkEvent, *, seen: int | None = None, now: datetime = NOW
) -> Walked:
    """Let somebody act on their own cards."""
    mine = known_as(db, person)
    return service.walk(db, DISTRICT, mine, event, by=person, seen=seen, now=now)


def rate(
    db: Database, person: str, *values: int | None, words: str = "It is on our calendar."
) -> None:
    """Let somebody rate their cards one after the other."""
    cards = session("school").cards("school")
    for card, value in zip(cards, values, strict=False):
        assert does(db, person, Rated(card.id, value, words)).notice == "saved"


def steer(
    db: Database, event: SessionEvent, *, by: str = EVELYN, now: datetime = NOW
) -> tuple[Assessment, facilitating.Notice]:
    """Let somebody steer the session."""
    return service.steer(db, DISTRICT, "fall", event, by=by, now=now)


def close(db: Database) -> Assessment:
    """Close the session early."""
    closed, notice = steer(db, Closed())
    assert not notice
    return closed


def stored(db: Database, session_id: str = "fall") -> Assessment:
    """Return a session as it stands in the database."""
    return store.read_assessment(db, DISTRICT, session_id)


def queued(db: Database, *kinds: str, state: str = "due") -> Mapping[str, list[str]]:
    """Return to whom messages are queued, by kind."""
    rows = db.query(
        "SELECT kind, recipient FROM outbox WHERE state = ? ORDER BY recipient", [state]
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        if not kinds or row["kind"] in kinds:
            found.setdefault(row["kind"], []).append(row["recipient"])
    return found


def close_due(db: Database, now: datetime) -> int:
    """Close the sessions whose time has come; return how many."""
    due = service.due_to_close(db, now)
    for tenant, session_id in due:
        service.close_in_time(db, tenant, session_id, now)
    return len(due)


def follow_teams(db: Database, now: datetime) -> None:
    """Let every open session follow its team."""
    for tenant, session_id in following.moved(db):
        following.follow_team(db, tenant, session_id, now)

"""Events of a self-assessment: one transaction each, loaded, stepped, saved with its history.

Every function works inside the caller's transaction. What is to be sent later, to others, is queued
in the outbox in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from conversations import outbox
from conversations.assessment import findings, history, identities, store
from conversations.assessment import session as facilitating
from conversations.assessment import walk as walking
from conversations.assessment.identities import FORGOTTEN, Identity
from conversations.assessment.model import Assessment, Participant, Session, Walk
from conversations.assessment.permissions import (
    check_is_theirs,
    check_may,
    check_may_see,
)
from conversations.assessment.session import (
    Closed,
    Consented,
    KeptOwn,
    SessionEvent,
    Voted,
)
from conversations.assessment.walk import Cards, WalkEvent
from conversations.database import timestamp
from conversations.redraws import Watched
from conversations.reminders import ledger

SUBJECT = "session"
OVERVIEW, BOARD, PRIORITIES, RESULTS = (
    "session_overview",
    "session_board",
    "session_priorities",
    "session_results",
)
"""Cards that the team looks at together; they are redrawn when what they show has changed."""

WATCHED = Watched("sessions", SUBJECT, (OVERVIEW, BOARD, PRIORITIES, RESULTS))

INVITATION, NUDGE, CONSENT, CLOSED = (
    "session_invitation",
    "session_nudge",
    "session_consent",
    "session_closed",
)
"""Messages to one person."""

_WHILE_RATING = (INVITATION, NUDGE)

_MORNING = 10
"""The hour, in UTC, at which a day begins: after midnight and before school in every state."""


@dataclass(frozen=True)
class Walked:
    """A walk after an event, with all that its card shows; ``notice`` is what is to be said.

    ``is_open`` tells whether ratings are taken, ``is_solo`` whether one person assesses alone.
    """

    session: Session
    walk: Walk
    participant: Participant
    identity: Identity
    notice: walking.Notice
    is_open: bool
    is_solo: bool


def walk(
    db: Database,
    tenant: str,
    participant_id: str,
    event: WalkEvent,
    *,
    by: str,
    seen: int | None,
    now: datetime,
) -> Walked:
    """Take a participant's event in; ``seen`` is the step of the card that was clicked.

    Raises NotAllowed or NotFound.
    """
    stands = look(db, tenant, participant_id, by=by, now=now)
    session, before = stands.session, stands.walk
    cards = Cards(session.cards(before.level), session.scale, stands.is_open)
    event = walking.meant(before, event, seen)
    after, notice = walking.step(before, cards, event, seen)
    if after != before:
        store.save_walk(db, tenant, before, after, now)
        if _stage(before) != _stage(after):
            store.touch(db, tenant, session.id, now)
        indicator = getattr(event, "indicator", None) or ""
        history.record(
            db,
            tenant,
            session.id,
            event,
            participant=participant_id,
            person=None,
            change=(before.ratings.get(indicator), after.ratings.get(indicator)),
            now=now,
        )
    return replace(stands, walk=after, notice=notice)


def look(db: Database, tenant: str, participant_id: str, *, by: str, now: datetime) -> Walked:
    """Return a walk as it stands. Raises NotAllowed or NotFound."""
    participant, stands, session_id = store.read_participant(db, tenant, participant_id)
    identity = check_is_theirs(db, tenant, participant_id, by)
    session = store.read_session(db, tenant, session_id)
    is_open = session.takes_ratings(now) and not participant.left
    is_solo = session.is_personal and store.count_participants(db, tenant, session_id) == 1
    return Walked(session, stands, participant, identity, "", is_open, is_solo)


def steer(
    db: Database, tenant: str, session_id: str, event: SessionEvent, *, by: str, now: datetime
) -> tuple[Assessment, facilitating.Notice]:
    """Take in what a facilitator, or a member about themselves, does.

    Raises NotAllowed, NotFound or Refused.
    """
    before = store.read_assessment(db, tenant, session_id)
    check_may(db, before.session, event, by)
    after, notice = facilitating.step(before, event, now)
    _save(db, before, after, event, by=by, now=now)
    if isinstance(event, Closed) and after != before:
        _after_closing(db, after, now)
    ends = after.session.phase in ("done", "cancelled")
    if ends and after.session.phase != before.session.phase:
        outbox.cancel(db, tenant, SUBJECT, session_id, now, (*_WHILE_RATING, CONSENT, CLOSED))
        ledger.call_off(db, tenant, SUBJECT, session_id, now)
    return after, notice


def due_to_close(db: Database, now: datetime) -> list[tuple[str, str]]:
    """Return the sessions whose time has come, each by its tenant and its id."""
    due = db.query(
        "SELECT tenant, id FROM sessions WHERE phase = 'rating' AND closes_at <= ?",
        [timestamp(now)],
    )
    return [(row["tenant"], row["id"]) for row in due]


def close_in_time(db: Database, tenant: str, session_id: str, now: datetime) -> None:
    """Close a session if its time has come. Raises NotFound."""
    before = store.read_assessment(db, tenant, session_id)
    if before.session.phase == "rating" and not before.session.takes_ratings(now):
        _after_closing(db, take_in(db, before, Closed(), by=None, now=now), now)


def count_down(db: Database, now: datetime) -> None:
    """Let each morning change what the cards of open sessions show: the days that are left."""
    morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    if morning > now:
        morning -= timedelta(days=1)
    db.execute(
        "UPDATE sessions SET changed_at = ? WHERE phase = 'rating' AND closes_at IS NOT NULL"
        " AND changed_at < ?",
        [timestamp(now), timestamp(morning)],
    )


def show_together(db: Database, session: Session, kind: str, place: str, now: datetime) -> None:
    """Queue one of the cards that the team looks at together; the same again adds none."""
    queue(db, session, kind, place, "1", now, any_hour=True)


def queue(
    db: Database,
    session: Session,
    kind: str,
    recipient: str,
    occurrence: str,
    now: datetime,
    *,
    any_hour: bool = False,
) -> None:
    """Queue a message about a session; the same occurrence again adds none."""
    outbox.enqueue(
        db,
        tenant=session.tenant,
        subject_type=SUBJECT,
        subject_id=session.id,
        recipient=recipient,
        kind=kind,
        occurrence=occurrence,
        payload={},
        due_at=now,
        now=now,
        any_hour=any_hour,
    )


def seen_by(db: Database, tenant: str, session_id: str, person: str) -> Assessment:
    """Return a session for one of its members, facilitators or the team's coordinators.

    Raises NotAllowed or NotFound.
    """
    check_may_see(db, store.read_session(db, tenant, session_id), person)
    return store.read_assessment(db, tenant, session_id)


def take_in(
    db: Database, before: Assessment, event: SessionEvent, *, by: str | None, now: datetime
) -> Assessment:
    """Return an assessment after an event that is kept, whoever it comes from. Raises Refused."""
    after, _ = facilitating.step(before, event, now)
    _save(db, before, after, event, by=by, now=now)
    return after


def _save(
    db: Database,
    before: Assessment,
    after: Assessment,
    event: SessionEvent,
    *,
    by: str | None,
    now: datetime,
) -> None:
    if after == before:
        return
    store.save_assessment(db, before, after, now)
    participant = getattr(event, "participant", None)
    # What a member does about themselves is kept without their name.
    person = None if isinstance(event, Consented | Voted | KeptOwn) else by
    history.record(
        db,
        after.session.tenant,
        after.session.id,
        event,
        participant=participant,
        person=person,
        now=now,
    )


def _after_closing(db: Database, assessment: Assessment, now: datetime) -> None:
    session = assessment.session
    outbox.cancel(db, session.tenant, SUBJECT, session.id, now, _WHILE_RATING)
    ledger.call_off(db, session.tenant, SUBJECT, session.id, now)
    if assessment.is_solo:
        return
    for facilitator in set(session.facilitators) - {FORGOTTEN}:
        queue(db, session, CLOSED, facilitator, "1", now)
    asked = {one.id for one in findings.asked_to_consent(assessment)}
    for identity in identities.in_session(db, session.tenant, session.id):
        if identity.participant in asked and identity.person:
            queue(db, session, CONSENT, identity.person, identity.participant, now)


def _stage(walk: Walk) -> str:
    """Return what the team's card counts: not begun, under way, finished."""
    return walk.state if walk.state in ("invited", "finished") else "under way"

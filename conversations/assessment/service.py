"""Events of a self-assessment: one transaction each, loaded, stepped, saved with its history.

Every function works inside the caller's transaction. What is to be sent later, to others, is queued
in the outbox in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import outbox
from conversations.assessment import findings, history, identities, store
from conversations.assessment import session as facilitating
from conversations.assessment import walk as walking
from conversations.assessment.identities import FORGOTTEN, Identity
from conversations.assessment.model import Assessment, Participant, Session, Walk
from conversations.assessment.permissions import (
    check_facilitates,
    check_is_theirs,
    check_may,
    check_may_see,
)
from conversations.assessment.session import (
    Closed,
    Consented,
    Joined,
    KeptOwn,
    SessionEvent,
    Started,
    Voted,
)
from conversations.assessment.walk import Cards, WalkEvent
from conversations.database import new_id, timestamp
from conversations.errors import Refused

SUBJECT = "session"
OVERVIEW, BOARD, PRIORITIES, RESULTS = (
    "session_overview",
    "session_board",
    "session_priorities",
    "session_results",
)
"""Cards that the team looks at together; they are redrawn when what they show has changed."""

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

_CLOSED = "This self-assessment is closed, so nobody can be added or reminded."


@dataclass(frozen=True)
class Invited:
    """Somebody who is to rate: a person in Slack, or a ``name`` for whom ``person`` enters."""

    person: str
    name: str
    level: str
    role: str
    on_behalf: bool = False


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


def start(
    db: Database, session: Session, invited: Sequence[Invited], *, by: str, now: datetime
) -> Session:
    """Begin a session under an id chosen beforehand; the same id again begins nothing.

    ``session`` has its facilitators and closing time; everybody who is invited gets all cards of
    their level. Raises Refused.
    """
    _check_raters(session, invited)
    begun = Started(session.facilitators, session.closes_at)
    bare = replace(session, facilitators=(), closes_at=None)
    if not store.insert_session(db, bare):
        return store.read_session(db, session.tenant, session.id)
    before = Assessment(bare, {}, {})
    assessment = take_in(db, before, begun, by=by, now=now)
    return _add_all(db, assessment, invited, by=by, now=now).session


def invite(
    db: Database,
    tenant: str,
    session_id: str,
    invited: Sequence[Invited],
    *,
    by: str,
    now: datetime,
) -> Assessment:
    """Add people to a session under way; who is in it already is not added again.

    Raises NotAllowed, NotFound or Refused.
    """
    assessment = store.read_assessment(db, tenant, session_id)
    check_facilitates(assessment.session, by)
    if not assessment.session.takes_ratings(now):
        raise Refused(_CLOSED)
    return _add_all(db, assessment, invited, by=by, now=now)


def _add_all(
    db: Database, assessment: Assessment, invited: Sequence[Invited], *, by: str, now: datetime
) -> Assessment:
    session = assessment.session
    known = {
        _who(one.person, one.name, assessment.participants[one.participant].on_behalf)
        for one in identities.in_session(db, session.tenant, session.id)
    }
    for one in invited:
        who = _who(one.person, one.name, one.on_behalf)
        if who not in known:
            assessment = add(db, assessment, one, by=by, now=now)
            known.add(who)
    if not assessment.is_solo:
        place = session.channel or assessment.session.facilitators[0]
        show_together(db, session, OVERVIEW, place, now)
    return assessment


def add(
    db: Database, assessment: Assessment, one: Invited, *, by: str | None, now: datetime
) -> Assessment:
    """Let somebody rate too, and invite them. Raises Refused."""
    joined = Joined(new_id(), one.level, one.role, one.on_behalf)
    # Whoever spoke for them may have been forgotten; the cards wait for somebody else to do it.
    person = None if one.person == FORGOTTEN else one.person
    identity = Identity(joined.participant, assessment.session.id, person, one.name)
    identities.insert(db, assessment.session.tenant, identity)
    assessment = take_in(db, assessment, joined, by=by, now=now)
    if person:
        send_cards(db, assessment.session, person, joined.participant, by=by, now=now)
    return assessment


def send_cards(
    db: Database, session: Session, person: str, participant: str, *, by: str | None, now: datetime
) -> None:
    """Invite a person to the cards of a participant."""
    # Who has just clicked waits for their card; everybody else is not disturbed out of hours.
    _queue(db, session, INVITATION, person, participant, now, any_hour=person == by)


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


def nudge(db: Database, tenant: str, session_id: str, *, by: str, now: datetime) -> int:
    """Remind everybody who has not finished, once a day; return how many that are.

    Raises NotAllowed or NotFound; Refused where it was done today, or is too late.
    """
    assessment = store.read_assessment(db, tenant, session_id)
    session = assessment.session
    check_facilitates(session, by)
    if not session.takes_ratings(now):
        raise Refused(_CLOSED)
    day = now.astimezone(ZoneInfo(session.timezone)).date().isoformat()
    if _nudged(db, session, day):
        raise Refused("They were reminded today already. Once a day is enough.")
    waiting = 0
    for identity in identities.in_session(db, tenant, session_id):
        stands = assessment.walks[identity.participant]
        here = not assessment.participants[identity.participant].left
        if identity.person and here and stands.state != "finished":
            occurrence = f"{day} {identity.participant}"
            _queue(db, session, NUDGE, identity.person, occurrence, now)
            waiting += 1
    return waiting


def hasten_invitation(
    db: Database, session: Session, person: str, participant: str, now: datetime
) -> bool:
    """Let an invitation that is still to come leave at once; return whether there is one."""
    send_cards(db, session, person, participant, by=person, now=now)
    found = db.execute(
        "SELECT 1 FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND occurrence = ? AND state IN ('due', 'sending')",
        [session.tenant, SUBJECT, session.id, INVITATION, participant],
    )
    return found.fetchone() is not None


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
    _queue(db, session, kind, place, "1", now, any_hour=True)


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
    if assessment.is_solo:
        return
    for facilitator in set(session.facilitators) - {FORGOTTEN}:
        _queue(db, session, CLOSED, facilitator, "1", now)
    asked = {one.id for one in findings.asked_to_consent(assessment)}
    for identity in identities.in_session(db, session.tenant, session.id):
        if identity.participant in asked and identity.person:
            _queue(db, session, CONSENT, identity.person, identity.participant, now)


def _queue(
    db: Database,
    session: Session,
    kind: str,
    recipient: str,
    occurrence: str,
    now: datetime,
    *,
    any_hour: bool = False,
) -> None:
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


def _nudged(db: Database, session: Session, day: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND occurrence LIKE ? LIMIT 1",
        [session.tenant, SUBJECT, session.id, NUDGE, f"{day} %"],
    )
    return found.fetchone() is not None


def _stage(walk: Walk) -> str:
    """Return what the team's card counts: not begun, under way, finished."""
    return walk.state if walk.state in ("invited", "finished") else "under way"


def _check_raters(session: Session, invited: Sequence[Invited]) -> None:
    if not invited:
        raise Refused("Please choose at least one person to rate.", "people")
    # Nothing of somebody alone is hidden: not even from somebody else who facilitates.
    if session.is_personal and [one.person in session.facilitators for one in invited] == [False]:
        raise Refused("Please choose at least two people, or yourself alone.", "people")


def _who(person: str | None, name: str, on_behalf: bool) -> tuple[bool, str | None]:
    """Return what makes a rater one: the person, or the name of somebody without Slack."""
    return on_behalf, name if on_behalf else person

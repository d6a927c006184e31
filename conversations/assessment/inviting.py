"""Who rates: those a session begins with, who is added, and how they are asked and reminded.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.assessment import identities, service, store
from conversations.assessment.identities import FORGOTTEN, Identity
from conversations.assessment.model import Assessment, Session
from conversations.assessment.permissions import check_facilitates
from conversations.assessment.service import INVITATION, NUDGE, OVERVIEW, SUBJECT
from conversations.assessment.session import Joined, Started
from conversations.database import new_id
from conversations.errors import Refused

_CLOSED = "This self-assessment is closed, so nobody can be added or reminded."


@dataclass(frozen=True)
class Invited:
    """Somebody who is to rate: a person in Slack, or a ``name`` for whom ``person`` enters."""

    person: str
    name: str
    level: str
    role: str
    on_behalf: bool = False


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
    assessment = service.take_in(db, before, begun, by=by, now=now)
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
        service.show_together(db, session, OVERVIEW, place, now)
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
    assessment = service.take_in(db, assessment, joined, by=by, now=now)
    if person:
        send_cards(db, assessment.session, person, joined.participant, by=by, now=now)
    return assessment


def send_cards(
    db: Database, session: Session, person: str, participant: str, *, by: str | None, now: datetime
) -> None:
    """Invite a person to the cards of a participant."""
    # Who has just clicked waits for their card; everybody else is not disturbed out of hours.
    service.queue(db, session, INVITATION, person, participant, now, any_hour=person == by)


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
            service.queue(db, session, NUDGE, identity.person, occurrence, now)
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


def _nudged(db: Database, session: Session, day: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND occurrence LIKE ? LIMIT 1",
        [session.tenant, SUBJECT, session.id, NUDGE, f"{day} %"],
    )
    return found.fetchone() is not None


def _check_raters(session: Session, invited: Sequence[Invited]) -> None:
    if not invited:
        raise Refused("Please choose at least one person to rate.", "people")
    # Nothing of somebody alone is hidden: not even from somebody else who facilitates.
    if session.is_personal and [one.person in session.facilitators for one in invited] == [False]:
        raise Refused("Please choose at least two people, or yourself alone.", "people")


def _who(person: str | None, name: str, on_behalf: bool) -> tuple[bool, str | None]:
    """Return what makes a rater one: the person, or the name of somebody without Slack."""
    return on_behalf, name if on_behalf else person

"""Who may do what in a self-assessment: members, facilitators, coordinators, and nobody else."""

from __future__ import annotations

from sqlite_utils import Database

from conversations.assessment import identities
from conversations.assessment.identities import Identity
from conversations.assessment.model import Session
from conversations.assessment.session import Consented, Handed, KeptOwn, SessionEvent, Voted
from conversations.coordinators import is_coordinator
from conversations.errors import NotAllowed
from conversations.teams import may_steer

_ONLY_FACILITATORS = (
    "Only those who facilitate this self-assessment can do this. Its card says who they are."
)
_NOT_YOURS = "These cards are somebody else's. Your own are in our direct messages."
_NOT_A_MEMBER = "This self-assessment belongs to another team, so I cannot show it here."


def check_may(db: Database, session: Session, event: SessionEvent, by: str) -> None:
    """Raise NotAllowed where a person may not let an event happen to a session."""
    match event:
        case Consented() | Voted() | KeptOwn():
            identity = check_is_theirs(db, session.tenant, event.participant, by)
            if identity.session != session.id:
                raise NotAllowed(_NOT_YOURS)
        case Handed():
            if not may_hand_over(db, session, by):
                check_facilitates(session, by)
        case _:
            check_facilitates(session, by)


def check_is_theirs(db: Database, tenant: str, participant: str, person: str) -> Identity:
    """Return who a participant is; raises NotAllowed where that is somebody else."""
    identity = identities.find(db, tenant, participant)
    if identity is None or identity.person != person:
        raise NotAllowed(_NOT_YOURS)
    return identity


def check_facilitates(session: Session, person: str) -> None:
    """Raise NotAllowed where a person does not facilitate a session."""
    if person not in session.facilitators:
        raise NotAllowed(_ONLY_FACILITATORS)


def check_may_see(db: Database, session: Session, person: str) -> None:
    """Raise NotAllowed where a person neither rates, nor facilitates, nor coordinates the team."""
    known = {one.person for one in identities.in_session(db, session.tenant, session.id)}
    if person in known or person in session.facilitators:
        return
    if not may_hand_over(db, session, person):
        raise NotAllowed(_NOT_A_MEMBER)


def may_hand_over(db: Database, session: Session, person: str) -> bool:
    """Tell whether a person may replace facilitators who have left."""
    if session.team:
        return may_steer(db, session.tenant, session.team, person)
    # What somebody keeps to themselves is no coordinator's to look into.
    return not session.is_personal and is_coordinator(db, session.tenant, person)

"""Warns whoever has not finished a self-assessment on the school day before it closes.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.assessment import identities, store
from conversations.assessment.identities import FORGOTTEN, Identity
from conversations.assessment.model import Assessment, Session
from conversations.assessment.service import INVITATION, NUDGE
from conversations.calendar import previous_school_day
from conversations.database import moment
from conversations.reminders import choices
from conversations.reminders.desk import Desk
from conversations.reminders.kinds import SESSION, SESSION_CLOSING
from conversations.reminders.ledger import Item
from conversations.reminders.looks import next_look


def warn(desk: Desk, tenant: str, session_id: str) -> tuple[int, datetime]:
    """Queue what a session's participants are to hear now; return how much, and the next look."""
    assessment = store.read_assessment(desk.db, tenant, session_id)
    session = assessment.session
    waiting = list(unfinished(desk.db, assessment))
    people = {one.person: desk.recipient(tenant, one.person) for one in waiting if one.person}
    look_again = next_look(desk.now, [one.calendar for one in people.values()])
    if not choices.wants(desk.db, tenant, session.team, "closings"):
        return 0, look_again
    closes = closing_day(session)
    queued = 0
    for identity in waiting:
        to = people[identity.person or ""]
        day = previous_school_day(closes, to.calendar)
        if not to.is_at_school or to.today < day:
            continue
        # Whoever was invited or reminded by hand that day, or since, knows.
        if _heard_on(desk.db, session, identity) < day:
            queued += desk.say(_item(session, closes, identity))
    return queued, look_again


def unfinished(db: Database, assessment: Assessment) -> Iterator[Identity]:
    """Yield the participants who are still to finish, and whom somebody can be asked for."""
    session = assessment.session
    for identity in identities.in_session(db, session.tenant, session.id):
        here = not assessment.participants[identity.participant].left
        is_open = assessment.walks[identity.participant].state != "finished"
        if here and is_open and identity.person not in (None, FORGOTTEN):
            yield identity


def closing_day(session: Session) -> date:
    """Return the day on which a session closes, where its team is; it has to have one."""
    if session.closes_at is None:
        raise ValueError("a session without a closing time")
    return session.closes_at.astimezone(ZoneInfo(session.timezone)).date()


def _item(session: Session, closes: date, identity: Identity) -> Item:
    occurrence = f"{closes.isoformat()} {identity.participant}"
    person = identity.person or ""
    return Item(session.tenant, SESSION, session.id, person, SESSION_CLOSING, occurrence)


def _heard_on(db: Database, session: Session, identity: Identity) -> date:
    """Return the day on which a participant was last invited or reminded by hand."""
    found = db.execute(
        "SELECT max(made_at) FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind IN (?, ?) AND instr(occurrence, ?) > 0",
        [session.tenant, SESSION, session.id, INVITATION, NUDGE, identity.participant],
    ).fetchone()
    if found[0] is None:
        return date.min
    return moment(found[0]).astimezone(ZoneInfo(session.timezone)).date()

"""Rounds of one team, or of one person alone: what the one before agreed on, and the next one."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import outbox
from conversations.assessment import identities, store
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Assessment, Session
from conversations.assessment.service import SUBJECT
from conversations.database import timestamp

AGAIN = "session_again"
"""The message to a facilitator that it is time for another round."""

_MORNING = time(9)
_EARLIER = """
    SELECT s.id FROM sessions s WHERE s.tenant = ? AND s.phase = 'done' AND s.id != ?
    AND s.started_at < ? AND s.ended_at <= ? ORDER BY s.ended_at DESC
"""


@dataclass(frozen=True)
class Round:
    """An earlier round: the day on which its rating closed, and the agreed value by indicator."""

    session: str
    closed: date
    agreed: Mapping[str, int]


def earlier_round(db: Database, assessment: Assessment, now: datetime) -> Round | None:
    """Return the latest earlier round that can be compared: same people, same scale.

    It belongs to the same team, to the same channel where there is no team, or to the same person
    alone, and agreed on some of the same indicators.
    """
    session = assessment.session
    asked = {statement.id for statement in session.statements}
    for other in _earlier(db, assessment, session.ended_at or now):
        agreed = {i: one.value for i, one in other.agreements.items() if i in asked}
        if agreed and _points(other) == _points(session):
            closed = (other.closed_at or other.started_at).astimezone(ZoneInfo(other.timezone))
            return Round(other.id, closed.date(), agreed)
    return None


def assess_again(db: Database, session: Session, person: str, months: int, now: datetime) -> date:
    """Remind a facilitator after some months, on the day that is returned.

    Another choice moves the reminder, as long as it has not been sent.
    """
    zone = ZoneInfo(session.timezone)
    day = _later(now.astimezone(zone).date(), months)
    sent = db.execute(
        "SELECT count(*) FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND recipient = ? AND kind = ? AND state NOT IN ('due', 'sending')",
        [session.tenant, SUBJECT, session.id, person, AGAIN],
    ).fetchone()[0]
    outbox.enqueue(
        db,
        tenant=session.tenant,
        subject_type=SUBJECT,
        subject_id=session.id,
        recipient=person,
        kind=AGAIN,
        occurrence=str(sent + 1),
        payload={},
        due_at=datetime.combine(day, _MORNING, zone),
        now=now,
    )
    return day


def _earlier(db: Database, assessment: Assessment, until: datetime) -> Iterator[Session]:
    session = assessment.session
    values = [session.tenant, session.id, timestamp(session.started_at), timestamp(until)]
    for row in list(db.query(_EARLIER, values)):
        other = store.read_session(db, session.tenant, row["id"])
        if _same_people(db, assessment, other):
            yield other


def _same_people(db: Database, assessment: Assessment, other: Session) -> bool:
    """Tell whether a session belonged to the same team or channel, or person alone."""
    session = assessment.session
    if session.team or other.team:
        return session.team == other.team
    if session.channel or other.channel:
        return session.channel == other.channel
    if not assessment.is_solo:
        return False
    mine = _people(db, session)
    # Those who asked to be forgotten are all called the same.
    known = mine not in ([None], [FORGOTTEN])
    return known and mine == _people(db, other)


def _people(db: Database, session: Session) -> list[str | None]:
    return [one.person for one in identities.in_session(db, session.tenant, session.id)]


def _points(session: Session) -> list[tuple[int, str]]:
    return [(point.value, point.label) for point in session.scale.points]


def _later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

"""Self-assessments of the same people after a plan began: what has moved since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.assessment import store
from conversations.assessment.model import Session
from conversations.database import timestamp
from conversations.planning.model import Plan

_SINCE = """
    SELECT id FROM sessions WHERE tenant = :tenant AND phase = 'done' AND ended_at > :begun
    AND id IS NOT :session AND CASE
        WHEN :team IS NOT NULL THEN team = :team
        WHEN :channel IS NOT NULL THEN team IS NULL AND channel = :channel
        ELSE team IS NULL AND channel IS NULL AND EXISTS (
            SELECT 1 FROM json_each(facilitators) f WHERE f.value = :owner)
    END ORDER BY ended_at DESC
"""


@dataclass(frozen=True)
class Moved:
    """An indicator that a plan began with, as it was agreed on then and on a later day."""

    title: str
    before: str
    after: str
    day: date
    session: str


def moved_since(db: Database, plan: Plan) -> tuple[Moved, ...]:
    """Return what the latest self-assessment since agreed on where the plan began."""
    for session in _since(db, plan):
        again = tuple(_moved(plan, session))
        if again:
            return again
    return ()


def _moved(plan: Plan, session: Session) -> Iterator[Moved]:
    ended = (session.ended_at or session.started_at).astimezone(ZoneInfo(plan.timezone)).date()
    for origin in plan.origins:
        agreed = session.agreements.get(origin.id)
        if agreed:
            after = f"{agreed.value}, {session.scale.point(agreed.value).label}"
            before = origin.agreed or "not rated then"
            yield Moved(origin.title, before, after, ended, session.id)


def _since(db: Database, plan: Plan) -> Iterator[Session]:
    rows = db.query(
        _SINCE,
        {
            "tenant": plan.tenant,
            "begun": timestamp(plan.begun_at),
            "session": plan.session,
            "team": plan.team,
            "channel": plan.channel,
            "owner": plan.owners[0],
        },
    )
    for row in list(rows):
        yield store.read_session(db, plan.tenant, row["id"])

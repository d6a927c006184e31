"""Self-assessments in the database: read whole, written as what has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from content.models import Scale
from conversations.assessment.model import (
    Agreement,
    Assessment,
    Participant,
    Priority,
    Rating,
    Session,
    Statement,
    Vote,
    Walk,
)
from conversations.database import moment, timestamp, timestamp_after
from conversations.errors import NotFound

_STATEMENTS = TypeAdapter(tuple[Statement, ...])
_GONE = "That self-assessment is not there any more."


def read_session(db: Database, tenant: str, session_id: str) -> Session:
    """Return a session; raises NotFound."""
    row = _one(db, "SELECT * FROM sessions WHERE tenant = ? AND id = ?", [tenant, session_id])
    if row is None:
        raise NotFound(_GONE)
    agreements = _rows(
        db,
        "SELECT * FROM agreements WHERE tenant = ? AND session = ? ORDER BY indicator",
        [tenant, session_id],
    )
    priorities = _rows(
        db,
        "SELECT * FROM priorities WHERE tenant = ? AND session = ? ORDER BY rank",
        [tenant, session_id],
    )
    return Session(
        tenant=tenant,
        id=row["id"],
        title=row["title"],
        team=row["team"],
        channel=row["channel"],
        phase=row["phase"],
        facilitators=tuple(json.loads(row["facilitators"])),
        scale=Scale.model_validate_json(row["scale"]),
        statements=_STATEMENTS.validate_json(row["statements"]),
        timezone=row["timezone"],
        started_at=moment(row["started_at"]),
        closes_at=_moment(row["closes_at"]),
        closed_at=_moment(row["closed_at"]),
        ended_at=_moment(row["ended_at"]),
        names_shown=bool(row["names_shown"]),
        evidence_in_channel=bool(row["evidence_in_channel"]),
        meetings=row["meetings"],
        step=row["step"],
        agreements={
            row["indicator"]: Agreement(row["value"], row["rationale"], row["dissent"])
            for row in agreements
        },
        priorities=tuple(
            Priority(r["rank"], tuple(json.loads(r["indicators"]))) for r in priorities
        ),
    )


def read_participant(db: Database, tenant: str, participant: str) -> tuple[Participant, Walk, str]:
    """Return a participant with their walk and the id of their session; raises NotFound."""
    key = [tenant, participant]
    row = _one(db, "SELECT * FROM participants WHERE tenant = ? AND id = ?", key)
    if row is None:
        raise NotFound(_GONE)
    mine = "FROM {} WHERE tenant = ? AND participant = ?"
    ratings = _rows(db, f"SELECT * {mine.format('ratings')}", key)
    notes = _rows(db, f"SELECT * {mine.format('rating_notes')}", key)
    return _participant(row), _walk(row, ratings, notes), row["session"]


def read_assessment(db: Database, tenant: str, session_id: str) -> Assessment:
    """Return a session with everybody in it; raises NotFound."""
    session = read_session(db, tenant, session_id)
    rows = _rows(
        db,
        "SELECT * FROM participants WHERE tenant = ? AND session = ? ORDER BY id",
        [tenant, session_id],
    )
    ratings = _by_participant(db, "ratings", tenant, session_id)
    notes = _by_participant(db, "rating_notes", tenant, session_id)
    votes = _by_participant(db, "priority_votes", tenant, session_id)
    own = _by_participant(db, "own_priorities", tenant, session_id)
    return Assessment(
        session=session,
        participants={row["id"]: _participant(row) for row in rows},
        walks={
            row["id"]: _walk(row, ratings.get(row["id"], []), notes.get(row["id"], []))
            for row in rows
        },
        votes={
            participant: {v["indicator"]: Vote(v["need"], v["impact"], v["ease"]) for v in given}
            for participant, given in votes.items()
        },
        own={participant: kept[0]["indicator"] for participant, kept in own.items()},
    )


def count_participants(db: Database, tenant: str, session_id: str) -> int:
    """Return how many rate in a session, those who have left among them."""
    counted = db.execute(
        "SELECT count(*) FROM participants WHERE tenant = ? AND session = ?", [tenant, session_id]
    )
    return int(counted.fetchone()[0])


def insert_session(db: Database, session: Session) -> bool:
    """Keep a new session; return False where one of this id is kept already."""
    inserted = db.execute(
        "INSERT OR IGNORE INTO sessions (tenant, id, title, team, channel, phase, facilitators,"
        " scale, statements, timezone, started_at, closes_at, names_shown, evidence_in_channel,"
        " meetings, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(session.tenant, session.id, session.title, session.team, session.channel),
            session.phase,
            json.dumps(session.facilitators),
            session.scale.model_dump_json(),
            _STATEMENTS.dump_json(session.statements).decode(),
            session.timezone,
            timestamp(session.started_at),
            _timestamp(session.closes_at),
            int(session.names_shown),
            int(session.evidence_in_channel),
            session.meetings,
            timestamp(session.started_at),
        ],
    )
    return inserted.rowcount > 0


def touch(db: Database, tenant: str, session_id: str, now: datetime) -> None:
    """Note that what the session's cards show has changed."""
    key = [tenant, session_id]
    stood = _one(db, "SELECT changed_at FROM sessions WHERE tenant = ? AND id = ?", key)
    changed_at = timestamp_after(stood["changed_at"] if stood else None, now)
    db.execute("UPDATE sessions SET changed_at = ? WHERE tenant = ? AND id = ?", [changed_at, *key])


def save_walk(db: Database, tenant: str, before: Walk, after: Walk, now: datetime) -> None:
    """Write what has changed in a walk."""
    db.execute(
        "UPDATE participants SET state = ?, at = ?, step = ? WHERE tenant = ? AND id = ?",
        [after.state, after.at, after.step, tenant, after.participant],
    )
    for indicator, rating in after.ratings.items():
        if before.ratings.get(indicator) != rating:
            db.execute(
                "INSERT OR REPLACE INTO ratings (tenant, participant, indicator, value, words, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [tenant, after.participant, indicator, rating.value, rating.words, timestamp(now)],
            )
    for indicator in before.notes.keys() - after.notes.keys():
        db.execute(
            "DELETE FROM rating_notes WHERE tenant = ? AND participant = ? AND indicator = ?",
            [tenant, after.participant, indicator],
        )
    for indicator, words in after.notes.items():
        if before.notes.get(indicator) != words:
            db.execute(
                "INSERT OR REPLACE INTO rating_notes (tenant, participant, indicator, words)"
                " VALUES (?, ?, ?, ?)",
                [tenant, after.participant, indicator, words],
            )


def save_assessment(db: Database, before: Assessment, after: Assessment, now: datetime) -> None:
    """Write what facilitating or voting has changed."""
    tenant, session_id = after.session.tenant, after.session.id
    if before.session != after.session:
        _save_session(db, before.session, after.session)
    for participant in after.participants.values():
        known = before.participants.get(participant.id)
        if known is None:
            _insert_participant(db, tenant, session_id, participant)
        elif known != participant:
            consents = None if participant.consents is None else int(participant.consents)
            db.execute(
                "UPDATE participants SET has_left = ?, consents = ? WHERE tenant = ? AND id = ?",
                [int(participant.left), consents, tenant, participant.id],
            )
    for participant_id, votes in after.votes.items():
        for indicator, vote in votes.items():
            if before.votes.get(participant_id, {}).get(indicator) != vote:
                db.execute(
                    "INSERT OR REPLACE INTO priority_votes"
                    " (tenant, participant, indicator, need, impact, ease)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    [tenant, participant_id, indicator, vote.need, vote.impact, vote.ease],
                )
    for participant_id in before.own.keys() - after.own.keys():
        db.execute(
            "DELETE FROM own_priorities WHERE tenant = ? AND participant = ?",
            [tenant, participant_id],
        )
    for participant_id, indicator in after.own.items():
        db.execute(
            "INSERT OR REPLACE INTO own_priorities (tenant, participant, indicator)"
            " VALUES (?, ?, ?)",
            [tenant, participant_id, indicator],
        )
    if before != after:
        touch(db, tenant, session_id, now)


def _save_session(db: Database, before: Session, after: Session) -> None:
    key = [after.tenant, after.id]
    db.execute(
        "UPDATE sessions SET phase = ?, facilitators = ?, closes_at = ?, closed_at = ?,"
        " ended_at = ?, step = ? WHERE tenant = ? AND id = ?",
        [
            after.phase,
            json.dumps(after.facilitators),
            _timestamp(after.closes_at),
            _timestamp(after.closed_at),
            _timestamp(after.ended_at),
            after.step,
            *key,
        ],
    )
    for indicator, agreed in after.agreements.items():
        if before.agreements.get(indicator) != agreed:
            db.execute(
                "INSERT OR REPLACE INTO agreements"
                " (tenant, session, indicator, value, rationale, dissent)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [*key, indicator, agreed.value, agreed.rationale, agreed.dissent],
            )
    for priority in after.priorities:
        db.execute(
            "INSERT OR REPLACE INTO priorities (tenant, session, rank, indicators)"
            " VALUES (?, ?, ?, ?)",
            [*key, priority.rank, json.dumps(priority.indicators)],
        )


def _insert_participant(
    db: Database, tenant: str, session_id: str, participant: Participant
) -> None:
    db.execute(
        "INSERT INTO participants (tenant, id, session, level, role, on_behalf, state)"
        " VALUES (?, ?, ?, ?, ?, ?, 'invited')",
        [
            *(tenant, participant.id, session_id, participant.level, participant.role),
            int(participant.on_behalf),
        ],
    )


def _participant(row: Mapping[str, Any]) -> Participant:
    return Participant(
        id=row["id"],
        level=row["level"],
        role=row["role"],
        on_behalf=bool(row["on_behalf"]),
        left=bool(row["has_left"]),
        consents=None if row["consents"] is None else bool(row["consents"]),
    )


def _walk(
    row: Mapping[str, Any], ratings: list[dict[str, Any]], notes: list[dict[str, Any]]
) -> Walk:
    return Walk(
        participant=row["id"],
        level=row["level"],
        state=row["state"],
        at=row["at"],
        step=row["step"],
        ratings={r["indicator"]: Rating(r["value"], r["words"]) for r in ratings},
        notes={note["indicator"]: note["words"] for note in notes},
    )


def _by_participant(
    db: Database, table: str, tenant: str, session_id: str
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in db.query(
        f"SELECT t.* FROM {table} t JOIN participants p"  # noqa: S608
        " ON p.tenant = t.tenant AND p.id = t.participant"
        " WHERE p.tenant = ? AND p.session = ? ORDER BY t.participant, t.indicator",
        [tenant, session_id],
    ):
        found.setdefault(row["participant"], []).append(row)
    return found


def _one(db: Database, sql: str, values: list[Any]) -> dict[str, Any] | None:
    rows = _rows(db, sql, values)
    return rows[0] if rows else None


def _rows(db: Database, sql: str, values: list[Any]) -> list[dict[str, Any]]:
    return list(db.query(sql, values))


def _moment(stored: str | None) -> datetime | None:
    return moment(stored) if stored else None


def _timestamp(when: datetime | None) -> str | None:
    return timestamp(when) if when else None

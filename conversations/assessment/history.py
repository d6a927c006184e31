"""The audit trail of a self-assessment: every accepted event, with what it changed.

What a person typed stands in a column of its own, so that it can be forgotten while the rest stays.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlite_utils import Database

from conversations.assessment import session as facilitating
from conversations.assessment import store, walk
from conversations.assessment.model import Assessment, Rating, Walk
from conversations.assessment.session import SessionEvent
from conversations.assessment.walk import Cards, WalkEvent
from conversations.database import moment, timestamp

_EVENTS: dict[str, type] = {
    event.__name__: event for event in (*get_args(WalkEvent), *get_args(SessionEvent))
}
_WORDS = "words"
_STAND_INS = 0xF0000
"""The first of a hundred thousand characters that mean nothing."""


def record(
    db: Database,
    tenant: str,
    session_id: str,
    event: WalkEvent | SessionEvent,
    *,
    participant: str | None,
    person: str | None,
    change: tuple[Rating | None, Rating | None] = (None, None),
    now: datetime,
) -> None:
    """Keep an event that was accepted; ``change`` is a rating before and after it.

    ``person`` is who facilitated, None for what a participant did: that is kept apart.
    """
    kept = _adapter(type(event).__name__).dump_python(event, mode="json")
    words = kept.pop(_WORDS, "").strip()
    before, after = change
    db.execute(
        "INSERT INTO assessment_history"
        " (tenant, session, n, at, participant, person, event, words, before, after)"
        " SELECT ?, ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM assessment_history"
        " WHERE tenant = ? AND session = ?",
        [
            *(tenant, session_id, timestamp(now), participant, person),
            json.dumps({"kind": type(event).__name__, **kept}),
            words or None,
            _said(before),
            _said(after),
            *(tenant, session_id),
        ],
    )


def replay(db: Database, tenant: str, session_id: str) -> Assessment:
    """Return the assessment that the history alone leads to; it equals what is stored.

    Raises NotFound.
    """
    kept = store.read_session(db, tenant, session_id)
    unbegun: dict[str, Any] = {"facilitators": (), "agreements": {}, "priorities": (), "step": 0}
    unbegun |= dict.fromkeys(("closes_at", "closed_at", "ended_at"))
    assessment = Assessment(replace(kept, phase="rating", **unbegun), {}, {})
    rows = db.query(
        "SELECT * FROM assessment_history WHERE tenant = ? AND session = ? ORDER BY n",
        [tenant, session_id],
    )
    forgotten = set()
    for row in rows:
        if row["words"] == "":
            forgotten.add(row["participant"])
        event, now = _event(row), moment(row["at"])
        if isinstance(event, WalkEvent):
            stands: Walk = assessment.walks[row["participant"]]
            cards = Cards(kept.cards(stands.level), kept.scale)
            stands, _ = walk.step(stands, cards, event)
            walks = {**assessment.walks, stands.participant: stands}
            assessment = replace(assessment, walks=walks)
        else:
            assessment, _ = facilitating.step(assessment, event, now)
    walks = {p: _wordless(w) if p in forgotten else w for p, w in assessment.walks.items()}
    return replace(assessment, walks=walks)


def _wordless(stands: Walk) -> Walk:
    ratings = {indicator: Rating(rating.value) for indicator, rating in stands.ratings.items()}
    return replace(stands, ratings=ratings, notes={})


def _event(row: dict[str, Any]) -> WalkEvent | SessionEvent:
    kept = json.loads(row["event"])
    kind = _EVENTS[kept.pop("kind")]
    if _WORDS in {field.name for field in fields(kind)}:
        # Whether there were words decides where a walk goes on: forgotten ones have a stand-in,
        # each another one, as no two were alike where the second changed anything.
        kept[_WORDS] = chr(_STAND_INS + row["n"]) if row["words"] == "" else row["words"] or ""
    event: WalkEvent | SessionEvent = _adapter(kind.__name__).validate_python(kept)
    return event


@lru_cache(maxsize=64)
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_EVENTS[kind])


def _said(rating: Rating | None) -> str | None:
    if rating is None:
        return None
    return "dont_know" if rating.value is None else str(rating.value)

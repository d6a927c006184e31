"""How self-assessments under way stand: who has finished, never what anybody rated.

Read in a few queries, however many there are; the ratings themselves are only counted, and only
of whoever asks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from conversations.assessment.model import Phase, WalkState
from conversations.database import moment

_SESSIONS = """
    SELECT id, title, team, channel, phase, facilitators, timezone, closes_at,
        team IN (SELECT team FROM team_coordinators WHERE tenant = :tenant AND person = :person)
            OR (:coordinates AND (team IS NOT NULL OR channel IS NOT NULL)) AS steered
    FROM sessions s
    WHERE tenant = :tenant AND phase NOT IN ('done', 'cancelled') AND (
        EXISTS (SELECT 1 FROM identities i WHERE i.tenant = :tenant AND i.session = s.id
            AND i.person = :person)
        OR EXISTS (SELECT 1 FROM json_each(s.facilitators) f WHERE f.value = :person)
        OR steered
    ) ORDER BY started_at
"""
_RATERS = """
    SELECT p.session, p.id, p.level, p.on_behalf, p.has_left, p.state, i.person, i.name
    FROM participants p
    LEFT JOIN identities i ON i.tenant = p.tenant AND i.participant = p.id
    WHERE p.tenant = :tenant AND p.session IN (SELECT value FROM json_each(:sessions))
    ORDER BY i.name, p.id
"""
_MINE = """
    SELECT p.id,
        (SELECT count(*) FROM ratings r WHERE r.tenant = p.tenant AND r.participant = p.id)
            AS rated,
        (SELECT count(*) FROM json_each(s.statements) one
            WHERE json_extract(one.value, '$.level') = p.level) AS cards
    FROM identities i
    JOIN participants p ON p.tenant = i.tenant AND p.id = i.participant
    JOIN sessions s ON s.tenant = p.tenant AND s.id = p.session
    WHERE i.tenant = :tenant AND i.person = :person AND p.has_left = 0
        AND p.session IN (SELECT value FROM json_each(:sessions))
"""


@dataclass(frozen=True)
class Rater:
    """Somebody who rates, or rated: how far they are, in their state only.

    ``person`` is None where that was forgotten; ``name`` is empty then.
    """

    participant: str
    person: str | None
    name: str
    on_behalf: bool
    left: bool
    state: WalkState


@dataclass(frozen=True)
class Standing:
    """A self-assessment in a line.

    ``mine`` counts ratings and cards of whoever asks, by participant; ``steered`` tells whether
    they may hand it over to somebody else.
    """

    id: str
    title: str
    team: str | None
    channel: str | None
    phase: Phase
    facilitators: tuple[str, ...]
    timezone: str
    closes_at: datetime | None
    raters: tuple[Rater, ...] = ()
    mine: Mapping[str, tuple[int, int]] | None = None
    steered: bool = False

    @property
    def finished(self) -> int:
        """How many have finished."""
        return sum(rater.state == "finished" for rater in self.raters)

    @property
    def waiting(self) -> tuple[Rater, ...]:
        """Those of whom ratings are still to come."""
        return tuple(r for r in self.raters if r.state != "finished" and not r.left)


def under_way(db: Database, tenant: str, person: str, *, coordinates: bool) -> list[Standing]:
    """Return the self-assessments under way that somebody rates in, facilitates or may hand over.

    ``coordinates`` where they coordinate the workspace. What somebody keeps to themselves is
    nobody else's to see.
    """
    given: dict[str, Any] = {"tenant": tenant, "person": person, "coordinates": coordinates}
    rows = list(db.query(_SESSIONS, given))
    given["sessions"] = json.dumps([row["id"] for row in rows])
    raters: dict[str, list[Rater]] = defaultdict(list)
    for row in db.query(_RATERS, given):
        raters[row["session"]].append(_rater(row))
    mine = {row["id"]: (row["rated"], row["cards"]) for row in db.query(_MINE, given)}
    return [_standing(row, tuple(raters[row["id"]]), mine) for row in rows]


def _standing(
    row: Mapping[str, Any], raters: tuple[Rater, ...], mine: Mapping[str, tuple[int, int]]
) -> Standing:
    return Standing(
        id=row["id"],
        title=row["title"],
        team=row["team"],
        channel=row["channel"],
        phase=row["phase"],
        facilitators=tuple(json.loads(row["facilitators"])),
        timezone=row["timezone"],
        closes_at=moment(row["closes_at"]) if row["closes_at"] else None,
        raters=raters,
        steered=bool(row["steered"]),
        mine={r.participant: mine[r.participant] for r in raters if r.participant in mine},
    )


def _rater(row: Mapping[str, Any]) -> Rater:
    return Rater(
        participant=row["id"],
        person=row["person"],
        name=row["name"] or "",
        on_behalf=bool(row["on_behalf"]),
        left=bool(row["has_left"]),
        state=row["state"],
    )

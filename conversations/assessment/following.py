"""Self-assessments follow their teams: who joins rates too, who leaves rates no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from conversations.assessment import identities, inviting, service, store
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.inviting import Invited
from conversations.assessment.session import Joined, Left

# Asked every second: from the few sessions that are open, never through all that there were.
_OPEN = "sessions s INDEXED BY sessions_closing"
_RATING = """
    identities i INDEXED BY identities_in CROSS JOIN participants p
        ON i.tenant = s.tenant AND i.session = s.id AND p.tenant = i.tenant AND p.id = i.participant
"""
_THEIRS = """
    m.tenant = s.tenant AND m.team = s.team AND CASE p.on_behalf
        WHEN 0 THEN m.person = i.person ELSE m.person IS NULL AND m.name = i.name END
"""
_JOINERS = f"""
    SELECT s.tenant, s.id AS session, coalesce(m.person, m.sponsor) AS person, m.name,
        m.level, m.role, m.person IS NULL AS on_behalf
    FROM {_OPEN} CROSS JOIN members m ON m.tenant = s.tenant AND m.team = s.team
    WHERE s.phase = 'rating' AND m.left_at IS NULL AND m.joined_at > s.started_at
    AND NOT EXISTS (SELECT 1 FROM {_RATING} WHERE {_THEIRS})
"""  # noqa: S608
_LEAVERS = f"""
    SELECT DISTINCT s.tenant, s.id AS session, p.id AS participant
    FROM {_OPEN} CROSS JOIN members m ON m.tenant = s.tenant AND m.team = s.team
    CROSS JOIN {_RATING}
    WHERE s.phase = 'rating' AND m.left_at > s.started_at AND p.has_left = 0 AND {_THEIRS}
    AND NOT EXISTS (SELECT 1 FROM members m WHERE {_THEIRS} AND m.left_at IS NULL)
"""  # noqa: S608
_RETURNERS = f"""
    SELECT s.tenant, s.id AS session, p.id AS participant, p.level, p.role, p.on_behalf
    FROM {_OPEN} CROSS JOIN {_RATING}
    WHERE s.phase = 'rating' AND p.has_left = 1
    AND EXISTS (SELECT 1 FROM members m WHERE {_THEIRS} AND m.left_at IS NULL
        AND m.joined_at > (SELECT max(h.at) FROM assessment_history h
            WHERE h.tenant = p.tenant AND h.session = p.session AND h.participant = p.id
            AND json_extract(h.event, '$.kind') = 'Left'))
"""  # noqa: S608
_SPONSORED_ANEW = f"""
    SELECT s.tenant, s.id AS session, p.id AS participant, min(m.sponsor) AS sponsor
    FROM {_OPEN} CROSS JOIN {_RATING} CROSS JOIN members m ON {_THEIRS}
    WHERE s.phase = 'rating' AND p.on_behalf = 1 AND p.has_left = 0 AND m.left_at IS NULL
    GROUP BY s.tenant, p.id
    HAVING count(*) = 1 AND min(m.sponsor) IS NOT i.person AND min(m.sponsor) != ?
"""  # noqa: S608


def moved(db: Database) -> list[tuple[str, str]]:
    """Return the sessions whose teams may have changed, each by its tenant and its id."""
    every = (_JOINERS, _LEAVERS, _RETURNERS, _SPONSORED_ANEW)
    found = db.execute(
        " UNION ".join(f"SELECT tenant, session FROM ({one})" for one in every),  # noqa: S608
        [FORGOTTEN],
    )
    return [(tenant, session) for tenant, session in found.fetchall()]


def follow_team(db: Database, tenant: str, session_id: str, now: datetime) -> None:
    """Note who has joined a team since its session began, left it, come back, or speaks anew.

    Raises NotFound.
    """
    levels = store.read_session(db, tenant, session_id).levels
    for row in _in(db, _JOINERS, tenant, session_id):
        level = levels[0] if len(levels) == 1 else row["level"]
        if level in levels:
            assessment = store.read_assessment(db, tenant, session_id)
            joiner = Invited(row["person"], row["name"], level, row["role"], bool(row["on_behalf"]))
            inviting.add(db, assessment, joiner, by=None, now=now)
    for row in _in(db, _LEAVERS, tenant, session_id):
        assessment = store.read_assessment(db, tenant, session_id)
        service.take_in(db, assessment, Left(row["participant"]), by=None, now=now)
    for row in _in(db, _RETURNERS, tenant, session_id):
        assessment = store.read_assessment(db, tenant, session_id)
        back = Joined(row["participant"], row["level"], row["role"], bool(row["on_behalf"]))
        service.take_in(db, assessment, back, by=None, now=now)
    for row in _in(db, _SPONSORED_ANEW, tenant, session_id, FORGOTTEN):
        identities.hand_over(db, tenant, row["participant"], row["sponsor"])
        session = store.read_session(db, tenant, session_id)
        inviting.send_cards(db, session, row["sponsor"], row["participant"], by=None, now=now)


def _in(
    db: Database, moves: str, tenant: str, session_id: str, *values: str
) -> list[dict[str, Any]]:
    one = f"SELECT * FROM ({moves}) WHERE tenant = ? AND session = ?"  # noqa: S608
    return list(db.query(one, [*values, tenant, session_id]))

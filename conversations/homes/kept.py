"""Who has opened their Home tab, what it shows, and whether it is to be drawn anew.

Home is drawn whenever somebody opens it, so a change is followed only for those who may still have
it before their eyes: who opened it within a week, the latest first, one at a time.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations.database import timestamp

GAP = timedelta(seconds=10)
"""A Home is drawn anew at most this often, however much changes."""

PACE = timedelta(seconds=1)
"""Between two Homes of a workspace: sixty a minute, of the hundred that Slack takes at least."""

FOLLOWED = timedelta(days=7)
"""For so long after somebody opened it, a Home follows what changes."""

_LEASE = timedelta(minutes=1)
_LOOKED_BACK = timedelta(hours=1)
# What is read at one moment may miss a change that was made just before and written just after.
_OVERLAP = timedelta(seconds=5)

_CHANGED = """
    WITH plan AS (
        SELECT tenant, id, team, owners, changed_at FROM plans WHERE changed_at > :since
        UNION SELECT p.tenant, p.id, p.team, p.owners, o.at FROM plan_proposals o
            JOIN plans p ON p.tenant = o.tenant AND p.id = o."plan" WHERE o.at > :since
    ), asked AS (
        SELECT tenant, id, team, channel, facilitators, changed_at
        FROM sessions WHERE changed_at > :since
    ), moved AS (
        SELECT tenant, team, joined_at AS at FROM members WHERE joined_at > :since
        UNION SELECT tenant, team, left_at FROM members WHERE left_at > :since
    ), of_team (tenant, team, at) AS (
        SELECT tenant, team, changed_at FROM plan WHERE team IS NOT NULL
        UNION SELECT tenant, team, changed_at FROM asked WHERE team IS NOT NULL
        UNION SELECT tenant, team, at FROM moved
    ), whose (tenant, person, at) AS (
        SELECT o.tenant, coalesce(m.person, m.sponsor), o.at FROM of_team o
            JOIN members m ON m.tenant = o.tenant AND m.team = o.team
            WHERE m.left_at IS NULL OR m.left_at > :since
        UNION SELECT o.tenant, c.person, o.at FROM of_team o
            JOIN team_coordinators c ON c.tenant = o.tenant AND c.team = o.team
        UNION SELECT o.tenant, c.person, o.at FROM of_team o
            JOIN coordinators c ON c.tenant = o.tenant
        UNION SELECT a.tenant, c.person, a.changed_at FROM asked a
            JOIN coordinators c ON c.tenant = a.tenant WHERE a.channel IS NOT NULL
        UNION SELECT p.tenant, owner.value, p.changed_at FROM plan p, json_each(p.owners) owner
        UNION SELECT p.tenant, json_extract(t.owner, '$.person'), p.changed_at FROM plan p
            JOIN tasks t ON t.tenant = p.tenant AND t."plan" = p.id WHERE t.owner IS NOT NULL
        UNION SELECT p.tenant, helping.value, p.changed_at FROM plan p
            JOIN tasks t ON t.tenant = p.tenant AND t."plan" = p.id, json_each(t.support) helping
        UNION SELECT a.tenant, f.value, a.changed_at FROM asked a, json_each(a.facilitators) f
        UNION SELECT a.tenant, i.person, a.changed_at FROM asked a
            JOIN identities i ON i.tenant = a.tenant AND i.session = a.id
    )
    SELECT h.tenant, h.person, h.shown_at FROM whose w
    JOIN homes h ON h.tenant = w.tenant AND h.person = w.person
    WHERE h.opened_at > :followed AND h.due_at IS NULL
    GROUP BY h.tenant, h.person HAVING max(w.at) > h.looks_from
"""


@dataclass(frozen=True)
class Turned:
    """From which row on a Home shows tasks, teams and plans; all at their beginning at first."""

    tasks: int = 0
    teams: int = 0
    plans: int = 0


@dataclass(frozen=True)
class Home:
    """A Home tab as it was last drawn.

    ``hash`` is Slack's word for what stands there, ``digest`` ours; both None before it was drawn.
    ``may_name`` tells whether the person may name coordinators, None where Slack did not say.
    """

    tenant: str
    person: str
    turned: Turned = field(default_factory=Turned)
    may_name: bool | None = None
    hash: str | None = None
    digest: str | None = None
    due_at: str | None = None
    opened_at: str = ""

    def is_followed(self, now: datetime) -> bool:
        """Tell whether it was opened lately."""
        return self.opened_at > timestamp(now - FOLLOWED)


def find(db: Database, tenant: str, person: str) -> Home | None:
    """Return somebody's Home, None where they never opened it."""
    rows = db.query("SELECT * FROM homes WHERE tenant = ? AND person = ?", [tenant, person])
    return next((_home(row) for row in rows), None)


def opened(db: Database, tenant: str, person: str, may_name: bool | None, now: datetime) -> Home:
    """Note that somebody opens their Home: it shows everything from its beginning again."""
    db.execute(
        "INSERT INTO homes (tenant, person, opened_at, shown_at, looks_from, page, may_name)"
        " VALUES (?, ?, ?, '', '', '{}', ?)"
        " ON CONFLICT (tenant, person) DO UPDATE"
        " SET opened_at = excluded.opened_at, page = '{}', may_name = excluded.may_name",
        [tenant, person, timestamp(now), may_name],
    )
    found = find(db, tenant, person)
    assert found is not None  # noqa: S101
    return found


def turn(db: Database, tenant: str, person: str, turned: Turned) -> None:
    """Let somebody's Home show other rows."""
    db.execute(
        "UPDATE homes SET page = ? WHERE tenant = ? AND person = ?",
        [json.dumps(asdict(turned)), tenant, person],
    )


def drawn(db: Database, home: Home, *, read_at: datetime, now: datetime) -> None:
    """Note what a Home shows now, with everything that had happened by ``read_at``.

    What made it due is done with; what has made it due since is not.
    """
    db.execute(
        "UPDATE homes SET shown_at = ?, looks_from = ?, hash = ?, digest = ?,"
        " due_at = CASE WHEN due_at IS ? THEN NULL ELSE due_at END"
        " WHERE tenant = ? AND person = ?",
        [
            *(timestamp(now), timestamp(read_at - _OVERLAP), home.hash, home.digest),
            *(home.due_at, home.tenant, home.person),
        ],
    )


def mark_changed(db: Database, now: datetime) -> int:
    """Make those Homes due that show less than there is to show; return how many."""
    given = {
        "since": timestamp(now - _LOOKED_BACK),
        "followed": timestamp(now - FOLLOWED),
    }
    stale = db.execute(_CHANGED, given).fetchall()
    for tenant, person, shown_at in stale:
        after = datetime.fromisoformat(shown_at) + GAP if shown_at else now
        db.execute(
            "UPDATE homes SET due_at = ? WHERE tenant = ? AND person = ?",
            [timestamp(max(after, now)), tenant, person],
        )
    return len(stale)


def has_changes(db: Database, now: datetime) -> bool:
    """Tell whether there is anything to mark or to draw, without writing."""
    given = {
        "since": timestamp(now - _LOOKED_BACK),
        "followed": timestamp(now - FOLLOWED),
    }
    due = db.execute("SELECT 1 FROM homes WHERE due_at <= ? LIMIT 1", [timestamp(now)])
    return due.fetchone() is not None or db.execute(_CHANGED, given).fetchone() is not None


def claim_one(db: Database, now: datetime) -> Home | None:
    """Return the due Home that was opened last and keep others from drawing it; None if none.

    A workspace in which one was drawn a moment ago waits its turn.
    """
    at = timestamp(now)
    found = db.execute(
        "SELECT h.tenant, h.person FROM homes h WHERE h.due_at <= ?"
        " AND NOT EXISTS (SELECT 1 FROM homes o WHERE o.tenant = h.tenant AND o.shown_at > ?)"
        " ORDER BY h.opened_at DESC LIMIT 1",
        [at, timestamp(now - PACE)],
    ).fetchone()
    if found is None:
        return None
    tenant, person = found
    db.execute(
        "UPDATE homes SET due_at = ? WHERE tenant = ? AND person = ?",
        [timestamp(now + _LEASE), tenant, person],
    )
    return find(db, tenant, person)


def later(db: Database, tenant: str, person: str, until: datetime) -> None:
    """Draw a Home at ``until``, and no other of its workspace before: Slack asks for patience."""
    at = timestamp(until)
    db.execute("UPDATE homes SET due_at = ? WHERE tenant = ? AND due_at < ?", [at, tenant, at])
    db.execute("UPDATE homes SET due_at = ? WHERE tenant = ? AND person = ?", [at, tenant, person])


def give_up(db: Database, tenant: str, person: str) -> None:
    """Draw a Home no more until it is opened: Slack does not take it."""
    db.execute(
        "UPDATE homes SET due_at = NULL, opened_at = '' WHERE tenant = ? AND person = ?",
        [tenant, person],
    )


def _home(row: dict[str, Any]) -> Home:
    may_name = row["may_name"]
    return Home(
        tenant=row["tenant"],
        person=row["person"],
        turned=Turned(**json.loads(row["page"])),
        may_name=None if may_name is None else bool(may_name),
        hash=row["hash"],
        digest=row["digest"],
        due_at=row["due_at"],
        opened_at=row["opened_at"],
    )

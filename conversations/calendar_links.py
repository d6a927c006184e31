"""Private links to a plan's calendar, which a phone fetches by itself and without a password.

Whoever has the secret in a link (its token) sees the calendar: it is drawn from 256 random bits,
given out once and stored as a digest only. A link belongs to one person and can be taken back.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from conversations.database import timestamp

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class CalendarLink:
    """Whose link it is, and to which plan's calendar."""

    tenant: str
    plan: str
    person: str


def make(db: Database, link: CalendarLink, *, now: datetime) -> str:
    """Return the token of a new link; those that the person has already go on working."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.execute(
        "INSERT INTO calendar_links (tenant, plan, person, digest, at) VALUES (?, ?, ?, ?, ?)",
        [link.tenant, link.plan, link.person, _digest(token), timestamp(now)],
    )
    return token


def renew(db: Database, link: CalendarLink, *, now: datetime) -> str:
    """Return the token of a new link in place of all that the person has to this calendar."""
    revoke(db, link, now=now)
    return make(db, link, now=now)


def revoke(db: Database, link: CalendarLink, *, now: datetime) -> int:
    """Let the person's links to this calendar work no longer; return how many did until now."""
    revoked = db.execute(
        "UPDATE calendar_links SET revoked_at = ?"
        " WHERE tenant = ? AND plan = ? AND person = ? AND revoked_at IS NULL",
        [timestamp(now), link.tenant, link.plan, link.person],
    )
    return int(revoked.rowcount)


def has(db: Database, link: CalendarLink) -> bool:
    """Tell whether the person has a link to this calendar that works."""
    found = db.execute(
        "SELECT 1 FROM calendar_links"
        " WHERE tenant = ? AND plan = ? AND person = ? AND revoked_at IS NULL",
        [link.tenant, link.plan, link.person],
    ).fetchone()
    return found is not None


def find(db: Database, token: str) -> CalendarLink | None:
    """Return whose link a token opens, None for one that is unknown or was taken back.

    Whether the person may still see the plan is for the caller to ask.
    """
    rows = db.query(
        "SELECT tenant, plan, person FROM calendar_links WHERE digest = ? AND revoked_at IS NULL",
        [_digest(token)],
    )
    return next((CalendarLink(**row) for row in rows), None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

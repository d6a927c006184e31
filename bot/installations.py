"""The workspaces that installed the app by OAuth: their tokens, who installed, pending consents.

Kept in the app's own SQLite file. A tenant has one row, replaced when somebody installs anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Installation
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.services import Clock
from conversations.database import Store, moment, timestamp

STATE_SECONDS = 600
_EARLY = timedelta(hours=2)

_migrations = Migrations("slack")


@_migrations(name="0001_installations")
def _installations(db: Database) -> None:
    for statement in (
        """CREATE TABLE installations (
            tenant TEXT PRIMARY KEY, enterprise_id TEXT, team_id TEXT, team_name TEXT,
            is_org_wide INTEGER NOT NULL, app_id TEXT, bot_id TEXT, bot_user_id TEXT, scopes TEXT,
            bot_token TEXT NOT NULL, refresh_token TEXT, expires_at TEXT, rotate_at TEXT,
            installed_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE installers (
            tenant TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (tenant, person)
        ) WITHOUT ROWID""",
        "CREATE TABLE oauth_states (state TEXT PRIMARY KEY, expires_at TEXT NOT NULL)",
    ):
        db.conn.execute(statement)


@dataclass(frozen=True)
class Installed:
    """A tenant's bot and its token. ``rotate_at`` is when a fresh token is to be fetched."""

    tenant: str
    enterprise_id: str | None
    team_id: str | None
    is_org_wide: bool
    bot_id: str | None
    bot_user_id: str | None
    scopes: tuple[str, ...]
    bot_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    rotate_at: datetime | None = None


def rotation_due(now: datetime, expires_at: datetime) -> datetime:
    """Return when to fetch the next token: two hours early, or half-way for a short-lived one."""
    return max(expires_at - _EARLY, now + (expires_at - now) / 2)


class Installations(InstallationStore):
    """Installations by tenant, shared by every process that opens the file."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep installations in ``store``; ``prepare`` makes the tables."""
        self._store, self._clock = store, clock

    def prepare(self) -> None:
        """Create the tables where they are missing."""
        with self._store.transaction() as db:
            _migrations.apply(db)

    def save(self, installation: Installation) -> None:
        """Keep what an install brought, in place of what the tenant had."""
        tenant = installation.enterprise_id if installation.is_enterprise_install else None
        tenant = tenant or installation.team_id or ""
        now, expires = self._clock(), installation.bot_token_expires_at
        ends = None if expires is None else datetime.fromtimestamp(expires, UTC)
        row = {
            "tenant": tenant,
            "enterprise_id": installation.enterprise_id,
            "team_id": installation.team_id,
            "team_name": installation.team_name or installation.enterprise_name,
            "is_org_wide": int(installation.is_enterprise_install),
            "app_id": installation.app_id,
            "bot_id": installation.bot_id,
            "bot_user_id": installation.bot_user_id,
            "scopes": ",".join(installation.bot_scopes or ()),
            "bot_token": installation.bot_token,
            "refresh_token": installation.bot_refresh_token,
            "expires_at": None if ends is None else timestamp(ends),
            "rotate_at": None if ends is None else timestamp(rotation_due(now, ends)),
            "installed_at": timestamp(now),
        }
        with self._store.transaction() as db:
            db.table("installations").upsert(row, pk="tenant")
            who = {"tenant": tenant, "person": installation.user_id, "at": timestamp(now)}
            db.table("installers").upsert(who, pk=("tenant", "person"))

    def get(self, tenant: str) -> Installed | None:
        """Return what ``tenant`` installed, None where it did not or took it back."""
        with self._store.reading() as db:
            return _read(db, tenant)

    def installers(self, tenant: str) -> frozenset[str]:
        """Return the user ids of those who installed the app."""
        with self._store.reading() as db:
            found = db.query("SELECT person FROM installers WHERE tenant = ?", [tenant])
            return frozenset(row["person"] for row in found)

    def remove(self, tenant: str, happened_at: int) -> bool:
        """Forget the tokens of ``tenant``; tell whether there were any.

        An event from before the present install, delivered late, removes nothing.
        """
        with self._store.transaction() as db:
            found = db.execute("SELECT installed_at FROM installations WHERE tenant = ?", [tenant])
            row = found.fetchone()
            if row is None or happened_at < int(moment(row[0]).timestamp()):
                return False
            db.conn.execute("DELETE FROM installations WHERE tenant = ?", [tenant])
            db.conn.execute("DELETE FROM installers WHERE tenant = ?", [tenant])
            return True

    def claim_rotation(self, installed: Installed, until: datetime) -> bool:
        """Take the fetching of the next token upon this caller, until then; False if taken.

        Where the caller dies or fails, the next one may try from ``until`` on.
        """
        with self._store.transaction() as db:
            claimed = db.conn.execute(
                "UPDATE installations SET rotate_at = ? "
                "WHERE tenant = ? AND bot_token = ? AND rotate_at <= ?",
                [timestamp(until), installed.tenant, installed.bot_token, timestamp(self._clock())],
            )
            return claimed.rowcount == 1

    def put_off_rotation(self, installed: Installed, until: datetime) -> None:
        """Let nobody fetch the next token before ``until``."""
        with self._store.transaction() as db:
            db.conn.execute(
                "UPDATE installations SET rotate_at = ? WHERE tenant = ? AND bot_token = ?",
                [timestamp(until), installed.tenant, installed.bot_token],
            )

    def rotated(
        self, installed: Installed, token: str, refresh: str | None, ends: datetime
    ) -> None:
        """Keep a fresh token, unless the tenant installed anew or left in the meantime."""
        due = rotation_due(self._clock(), ends)
        with self._store.transaction() as db:
            db.conn.execute(
                "UPDATE installations SET bot_token = ?, refresh_token = ?, expires_at = ?, "
                "rotate_at = ? WHERE tenant = ? AND bot_token = ?",
                [
                    token,
                    refresh or installed.refresh_token,
                    timestamp(ends),
                    timestamp(due),
                    installed.tenant,
                    installed.bot_token,
                ],
            )


class ConsentStates(OAuthStateStore):
    """The ``state`` values of consents under way: each good once, for ten minutes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep states in ``store``, beside the installations."""
        self._store, self._clock = store, clock

    def issue(self, *_: object, **__: object) -> str:
        """Return a new state, and forget those that ran out."""
        state, now = secrets.token_urlsafe(32), self._clock()
        ends = timestamp(now + timedelta(seconds=STATE_SECONDS))
        with self._store.transaction() as db:
            db.conn.execute("DELETE FROM oauth_states WHERE expires_at <= ?", [timestamp(now)])
            db.conn.execute("INSERT INTO oauth_states VALUES (?, ?)", [state, ends])
        return state

    def consume(self, state: str) -> bool:
        """Use a state up; tell whether it was good."""
        with self._store.transaction() as db:
            used = db.conn.execute(
                "DELETE FROM oauth_states WHERE state = ? AND expires_at > ?",
                [state, timestamp(self._clock())],
            )
            return used.rowcount == 1


def forget_installer(db: Database, person: str, tenant: str | None) -> int:
    """Forget that a person installed the app, in one tenant or in all; return where they had."""
    gone = db.execute(
        "DELETE FROM installers WHERE person = ? AND tenant = coalesce(?, tenant)", [person, tenant]
    )
    return int(gone.rowcount)


def _read(db: Database, tenant: str) -> Installed | None:
    row: Mapping[str, str] | None = next(
        db.query("SELECT * FROM installations WHERE tenant = ?", [tenant]), None
    )
    if row is None:
        return None
    return Installed(
        tenant=tenant,
        enterprise_id=row["enterprise_id"],
        team_id=row["team_id"],
        is_org_wide=bool(row["is_org_wide"]),
        bot_id=row["bot_id"],
        bot_user_id=row["bot_user_id"],
        scopes=tuple(filter(None, row["scopes"].split(","))),
        bot_token=row["bot_token"],
        refresh_token=row["refresh_token"],
        expires_at=moment(row["expires_at"]) if row["expires_at"] else None,
        rotate_at=moment(row["rotate_at"]) if row["rotate_at"] else None,
    )

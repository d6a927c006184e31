"""The SQLite file: one connection for each unit of work, one transaction for each change."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from conversations.migrations import migrations

_BUSY_SECONDS = 30.0


class Store:
    """Opens the database file at ``path``; several threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        """Name the file; ``prepare`` makes it."""
        self.path = path
        # SQLite lets waiting connections race; in a line, none of this process waits for long.
        self._writing = threading.Lock()

    def prepare(self) -> None:
        """Create the file where there is none and apply the migrations that it lacks."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # It holds tokens and people's words: for the user who runs the app alone.
        self.path.touch(mode=0o600)
        with self.reading() as db:
            # The file keeps this mode for everyone who opens it later.
            db.conn.execute("PRAGMA journal_mode = WAL")
        with self.transaction() as db:
            migrations.apply(db)

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """Yield a database for one change: committed at the end, or undone where it raised."""
        with self._writing, self.reading() as db:
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.conn.rollback()
                raise
            db.conn.commit()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Yield a database to read from."""
        connection = connect(self.path)
        try:
            yield Database(connection)
        finally:
            connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """Open the file as every part of the app does: durable commits, patient when busy."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def new_id() -> str:
    """Return an opaque id that tells nothing and never repeats."""
    return secrets.token_hex(8)


def timestamp(moment: datetime) -> str:
    """Return a moment as the database keeps it: UTC, to the microsecond, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(stored: str) -> datetime:
    """Return the aware moment that ``timestamp`` stored."""
    return datetime.fromisoformat(stored)

"""The SQLite file: one connection for each unit of work, one transaction for each change."""

from __future__ import annotations

import queue
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from conversations.migrations import migrations

_BUSY_SECONDS = 30.0


class Store:
    """Opens the database file at ``path``; several threads and processes may share it.

    Each unit of work has a connection to itself; up to ``keep`` are left open for the next ones,
    until ``close``.
    """

    def __init__(self, path: Path, *, keep: int = 0) -> None:
        """Name the file; ``prepare`` makes it."""
        self.path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue(keep)
        self._keep = keep
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
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = connect(self.path)
        try:
            yield Database(connection)
        except BaseException:
            # A statement that was cut short may still hold what it read.
            connection.close()
            raise
        self._give_back(connection)

    def close(self) -> None:
        """Close the connections that were left open."""
        self._keep = 0
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._keep:
            try:
                self._idle.put_nowait(connection)
            except queue.Full:
                connection.close()
        else:
            connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """Open the file as every part of the app does: durable commits, patient when busy."""
    # One thread at a time has it, but not always the same one.
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def new_id() -> str:
    """Return an opaque id that tells nothing and never repeats."""
    return secrets.token_hex(8)


def timestamp(moment: datetime) -> str:
    """Return a moment as the database keeps it: UTC, to the microsecond, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def timestamp_after(stored: str | None, now: datetime) -> str:
    """Return ``now`` as the database keeps it, or what comes right after a moment stored before.

    Who waits for their turn to write may have looked at the clock before whoever wrote last.
    """
    if stored is None:
        return timestamp(now)
    return timestamp(max(now, moment(stored) + timedelta(microseconds=1)))


def moment(stored: str) -> datetime:
    """Return the aware moment that ``timestamp`` stored."""
    return datetime.fromisoformat(stored)

"""What the bot remembers of a conversation: its last answer, who spoke last, and to stay quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from conversations.database import moment, timestamp

_REMEMBERED_AT_TOP_LEVEL = timedelta(hours=4)


@dataclass(frozen=True)
class Place:
    """Where a conversation goes on.

    ``thread`` is the ``ts`` of a thread's first message; empty for the top level of a person's
    direct messages; ``/`` and their id for what a person asks by command.
    """

    tenant: str
    channel: str
    thread: str

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, whose beginning stays in sight."""
        return bool(self.thread) and not self.thread.startswith("/")

    @property
    def key(self) -> list[str]:
        """The columns that name it."""
        return [self.tenant, self.channel, self.thread]


@dataclass(frozen=True)
class Thread:
    """What is remembered: ``context`` as text, whether the bot is to stay quiet, who spoke last.

    ``last_speaker`` is None where it was the bot.
    """

    context: str
    quiet: bool
    last_speaker: str | None


def find(db: Database, place: Place, now: datetime) -> Thread | None:
    """Return what is remembered of a thread; None where the bot has not answered in it.

    Outside threads a conversation is forgotten after some hours: a new morning, a new topic.
    """
    rows = db.query(
        "SELECT * FROM threads WHERE tenant = ? AND channel = ? AND thread_ts = ?",
        place.key,
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    fresh = moment(row["updated_at"]) + _REMEMBERED_AT_TOP_LEVEL > now
    if not fresh and not place.is_thread:
        return None
    return Thread(row["context"], bool(row["quiet"]), row["last_speaker"])


def remember(db: Database, place: Place, context: str, now: datetime) -> None:
    """Remember a thread's last answer, which the bot has just given."""
    db.execute(
        "INSERT INTO threads (tenant, channel, thread_ts, context, updated_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, channel, thread_ts) DO UPDATE SET"
        " context = excluded.context, last_speaker = NULL, updated_at = excluded.updated_at",
        [*place.key, context, timestamp(now)],
    )


def note_speaker(db: Database, place: Place, person: str) -> None:
    """Note that a person wrote in a thread that the bot knows."""
    db.execute(
        "UPDATE threads SET last_speaker = ? WHERE tenant = ? AND channel = ? AND thread_ts = ?",
        [person, *place.key],
    )


def set_quiet(db: Database, place: Place) -> None:
    """Let the bot stay quiet in a thread unless it is mentioned."""
    db.execute(
        "UPDATE threads SET quiet = 1 WHERE tenant = ? AND channel = ? AND thread_ts = ?",
        place.key,
    )

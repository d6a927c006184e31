"""What is to be looked at again when days or hours of school are no longer the same."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from conversations import outbox
from conversations.reminders import looks


def look_again(db: Database, tenant: str, now: datetime, person: str | None = None) -> None:
    """Let what waits for school hours be looked at anew: all of a workspace, or for one person."""
    outbox.look_again(db, tenant, now, person)
    # Who is concerned by a subject is not known beforehand, and to look once more is cheap.
    looks.forget_all(db, tenant)

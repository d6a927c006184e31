"""Draws reminders anew where they stand, once something was done about them."""

from __future__ import annotations

import logging

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.reminding import saying
from bot.services import Services
from conversations import outbox
from conversations.reminders.kinds import MEASURE_REMINDER, TASK_REMINDER
from conversations.reminders.threads import Reminded

log = logging.getLogger(__name__)


def draw_newest(services: Services, client: WebClient, about: Reminded) -> None:
    """Draw the newest reminder that a person has of something."""
    with services.store.reading() as db:
        found = db.execute(
            "SELECT id FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
            " AND kind IN (?, ?) AND recipient = ? AND state = 'sent'"
            " ORDER BY settled_at DESC LIMIT 1",
            [
                *(about.tenant, about.subject_type, about.subject_id),
                *(TASK_REMINDER, MEASURE_REMINDER, about.person),
            ],
        ).fetchone()
        row = outbox.read(db, about.tenant, found[0]) if found else None
    if row:
        draw(services, client, row)


def row_at(db: Database, tenant: str, channel: str, ts: str) -> outbox.Row | None:
    """Return the reminder that stands somewhere, None where another message does."""
    found = db.execute(
        "SELECT id, kind FROM outbox WHERE tenant = ? AND channel = ? AND ts = ?",
        [tenant, channel, ts],
    ).fetchone()
    if found is None or not saying.is_ours(found[1]):
        return None
    return outbox.read(db, tenant, found[0])


def draw(services: Services, client: WebClient, row: outbox.Row) -> None:
    """Draw a reminder as things stand; nothing depends on it."""
    message = saying.said(services, row, again=True)
    if message is None:
        return
    try:
        delivery.call(client, "chat.update", channel=row.channel, ts=row.ts, **message)
    except (TryLater, Undeliverable) as failed:
        # Whoever still sees the buttons is told when they use one.
        log.info("A reminder stays as it is", extra={"reason": failed.reason})

"""What goes on by itself in reminders: every minute, what is to be said now is queued."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo

from bot.services import Services
from conversations.calendar import Calendar
from conversations.reminders.sweep import sweep

log = logging.getLogger(__name__)

_SECONDS = 60.0


def run(services: Services, stop: threading.Event) -> None:
    """Go on until ``stop`` is set; for a thread of its own."""
    while True:
        try:
            go_on(services)
        except Exception:
            log.exception("Reminders cannot be worked on")
        if stop.wait(_SECONDS):
            return


def go_on(services: Services) -> int:
    """Queue what is to be said now; return how much that is."""
    base, now = Calendar(ZoneInfo(services.settings.timezone)), services.clock()

    def kept_to(tenant: str, subject: str) -> AbstractContextManager[None]:
        return services.troubles.kept_to(tenant, subject, now)

    # In the practice workspace nobody has to wait for the morning.
    any_hour = not services.settings.quiet_hours
    return sweep(services.store, now, base, any_hour=any_hour, kept_to=kept_to)

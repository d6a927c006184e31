"""What is kept for some time only is deleted by itself, a little at a time."""

from __future__ import annotations

import logging
import threading

from bot.services import Services
from conversations import calendar_drafts, retention

log = logging.getLogger(__name__)

_EVERY_SECONDS = 3600.0


def run(services: Services, stop: threading.Event) -> None:
    """Go on until ``stop`` is set; for a thread of its own."""
    while not stop.is_set():
        try:
            clean_up(services, stop)
        except Exception:
            log.exception("What was kept long enough cannot be deleted")
        stop.wait(_EVERY_SECONDS)


def clean_up(services: Services, stop: threading.Event | None = None) -> None:
    """Delete what was kept long enough, in changes so small that nobody waits for them."""
    now = services.clock()
    with services.store.reading() as db:
        tenants = retention.workspaces(db)
    for tenant in tenants:
        deleted = 1
        while deleted and not (stop and stop.is_set()):
            with services.store.transaction() as db:
                deleted = retention.clean_up(db, tenant, now)
    with services.store.transaction() as db:
        calendar_drafts.forget_old(db, now)

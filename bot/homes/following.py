"""Homes that show less than there is to show are drawn anew, beside everything else.

One at a time and each after those who wait for an acknowledgement, so that a busy morning asks
little of Slack: who opened theirs last goes first.
"""

from __future__ import annotations

import logging
import threading

from bot.homes.drawing import publish
from bot.services import Services
from bot.who import Who
from bot.worker import ClientFor
from conversations.homes import kept

log = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0
_PATIENCE_SECONDS = 1.0


def run(services: Services, client_for: ClientFor, stop: threading.Event) -> None:
    """Follow what changes until ``stop`` is set; for a thread of its own."""
    while not stop.wait(_IDLE_SECONDS):
        try:
            follow(services, client_for)
        except Exception:
            log.exception("Home tabs cannot be worked on")


def follow(services: Services, client_for: ClientFor) -> None:
    """Draw anew what shows less than there is; trouble with one Home keeps no other from it."""
    now = services.clock()
    with services.store.reading() as db:
        if not kept.has_changes(db, now):
            return
    with services.store.transaction() as db:
        kept.mark_changed(db, now)
    while True:
        services.urgency.let_pass(_PATIENCE_SECONDS)
        with services.store.transaction() as db:
            home = kept.claim_one(db, services.clock())
        if home is None:
            return
        with services.troubles.kept_to(home.tenant, home.person, now):
            client = client_for(home.tenant)
            if client is not None:
                viewer = Who(home.tenant, home.person)
                publish(services, client, viewer, home, unless_same=True)

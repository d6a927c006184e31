"""What goes on by itself in self-assessments: closing in time, following teams, redrawing cards."""

from __future__ import annotations

import logging
import threading

from slack_sdk import WebClient

from bot import live_cards
from bot.services import Services
from bot.worker import ClientFor
from conversations.assessment import following, service

log = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0


def run(services: Services, client_for: ClientFor, stop: threading.Event) -> None:
    """Go on until ``stop`` is set; for a thread of its own."""
    while not stop.wait(_IDLE_SECONDS):
        try:
            go_on(services, client_for)
        except Exception:
            log.exception("Self-assessments cannot be worked on")


def go_on(services: Services, client_for: ClientFor) -> None:
    """Do what is due now; trouble with one session keeps no other from it."""
    now = services.clock()
    with services.store.reading() as db:
        due = service.due_to_close(db, now)
    for tenant, session_id in due:
        with services.troubles.kept_to(tenant, session_id, now), services.store.transaction() as db:
            service.close_in_time(db, tenant, session_id, now)
    with services.store.reading() as db:
        moved = following.moved(db)
    for tenant, session_id in moved:
        with services.troubles.kept_to(tenant, session_id, now), services.store.transaction() as db:
            following.follow_team(db, tenant, session_id, now)
    with services.store.transaction() as db:
        service.count_down(db, now)
    live_cards.draw_stale(services, client_for, service.WATCHED)


def draw_now(services: Services, client: WebClient, tenant: str, session_id: str) -> None:
    """Draw the cards of a session anew at once, for whoever has just changed it."""
    live_cards.draw_now(services, client, service.WATCHED, tenant, session_id)

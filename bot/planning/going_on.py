"""What goes on by itself in plans: their cards follow what changes."""

from __future__ import annotations

import logging
import threading

from slack_sdk import WebClient

from bot import live_cards
from bot.services import Services
from bot.worker import ClientFor
from conversations.planning import service

log = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0


def run(services: Services, client_for: ClientFor, stop: threading.Event) -> None:
    """Go on until ``stop`` is set; for a thread of its own."""
    while not stop.wait(_IDLE_SECONDS):
        try:
            go_on(services, client_for)
        except Exception:
            log.exception("Plans cannot be worked on")


def go_on(services: Services, client_for: ClientFor) -> None:
    """Draw what has changed."""
    live_cards.draw_stale(services, client_for, service.WATCHED)


def draw_now(services: Services, client: WebClient, tenant: str, plan_id: str) -> None:
    """Draw the cards of a plan anew at once, for whoever has just changed it."""
    live_cards.draw_now(services, client, service.WATCHED, tenant, plan_id)

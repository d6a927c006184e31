"""What goes on by itself in self-assessments: closing in time, following teams, redrawing cards."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from slack_sdk import WebClient

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.renderers import renderers
from bot.services import Services
from bot.worker import ClientFor
from conversations.assessment import following, redraws, service

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
    while True:
        with services.store.transaction() as db:
            stale = redraws.claim_one(db, now)
        if stale is None:
            return
        with services.troubles.kept_to(stale.row.tenant, stale.row.subject_id, now):
            client = client_for(stale.row.tenant)
            if client is not None:
                _draw(services, client, stale)


def draw_now(services: Services, client: WebClient, tenant: str, session_id: str) -> None:
    """Draw the cards of a session anew at once, for whoever has just changed it."""
    with services.store.reading() as db:
        cards = redraws.of_session(db, tenant, session_id)
    for card in cards:
        _draw(services, client, card)


def _draw(services: Services, client: WebClient, stale: redraws.Stale) -> None:
    row, now = stale.row, services.clock()
    until = None
    try:
        message = renderers(services)[row.kind](row)
        if message is not None:
            shown = {name: value for name, value in message.items() if name != "thread_ts"}
            delivery.call(client, "chat.update", channel=row.channel, ts=row.ts, **shown)
    except TryLater as later:
        until = now + timedelta(seconds=max(later.seconds, 1))
    except Undeliverable as refused:
        log.info("A card cannot be drawn any more", extra={"reason": refused.reason})
    with services.store.transaction() as db:
        if until:
            redraws.later(db, row, until)
        else:
            redraws.drawn(db, row, stale.changed_at, now)

"""Cards that a team looks at together, drawn anew when what they show has changed."""

from __future__ import annotations

import logging
from datetime import timedelta

from slack_sdk import WebClient

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.renderers import renderers
from bot.services import Services
from bot.worker import ClientFor
from conversations import redraws
from conversations.redraws import Stale, Watched

log = logging.getLogger(__name__)


def draw_stale(services: Services, client_for: ClientFor, watched: Watched) -> None:
    """Draw every card that has waited long enough; trouble with one keeps no other from it."""
    now = services.clock()
    while True:
        with services.store.transaction() as db:
            stale = redraws.claim_one(db, watched, now)
        if stale is None:
            return
        with services.troubles.kept_to(stale.row.tenant, stale.row.subject_id, now):
            client = client_for(stale.row.tenant)
            if client is not None:
                _draw(services, client, stale)


def draw_now(
    services: Services, client: WebClient, watched: Watched, tenant: str, subject_id: str
) -> None:
    """Draw the cards about a subject anew at once, for whoever has just changed it."""
    with services.store.reading() as db:
        cards = redraws.about(db, watched, tenant, subject_id)
    for card in cards:
        _draw(services, client, card)


def _draw(services: Services, client: WebClient, stale: Stale) -> None:
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

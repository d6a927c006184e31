"""What leaves by itself, by kind: how it is said, and what is kept once it has arrived."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from bot.assessing import agreeing, facilitating, walks
from bot.blocks import passing, rosters
from bot.planning import cards
from bot.reminding import saying
from bot.services import Services
from bot.worker import Arrival, Renderer
from conversations import outbox
from conversations.assessment import identities, service


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how each kind is said; what it says is looked up when it leaves."""
    return {
        passing.KIND: lambda row: passing.passed_question(row.payload),
        rosters.NAMED: lambda row: rosters.coordinator_named(row.payload),
        **agreeing.renderers(services),
        **walks.renderers(services),
        **facilitating.renderers(services),
        **cards.renderers(services),
        **saying.renderers(services),
    }


def _place_walk(db: Database, row: outbox.Row, channel: str, ts: str) -> None:
    identities.place(db, row.tenant, row.occurrence, channel, ts, ts)


ARRIVALS: Mapping[str, Arrival] = {
    service.INVITATION: _place_walk,
    **cards.ARRIVALS,
    **saying.ARRIVALS,
}

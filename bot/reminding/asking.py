"""How readings are asked for, and how the walk of a self-assessment is reminded of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.invitation import nudge
from bot.blocks.reminding.measure_card import latest, measure_card, measure_entry, read_card
from bot.blocks.text import Block
from bot.planning import looks
from bot.reminding import still
from bot.reminding.said import Kind, Said, Seen
from conversations.assessment import service
from conversations.errors import NotAllowed, NotFound


def _measure(seen: Seen) -> Said:
    found = still.asked_of(seen)
    if found is None:
        return None
    plan, measure, period = found
    shown = looks.shown(seen.services, seen.db, plan)
    if still.is_to_be_read(seen, plan, measure, period):
        return measure_card(shown, measure, period)
    reading = latest(shown, measure)
    return read_card(shown, measure, reading) if seen.again and reading else None


def _measure_entry(seen: Seen) -> Sequence[Block] | None:
    found = still.asked_of(seen)
    if found is None:
        return None
    plan, measure, period = found
    shown = looks.shown(seen.services, seen.db, plan)
    if still.is_to_be_read(seen, plan, measure, period):
        return measure_entry(shown, measure, period)
    reading = latest(shown, measure)
    return read_card(shown, measure, reading)["blocks"][:1] if seen.again and reading else None


def _closing(seen: Seen) -> Said:
    """Say how many cards are left, with the button that goes on with them."""
    participant = still.unfinished(seen)
    if participant is None:
        return None
    tenant, person, now = seen.item.tenant, seen.item.recipient, seen.services.clock()
    try:
        return nudge(service.look(seen.db, tenant, participant, by=person, now=now))
    except (NotAllowed, NotFound):
        return None


def _closing_entry(seen: Seen) -> Sequence[Block] | None:
    message = _closing(seen)
    return message["blocks"] if message else None


MEASURE = Kind(_measure, _measure_entry)
CLOSING = Kind(_closing, _closing_entry)

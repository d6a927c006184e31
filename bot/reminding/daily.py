"""A person's message of the day: all that is to be said that morning, as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.blocks.reminding.entries import daily_message
from bot.reminding.said import Kind, Said, Seen
from conversations.reminders import ledger


def message(seen: Seen, kinds: Mapping[str, Kind]) -> Said:
    """Return the message, None where none of it is to be said any more."""
    items = ledger.items_of(seen.db, seen.item.tenant, seen.row)
    found = (
        kinds[item.kind].entry(replace(seen, item=item)) for item in items if item.kind in kinds
    )
    entries = [list(entry) for entry in found if entry]
    return daily_message(entries) if entries else None

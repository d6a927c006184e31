"""What a message that reminds is made from, whether it leaves by itself or in a day's message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.blocks.text import Block
from bot.services import Services
from conversations import outbox
from conversations.reminders.ledger import Item

Said = Mapping[str, Any] | None


@dataclass(frozen=True)
class Seen:
    """Something to be said, as things stand.

    ``again`` where it was said and its message is drawn anew: it shows then what has become of it.
    ``row`` is the id of the message.
    """

    services: Services
    db: Database
    item: Item
    row: str
    again: bool = False


@dataclass(frozen=True)
class Kind:
    """How a kind is said: as a message of its own, and as an entry in a person's message of a day.

    Both return None where there is nothing to say (any more).
    """

    card: Callable[[Seen], Said]
    entry: Callable[[Seen], Sequence[Block] | None]


def item_of(row: outbox.Row) -> Item:
    """Return what a row of the outbox says."""
    return Item(
        row.tenant, row.subject_type, row.subject_id, row.recipient, row.kind, row.occurrence
    )

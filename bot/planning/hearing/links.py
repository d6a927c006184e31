"""Drivers and change ideas that are typed: one or several in a message."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.blocks.planning import placing
from bot.blocks.planning.drivers import unanswered
from bot.blocks.planning.placing import Sort
from bot.blocks.planning.shown import Shown
from bot.planning.hearing.typed import Heard, Typed
from conversations.errors import Refused
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.service import Taken

_NOTHING = {
    "driver": "Please say what has to change, in a few words.",
    "idea": "Please say what you could try, in a few words.",
}
_NOWHERE = {
    "driver": "A driver answers a cause, and no cause is collected yet.",
    "idea": "A change idea belongs to a driver, and there is none yet. Please say a driver first.",
}
_TOO_MUCH = "That is a lot at once. Please send it in two messages."


def add_drivers(typed: Typed, words: str) -> Heard:
    """Return drivers for the only cause that waits for one, or ask which they answer.

    Raises Refused.
    """
    return _add(typed, "driver", words)


def add_ideas(typed: Typed, words: str) -> Heard:
    """Return change ideas for the only driver, or ask under which they go. Raises Refused."""
    return _add(typed, "idea", words)


def _add(typed: Typed, sort: Sort, words: str) -> Heard:
    plan, words = typed.plan, words.strip()
    found = list(placing.places(plan, sort))
    if not found:
        raise Refused(_NOWHERE[sort])
    key = typed.new_id()
    waiting = [cause.id for cause in unanswered(plan)] if sort == "driver" else []
    place = found[0] if len(found) == 1 or len(waiting) == 1 else ""
    added = placing.added(sort, words, key, place)
    if not added:
        raise Refused(_NOTHING[sort])
    if place:
        return Heard(tuple(added), partial(_kept, added))
    if not placing.fits(plan, sort, words, key):
        raise Refused(_TOO_MUCH)
    return Heard((), partial(_where, sort, words, key))


def _kept(added: list[DriverAdded | IdeaAdded], shown: Shown, taken: Taken) -> dict[str, Any]:
    return placing.kept_message(shown.plan, added)


def _where(sort: Sort, words: str, key: str, shown: Shown, taken: Taken) -> dict[str, Any]:
    return placing.where_message(shown.plan, sort, words, key)

"""A problem that is typed."""

from __future__ import annotations

from typing import Any

from bot.blocks.notes import note
from bot.blocks.planning.shown import Shown
from bot.blocks.text import escape
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.exploring import Framed
from conversations.planning.service import Taken


def read(typed: Typed) -> Heard | None:
    """Return the problem that somebody tells the bot; colleagues talk to each other unnoticed."""
    if not typed.named:
        return None
    return Heard((Framed(typed.words),), _reply)


def _reply(shown: Shown, taken: Taken) -> dict[str, Any]:
    problem = "\n>".join(escape(shown.plan.problem).splitlines())
    return note(f"*The problem, as you say it:*\n>{problem}")

"""A theory of action that is typed."""

from __future__ import annotations

from typing import Any

from bot.blocks.notes import note
from bot.blocks.planning.shown import Shown
from bot.blocks.text import escape
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.developing import TheoryWritten
from conversations.planning.service import Taken


def write_theory(typed: Typed, words: str) -> Heard:
    """Return the theory of action in ``words``."""
    return Heard((TheoryWritten(words),), _reply)


def _reply(shown: Shown, taken: Taken) -> dict[str, Any]:
    theory = "\n>".join(escape(shown.plan.theory).splitlines())
    return note(f"*Your theory of action, as you say it:*\n>{theory}")

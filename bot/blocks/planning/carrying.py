"""Typed words in the values of buttons, while it is asked what they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot import limits
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, context
from conversations.planning.model import LONGEST_WORDS, Plan

_CUT = "That is long: I can keep its beginning here. All of it still stands above."
_STEP = 100


def carrying(plan: Plan, words: str, **more: object) -> str:
    """Return what a button carries besides typed words, and as much of them as it has room for."""
    longest = LONGEST_WORDS
    while len(kept := value(plan, **more, w=words[:longest])) > limits.BUTTON_VALUE:
        longest -= _STEP
    return kept


def told_if_cut(words: str, values: Iterable[str]) -> list[Block]:
    """Return the line that says so where buttons do not carry all of the words."""
    whole = all(json.loads(kept)["w"] == words for kept in values)
    return [] if whole else [context(_CUT)]

"""A measure that is typed to the bot: it is asked which sort it is."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.labels import SORTS
from bot.blocks.planning.measure_form import ADD
from bot.blocks.planning.shown import value
from bot.blocks.text import actions, button, escape, section
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.model import LONGEST_LINE, Plan


def read(typed: Typed) -> Heard | None:
    """Return the question which sort of measure it is; colleagues talk to each other unnoticed."""
    if not typed.named:
        return None
    return Heard((), lambda shown, taken: _which_sort(shown.plan, typed.words))


def _which_sort(plan: Plan, words: str) -> dict[str, Any]:
    said = "Shall I make this a measure? Then say which sort it is."
    what = " ".join(words.split())[:LONGEST_LINE]
    quoted = "\n>".join(escape(words).splitlines())
    sorts = "\n".join(f"•  {label}" for label in SORTS.values())
    buttons = [
        button(label.partition(":")[0], f"{ADD}_{sort}", value(plan, sort=sort, w=what))
        for sort, label in SORTS.items()
    ]
    return fitting.message(said, [section(f"{said}\n>{quoted}\n{sorts}"), actions(*buttons)])

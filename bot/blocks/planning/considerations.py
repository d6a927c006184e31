"""The stage of the other considerations: cost, schedule, professional learning, families."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning import forms
from bot.blocks.planning.labels import HEADINGS
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import button, context, escape, section, shorten
from conversations.planning.model import LONGEST_WORDS, Heading, Plan

EDIT, SAVE = "plan_considerations_edit", "plan_considerations_save"

_HINT = "Type here in the thread too, such as “Cost: two interpreters for six evenings”."
_ASK: Mapping[Heading, str] = {
    "cost": "Money, staff time, materials. Such as: two interpreters for six evenings, Title III.",
    "schedule": "Time in the day and the year. Such as: Tuesday common planning time, from "
    "January.",
    "learning": "What adults need to learn. Such as: one session on working with interpreters.",
    "families": "How families hear of it and have a say. Such as: ELPAC looks at the letter first.",
}


def considerations(shown: Shown) -> Body:
    """Return what the team has thought of, and what it may still think of."""
    plan = shown.plan
    said = plan.considerations
    blocks = [
        section(f"*{label}*\n{escape(shorten(said[heading], 1_500))}")
        for heading, label in HEADINGS.items()
        if heading in said
    ]
    open_ones = [label for heading, label in HEADINGS.items() if heading not in said]
    if said and open_ones:
        blocks.append(context(f"Nothing yet on: {', '.join(open_ones)}. That is fine too."))
    if not said:
        asked = (f"*{HEADINGS[heading]}.* {ask}" for heading, ask in _ASK.items())
        blocks = [section("\n".join(asked))]
    edit = button("Change" if said else "Write it down", EDIT, value(plan))
    thought = ", ".join(label for heading, label in HEADINGS.items() if heading in said)
    controls = [edit if said else {**edit, "style": "primary"}]
    return Body(blocks, controls, _HINT, said=thought)


def considerations_window(plan: Plan, number: str) -> dict[str, Any]:
    """Return the window with the four; ``number`` tells one window from another."""
    blocks = [
        forms.line(
            heading,
            label,
            plan.considerations.get(heading, ""),
            hint=_ASK[heading],
            optional=True,
            longest=LONGEST_WORDS,
        )
        for heading, label in HEADINGS.items()
    ]
    return fitting.modal(
        "What else to think of",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, n=number),
    )

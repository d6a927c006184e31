""" "Why is that?", asked up to five times in a row in one window."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning import cause_lines
from bot.blocks.planning.cause_forms import Kept
from bot.blocks.planning.cause_windows import MARK
from bot.blocks.planning.causes import ALL
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, button, escape, section
from conversations.planning import chain
from conversations.planning.model import DEEPEST_WHY, LONGEST_LINE, Plan

SAVE, ENOUGH = "plan_why_save", "plan_why_enough"

_HINT = "Say what lies behind it, not who. Such as: nobody is in charge of booking interpreters"
_DEEP = (
    f"You have asked why {DEEPEST_WHY} times, and that is enough. The last answer is close to a "
    "root cause."
)
_ENDED = "All of it is on the fishbone."


def why_window(plan: Plan, cause_id: str, kept: Kept) -> dict[str, Any]:
    """Return the window that asks why, under what was said so far."""
    said = cause_lines.above(plan, cause_id)
    last = len(said) >= DEEPEST_WHY
    typed: Block = {
        "type": "plain_text_input",
        "action_id": "text",
        "max_length": LONGEST_LINE,
        "focus_on_load": True,
    }
    enough = button("That is deep enough", ENOUGH, json.dumps({**kept, "id": cause_id}))
    blocks: list[Block] = [
        section(f"*{escape(plan.bones[said[0].bone])}*\n{cause_lines.told(said)}"),
        # Another id for each why, so that the answer to the one before is not left standing.
        input_block(
            f"why:{cause_id}", f"Why is that? ({len(said)} of {DEEPEST_WHY})", typed, hint=_HINT
        ),
        actions(enough),
    ]
    return fitting.modal(
        "Why is that?",
        blocks,
        submit="Save" if last else "Save, ask why again",
        close="Close",
        callback_id=SAVE,
        private_metadata=json.dumps({**kept, "id": cause_id}),
    )


def ended_window(plan: Plan, cause_id: str, viewer: str) -> dict[str, Any]:
    """Return how a line of whys ends, kindly."""
    said = cause_lines.above(plan, cause_id)
    kindly = _DEEP if chain.depth(plan, cause_id) >= DEEPEST_WHY else _ENDED
    controls = [button("All causes", ALL, value(plan))]
    if viewer not in plan.causes[cause_id].marks:
        mark = value(plan, id=cause_id, yes=True)
        controls.insert(0, button("The last is a root cause", MARK, mark))
    told = f"*{escape(plan.bones[said[0].bone])}*\n{cause_lines.told(said)}"
    return fitting.modal(
        "Why is that?",
        [section(told), section(kindly), actions(*controls)],
        close="Done",
        callback_id="plan_why_ended",
        private_metadata=value(plan),
    )

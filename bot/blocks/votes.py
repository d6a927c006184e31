"""The window that asks why an answer did not help."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.text import plain, section

_LONGEST = 500


def why_modal(callback_id: str, answer_id: str) -> dict[str, Any]:
    """Return the modal; an empty word is as welcome as a long one."""
    words = {
        "type": "plain_text_input",
        "action_id": "why",
        "multiline": True,
        "max_length": _LONGEST,
        "placeholder": plain("It was about another topic, it missed the point, …", 150),
    }
    blocks = [
        section("Thank you for telling me. Coordinators may read this, without your name."),
        {
            "type": "input",
            "block_id": "why",
            "optional": True,
            "label": plain("What was missing?", 100),
            "hint": plain("Please leave out anything about a student.", 150),
            "element": words,
        },
    ]
    return fitting.modal(
        "Not helpful",
        blocks,
        submit="Send",
        close="Skip",
        callback_id=callback_id,
        private_metadata=answer_id,
    )

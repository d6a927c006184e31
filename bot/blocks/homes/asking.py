"""Asking a question from App Home: a window, whose answer comes as a direct message."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.help import EXAMPLES, HOW
from bot.blocks.inputs import input_block
from bot.blocks.text import Block, actions, button, plain, section

ASK, ASKED = "home_ask", "home_asked"
LONGEST = 1_000
_BRIEFLY = (
    "*Ask me* about teaching and supporting English learners: here, in a direct message, or by "
    "mentioning me in a channel."
)


def asking_blocks(*, briefly: bool = False) -> list[Block]:
    """Return the part about asking; ``briefly`` for whoever has found their way here before."""
    asks = button("Ask a question", ASK, "ask")
    if briefly:
        return [section(_BRIEFLY, accessory=asks)]
    return [section(HOW), actions({**asks, "style": "primary"})]


def ask_window() -> dict[str, Any]:
    """Return the window."""
    typed: Block = {
        "type": "plain_text_input",
        "action_id": "question",
        "multiline": True,
        "max_length": LONGEST,
        "placeholder": plain(EXAMPLES[0], limits.PLACEHOLDER),
    }
    hint = "The answer comes as a direct message, and only you see it. Please name no student."
    return fitting.modal(
        "Ask the Blueprint",
        [input_block("question", "What would you like to know?", typed, hint=hint)],
        submit="Ask",
        close="Cancel",
        callback_id=ASKED,
    )


def asked_window() -> dict[str, Any]:
    """Return what is said once a question is on its way."""
    said = "Thank you. The answer comes to our direct messages: my *Messages* tab."
    return fitting.modal("Ask the Blueprint", [section(said)], close="Close")

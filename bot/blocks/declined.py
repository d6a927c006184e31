"""A question that the corpus does not answer: what it does cover nearby, and a way to a person."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.answer import Setting
from bot.blocks.text import Block, actions, button, confirm, context, escape, section, shorten
from retrieval.answer import NOT_COVERED, NotCovered

_NEAREST = 3


def declined_message(declined: NotCovered, answer_id: str, setting: Setting) -> dict[str, Any]:
    """Return the message for a question that is not covered, or that says too little."""
    said = " ".join(filter(None, (*declined.notes, declined.message, declined.instead)))
    blocks: list[Block] = []
    if setting.question:
        words = shorten(setting.question, limits.SECTION_FIELD // 4)
        asked = {"type": "plain_text", "text": f"“{words}”", "emoji": False}
        blocks.append({"type": "context", "elements": [asked]})
    blocks.append(section(escape(said)))
    if declined.blocks:
        blocks.append(section("*Nearest in the Blueprint*"))
        blocks.append(
            actions(
                *(
                    button(block["title"], f"ask_block_{place}", block["id"])
                    for place, block in enumerate(declined.blocks[:_NEAREST], start=1)
                ),
                block_id="nearest_blocks",
            )
        )
    elif declined.suggestions:
        blocks.append(context("For example: " + " · ".join(map(escape, declined.suggestions))))
    if declined.reason == NOT_COVERED:
        blocks.append(actions(_pass_on(answer_id), block_id="pass_on"))
    return fitting.message(escape(said), blocks)


def _pass_on(answer_id: str) -> Block:
    asks = confirm(
        "Pass it on?",
        "Your question and your name go to your coordinator. Please leave out anything about "
        "a student.",
        "Pass it on",
        "Keep it here",
    )
    return button("Ask our coordinator", "pass_question", answer_id, confirm=asks)

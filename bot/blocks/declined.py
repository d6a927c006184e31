"""A question that the corpus does not answer: what it does cover nearby, and a way to a person."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.answer import Setting
from bot.blocks.help import example_buttons, help_message
from bot.blocks.text import Block, actions, button, confirm, escape, section, shorten
from bot.hearing import small_talk
from retrieval.answer import NOT_COVERED, NotCovered
from retrieval.intents import ABOUT_ME, AFFIRMATION, GOODBYE, MISSED, THANKS

_NEAREST = 3
_OTHER_WORDS = "Other words may find more."

# Who says one of these wants no list of questions: a sentence back is enough.
_SENTENCE_IS_ENOUGH = frozenset((THANKS, GOODBYE, AFFIRMATION, MISSED))


def declined_message(declined: NotCovered, answer_id: str, setting: Setting) -> dict[str, Any]:
    """Return the message for a question that is not covered, or that says too little."""
    courtesy = small_talk(declined.question)
    if courtesy == ABOUT_ME:
        return help_message()
    instead = declined.instead or (_OTHER_WORDS if declined.reason == NOT_COVERED else None)
    said = " ".join(filter(None, (*declined.notes, declined.message, instead)))
    blocks: list[Block] = []
    if setting.question:
        words = shorten(setting.question, limits.SECTION_FIELD // 4)
        asked = {"type": "plain_text", "text": f"“{words}”", "emoji": False}
        blocks.append({"type": "context", "elements": [asked]})
    blocks.append(section(escape(said)))
    if declined.blocks:
        blocks.append(section("*The closest that I have*"))
        blocks.append(
            actions(
                *(
                    button(block["title"], f"ask_block_{place}", block["id"])
                    for place, block in enumerate(declined.blocks[:_NEAREST], start=1)
                ),
                block_id="nearest_blocks",
            )
        )
    elif courtesy not in _SENTENCE_IS_ENOUGH:
        blocks += example_buttons()
    if declined.reason == NOT_COVERED:
        blocks.append(section("*Or ask a person*"))
        blocks.append(actions(_pass_on(answer_id), block_id="pass_on"))
    return fitting.message(escape(said), blocks)


def _pass_on(answer_id: str) -> Block:
    asks = confirm(
        "Ask our coordinator?",
        "They get your question as you typed it, with your name. If there is anything about a "
        "student in it, please ask anew without that.",
        "Pass it on",
        "Not now",
    )
    return button("Ask our coordinator", "pass_question", answer_id, confirm=asks)

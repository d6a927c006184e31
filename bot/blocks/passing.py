"""A question that is passed on to a coordinator, because the Blueprint does not answer it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.text import Block, context, link, section, shorten

KIND = "passed_question"


def passed_question(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message to a coordinator: who asked what, and where.

    ``payload`` has ``person`` and ``question``; ``channel`` where others could read it too, and
    its ``link`` where Slack told it.
    """
    said = f"<@{payload['person']}> asked something that the Blueprint does not answer."
    words = shorten(str(payload["question"]), limits.SECTION_TEXT)
    quotation: Block = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": words}]}],
    }
    where = _where(payload)
    why = "You get this because you are a coordinator of this workspace."
    return fitting.message(said, [section(said), quotation, section(where), context(why)])


def _where(payload: Mapping[str, Any]) -> str:
    if payload.get("link"):
        return link(payload["link"], "Answer in the thread")
    if payload.get("channel"):
        return f"They asked in <#{payload['channel']}>."
    return "They asked in private, so please write to them directly."

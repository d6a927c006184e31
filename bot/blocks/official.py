"""The Department's own wording, as a quotation, in a window of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.text import Block, context, link, section

_MOST = 40
_NOT_HERE = (
    "The Department's own wording has not been brought in here yet, so I can only point to it. "
    "Whoever runs this app can do that with one command (`blueprint-bot content import`)."
)


def official_modal(
    items: Sequence[Mapping[str, Any]], wording: Mapping[str, str], sources: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the modal that quotes what the answer's items say in the Department's words."""
    blocks: list[Block] = []
    if not any(item["id"] in wording for item in items):
        blocks.append(section(_NOT_HERE))
    for number, item in enumerate(items[:_MOST], start=1):
        where = f"*[{number}]* {link(item['url'], item['locator'])}"
        blocks.append(section(where))
        if item["id"] in wording:
            blocks.append(_quotation(wording[item["id"]]))
    credit = (
        "Quoted from the Massachusetts Department of Elementary and Secondary Education (DESE). "
        f"{link(sources['dashboard'], 'Official pages')}"
    )
    blocks.append(context(credit if wording else link(sources["dashboard"], "Official pages")))
    return fitting.modal("Official wording", blocks, close="Close")


def _quotation(text: str) -> Block:
    quoted = text[: limits.SECTION_TEXT]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": quoted}]}],
    }

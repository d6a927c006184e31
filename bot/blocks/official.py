"""The Department's own wording, as a quotation, in a window of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.text import Block, context, link, section

_MOST = 40
_NOT_HERE = (
    "I cannot quote the Department's own wording here yet, but here is where it stands. Whoever "
    "runs this app can bring it in with `blueprint-bot content import`."
)
_QUOTED = "Quoted from the Massachusetts Department of Elementary and Secondary Education (DESE)."


def official_modal(
    items: Sequence[Mapping[str, Any]], wording: Mapping[str, str], sources: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the modal that quotes what the answer's items say in the Department's words."""
    quoted = any(item["id"] in wording for item in items)
    blocks = [context(_QUOTED) if quoted else section(_NOT_HERE)]
    for number, item in enumerate(items[:_MOST], start=1):
        where = f"*[{number}]* {link(item['url'], item['locator'])}"
        blocks.append(section(where))
        if item["id"] in wording:
            blocks.append(_quotation(wording[item["id"]]))
    blocks.append(context(link(sources["dashboard"], "Official pages")))
    return fitting.modal("Official wording", blocks, close="Close")


def _quotation(text: str) -> Block:
    quoted = text[: limits.SECTION_TEXT]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": quoted}]}],
    }

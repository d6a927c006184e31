"""The one place where messages are made to keep Slack's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks.text import Block, context, shorten

_ROOM = limits.MESSAGE_BLOCK_TEXT - 700
_CUT = "There is more than fits here. The official pages have all of it."


def message(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Return a message whose blocks fit; ``text`` is read out and shown in notifications."""
    return {
        "text": shorten(text, limits.MESSAGE_TEXT_COMFORTABLE - 500),
        "blocks": _within_room(list(blocks[: limits.MESSAGE_BLOCKS])),
    }


def modal(title: str, blocks: Sequence[Block], **more: Any) -> dict[str, Any]:
    """Return a modal whose parts fit; ``more`` may hold submit, close and what else a view has."""
    labels = {
        name: _label(more.pop(name), limit)
        for name, limit in (("submit", limits.VIEW_SUBMIT), ("close", limits.VIEW_CLOSE))
        if name in more
    }
    return {
        "type": "modal",
        "title": _label(title, limits.VIEW_TITLE),
        "blocks": list(blocks[: limits.VIEW_BLOCKS]),
        **labels,
        **more,
    }


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return a Home tab whose blocks fit."""
    return {"type": "home", "blocks": list(blocks[: limits.VIEW_BLOCKS])}


def text_length(value: Any) -> int:
    """Return how many characters of text blocks hold, addresses included, as Slack counts them."""
    return sum(len(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in ("text", "url", "value", "alt_text", "image_url"):
                    yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _within_room(blocks: list[Block]) -> list[Block]:
    """Take the last entries off the last lists until the text fits, and say so."""
    if text_length(blocks) <= _ROOM:
        return blocks
    blocks = [dict(block) for block in blocks]
    for block in reversed(blocks):
        if block["type"] != "rich_text":
            continue
        block["elements"] = [dict(part) for part in block["elements"]]
        for part in reversed(block["elements"]):
            while part["type"] == "rich_text_list" and len(part["elements"]) > 1:
                part["elements"] = part["elements"][:-1]
                if text_length(blocks) <= _ROOM - len(_CUT):
                    return [*blocks[: limits.MESSAGE_BLOCKS - 1], context(_CUT)]
    return blocks


def _label(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}

"""Strict checks of blocks and of what has to hold among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot import limits
from bot.sandbox.check_elements import (
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
    identifier,
    image,
    plain,
    text,
)
from bot.sandbox.check_rich_text import RICH_TEXT, TABLE, TABLE_SETTINGS
from bot.sandbox.check_shapes import (
    Check,
    Problems,
    all_of,
    array,
    by_type,
    flag,
    shape,
    string,
    url,
)

_id = {"block_id": identifier}
_context_text = text(limits.CONTEXT_TEXT)


def _in_context(value: Any, path: str, problems: Problems) -> None:
    is_image = isinstance(value, dict) and value.get("type") == "image"
    (image if is_image else _context_text)(value, path, problems)


def _has_words(value: Any, path: str, problems: Problems) -> None:
    if "text" not in value and "fields" not in value:
        problems.add(path, "missing required field: text or fields")


BLOCKS: dict[str, Check] = {
    "section": all_of(
        shape(
            {},
            _id
            | {
                "text": text(limits.SECTION_TEXT),
                "fields": array(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
                "accessory": element(IN_SECTION),
                "expand": flag,
            },
        ),
        _has_words,
    ),
    "header": shape({"text": plain(limits.HEADER_TEXT)}, _id),
    "divider": shape({}, _id),
    "context": shape({"elements": array(_in_context, limits.CONTEXT_ELEMENTS)}, _id),
    "actions": shape({"elements": array(element(IN_ACTIONS), limits.ACTIONS_ELEMENTS)}, _id),
    "image": shape(
        {"image_url": url(limits.IMAGE_URL), "alt_text": string(limits.ALT_TEXT, 1)},
        _id | {"title": plain(limits.IMAGE_TITLE)},
    ),
    "input": shape(
        {"label": plain(limits.INPUT_LABEL), "element": element(IN_INPUT)},
        _id
        | {
            "hint": plain(limits.INPUT_HINT),
            "optional": flag,
            "dispatch_action": flag,
        },
    ),
    "rich_text": shape(RICH_TEXT, _id),
    "table": shape(TABLE, _id | TABLE_SETTINGS),
    "context_actions": shape(
        {"elements": array(element(IN_CONTEXT_ACTIONS), limits.CONTEXT_ACTIONS_ELEMENTS)}, _id
    ),
    "markdown": shape({"text": string(limits.MARKDOWN_IN_ALL, 1)}, _id),
}
IN_MESSAGES = set(BLOCKS)
IN_VIEWS = IN_MESSAGES - {"context_actions", "markdown", "table"}


def check_blocks(
    blocks: Any, path: str, problems: Problems, *, allowed: set[str], most: int
) -> None:
    """Check a list of blocks, each by itself and all together."""
    array(by_type(BLOCKS, allowed), most, 0)(blocks, path, problems)
    if problems.messages:
        return
    _unique_block_ids(blocks, path, problems)
    for number, block in enumerate(blocks):
        _unique_action_ids(block, f"{path}/{number}", problems)
    if sum(block["type"] == "table" for block in blocks) > limits.TABLES_IN_A_MESSAGE:
        problems.add(path, "only_one_table_allowed")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > limits.MARKDOWN_IN_ALL:
        problems.add(path, f"markdown text must be less than {limits.MARKDOWN_IN_ALL + 1}")


def _unique_block_ids(blocks: list[Any], path: str, problems: Problems) -> None:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            problems.add(f"{path}/{number}/block_id", f"duplicate block_id: {block_id}")
        seen.add(block_id)


def _unique_action_ids(block: dict[str, Any], path: str, problems: Problems) -> None:
    if block["type"] not in ("actions", "context_actions"):
        return
    seen: set[str] = set()
    for number, one in enumerate(block["elements"]):
        action_id = one.get("action_id")
        if action_id and action_id in seen:
            problems.add(f"{path}/elements/{number}/action_id", f"duplicate action_id: {action_id}")
        seen.add(action_id)


def words(thing: Any) -> Iterator[str]:
    """All text that a list of blocks shows."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name in ("text", "alt_text", "fallback") and isinstance(value, str):
                yield value
            else:
                yield from words(value)
    elif isinstance(thing, list):
        for item in thing:
            yield from words(item)

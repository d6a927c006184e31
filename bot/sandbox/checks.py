"""Strict checks of whole messages and views, refusing what Slack refuses."""

from __future__ import annotations

import json
from typing import Any

from bot import limits
from bot.sandbox.check_blocks import IN_MESSAGES, IN_VIEWS, check_blocks, words
from bot.sandbox.check_elements import identifier, plain
from bot.sandbox.check_shapes import Check, Problems, by_type, flag, shape, string
from bot.sandbox.errors import SlackError


def check_message(text: str, blocks: Any) -> None:
    """Refuse a message that Slack would refuse."""
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    if blocks in (None, []):
        if not text.strip():
            raise SlackError("no_text")
        return
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = Problems()
    check_blocks(blocks, "/blocks", problems, allowed=IN_MESSAGES, most=limits.MESSAGE_BLOCKS)
    if problems.messages:
        raise SlackError("invalid_blocks", problems.messages)
    if sum(map(len, words(blocks))) > limits.MESSAGE_BLOCK_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_metadata(metadata: Any) -> None:
    """Refuse metadata of another shape than event_type and event_payload."""
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if set(metadata) != {"event_type", "event_payload"} or not isinstance(event_type, str):
        raise SlackError("invalid_metadata_schema")
    if not event_type or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")


def _blocks(value: Any, path: str, problems: Problems) -> None:
    check_blocks(value, path, problems, allowed=IN_VIEWS, most=limits.VIEW_BLOCKS)


_shared: dict[str, Check] = {
    "private_metadata": string(limits.VIEW_PRIVATE_METADATA),
    "callback_id": identifier,
    "external_id": identifier,
}
_modal = shape(
    {"title": plain(limits.VIEW_TITLE), "blocks": _blocks},
    _shared
    | {
        "submit": plain(limits.VIEW_SUBMIT),
        "close": plain(limits.VIEW_CLOSE),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_home = shape({"blocks": _blocks}, _shared)


def check_view(view: Any, allowed: str) -> dict[str, Any]:
    """The view, or the refusal that Slack gives; `allowed` is modal or home."""
    if not isinstance(view, dict):
        raise SlackError(
            "invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"]
        )
    if len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    problems = Problems()
    by_type({"modal": _modal, "home": _home}, {allowed})(view, "/view", problems)
    if not problems.messages:
        _among_blocks(view, problems)
    if problems.messages:
        raise SlackError("invalid_arguments", problems.messages)
    return view


def _among_blocks(view: dict[str, Any], problems: Problems) -> None:
    has_inputs = any(block["type"] == "input" for block in view["blocks"])
    if has_inputs and view["type"] == "modal" and "submit" not in view:
        problems.add("/view", "missing required field: submit")
    focused = [block for block in view["blocks"] if block.get("element", {}).get("focus_on_load")]
    if len(focused) > 1:
        problems.add("/view/blocks", "only one element may have focus_on_load")

"""Inputs of windows: a label over a menu, a text or a choice of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import limits
from bot.blocks.text import Block, option, plain


def input_block(
    block_id: str,
    label: str,
    element: Block,
    *,
    hint: str | None = None,
    optional: bool = False,
    at_once: bool = False,
) -> Block:
    """Return an input; ``at_once`` tells the app as soon as something is chosen."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
    }
    if at_once:
        block["dispatch_action"] = True
    return block | ({"hint": plain(hint, limits.INPUT_HINT)} if hint else {})


def select_one(action_id: str, labels: Mapping[str, str], current: str | None) -> Block:
    """Return a menu of ``labels`` by value."""
    select: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain("Choose one", limits.PLACEHOLDER),
        "options": [option(label, value) for value, label in labels.items()],
    }
    if current is not None:
        select["initial_option"] = option(labels[current], current)
    return select


def people_select(action_id: str, placeholder: str, chosen: Sequence[str]) -> Block:
    """Return a choice of several people."""
    select: Block = {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "max_selected_items": limits.SELECT_OPTIONS,
    }
    return select | ({"initial_users": list(chosen)} if chosen else {})


def channel_select(
    action_id: str,
    chosen: str | None,
    *,
    placeholder: str = "Choose a channel",
    private_only: bool = False,
) -> Block:
    """Return a choice of one channel; ``private_only`` leaves out what others could see."""
    kinds: Block = {"include": ["public", "private"], "exclude_bot_users": True}
    if private_only:
        kinds = {**kinds, "include": ["private"], "exclude_external_shared_channels": True}
    select: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "filter": kinds,
    }
    return select | ({"initial_conversation": chosen} if chosen else {})

"""Interactive elements: finding them, and the objects Slack makes of what a person chose."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from typing import Any

from bot import limits
from bot.sandbox.model import Block, Message, View

Element = dict[str, Any]

BUTTONS = {"button", "feedback_buttons", "icon_button"}
# Kind of element -> the field that holds what was chosen, and the one with the initial choice.
FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
OPTIONS = {"selected_option", "selected_options"}
REQUIRED = "Please complete this required field."


def elements(block: Block) -> list[Element]:
    """The interactive elements of a block."""
    found = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
    if block["type"] == "section" and "accessory" in block:
        found = [block["accessory"]]
    if block["type"] == "input":
        found = [block["element"]]
    return [element for element in found if element["type"] != "image"]


def with_ids(blocks: list[Block]) -> list[Block]:
    """A copy of the blocks, with the block and action ids that Slack gives where there are none."""
    stored = copy.deepcopy(blocks)
    for block in stored:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements(block):
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return stored


def all_elements(blocks: list[Block]) -> Iterator[tuple[Block, Element]]:
    """All interactive elements with their blocks."""
    for block in blocks:
        for element in elements(block):
            yield block, element


def state_of(target: Message | View, user: str) -> dict[str, dict[str, Any]]:
    """What stands in the inputs of a view, or of a message for one person."""
    if isinstance(target, View):
        return target.state
    if user not in target.state:
        target.state[user] = initial_state(target.blocks)
    return target.state[user]


def initial_state(
    blocks: list[Block], before: dict[str, dict[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """State for new blocks; inputs that keep their block_id and action_id keep their content."""
    state: dict[str, dict[str, Any]] = {}
    for block, element in all_elements(blocks):
        if not keeps_state(element):
            continue
        kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        if kept is None or kept["type"] != element["type"]:
            kept = value_object(element, element.get(FIELDS[element["type"]][1]))
        state.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return state


def keeps_state(element: Element) -> bool:
    """Whether an element holds a value, as inputs and menus do and buttons do not."""
    return element["type"] in FIELDS and element["type"] != "overflow"


def find(
    target: Message | View,
    action_id: str | None,
    block_id: str | None = None,
    *,
    value: str | list[str] | None = None,
    label: str | None = None,
) -> tuple[Block, Element]:
    """The element that is meant; `LookupError` says what there is instead."""
    all_of_them = list(all_elements(target.blocks))
    found = [
        (block, element)
        for block, element in all_of_them
        if (action_id is None or element.get("action_id") == action_id)
        and (block_id is None or block["block_id"] == block_id)
        and (label is None or label in _labels(element))
    ]
    if len(found) > 1 and isinstance(value, str):
        found = [pair for pair in found if value in _values(pair[1])] or found
    if not found or (action_id is None and label is None):
        there = [f"{e.get('action_id')} {_labels(e)}" for _, e in all_of_them]
        raise LookupError(f"no element {action_id or label!r} here, only: {'; '.join(there)}")
    return found[0]


def options(element: Element) -> list[dict[str, Any]]:
    """All options of an element, those in groups too."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return list(element.get("options", [])) + grouped


def _feedback(element: Element) -> list[dict[str, Any]]:
    return [element[name] for name in ("positive_button", "negative_button") if name in element]


def _labels(element: Element) -> list[str]:
    named = [element, *_feedback(element), *options(element)]
    return [text_of(thing["text"]) for thing in named if "text" in thing]


def _values(element: Element) -> list[str]:
    named = [element, *_feedback(element), *options(element)]
    return [thing["value"] for thing in named if "value" in thing]


def text_of(text: Any) -> str:
    """The characters of a text object, or of a plain string."""
    return str(text["text"]) if isinstance(text, dict) else str(text)


def _option(element: Element, wanted: Any) -> dict[str, Any]:
    if isinstance(wanted, dict):
        return wanted
    for option in options(element):
        if wanted in (option.get("value"), text_of(option["text"])):
            return option
    there = ", ".join(text_of(option["text"]) for option in options(element))
    raise LookupError(f"no option {wanted!r}, only: {there}")


def chosen(element: Element, value: Any) -> dict[str, Any]:
    """The field of an action or a state value for what was typed or chosen."""
    if isinstance(value, dict) and value.get("type") == element["type"]:
        return {name: content for name, content in value.items() if name != "type"}
    field = FIELDS[element["type"]][0]
    if field.endswith("s"):
        several = [] if value in (None, "") else value if isinstance(value, list) else [value]
        return {field: [_option(element, v) if field in OPTIONS else v for v in several]}
    if isinstance(value, list):
        value = value[0] if value else None
    if value in (None, ""):
        return {field: None}
    return {field: _option(element, value) if field in OPTIONS else value}


def value_object(element: Element, value: Any) -> dict[str, Any]:
    """A state value for what was typed or chosen; None empties it."""
    return {"type": element["type"], **chosen(element, value)}


def action(
    block: Block, element: Element, choice: Any, label: str | None, action_ts: str
) -> dict[str, Any]:
    """The entry of `actions` in block_actions."""
    body: dict[str, Any] = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    if element["type"] == "feedback_buttons":
        for button in _feedback(element):
            if label == text_of(button["text"]) or (label is None and choice == button["value"]):
                return body | {"text": button["text"], "value": button["value"]}
        raise LookupError(f"no such feedback button, only: {', '.join(_labels(element))}")
    if element["type"] in BUTTONS:
        return body | {name: element[name] for name in ("text", "value", "icon") if name in element}
    return body | chosen(element, choice)


def missing(view: View) -> dict[str, str]:
    """What Slack itself refuses before the app hears of a submission, by block_id."""
    refused = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        kept = view.state.get(block["block_id"], {}).get(element["action_id"], {})
        value = kept.get(FIELDS[element["type"]][0])
        if value in (None, "", []):
            if not block.get("optional", False):
                refused[block["block_id"]] = REQUIRED
        elif sentence := _out_of_bounds(element, value):
            refused[block["block_id"]] = sentence
    return refused


def _out_of_bounds(element: Element, value: Any) -> str | None:
    if element["type"] == "plain_text_input":
        most = element.get("max_length", limits.PLAIN_TEXT_INPUT)
        if not element.get("min_length", 0) <= len(value) <= most:
            return f"Please enter {element.get('min_length', 0)} to {most} characters."
    if element["type"] == "number_input":
        return _number_out_of_bounds(element, value)
    return None


def _number_out_of_bounds(element: Element, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if number < float(element.get("min_value", number)):
        return f"Please enter a number of {element['min_value']} or more."
    if number > float(element.get("max_value", number)):
        return f"Please enter a number of {element['max_value']} or less."
    return None

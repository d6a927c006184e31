"""Strict checks of text objects, options and interactive elements."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.sandbox.check_shapes import (
    Check,
    Problems,
    all_of,
    array,
    by_type,
    flag,
    integer,
    one_of,
    shape,
    string,
    url,
)

DATE = r"\d{4}-\d{2}-\d{2}"
TIME = r"\d{2}:\d{2}"
CONVERSATION_KINDS = ("im", "mpim", "private", "public")
identifier = string(limits.IDENTIFIER)


def plain(longest: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": shape({"text": string(longest, 1)}, {"emoji": flag})})


def text(longest: int) -> Check:
    """A plain_text or mrkdwn object."""
    content = string(longest, 1)
    return by_type(
        {
            "plain_text": shape({"text": content}, {"emoji": flag}),
            "mrkdwn": shape({"text": content}, {"verbatim": flag}),
        }
    )


def _option(label: Check, **more: Check) -> Check:
    return shape(
        {"text": label, "value": string(limits.OPTION_VALUE, 1)},
        {"description": text(limits.OPTION_DESCRIPTION), **more},
    )


menu_option = _option(plain(limits.OPTION_LABEL))
overflow_option = _option(plain(limits.OPTION_LABEL), url=url(limits.BUTTON_URL))
choice_option = _option(text(limits.OPTION_LABEL))
confirm = shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)
image = shape(
    {"image_url": url(limits.IMAGE_URL), "alt_text": string(limits.ALT_TEXT, 1)},
)
_group = shape(
    {
        "label": plain(limits.OPTION_LABEL),
        "options": array(menu_option, limits.SELECT_OPTIONS),
    }
)
_menu = {
    "action_id": identifier,
    "placeholder": plain(limits.PLACEHOLDER),
    "confirm": confirm,
    "focus_on_load": flag,
}
_options = {
    "options": array(menu_option, limits.SELECT_OPTIONS),
    "option_groups": array(_group, limits.SELECT_OPTION_GROUPS),
}
_several = {"max_selected_items": integer(1, limits.SELECT_OPTIONS)}
_ids = array(string(limits.IDENTIFIER, 1), limits.SELECT_OPTIONS)
_filter = shape(
    {},
    {
        "include": array(one_of(*CONVERSATION_KINDS), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _one_source_of_options(value: Any, path: str, problems: Problems) -> None:
    if ("options" in value) == ("option_groups" in value):
        problems.add(path, "must provide either options or option_groups")


def _offered(element: dict[str, Any]) -> list[Any]:
    grouped = element.get("option_groups")
    found = element.get("options") if isinstance(element.get("options"), list) else []
    options = list(found or [])
    for group in grouped if isinstance(grouped, list) else []:
        if isinstance(group, dict) and isinstance(group.get("options"), list):
            options += group["options"]
    return [option for option in options if isinstance(option, dict)]


def _initial_is_offered(value: Any, path: str, problems: Problems) -> None:
    offered = _offered(value)
    values = [option.get("value") for option in offered]
    if len(set(map(str, values))) < len(values):
        problems.add(path, "option values must be unique")
    initial = value.get("initial_options", [])
    if "initial_option" in value:
        initial = [value["initial_option"]]
    if isinstance(initial, list) and any(option not in offered for option in initial):
        problems.add(path, "initial option must be one of the options")


ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(limits.BUTTON_TEXT)},
        {
            "action_id": identifier,
            "value": string(limits.BUTTON_VALUE),
            "url": url(limits.BUTTON_URL),
            "style": one_of("primary", "danger"),
            "confirm": confirm,
            "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL),
        },
    ),
    "image": image,
    "static_select": all_of(
        shape({}, _menu | _options | {"initial_option": menu_option}),
        _one_source_of_options,
        _initial_is_offered,
    ),
    "multi_static_select": all_of(
        shape(
            {},
            _menu
            | _options
            | _several
            | {"initial_options": array(menu_option, limits.SELECT_OPTIONS)},
        ),
        _one_source_of_options,
        _initial_is_offered,
    ),
    "users_select": shape({}, _menu | {"initial_user": string(limits.IDENTIFIER, 1)}),
    "multi_users_select": shape({}, _menu | _several | {"initial_users": _ids}),
    "conversations_select": shape(
        {},
        _menu
        | {
            "initial_conversation": string(limits.IDENTIFIER, 1),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _filter,
        },
    ),
    "channels_select": shape(
        {},
        _menu | {"initial_channel": string(limits.IDENTIFIER, 1), "response_url_enabled": flag},
    ),
    "overflow": shape(
        {"options": array(overflow_option, limits.OVERFLOW_OPTIONS)},
        {"action_id": identifier, "confirm": confirm},
    ),
    "radio_buttons": all_of(
        shape(
            {"options": array(choice_option, limits.CHOICE_OPTIONS)},
            {
                "action_id": identifier,
                "initial_option": choice_option,
                "confirm": confirm,
                "focus_on_load": flag,
            },
        ),
        _initial_is_offered,
    ),
    "checkboxes": all_of(
        shape(
            {"options": array(choice_option, limits.CHOICE_OPTIONS)},
            {
                "action_id": identifier,
                "initial_options": array(choice_option, limits.CHOICE_OPTIONS),
                "confirm": confirm,
                "focus_on_load": flag,
            },
        ),
        _initial_is_offered,
    ),
    "datepicker": shape({}, _menu | {"initial_date": string(10, pattern=DATE)}),
    "timepicker": shape(
        {},
        _menu | {"initial_time": string(5, pattern=TIME), "timezone": string(limits.IDENTIFIER, 1)},
    ),
    "plain_text_input": shape(
        {},
        {
            "action_id": identifier,
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(limits.PLAIN_TEXT_INPUT),
            "multiline": flag,
            "min_length": integer(0, limits.PLAIN_TEXT_INPUT),
            "max_length": integer(1, limits.PLAIN_TEXT_INPUT),
            "dispatch_action_config": shape(
                {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
            ),
            "focus_on_load": flag,
        },
    ),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {
            "action_id": identifier,
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(limits.IDENTIFIER),
            "min_value": string(limits.IDENTIFIER),
            "max_value": string(limits.IDENTIFIER),
            "dispatch_action_config": shape(
                {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
            ),
            "focus_on_load": flag,
        },
    ),
    "feedback_buttons": shape(
        {
            name: shape(
                {"text": plain(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE, 1)},
                {"accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL)},
            )
            for name in ("positive_button", "negative_button")
        },
        {"action_id": identifier},
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(limits.BUTTON_TEXT)},
        {
            "action_id": identifier,
            "value": string(limits.BUTTON_VALUE),
            "confirm": confirm,
            "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL),
            "visible_to_user_ids": _ids,
        },
    ),
}
MENUS = {"static_select", "users_select", "conversations_select", "channels_select"}
MULTI_MENUS = {"multi_static_select", "multi_users_select"}
PICKERS = {"radio_buttons", "checkboxes", "datepicker", "timepicker"}
IN_ACTIONS = MENUS | PICKERS | {"button", "overflow"}
IN_SECTION = IN_ACTIONS | MULTI_MENUS | {"image"}
IN_INPUT = MENUS | MULTI_MENUS | PICKERS | {"plain_text_input", "number_input"}
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}


def element(allowed: set[str]) -> Check:
    """An element of one of some kinds."""
    return by_type(ELEMENTS, allowed)

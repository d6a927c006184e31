"""What stands in an element now: what the person put there, else the app's initial value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.rendering.reader import Reader

State = Mapping[str, Mapping[str, Any]]
_ONE = ("option", "user", "channel", "conversation", "date", "time")
_MANY = ("options", "users", "channels", "conversations")


def text_of(element: dict[str, Any], given: dict[str, Any] | None) -> str:
    """The text or number typed into an input."""
    value = (given or {}).get("value") if given is not None else element.get("initial_value")
    return "" if value is None else str(value)


def values_of(element: dict[str, Any], given: dict[str, Any] | None) -> list[str]:
    """The values of the options, ids, dates or times chosen in an element."""
    source, prefix = (given, "selected_") if given is not None else (element, "initial_")
    found: list[Any] = []
    for name in _ONE:
        if source.get(f"{prefix}{name}") is not None:
            found.append(source[f"{prefix}{name}"])
    for name in _MANY:
        found.extend(source.get(f"{prefix}{name}") or [])
    return [str(it["value"] if isinstance(it, dict) else it) for it in found]


def choices_of(element: dict[str, Any], reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a menu offers: groups (an empty name for none) of values with their words."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return [("", list(reader.choosable.items()))]
    if kind in ("channels_select", "conversations_select"):
        return [("", [(value, f"#{name}") for value, name in reader.channels.items()])]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return [
        (
            group.get("label", {}).get("text", ""),
            [(option["value"], option["text"]["text"]) for option in group["options"]],
        )
        for group in groups
    ]

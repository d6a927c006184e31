"""Strict checks of rich_text and table blocks."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.sandbox.check_shapes import (
    Check,
    Problems,
    array,
    by_type,
    flag,
    integer,
    one_of,
    shape,
    string,
    url,
)

# Slack publishes no number of pieces; the whole message is bounded by its characters.
MANY = 1_000
EPOCH_END = 2**53

_style = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
_named = string(limits.IDENTIFIER, 1)
_pieces = by_type(
    {
        "text": shape({"text": string(shortest=1)}, {"style": _style}),
        "link": shape(
            {"url": url(limits.BUTTON_URL)},
            {"text": string(), "unsafe": flag, "style": _style},
        ),
        "user": shape({"user_id": _named}, {"style": _style}),
        "channel": shape({"channel_id": _named}, {"style": _style}),
        "emoji": shape({"name": _named}, {"unicode": string(), "skin_tone": integer(1, 6)}),
        "date": shape(
            {"timestamp": integer(0, EPOCH_END), "format": string(shortest=1)},
            {"url": url(limits.BUTTON_URL), "fallback": string(), "style": _style},
        ),
    }
)
_section = shape({"elements": array(_pieces, MANY, 0)})
_framed = shape({"elements": array(_pieces, MANY, 0)}, {"border": integer(0, 1)})
_parts = by_type(
    {
        "rich_text_section": _section,
        "rich_text_list": shape(
            {
                "style": one_of("bullet", "ordered"),
                "elements": array(by_type({"rich_text_section": _section}), MANY),
            },
            {"indent": integer(0, 8), "offset": integer(0, MANY), "border": integer(0, 1)},
        ),
        "rich_text_quote": _framed,
        "rich_text_preformatted": _framed,
    }
)
RICH_TEXT = {"elements": array(_parts, MANY)}

_cell = by_type({"raw_text": shape({"text": string(shortest=1)}), "rich_text": shape(RICH_TEXT)})
_column = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column_or_none(value: Any, path: str, problems: Problems) -> None:
    if value is not None:
        _column(value, path, problems)


TABLE: dict[str, Check] = {
    "rows": array(array(_cell, limits.TABLE_CELLS), limits.TABLE_ROWS),
}
TABLE_SETTINGS: dict[str, Check] = {
    "column_settings": array(_column_or_none, limits.TABLE_CELLS),
}

"""One line for days that were entered: when, what they are called, from where, and a way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from bot import limits
from bot.blocks.settings.inputs import span
from bot.blocks.text import Block, button, confirm, escape, plain, section
from conversations.assessment.identities import FORGOTTEN
from conversations.school_days import OPERATOR, KeptDays

_SOURCES = {"imported": "imported", "typed": "typed", "snow": "added"}


def day_row(row: KeptDays, today: date, action_id: str, more: Mapping[str, str]) -> Block:
    """Return the line; its button carries the days, their source and ``more``."""
    said = span(row.first, row.last, today)
    school = "School: " if row.is_school else ""
    kept = {"f": row.first.isoformat(), "l": row.last.isoformat(), "s": row.source, **more}
    asks = confirm("Take these days away?", f"{said}, {row.name}", "Take away", "Keep")
    spoken = plain(f"Take away {said}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    return section(
        f"*{said}*\n{school}{escape(row.name)}  ·  {whence(row)}",
        accessory=button(
            "Take away", action_id, json.dumps(kept), accessibility_label=spoken, confirm=asks
        ),
    )


def whence(row: KeptDays) -> str:
    """Return where days come from, such as "typed by @Ana"."""
    source = _SOURCES[row.source]
    if row.added_by == FORGOTTEN:
        return source
    by = "whoever runs this app" if row.added_by == OPERATOR else f"<@{row.added_by}>"
    return f"{source} by {by}"

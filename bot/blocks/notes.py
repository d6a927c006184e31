"""Short messages: a sentence for one person."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.text import section


def note(text: str) -> dict[str, Any]:
    """Return a message of one text; what a person typed in it is already escaped."""
    return fitting.message(text, [section(text)])

"""App Home: who you are to the bot, your teams, and what coordinators look after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.gaps import gap_button
from bot.blocks.help import PRIVACY, help_blocks
from bot.blocks.levels import level_select
from bot.blocks.text import Block, context, header

_DIVIDER: Block = {"type": "divider"}


def home_view(
    level: str | None, team_sections: Sequence[Block], *, is_coordinator: bool
) -> dict[str, Any]:
    """Return the Home tab of one person."""
    about, *how = help_blocks()[:3]
    coordinators = [gap_button()] if is_coordinator else []
    return fitting.home(
        [
            header("Blueprint"),
            about,
            level_select(level),
            _DIVIDER,
            *team_sections,
            *coordinators,
            _DIVIDER,
            *how,
            context(PRIVACY),
        ]
    )

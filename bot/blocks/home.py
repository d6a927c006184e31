"""App Home: what to ask and how, where you work, your teams, and what coordinators look after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.gaps import gap_button
from bot.blocks.help import ABOUT, CREDIT, EXAMPLES, HOW, PRIVACY
from bot.blocks.levels import level_select
from bot.blocks.text import Block, context, header, section

_DIVIDER: Block = {"type": "divider"}


def home_view(
    level: str | None,
    team_sections: Sequence[Block],
    *,
    under_way: Sequence[Block] = (),
    is_coordinator: bool,
) -> dict[str, Any]:
    """Return the Home tab of one person: what waits for them, then what they come for most."""
    examples = "*For example*\n" + "\n".join(f"•  “{example}”" for example in EXAMPLES)
    asking = [section(HOW), section(examples)]
    parts = [[gap_button(), *team_sections], asking] if is_coordinator else [asking, team_sections]
    return fitting.home(
        [
            header("Blueprint"),
            section(ABOUT),
            level_select(level),
            _DIVIDER,
            *([*under_way, _DIVIDER] if under_way else []),
            *parts[0],
            _DIVIDER,
            *parts[1],
            _DIVIDER,
            context(CREDIT),
            context(PRIVACY),
        ]
    )

"""What the plan still lacks, each with a button that mends it."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def review(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

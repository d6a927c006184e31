"""Tasks of the change ideas: who does what by when."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def tasks(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

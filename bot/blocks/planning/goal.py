"""The goal: what, for whom, by how much, by when."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def goal(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

"""The implementation team, and the plans that this plan belongs to."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def core(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()


def coherence(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

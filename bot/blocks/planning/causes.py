"""Causes on the bones of a fishbone, and which of them are root causes."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def causes(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()


def roots(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

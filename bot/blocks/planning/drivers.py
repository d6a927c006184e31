"""Drivers and the change ideas under them, and the theory of action."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def drivers(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()


def ideas(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()


def theory(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

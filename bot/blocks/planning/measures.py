"""Measures, and what else has to be thought of."""

from __future__ import annotations

from bot.blocks.planning.shown import Body, Shown


def measures(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()


def considerations(shown: Shown) -> Body:
    """Return what this stage shows."""
    return Body()

"""What is typed while the team is at this part of the walk."""

from __future__ import annotations

from bot.planning.hearing.typed import Heard, Typed


def read(typed: Typed) -> Heard | None:
    """Return what typed words mean here."""
    return None

"""What is typed while a plan is carried out: how a task stands, what a measure reads."""

from __future__ import annotations

from bot.planning.hearing.typed import Heard, Typed


def read(typed: Typed) -> Heard | None:
    """Return what typed words mean here."""
    return None

"""Which stage reads typed words how."""

from __future__ import annotations

from collections.abc import Mapping

from bot.planning.hearing import (
    causes,
    considerations,
    developing,
    living,
    measures,
    problem,
    tasks,
)
from bot.planning.hearing.typed import Heard, Reader, Typed
from conversations.planning.model import Stage

READERS: Mapping[Stage, Reader] = {
    "problem": problem.read,
    "causes": causes.read,
    "roots": causes.read,
    "goal": developing.read,
    "drivers": developing.read,
    "ideas": developing.read,
    "theory": developing.read,
    "tasks": tasks.read,
    "measures": measures.read,
    "considerations": considerations.read,
    "live": living.read,
}


def read(typed: Typed) -> Heard | None:
    """Return what the stage that the plan is at makes of typed words; None for nothing.

    Raises Refused.
    """
    reader = READERS.get(typed.plan.stage)
    return reader(typed) if reader else None

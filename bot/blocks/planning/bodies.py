"""What each stage puts on its card."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blocks.planning import (
    causes,
    coherence,
    considerations,
    drivers,
    goal,
    ideas,
    measures,
    problem,
    review,
    roots,
    tasks,
    team,
    theory,
)
from bot.blocks.planning.shown import Body, Builder, Shown
from conversations.planning.model import Stage

BODIES: Mapping[Stage, Builder] = {
    "problem": problem.body,
    "causes": causes.causes,
    "roots": roots.roots,
    "goal": goal.goal,
    "drivers": drivers.drivers,
    "ideas": ideas.ideas,
    "theory": theory.theory,
    "tasks": tasks.tasks,
    "measures": measures.measures,
    "considerations": considerations.considerations,
    "core": team.core,
    "coherence": coherence.coherence,
    "review": review.review,
}


def body_of(shown: Shown) -> Body:
    """Return what the stage that the plan is at puts on its card."""
    return BODIES[shown.plan.stage](shown)

"""Every event of a plan, and the one pure step that takes it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations.errors import Refused
from conversations.planning import acting, developing, exploring, steering
from conversations.planning.model import Plan

PlanEvent = (
    exploring.Framed
    | exploring.BoneNamed
    | exploring.CauseAdded
    | exploring.CauseReworded
    | exploring.CauseMoved
    | exploring.CausesMerged
    | exploring.DatumAdded
    | exploring.DatumRemoved
    | exploring.Marked
    | exploring.Rooted
    | developing.GoalSet
    | developing.DriverAdded
    | developing.DriverChanged
    | developing.IdeaAdded
    | developing.IdeaChanged
    | developing.IdeaWeighed
    | developing.TheoryWritten
    | acting.TaskAdded
    | acting.TaskChanged
    | acting.TaskStood
    | acting.MeasureAdded
    | acting.MeasureChanged
    | acting.ReadingTaken
    | acting.Considered
    | acting.CoreChosen
    | acting.Aligned
    | steering.Titled
    | steering.StageChosen
    | steering.Removed
    | steering.Judged
    | steering.CycleTurned
    | steering.Handed
    | steering.Ended
)

_ACTS: Mapping[type, Callable[[Plan, Any, datetime], Plan]] = {
    **exploring.ACTS,
    **developing.ACTS,
    **acting.ACTS,
    **steering.ACTS,
}


def step(plan: Plan, event: PlanEvent, now: datetime) -> Plan:
    """Return the plan after an event; the same plan where it changes nothing.

    Raises Refused for what cannot be used, and for whatever comes after the end.
    """
    check_goes_on(plan)
    after = _ACTS[type(event)](plan, event, now)
    return plan if after == plan else replace(after, step=plan.step + 1)


def check_goes_on(plan: Plan) -> None:
    """Raise Refused where a plan has ended."""
    if plan.ended_at is not None:
        raise Refused("This plan has ended. It stays as it is.")

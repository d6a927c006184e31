"""What a window means that is sent once more because nobody told Slack that it had arrived.

It is still open then, with its words in it, and they may have been changed since: they count.
"""

from __future__ import annotations

from conversations.planning.acting import (
    MeasureAdded,
    MeasureChanged,
    ReadingTaken,
    TaskAdded,
    TaskChanged,
)
from conversations.planning.developing import DriverAdded, DriverChanged, IdeaAdded, IdeaChanged
from conversations.planning.exploring import CauseAdded, CauseReworded, DatumAdded, DatumRemoved
from conversations.planning.model import Plan
from conversations.planning.steering import Removed
from conversations.planning.steps import PlanEvent

_OF_A_TASK = ("what", "owner", "support", "starts", "due", "shows")


def said_anew(plan: Plan, event: PlanEvent) -> tuple[PlanEvent, ...]:
    """Return what makes a plan say what a window says, where the window has added to it before."""
    anew: tuple[PlanEvent, ...] = (event,)
    match event:
        case CauseAdded() if event.id in plan.causes:
            anew = (CauseReworded(event.id, event.text),)
        case DatumAdded() if event.cause in plan.causes:
            kept = {datum.id: datum for datum in plan.causes[event.cause].data}
            if kept.get(event.datum.id, event.datum) != event.datum:
                anew = (DatumRemoved(event.cause, event.datum.id), event)
        case DriverAdded() if event.id in plan.drivers:
            anew = (DriverChanged(event.id, event.text, event.causes, event.under),)
        case IdeaAdded() if event.id in plan.ideas:
            anew = (IdeaChanged(event.id, event.text, event.driver),)
        case TaskAdded() if event.id in plan.tasks:
            told = {name: getattr(event, name) for name in _OF_A_TASK}
            anew = (TaskChanged(event.id, **told),)
        case MeasureAdded() if event.measure.id in plan.measures:
            anew = (MeasureChanged(event.measure),)
        case ReadingTaken() if event.reading.id in plan.readings:
            if plan.readings[event.reading.id] != event.reading:
                anew = (Removed(event.reading.id), event)
    return anew

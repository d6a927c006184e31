"""Step 3, plan for action: tasks, measures and their readings, other considerations, the team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, get_args

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.checking import line, number, present, responsible, short, words
from conversations.planning.model import (
    WHOLE_GOAL,
    CoreMember,
    Driver,
    Every,
    Heading,
    Idea,
    Measure,
    Plan,
    Reading,
    Responsible,
    Sort,
    Status,
    Task,
)

_COMPETENCIES = range(1, 6)
_ASK_TASK = "Please say what is to be done."
_ASK_MEASURE = "Please say what is measured."


@dataclass(frozen=True)
class TaskAdded:
    """Something is to be done for a change idea."""

    id: str
    idea: str
    what: str
    owner: Responsible | None = None
    support: tuple[str, ...] = ()
    starts: date | None = None
    due: date | None = None
    shows: str = ""


@dataclass(frozen=True)
class TaskChanged:
    """A task is said or dated in another way, or is somebody else's; ``why`` is for the history."""

    id: str
    what: str
    owner: Responsible | None = None
    support: tuple[str, ...] = ()
    starts: date | None = None
    due: date | None = None
    shows: str = ""
    why: str = ""


@dataclass(frozen=True)
class TaskStood:
    """Somebody says how a task stands, with a note."""

    id: str
    status: Status
    note: str = ""


@dataclass(frozen=True)
class MeasureAdded:
    """The team will know by this measure."""

    measure: Measure


@dataclass(frozen=True)
class MeasureChanged:
    """A measure is said, aimed or read in another way."""

    measure: Measure


@dataclass(frozen=True)
class ReadingTaken:
    """A measure was read."""

    reading: Reading


@dataclass(frozen=True)
class Considered:
    """The team thinks of cost, schedule, professional learning or families."""

    heading: Heading
    text: str


@dataclass(frozen=True)
class CoreChosen:
    """Who the core implementation team is, and what each of them brings."""

    members: tuple[CoreMember, ...]


@dataclass(frozen=True)
class Aligned:
    """Which required plans, rubric and Conditions elements the plan answers."""

    items: tuple[str, ...]


def add_task(plan: Plan, event: TaskAdded, now: datetime) -> Plan:
    """Add a task. Raises Refused."""
    if chain.find(plan, event.id):
        return plan
    present(plan.ideas, event.idea, "change idea")
    return _with_task(plan, _told(Task(event.id, event.idea, ""), event))


def change_task(plan: Plan, event: TaskChanged, now: datetime) -> Plan:
    """Change a task; another due date is another revision. Raises Refused."""
    words(event.why, "why")
    return _with_task(plan, _told(present(plan.tasks, event.id, "task"), event))


def tell_status(plan: Plan, event: TaskStood, now: datetime) -> Plan:
    """Keep how a task stands. Raises Refused."""
    task = present(plan.tasks, event.id, "task")
    if event.status not in get_args(Status):
        raise Refused("Please choose how the task stands.", "status")
    note = words(event.note, "note")
    if task.status == event.status and note in ("", task.note):
        return plan
    done_at = (task.done_at or now) if event.status == "done" else None
    return _with_task(plan, replace(task, status=event.status, note=note, done_at=done_at))


def add_measure(plan: Plan, event: MeasureAdded, now: datetime) -> Plan:
    """Add a measure. Raises Refused."""
    return plan if chain.find(plan, event.measure.id) else _with_measure(plan, event.measure)


def change_measure(plan: Plan, event: MeasureChanged, now: datetime) -> Plan:
    """Change a measure; its readings stay. Raises Refused."""
    present(plan.measures, event.measure.id, "measure")
    return _with_measure(plan, event.measure)


def take_reading(plan: Plan, event: ReadingTaken, now: datetime) -> Plan:
    """Keep a reading; another one of the same day stands beside it. Raises Refused."""
    reading = event.reading
    if chain.find(plan, reading.id):
        return plan
    present(plan.measures, reading.measure, "measure")
    if reading.day > plan.today(now):
        raise Refused("That day is still to come. Please give the day of the reading.", "day")
    value = number(reading.value, "value")
    whole = None if reading.whole is None else number(reading.whole, "value")
    if whole is not None and whole <= 0:
        raise Refused("Please say out of how many, such as 14 of 20.", "value")
    if whole is not None and not 0 <= value <= whole:
        raise Refused("The part cannot be more than the whole. Please say it as 14 of 20.", "value")
    kept = replace(reading, value=value, whole=whole, words=words(reading.words, "words"))
    return replace(plan, readings={**plan.readings, kept.id: kept})


def consider(plan: Plan, event: Considered, now: datetime) -> Plan:
    """Keep what else has to be thought of; empty takes it away. Raises Refused."""
    if event.heading not in get_args(Heading):
        raise Refused("Please choose cost, schedule, professional learning or families.")
    kept = {
        heading: text for heading, text in plan.considerations.items() if heading != event.heading
    }
    text = words(event.text, event.heading)
    return replace(plan, considerations={**kept, event.heading: text} if text else kept)


def choose_core(plan: Plan, event: CoreChosen, now: datetime) -> Plan:
    """Keep who implements the plan. Raises Refused."""
    members = {member.member: member for member in event.members}
    for member in members.values():
        if not set(member.competencies) <= set(_COMPETENCIES):
            raise Refused("Please choose among the five competencies.", "competencies")
    core = (
        replace(member, competencies=tuple(sorted(set(member.competencies))))
        for member in members.values()
    )
    return replace(plan, core=tuple(core))


def align(plan: Plan, event: Aligned, now: datetime) -> Plan:
    """Keep which other plans and elements this plan answers."""
    return replace(plan, aligned=tuple(dict.fromkeys(event.items)))


def _told(task: Task, event: TaskAdded | TaskChanged) -> Task:
    if event.starts and event.due and event.due < event.starts:
        raise Refused("It is due before it starts. Please change one of the two days.", "due")
    moved = task.what != "" and event.due != task.due
    return replace(
        task,
        what=line(event.what, "what", _ASK_TASK),
        owner=responsible(event.owner, "owner"),
        support=tuple(dict.fromkeys(event.support)),
        starts=event.starts,
        due=event.due,
        shows=words(event.shows, "shows"),
        revision=task.revision + moved,
    )


def _with_task(plan: Plan, task: Task) -> Plan:
    return replace(plan, tasks={**plan.tasks, task.id: task})


def _with_measure(plan: Plan, measure: Measure) -> Plan:
    if measure.serves != WHOLE_GOAL and not isinstance(
        chain.find(plan, measure.serves), Driver | Idea
    ):
        raise Refused("What this measure watches over is not in the plan any more.", "serves")
    if measure.sort not in get_args(Sort) or measure.every not in get_args(Every):
        raise Refused("Please choose the sort of measure and how often it is read.", "sort")
    baseline, target = measure.baseline, measure.target
    kept = replace(
        measure,
        what=line(measure.what, "what", _ASK_MEASURE),
        unit=short(measure.unit, "unit"),
        baseline=None if baseline is None else number(baseline, "baseline"),
        target=None if target is None else number(target, "target"),
        reader=responsible(measure.reader, "reader"),
    )
    return replace(plan, measures={**plan.measures, kept.id: kept})


ACTS: dict[type, Any] = {
    TaskAdded: add_task,
    TaskChanged: change_task,
    TaskStood: tell_status,
    MeasureAdded: add_measure,
    MeasureChanged: change_measure,
    ReadingTaken: take_reading,
    Considered: consider,
    CoreChosen: choose_core,
    Aligned: align,
}
"""What each event of this step does."""

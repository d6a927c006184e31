"""Step 1, explore the problem: the statement, causes on the bones of a fishbone, root causes.

Ishikawa's cause-and-effect diagram, with "why?" asked up to five times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.checking import line, present, short, words
from conversations.planning.model import DEEPEST_WHY, Cause, Datum, Plan

_LONGEST_NAME = 40
_ASK_CAUSE = "Please say the cause in a few words."
_TOO_DEEP = (
    f"“Why?” has been asked {DEEPEST_WHY} times here, and that is enough: the last answer is close "
    "to a root cause."
)


@dataclass(frozen=True)
class Framed:
    """The team says what the problem is."""

    problem: str


@dataclass(frozen=True)
class BoneNamed:
    """A bone of the fishbone has another name."""

    bone: str
    name: str


@dataclass(frozen=True)
class CauseAdded:
    """Somebody sees a cause; ``under`` another one where it answers its "why?"."""

    id: str
    bone: str
    text: str
    under: str | None = None
    by: str = ""


@dataclass(frozen=True)
class CauseReworded:
    """A cause is said in other words."""

    id: str
    text: str


@dataclass(frozen=True)
class CauseMoved:
    """A cause belongs on another bone or under another cause; its whys go with it."""

    id: str
    bone: str
    under: str | None = None


@dataclass(frozen=True)
class CausesMerged:
    """Two causes say the same; ``gone`` becomes part of ``into`` with all that hangs on it."""

    into: str
    gone: str


@dataclass(frozen=True)
class DatumAdded:
    """A cause is backed by data: aggregate, never of a student."""

    cause: str
    datum: Datum


@dataclass(frozen=True)
class DatumRemoved:
    """A datum does not belong to a cause after all."""

    cause: str
    datum: str


@dataclass(frozen=True)
class Marked:
    """A member takes a cause for a root cause, or no longer does."""

    cause: str
    person: str
    yes: bool = True


@dataclass(frozen=True)
class Rooted:
    """The team agrees that a cause is a root cause, or one that only contributes."""

    cause: str
    yes: bool = True


def frame(plan: Plan, event: Framed, now: datetime) -> Plan:
    """Keep the problem statement. Raises Refused."""
    problem = words(event.problem, "problem")
    if not problem:
        raise Refused("Please say what the problem is, in a sentence or two.", "problem")
    return replace(plan, problem=problem)


def name_bone(plan: Plan, event: BoneNamed, now: datetime) -> Plan:
    """Give a bone another name. Raises Refused."""
    present(plan.bones, event.bone, "bone")
    name = line(event.name, "name", "Please give the bone a name.")
    if len(name) > _LONGEST_NAME:
        raise Refused(f"Please keep the name within {_LONGEST_NAME} characters.", "name")
    return replace(plan, bones={**plan.bones, event.bone: name})


def add_cause(plan: Plan, event: CauseAdded, now: datetime) -> Plan:
    """Put a cause on its bone, or under the cause whose why it answers. Raises Refused."""
    if chain.find(plan, event.id):
        return plan
    bone = event.bone
    if event.under is not None:
        bone = present(plan.causes, event.under, "cause").bone
        _check_depth(plan, event.under, 0)
    present(plan.bones, bone, "bone")
    text = line(event.text, "text", _ASK_CAUSE)
    return _with(plan, Cause(event.id, bone, text, event.under, by=event.by))


def reword_cause(plan: Plan, event: CauseReworded, now: datetime) -> Plan:
    """Say a cause in other words. Raises Refused."""
    cause = present(plan.causes, event.id, "cause")
    return _with(plan, replace(cause, text=line(event.text, "text", _ASK_CAUSE)))


def move_cause(plan: Plan, event: CauseMoved, now: datetime) -> Plan:
    """Move a cause with its whys. Raises Refused."""
    cause = present(plan.causes, event.id, "cause")
    bone = event.bone
    if event.under is not None:
        bone = present(plan.causes, event.under, "cause").bone
        if event.under in _line(plan, event.id):
            raise Refused("A cause cannot stand under itself.")
        _check_depth(plan, event.under, chain.height(plan, event.id))
    present(plan.bones, bone, "bone")
    plan = _with(plan, replace(cause, under=event.under))
    return _on_bone(plan, event.id, bone)


def merge_causes(plan: Plan, event: CausesMerged, now: datetime) -> Plan:
    """Make two causes one, with what was said of both and hangs on them. Raises Refused."""
    into = present(plan.causes, event.into, "cause")
    gone = present(plan.causes, event.gone, "cause")
    if into == gone:
        raise Refused("Please choose two different causes to make one of.")
    if event.into in _line(plan, event.gone) or event.gone in _line(plan, event.into):
        raise Refused("One of these answers the other's “why?”, so they cannot be one.")
    if chain.whys(plan, gone.id):
        _check_depth(plan, into.id, chain.height(plan, gone.id) - 1)
    one = replace(
        into,
        is_root=into.is_root or gone.is_root,
        marks=tuple(dict.fromkeys((*into.marks, *gone.marks))),
        data=(*into.data, *gone.data),
        also=(*into.also, gone.text, *gone.also),
    )
    plan = _with(plan, one)
    for why in chain.whys(plan, gone.id):
        plan = _on_bone(_with(plan, replace(why, under=into.id)), why.id, into.bone)
    drivers = {
        driver.id: replace(driver, causes=_instead(driver.causes, gone.id, into.id))
        for driver in plan.drivers.values()
    }
    causes = {i: cause for i, cause in plan.causes.items() if i != gone.id}
    return replace(plan, causes=causes, drivers=drivers)


def add_datum(plan: Plan, event: DatumAdded, now: datetime) -> Plan:
    """Back a cause by data. Raises Refused."""
    cause = present(plan.causes, event.cause, "cause")
    if any(datum.id == event.datum.id for other in plan.causes.values() for datum in other.data):
        return plan
    datum = Datum(
        event.datum.id,
        line(event.datum.source, "source", "Please say where the figure comes from."),
        short(event.datum.day, "day"),
        line(
            event.datum.figure, "figure", "Please give the figure, for a group and never for one."
        ),
    )
    return _with(plan, replace(cause, data=(*cause.data, datum)))


def remove_datum(plan: Plan, event: DatumRemoved, now: datetime) -> Plan:
    """Take a datum away. Raises Refused."""
    cause = present(plan.causes, event.cause, "cause")
    kept = tuple(datum for datum in cause.data if datum.id != event.datum)
    return _with(plan, replace(cause, data=kept))


def mark(plan: Plan, event: Marked, now: datetime) -> Plan:
    """Let a member say whether a cause is a root cause. Raises Refused."""
    cause = present(plan.causes, event.cause, "cause")
    if event.yes == (event.person in cause.marks):
        return plan
    others = tuple(person for person in cause.marks if person != event.person)
    return _with(plan, replace(cause, marks=(*others, event.person) if event.yes else others))


def root(plan: Plan, event: Rooted, now: datetime) -> Plan:
    """Keep what the team agreed on about a cause. Raises Refused."""
    cause = present(plan.causes, event.cause, "cause")
    return _with(plan, replace(cause, is_root=event.yes))


def _with(plan: Plan, cause: Cause) -> Plan:
    return replace(plan, causes={**plan.causes, cause.id: cause})


def _on_bone(plan: Plan, cause_id: str, bone: str) -> Plan:
    plan = _with(plan, replace(plan.causes[cause_id], bone=bone))
    for why in chain.whys(plan, cause_id):
        plan = _on_bone(plan, why.id, bone)
    return plan


def _check_depth(plan: Plan, under: str, height: int) -> None:
    if chain.depth(plan, under) + 1 + height > DEEPEST_WHY:
        raise Refused(_TOO_DEEP, "text")


def _line(plan: Plan, cause_id: str) -> set[str]:
    """Return a cause and everything under it."""
    return {cause_id}.union(*(_line(plan, why.id) for why in chain.whys(plan, cause_id)))


def _instead(causes: tuple[str, ...], gone: str, into: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(into if cause == gone else cause for cause in causes))


ACTS: dict[type, Any] = {
    Framed: frame,
    BoneNamed: name_bone,
    CauseAdded: add_cause,
    CauseReworded: reword_cause,
    CauseMoved: move_cause,
    CausesMerged: merge_causes,
    DatumAdded: add_datum,
    DatumRemoved: remove_datum,
    Marked: mark,
    Rooted: root,
}
"""What each event of this step does."""

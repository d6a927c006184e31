"""Sentences that follow from a plan: the problem to begin with, the goal, the theory of action.

A theory of action says how the team expects its work to lead to results: "If we …, by …, then …,
so that …".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from conversations.planning import chain
from conversations.planning.model import Driver, Goal, Origin, Plan
from conversations.planning.phrases import (
    as_action,
    as_naming,
    bare,
    cut,
    inside,
    kind_of,
    listed,
)

LONGEST_THEORY = 700
"""Characters of a composed theory of action: what can still be said in one breath or two."""

_MOST_NOTES, _LONGEST_NOTE = 2, 160
_ROOM = ((4, 300), (3, 300), (3, 120), (2, 110), (1, 90))
"""How many parts of a kind are said, each within so many characters: more where there is room."""


def proposed_problem(origins: Iterable[Origin]) -> str:
    """Return a problem statement out of what was rated and noted; empty without any.

    It only says what the team has said itself: the indicators' titles, the agreed ratings and the
    first notes beside them.
    """
    origins = tuple(origins)
    if not origins:
        return ""
    if len(origins) == 1:
        rated = f" We rated this “{origins[0].agreed}”." if origins[0].agreed else ""
        said = [f"{bare(origins[0].title)}: this is not yet how we work.{rated}"]
    else:
        said = [f"This is not yet how we work: {'; '.join(map(_rated, origins))}."]
    noted = [note for origin in origins for note in origin.evidence if note.strip()][:_MOST_NOTES]
    if noted:
        said.append(f"What we noted: {listed(quoted(note) for note in noted)}.")
    return " ".join(said)


def _rated(origin: Origin) -> str:
    rated = f" (we rated this “{origin.agreed}”)" if origin.agreed else ""
    return f"{bare(origin.title)}{rated}"


def quoted(note: str) -> str:
    """Return a note as a problem statement quotes it."""
    return f"“{cut(note, _LONGEST_NOTE)}”"


def goal_sentence(goal: Goal) -> str:
    """Return a goal in one sentence, out of the parts that are known."""
    said = _goal(goal, 300)
    return f"{said[:1].upper()}{said[1:]}."


def theory_of_action(plan: Plan) -> str:
    """Return the theory of action: the team's own words, else composed from the chain.

    Empty where there is no goal or no driver yet.
    """
    if plan.theory:
        return plan.theory
    drivers = chain.primary(plan)
    if plan.goal is None or not drivers:
        return ""
    composed = (_composed(plan, plan.goal, drivers, *room) for room in _ROOM)
    said = next((text for text in composed if len(text) <= LONGEST_THEORY), "")
    return said or f"{cut(_composed(plan, plan.goal, drivers, *_ROOM[-1]), LONGEST_THEORY - 1)}."


def long_day(day: date) -> str:
    """Return a day as people write it, such as "June 12, 2027"."""
    return f"{day:%B} {day.day}, {day.year}"


def _composed(plan: Plan, goal: Goal, drivers: Sequence[Driver], most: int, longest: int) -> str:
    said = f"If we {_what_changes([cut(d.text, longest) for d in drivers[:most]])}"
    ideas = [cut(idea.text, longest) for idea in chain.tried(plan)][:most]
    if ideas:
        said += f", by {listed(map(as_naming, ideas))}"
    if causes := [cut(text, longest) for text in _causes(plan, drivers)[: most - 1 or 1]]:
        said += f", then {_what_ends(causes)}, so that"
    else:
        said += ", then"
    return f"{said}{',' if goal.by_when else ''} {_goal(goal, longest)}."


def _what_changes(texts: Sequence[str]) -> str:
    """Return drivers as they follow "we": done, made sure of, or worked on."""
    parts = [as_action(text) for text in texts if kind_of(text) == "action"]
    if clauses := [f"that {inside(text)}" for text in texts if kind_of(text) == "clause"]:
        parts.append(f"make sure {listed(clauses)}")
    if things := [inside(text) for text in texts if kind_of(text) in ("naming", "thing")]:
        parts.append(f"work on {listed(things)}")
    return listed(parts)


def _what_ends(texts: Sequence[str]) -> str:
    """Return causes as what will be so no longer."""
    parts = []
    if clauses := [f"that {inside(text)}" for text in texts if kind_of(text) == "clause"]:
        parts.append(f"it will no longer be true {listed(clauses, 'or')}")
    if things := [inside(text) for text in texts if kind_of(text) != "clause"]:
        parts.append(f"{listed(things)} will no longer stand in our way")
    return ", and ".join(parts)


def _causes(plan: Plan, drivers: Iterable[Driver]) -> list[str]:
    """Return the root causes that drivers answer; all that they answer where none is agreed on."""
    answered = dict.fromkeys(cause for driver in drivers for cause in driver.causes)
    causes = [plan.causes[cause] for cause in answered]
    roots = [cause for cause in causes if cause.is_root]
    return [cause.text for cause in roots or causes]


def _goal(goal: Goal, longest: int) -> str:
    """Return a goal as a clause, such as "by June 11, 2027, more families come"."""
    what, whom, much = (cut(part, longest) for part in (goal.what, goal.for_whom, goal.how_much))
    if what.lower().startswith("to "):
        what = what[3:]
    match kind_of(what):
        case "action":
            said = f"we {as_action(what)}"
        case "clause":
            said = inside(what)
        case _:
            said = f"we see {inside(what)}"
    if whom and whom.lower().removeprefix("for ") not in said.lower():
        said += f" {inside(whom)}" if whom.lower().startswith("for ") else f" for {inside(whom)}"
    if much:
        goes_on = much.lower().startswith(("by ", "from ", "to ", "up ", "at least "))
        said += f", {inside(much)}" if goes_on else f" ({inside(much)})"
    return f"by {long_day(goal.by_when)}, {said}" if goal.by_when else said

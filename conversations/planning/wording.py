"""Sentences that follow from a plan: the problem to begin with, the goal, the theory of action.

A theory of action says how the team expects its work to lead to results: "If we …, by …, then …,
so that …".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from conversations.planning import chain
from conversations.planning.model import Driver, Goal, Origin, Plan

_WE = re.compile(r"^(?:if )?(?:we|i) (?:will |would |could |can |should )?", re.IGNORECASE)
_MOST_IDEAS = 6


def proposed_problem(origins: Iterable[Origin]) -> str:
    """Return a problem statement out of what was rated and noted; empty without any.

    It only says what the team has said itself: the indicators' titles, the agreed ratings and the
    first notes beside them.
    """
    origins = tuple(origins)
    if not origins:
        return ""
    said = []
    for origin in origins:
        rated = f" We rated this “{origin.agreed}”." if origin.agreed else ""
        said.append(f"{origin.title}: this is not yet how we work.{rated}")
    noted = [note for origin in origins for note in origin.evidence][:2]
    if noted:
        said.append("What we noted: " + "; ".join(f"“{_bare(note)}”" for note in noted) + ".")
    return " ".join(said)


def goal_sentence(goal: Goal) -> str:
    """Return a goal in one sentence, out of the parts that are known."""
    said = _bare(goal.what)
    if goal.for_whom:
        said += f", for {_bare(goal.for_whom)}"
    if goal.how_much:
        said += f": {_bare(goal.how_much)}"
    if goal.by_when:
        said += f", by {long_day(goal.by_when)}"
    return f"{said}."


def theory_of_action(plan: Plan) -> str:
    """Return the theory of action: the team's own words, else composed from the chain.

    Empty where there is no goal or no driver yet.
    """
    if plan.theory:
        return plan.theory
    drivers = chain.primary(plan)
    if plan.goal is None or not drivers:
        return ""
    by = [_lowered(idea.text) for idea in chain.tried(plan)][:_MOST_IDEAS]
    said = f"If we work on {_listed(_lowered(d.text) for d in drivers)}"
    if by:
        said += f", by {_listed(by)}"
    said += f", then {_lowered(_then(plan, drivers))}"
    return f"{said}, so that {_lowered(goal_sentence(plan.goal))}."


def long_day(day: date) -> str:
    """Return a day as people write it, such as "June 12, 2027"."""
    return f"{day:%B} {day.day}, {day.year}"


def _then(plan: Plan, drivers: Iterable[Driver]) -> str:
    causes = dict.fromkeys(c for driver in drivers for c in chain.answered(plan, driver))
    texts = [_lowered(plan.causes[cause].text) for cause in causes][:_MOST_IDEAS]
    if not texts:
        return "What holds us back will matter less"
    return f"This will no longer hold us back: {_listed(texts)}"


def _listed(texts: Iterable[str]) -> str:
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def _lowered(text: str) -> str:
    """Return a text as it stands inside a sentence; names and acronyms keep their capitals."""
    text = _WE.sub("", _bare(text))
    first = text.split(" ", 1)[0]
    if len(first) > 1 and not first[1:].islower():
        return text
    return text[:1].lower() + text[1:]


def _bare(text: str) -> str:
    return text.strip().rstrip(".;,")

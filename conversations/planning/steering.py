"""What goes on over the steps: moving between them, taking out, judging a cycle, handing over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, get_args

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.checking import line, present, words
from conversations.planning.model import Plan, Stage, Verdict

_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Titled:
    """The plan has another title."""

    title: str


@dataclass(frozen=True)
class StageChosen:
    """The team goes on, or back, to another stage of its walk."""

    stage: Stage


@dataclass(frozen=True)
class Removed:
    """A link is taken out of the chain, with all that hangs on it alone."""

    id: str


@dataclass(frozen=True)
class Judged:
    """The team adopts, adapts or abandons a change idea at the end of a cycle; None takes it back.

    Plan-do-study-act: the decision that ends "act".
    """

    idea: str
    verdict: Verdict | None
    why: str = ""


@dataclass(frozen=True)
class CycleTurned:
    """The next cycle starts from what was decided in this one."""

    cycle: int


@dataclass(frozen=True)
class Handed:
    """Other people own the plan from here on."""

    owners: tuple[str, ...]


@dataclass(frozen=True)
class Ended:
    """The plan is finished with, and kept as it is."""


def entitle(plan: Plan, event: Titled, now: datetime) -> Plan:
    """Keep another title. Raises Refused."""
    return replace(plan, title=checked_title(event.title))


def choose_stage(plan: Plan, event: StageChosen, now: datetime) -> Plan:
    """Go on or back: what is missing never stops a team, it is listed. Raises Refused."""
    if event.stage not in get_args(Stage) or event.stage == "ended":
        raise Refused("Please choose one of the steps.")
    return replace(plan, stage=event.stage)


def remove(plan: Plan, event: Removed, now: datetime) -> Plan:
    """Take a link out with what goes along. What is out already stays out."""
    return chain.without(plan, event.id) if chain.find(plan, event.id) else plan


def judge(plan: Plan, event: Judged, now: datetime) -> Plan:
    """Keep what becomes of a change idea. Raises Refused."""
    idea = present(plan.ideas, event.idea, "change idea")
    if event.verdict not in (None, *get_args(Verdict)):
        raise Refused("Please choose adopt, adapt or abandon.", "verdict")
    judged = replace(idea, verdict=event.verdict, why=words(event.why, "why"))
    return replace(plan, ideas={**plan.ideas, idea.id: judged})


def turn_cycle(plan: Plan, event: CycleTurned, now: datetime) -> Plan:
    """Begin the next cycle, with the ideas to adapt open again. Raises Refused.

    What was adopted or abandoned stays as it was decided.
    """
    if event.cycle != plan.cycle + 1:
        return plan
    if all(idea.verdict is None for idea in plan.ideas.values()):
        raise Refused("Please decide on at least one change idea first: adopt, adapt or abandon.")
    ideas = {
        idea.id: replace(idea, verdict=None, cycle=event.cycle) if idea.verdict == "adapt" else idea
        for idea in plan.ideas.values()
    }
    return replace(plan, cycle=event.cycle, ideas=ideas, stage="ideas")


def hand_over(plan: Plan, event: Handed, now: datetime) -> Plan:
    """Let other people own the plan. Raises Refused."""
    owners = tuple(dict.fromkeys(event.owners))
    if not owners:
        raise Refused("Please choose at least one person who looks after the plan.", "owners")
    return replace(plan, owners=owners)


def end(plan: Plan, event: Ended, now: datetime) -> Plan:
    """Close the plan."""
    return replace(plan, stage="ended", ended_at=now)


def checked_title(text: str) -> str:
    """Return a title as it was typed, in one line. Raises Refused."""
    title = line(text, "title", "Please give the plan a title.")
    if len(title) > _LONGEST_TITLE:
        raise Refused(f"Please keep the title within {_LONGEST_TITLE} characters.", "title")
    return title


ACTS: dict[type, Any] = {
    Titled: entitle,
    StageChosen: choose_stage,
    Removed: remove,
    Judged: judge,
    CycleTurned: turn_cycle,
    Handed: hand_over,
    Ended: end,
}
"""What each of these events does."""

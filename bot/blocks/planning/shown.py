"""What a plan's cards are built from, and what a stage puts on its card."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.blocks.text import Block, escape
from conversations.assessment.identities import FORGOTTEN
from conversations.calendar import Calendar
from conversations.planning.model import Plan, Responsible
from conversations.planning.proposals import Proposal
from conversations.teams import Team

# An item of the corpus by its id, as answers cite it.
ItemOf = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Shown:
    """A plan as its cards show it, on a day; ``item`` looks up what is cited.

    ``proposals`` wait for an owner; ``card`` is the channel and ``ts`` of the plan's own card,
    ``folded`` whether the card of a stage shows one that the team has left.
    """

    plan: Plan
    today: date
    calendar: Calendar
    team: Team | None
    item: ItemOf
    proposals: tuple[Proposal, ...] = ()
    card: tuple[str, str] | None = None
    folded: bool = False


@dataclass(frozen=True)
class Body:
    """What a stage puts on its card.

    ``controls`` stand before the buttons that lead on and back; ``hint`` says what may be typed;
    ``said`` is the line that stays of the card once the team has gone on.
    """

    blocks: Sequence[Block] = ()
    controls: Sequence[Block] = ()
    hint: str = ""
    said: str = ""


Builder = Callable[[Shown], Body]


def value(plan: Plan, **more: object) -> str:
    """Return what a button of a plan carries."""
    # As typed: escaped, letters beyond Latin would take six characters of the few there are.
    return json.dumps({"p": plan.id, **more}, ensure_ascii=False)


def named(shown: Shown, responsible: Responsible | None) -> str:
    """Return who answers for something as mrkdwn: a mention, or a name with its sponsor."""
    if responsible is None:
        return "nobody yet"
    if responsible.name:
        return f"{escape(responsible.name)} (with {mention(responsible.person)})"
    return mention(responsible.person)


def mention(person: str) -> str:
    """Return a mention of a person, or a word for somebody who asked to be forgotten."""
    return f"<@{person}>" if person and not person.startswith(FORGOTTEN) else "somebody"

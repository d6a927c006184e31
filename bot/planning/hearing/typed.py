"""Words typed in a plan's thread, and what a stage makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from bot.blocks.planning.shown import Shown
from conversations.calendar import Calendar
from conversations.planning.model import Plan
from conversations.planning.service import Taken
from conversations.planning.steps import PlanEvent
from conversations.teams import Team


@dataclass(frozen=True)
class Typed:
    """A message in a plan's thread; ``named`` where it is surely meant for the bot.

    ``raw`` still has its mentions, the bot's own left out. ``key`` is the message's own: the ids
    that come of it are the same whenever it is read.
    """

    plan: Plan
    words: str
    raw: str
    by: str
    named: bool
    today: date
    calendar: Calendar
    key: str
    team: Team | None = None
    _counted: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    def new_id(self) -> str:
        """Return the next id for what is made out of this message."""
        said = f"{self.plan.tenant} {self.plan.id} {self.key} {next(self._counted)}"
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Heard:
    """What words mean to a stage: what happens to the plan, and what is said about that.

    ``reply`` is given the plan as it is afterwards.
    """

    events: tuple[PlanEvent, ...]
    reply: Callable[[Shown, Taken], dict[str, Any]]


# Pure: what a stage makes of words; None where they mean nothing to it.
Reader = Callable[[Typed], Heard | None]

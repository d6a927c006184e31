"""What a Home tab shows, gathered; and how its long lists are turned over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.blocks.rosters import Roster
from bot.blocks.text import Block, actions, button
from bot.blocks.under_way import UnderWay
from conversations.calendar import Calendar
from conversations.homes.kept import Turned
from conversations.homes.plans import Mine, PlanLine
from conversations.teams import Team

TURN = "home_turn"

T = TypeVar("T")


@dataclass(frozen=True)
class HomeLook:
    """What one person's Home shows at a moment.

    ``tasks`` are theirs, ``helping`` those of others with which they help; they finished ``done``
    lately. ``calendar`` is the one by which they are reminded.
    """

    now: datetime
    roster: Roster
    calendar: Calendar
    level: str | None = None
    plans: Sequence[PlanLine] = ()
    tasks: Sequence[Mine] = ()
    helping: Sequence[Mine] = ()
    done: int = 0
    under_way: Sequence[UnderWay] = ()
    turned: Turned = field(default_factory=Turned)

    @property
    def steers(self) -> bool:
        """Whether they look after the workspace or a team of it."""
        return self.roster.is_coordinator or bool(self.roster.steered)

    @property
    def teams(self) -> Mapping[str, Team]:
        """The teams that they see, by id."""
        return {team.id: team for team in self.roster.teams}


def rows_from(rows: Sequence[T], start: int, a_page: int) -> tuple[int, Sequence[T]]:
    """Return the rows from one on and where they begin: at the last page where there are fewer."""
    last = max(len(rows) - 1, 0) // a_page * a_page
    start = min(max(start, 0), last)
    return start, rows[start : start + a_page]


def turning(what: str, start: int, a_page: int, count: int) -> list[Block]:
    """Return the buttons to the rows before and after those from ``start`` on, if there are any.

    ``what`` is the list of ``Turned`` that is turned.
    """
    row = []
    if start:
        before = max(start - a_page, 0)
        row.append(_turn(what, "Earlier", before, min(before + a_page, count), count))
    if start + a_page < count:
        after = start + a_page
        row.append(_turn(what, "Later", after, min(after + a_page, count), count))
    return [actions(*row)] if row else []


def _turn(what: str, label: str, start: int, end: int, count: int) -> Block:
    rows = f"{start + 1} to {end}" if end > start + 1 else f"{end}"
    carried: dict[str, Any] = {"what": what, "n": start}
    return button(
        f"{label}: {rows} of {count}",
        f"{TURN}_{what}_{label.lower()}",
        json.dumps(carried),
        accessibility_label=f"{label} {what}: {rows} of {count}",
    )

"""The window in which a team's coordinators say when, and of what, the team is reminded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.settings.day_rows import day_row
from bot.blocks.settings.inputs import (
    between,
    days_input,
    hours_inputs,
    in_one_line,
    zone_input,
)
from bot.blocks.text import Block, actions, button, context, escape, option, section
from conversations.calendar import Calendar
from conversations.reminders.cadence import AHEAD, EVERY
from conversations.reminders.choices import SPANS
from conversations.reminders.kinds import Muted
from conversations.school_days import KeptDays
from conversations.teams import Team

SAVE, REMOVE, PEOPLE = "settings_team_save", "settings_team_day_remove", "settings_team_people"
KINDS = "kinds"

_KINDS: dict[Muted, tuple[str, str]] = {
    "week": ("Some days before", "How many days, you choose below; a week unless you say more"),
    "day_before": ("The day before", "So that the last step can still be taken"),
    "due": ("The day itself", "On the morning of the due date"),
    "overdue": ("When it is late", "At most four times, some school days apart"),
    "needs_you": ("Needs you", "Once to the plan's owners, when four reminders did not help"),
    "measures": ("Measures", "Asks for a number when it is time for one"),
    "closings": ("Self-assessments", "The school day before one closes, to those not finished"),
    "digest": ("Monday digest", "To the plan's owners: done, due, late, blocked"),
}
_SHOWN = 60


@dataclass(frozen=True)
class TeamSettings:
    """What counts for a team: the kinds it ``wants``, days ``ahead``, school days apart ``every``.

    ``days`` are its own days, without the district's.
    """

    team: Team
    calendar: Calendar
    wants: frozenset[Muted]
    ahead: int
    every: int
    days: Sequence[KeptDays]
    today: date


def team_window(team: TeamSettings) -> dict[str, Any]:
    """Return the window, as things stand."""
    kept = json.dumps({"team": team.team.id})
    coming = [one for one in team.days if one.last >= team.today]
    return fitting.modal(
        "Reminders of the team",
        [
            section(when(team)),
            _kinds(team.wants),
            _number("week", "Days before the due date", team.ahead, AHEAD),
            _number("overdue", "School days between reminders when late", team.every, EVERY),
            *hours_inputs(team.calendar, "School begins", "School ends"),
            zone_input(team.calendar.timezone),
            days_input(
                "Add days without school",
                "Nov 3: our retreat",
                "Only those of this team. Weekends, state holidays and the district's days count "
                "already.",
            ),
            *(day_row(one, team.today, REMOVE, {"team": team.team.id}) for one in coming[:_SHOWN]),
            actions(button("Members and coordinators", PEOPLE, kept)),
        ],
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=kept,
    )


def team_saved_window(team: TeamSettings) -> dict[str, Any]:
    """Return what stands in its place once it is saved."""
    blocks: list[Block] = [section(when(team))]
    wanted = [label for kind, (label, _) in _KINDS.items() if kind in team.wants]
    muted = [label for kind, (label, _) in _KINDS.items() if kind not in team.wants]
    lines = [f"*Sent:* {', '.join(wanted) or 'nothing'}"]
    if muted:
        lines.append(f"*Not sent:* {', '.join(muted)}")
    if coming := [one for one in team.days if one.last >= team.today]:
        lines.append(f"*Its own days:* {in_one_line(coming[:_SHOWN], team.today)}")
    blocks += [section("\n".join(lines)), context("What each person chose for themselves stands.")]
    return fitting.modal("Saved", blocks, close="Close")


def when(team: TeamSettings) -> str:
    """Return in plain words when a team is reminded."""
    return (
        f"I remind the people of *{escape(team.team.name)}* only between "
        f"*{between(team.calendar)}*, on school days. Each person may choose other hours in my "
        "Home tab."
    )


def _kinds(wants: frozenset[Muted]) -> Block:
    options = {kind: option(label, kind, what) for kind, (label, what) in _KINDS.items()}
    boxes: Block = {
        "type": "checkboxes",
        "action_id": KINDS,
        "options": list(options.values()),
    }
    if chosen := [one for kind, one in options.items() if kind in wants]:
        boxes["initial_options"] = chosen
    return input_block(KINDS, "What is sent?", boxes, optional=True)


def _number(kind: str, label: str, current: int, usual: int) -> Block:
    span = SPANS[kind]
    element: Block = {
        "type": "number_input",
        "action_id": kind,
        "is_decimal_allowed": False,
        "initial_value": str(current),
        "min_value": str(span[0]),
        "max_value": str(span[-1]),
    }
    hint = f"{span[0]} to {span[-1]}; usually {usual}"
    return input_block(kind, label, element, hint=hint)

"""The window in which somebody says when and how they want to be reminded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.settings.inputs import (
    between,
    days_input,
    hours_inputs,
    one_of,
    span,
    zone_input,
    zone_name,
)
from bot.blocks.text import Block, button, section
from conversations.calendar import Calendar
from conversations.personal_hours import DaysOff
from conversations.reminders.choices import Delivery

SAVE, REMOVE = "settings_mine_save", "settings_day_off_remove"
PROFILE = "profile"
"""Stands for the time zone of the profile in Slack, among time zones."""

DELIVERY = "delivery"
_HOW = {
    "each": "One message for each task, when its time has come",
    "daily": "One message each school morning, with all that is due to be said",
}
_SHOWN = 60


@dataclass(frozen=True)
class Mine:
    """What counts for somebody: ``zone`` is what they chose themselves, ``usual`` the zone else."""

    calendar: Calendar
    delivery: Delivery
    off: Sequence[DaysOff]
    today: date
    zone: str | None
    usual: str


def my_window(mine: Mine) -> dict[str, Any]:
    """Return the window, as things stand."""
    coming = [one for one in mine.off if one.last >= mine.today]
    return fitting.modal(
        "My reminders",
        [
            section(when(mine)),
            one_of(DELIVERY, "How shall I remind you?", _HOW, mine.delivery),
            *hours_inputs(mine.calendar, "Not before", "Not after"),
            zone_input(
                mine.zone or PROFILE,
                {PROFILE: f"As in my Slack profile: {zone_name(mine.usual)}"},
            ),
            days_input(
                "Add days off",
                "Dec 1 to Dec 5",
                "What is due meanwhile waits for your next school morning. Several are fine: Dec "
                "1 to Dec 5, Jan 15",
            ),
            *(_off(one, mine.today) for one in coming[:_SHOWN]),
        ],
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata="{}",
    )


def my_saved_window(mine: Mine) -> dict[str, Any]:
    """Return what stands in its place once it is saved."""
    coming = [span(one.first, one.last, mine.today) for one in mine.off if one.last >= mine.today]
    lines = [when(mine), f"*How:* {_HOW[mine.delivery].lower()}."]
    if coming:
        lines.append(f"*Days off:* {'; '.join(coming[:_SHOWN])}")
    return fitting.modal("Saved", [section("\n".join(lines))], close="Close")


def when(mine: Mine) -> str:
    """Return in plain words when somebody hears of something by itself."""
    return (
        f"I remind you only between *{between(mine.calendar)}*, on school days and not on your "
        "days off. What comes up outside of that waits for the next school morning. When you ask "
        "me something, I answer at any time."
    )


def _off(off: DaysOff, today: date) -> Block:
    said = span(off.first, off.last, today)
    kept = json.dumps({"f": off.first.isoformat(), "l": off.last.isoformat()})
    return section(
        f"*Off:* {said}",
        accessory=button("Take away", REMOVE, kept, accessibility_label=f"Take away {said}"[:75]),
    )

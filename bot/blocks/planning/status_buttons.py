"""The buttons that say how a task stands."""

from __future__ import annotations

from bot import limits
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, button, shorten
from conversations.planning.model import Plan, Status, Task

STAND = "plan_stand"

_ORDER: tuple[Status, ...] = ("done", "under_way", "blocked", "to_do")


def status_row(plan: Plan, task: Task, *more: Block) -> Block:
    """Return a row with the statuses that a task does not have, and ``more`` buttons after them."""
    row = []
    for status in _ORDER:
        if status != task.status:
            spoken = f"{STATUSES[status]}: {task.what}"
            row.append(
                button(
                    STATUSES[status],
                    f"{STAND}_{status}",
                    value(plan, id=task.id),
                    accessibility_label=shorten(spoken, limits.BUTTON_ACCESSIBILITY_LABEL),
                    **({"style": "primary"} if status == "done" else {}),
                )
            )
    return actions(*row, *more)

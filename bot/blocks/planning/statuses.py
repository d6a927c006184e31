"""What is said about a task whose status was typed: what was kept, or which task is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.carrying import carrying, told_if_cut
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.shown import value
from bot.blocks.planning.viewing import MINE
from bot.blocks.text import actions, button, escape, section, shorten
from conversations.planning.model import Plan, Status, Task

WHICH = "plan_status_which"
TASK_OPEN, TASK_EDIT = "plan_task_open", "plan_task_edit"

_MOST_OFFERED = 4


def stood_message(plan: Plan, task: Task, status: Status, *, kept: bool) -> dict[str, Any]:
    """Return how a task stands now; where an owner is to decide, ``kept`` is False."""
    what = escape(shorten(task.what, 200))
    if not kept:
        said = f"“{what}”: *{STATUSES[status]}*."
        return fitting.message(said, [section(said)])
    note = f"\n_{escape(shorten(' '.join(task.note.split()), 500))}_" if task.note else ""
    said = f"✓  *{STATUSES[task.status]}*: {what}{note}"
    change = button("Change", TASK_OPEN, value(plan, id=task.id))
    return fitting.message(said, [section(said), actions(change)])


def which_message(
    plan: Plan, status: Status, note: str, tasks: Sequence[Task], by: str
) -> dict[str, Any]:
    """Return the question which task is meant; its buttons keep the status and the note."""
    said = f"Which task is *{STATUSES[status].lower()}*?"
    carried = [carrying(plan, note, id=task.id, st=status, b=by) for task in tasks[:_MOST_OFFERED]]
    offered = [
        button(
            task.what,
            f"{WHICH}_{place}",
            carried[place],
            accessibility_label=shorten(f"For: {task.what}", limits.BUTTON_ACCESSIBILITY_LABEL),
        )
        for place, task in enumerate(tasks[:_MOST_OFFERED])
    ]
    if len(tasks) > _MOST_OFFERED:
        offered.append(button("Another task", MINE, value(plan)))
    blocks = [section(said), actions(*offered), *told_if_cut(note, carried)]
    return fitting.message(said, blocks)


def change_message(plan: Plan, task: Task | None) -> dict[str, Any]:
    """Return where a task is handed over or moved to another day."""
    if task is None:
        said = "Open the task, then “Change”: there you can hand it over or choose another day."
        return fitting.message(
            said, [section(said), actions(button("My tasks", MINE, value(plan)))]
        )
    said = f"“{escape(shorten(task.what, 200))}”: you can hand it over or choose another day here."
    row = actions(button("Change the task", TASK_EDIT, value(plan, id=task.id)))
    return fitting.message(said, [section(said), row])


def not_yet_message(plan: Plan, task: Task) -> dict[str, Any]:
    """Return the answer to "not yet"."""
    said = f"All right, “{escape(shorten(task.what, 200))}” stays open."
    change = button("Write a note", TASK_OPEN, value(plan, id=task.id))
    return fitting.message(said, [section(said), actions(change)])


def no_task_message(plan: Plan) -> dict[str, Any]:
    """Return what is said to somebody who has no open task here."""
    said = "I see no open task of yours that this could be about. The plan has all of them."
    return fitting.message(
        said, [section(said), actions(button("Show the plan", "plan_show", value(plan)))]
    )

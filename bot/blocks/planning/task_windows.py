"""A task as it stands: how it goes, and whether a day without school is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning import forms
from bot.blocks.planning.days import full_day, no_school, short_day
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.shown import Shown, mention, named, value
from bot.blocks.planning.task_form import EDIT, REMOVE
from bot.blocks.text import Block, actions, button, escape, option, section, shorten
from conversations.calendar import is_school_day, previous_school_day
from conversations.planning import progress
from conversations.planning.model import LONGEST_LINE, Task

OPEN, STAND = "plan_task_open", "plan_task_stand"
EARLIER = "plan_task_earlier"


def task_window(shown: Shown, task: Task, *, is_deep: bool = False) -> dict[str, Any]:
    """Return the window of a task; ``is_deep`` where there is no room for another above it."""
    plan = shown.plan
    options = [option(label, status) for status, label in STATUSES.items()]
    at = list(STATUSES).index(task.status)
    radio: Block = {
        "type": "radio_buttons",
        "action_id": "status",
        "options": options,
        "initial_option": options[at],
    }
    spoken = shorten(f"Change the task {task.what}", 75)
    row = [
        button("Change", EDIT, value(plan, id=task.id), accessibility_label=spoken),
        button("Take it out", REMOVE, value(plan, id=task.id)),
    ]
    blocks = [
        section("\n".join(_about(shown, task))),
        input_block("status", "How does it stand?", radio),
        forms.line(
            "note",
            "A line about it",
            task.note if len(task.note) <= LONGEST_LINE else "",
            example="two languages are done, Khmer is at the translator's",
            optional=True,
        ),
        *([] if is_deep else [actions(*row)]),
    ]
    return fitting.modal(
        "Task",
        blocks,
        submit="Save",
        close="Close",
        callback_id=STAND,
        private_metadata=value(plan, id=task.id),
    )


def school_day_window(shown: Shown, task: Task, kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the question whether a task saved for a day without school is due before it.

    None where there is school. Whoever closes the window keeps the day.
    """
    if task.due is None or is_school_day(task.due, shown.calendar):
        return None
    earlier = previous_school_day(task.due, shown.calendar)
    said = no_school(task.due, shown.today, shown.calendar)
    ask = f"The task is saved. The school day before is {full_day(earlier, shown.today)}."
    return fitting.modal(
        "No school that day",
        [section(f"{escape(said)}\n{ask}")],
        submit=f"Due {short_day(earlier, shown.today)}",
        close=f"Keep {short_day(task.due, shown.today)}",
        callback_id=EARLIER,
        private_metadata=value(
            shown.plan, id=task.id, d=earlier.isoformat(), was=task.due.isoformat(), **kept
        ),
    )


def _about(shown: Shown, task: Task) -> list[str]:
    plan = shown.plan
    lines = [f"*{escape(task.what)}*"]
    if idea := plan.ideas.get(task.idea):
        lines.append(f"For the idea: {escape(shorten(idea.text, 200))}")
    if not plan.is_personal:
        lines.append(f"Who: {named(shown, task.owner)}")
    if task.support:
        lines.append(f"Helping: {', '.join(map(mention, task.support))}")
    if task.starts:
        lines.append(f"Starts: {full_day(task.starts, shown.today)}")
    due = full_day(task.due, shown.today) if task.due else "no date yet"
    late = " · *overdue*" if progress.is_overdue(task, shown.today) else ""
    lines.append(f"Due: {due}{late}")
    if task.due and task.status != "done":
        closed = no_school(task.due, shown.today, shown.calendar)
        lines += [escape(closed)] if closed else []
    if task.shows:
        lines.append(f"Progress shows in: {escape(shorten(' '.join(task.shows.split()), 400))}")
    return lines

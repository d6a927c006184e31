"""Somebody's tasks in App Home: what is late first, each with the buttons of its reminder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from bot import limits
from bot.blocks.homes.look import HomeLook, rows_from, turning
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.days import full_day, short_day
from bot.blocks.planning.shown import mention
from bot.blocks.reminding.due import due_on
from bot.blocks.reminding.task_card import BLOCKED, DONE, HAND, PICK, SNOOZE, TRACK
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    option,
    section,
    shorten,
)
from conversations.homes.plans import Mine
from conversations.planning.model import Task

MORE, OPEN = "home_task", "plan_task_open"
DO = "do"
"""What a choice of the menu does: the action that a button of the same meaning has."""

A_PAGE, STEERING = 10, 6
"""Tasks on a page; fewer where what a coordinator looks after stands under them."""

_HELPING = 3
_SOON = timedelta(days=7)


def task_blocks(look: HomeLook) -> list[Block]:
    """Return the part about somebody's tasks; nothing where they have none and finished none."""
    if not look.tasks:
        return [*_all_done(look), *_helping(look)]
    a_page = STEERING if look.steers else A_PAGE
    start, rows = rows_from(look.tasks, look.turned.tasks, a_page)
    blocks = [header(_heading(look)), *_praise(look)]
    if not _are_of_several_plans(look):
        blocks.append(context(f"Plan: {escape(shorten(rows[0].plan.title, 150))}"))
    for one in rows:
        blocks += _task(look, one)
    return [*blocks, *turning("tasks", start, a_page, len(look.tasks)), *_helping(look)]


def _are_of_several_plans(look: HomeLook) -> bool:
    return len({one.plan.id for one in look.tasks}) > 1


def _heading(look: HomeLook) -> str:
    """Return how things stand, the most pressing first."""
    awake = [one for one in look.tasks if one.asleep is None]
    late = sum(one.is_overdue(look.now) for one in awake)
    today = [one for one in awake if one.task.due == one.plan.today(look.now)]
    parts = [f"{late} overdue"] if late else []
    parts += [f"{len(today)} due today"] if today else []
    if parts:
        return f"Your tasks: {', '.join(parts)}"
    soon = sum(
        one.task.due is not None and one.task.due <= one.plan.today(look.now) + _SOON
        for one in awake
    )
    said = f"{soon} due within a week" if soon else "nothing is due this week"
    return f"Your tasks: {said}"


def _praise(look: HomeLook) -> Iterator[Block]:
    if look.done:
        tasks = "1 task" if look.done == 1 else f"{look.done} tasks"
        yield context(f"✓  You finished {tasks} in the last seven days. Thank you!")


def _all_done(look: HomeLook) -> Iterator[Block]:
    if look.done:
        tasks = "task" if look.done == 1 else f"{look.done} tasks"
        yield header("Your tasks are all done")
        yield section(
            f"You finished your {tasks} in the last seven days, and nothing else waits for you. "
            "Thank you! :sunny:"
        )


def _task(look: HomeLook, one: Mine) -> list[Block]:
    task, plan = one.task, one.plan
    today = plan.today(look.now)
    due = due_on(task.due, today, look.calendar)
    lines = [f"*{escape(shorten(task.what, 300))}*"]
    lines.append(f"*{due}*" if one.is_overdue(look.now) else due)
    lines += _standing(one, today)
    if _are_of_several_plans(look):
        lines.append(f"_{escape(shorten(plan.title, 80))}_")
    return [section("\n".join(lines)), actions(*_answers(one))]


def _standing(one: Mine, today: date) -> Iterator[str]:
    task = one.task
    note = quoted(task.note, 200)
    if task.owner and task.owner.name:
        yield f"You speak for {escape(task.owner.name)} here."
    if task.status == "blocked":
        yield f"⚠  Blocked. {note}".rstrip()
    elif one.asleep:
        yield f"I will come back to it on {full_day(one.asleep, today)}."
    elif task.status == "under_way":
        yield f"On track. {note}".rstrip()


def _answers(one: Mine) -> Iterator[Block]:
    task = one.task
    kept = json.dumps({"p": one.plan.id, "id": task.id})
    yield _button("Done", DONE, kept, task, style="primary")
    yield _button("On track", TRACK, kept, task)
    yield {"type": "overflow", "action_id": MORE, "options": list(_further(one))}


def _further(one: Mine) -> Iterator[Block]:
    ids = {"p": one.plan.id, "id": one.task.id}
    if one.task.status != "blocked":
        yield option("Blocked…", json.dumps({**ids, DO: BLOCKED}))
    yield option("Snooze…", json.dumps({**ids, DO: SNOOZE, "d": PICK}))
    if not one.plan.is_personal:
        yield option("Hand over…", json.dumps({**ids, DO: HAND}))
    yield option("Open the task", json.dumps({**ids, DO: OPEN}))


def _button(label: str, action_id: str, kept: str, task: Task, **more: str) -> Block:
    spoken = shorten(f"{label}: {task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
    return button(label, action_id, kept, accessibility_label=spoken, **more)


def _helping(look: HomeLook) -> Iterator[Block]:
    if not look.helping:
        return
    told = [_helped(look, one) for one in look.helping[:_HELPING]]
    left = len(look.helping) - len(told)
    more = f", and {left} more" if left else ""
    yield context(f"You also help with {', '.join(told)}{more}.")


def _helped(look: HomeLook, one: Mine) -> str:
    who = mention(one.task.owner.person) if one.task.owner else "nobody yet"
    due = f", {short_day(one.task.due, one.plan.today(look.now))}" if one.task.due else ""
    return f"{quoted(one.task.what, 80)} ({who}{due})"

"""A plan that is carried out: what its card shows, how its start is told, one person's tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.looking import READING_ADD
from bot.blocks.planning.shown import Shown, named, value
from bot.blocks.planning.standing import (
    by_urgency,
    coming,
    measure_line,
    overdue,
    told_progress,
)
from bot.blocks.planning.status_buttons import status_row
from bot.blocks.planning.task_lines import due_words, task_line
from bot.blocks.planning.viewing import CYCLE, MINE
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.planning.model import Plan, Task, is_known
from conversations.planning.permissions import works_on
from conversations.planning.rhythm import to_read

MINE_SHOWN = "plan_mine_shown"
SHOW, TASK_OPEN, GO_TO = "plan_show", "plan_task_open", "plan_go_to"

_MOST_DUE, _MOST_TO_READ = 5, 4
_OF_ONE, _PEOPLE, _ROOM = 4, 30, 9_000
_IN_WINDOW = 30
_HOW = (
    "Tell me here how it goes, such as “done, all letters are out” or “interpreters at 14 of 20 "
    "conferences”."
)


def live_blocks(shown: Shown) -> Iterator[Block]:
    """Yield what the card of a live plan shows: progress, what is due, what is to be read."""
    yield section(f"*Progress*\n{told_progress(shown.plan, shown.today)}")
    if late := overdue(shown):
        yield section(f"*Overdue*\n{_lines(shown, late)}")
    if due := coming(shown):
        yield section(f"*Next*\n{_lines(shown, due)}")
    waiting = to_read(shown.plan, shown.today)
    if waiting:
        lines = [f"•  {measure_line(shown, one.measure)}" for one in waiting[:_MOST_TO_READ]]
        if len(waiting) > _MOST_TO_READ:
            lines.append(f"… and {len(waiting) - _MOST_TO_READ} more")
        yield section("*To be read now*\n" + "\n".join(lines))


def live_controls(plan: Plan) -> Iterator[Block]:
    """Yield the buttons of the card of a live plan."""
    yield button("Show the plan", SHOW, value(plan), style="primary")
    yield button("My tasks", MINE, value(plan))
    if plan.measures:
        yield button("Enter a reading", READING_ADD, value(plan))
    change = "Change something" if plan.is_personal else "Propose a change"
    spoken = f"{change}: find what you mean in the plan"
    yield button(change, f"{SHOW}_change", value(plan), accessibility_label=spoken)
    yield button("End of the cycle", CYCLE, value(plan))


def started_message(shown: Shown, *, folded: bool) -> dict[str, Any]:
    """Return how it is told that the plan has started, and who does what by when.

    ``folded`` where the team has gone back to building it, or started once more.
    """
    plan = shown.plan
    said = "The plan has started" if plan.cycle == 1 else f"Cycle {plan.cycle} has started"
    if folded:
        return fitting.message(said, [context(f"✓  *{said}*")])
    blocks = [section(f"*{said}.* Here is who does what by when.")]
    blocks += _by_person(shown)
    blocks.append(context(_HOW))
    row = [button("My tasks", MINE, value(plan)), button("Show the plan", SHOW, value(plan))]
    spoken = "Go back to building the plan"
    row.append(button("Change it", GO_TO, value(plan, to="review"), accessibility_label=spoken))
    blocks.append(actions(*row))
    return fitting.message(f"{said}. Here is who does what by when.", blocks)


def mine_window(shown: Shown, person: str, start: int = 0) -> dict[str, Any]:
    """Return the window with the tasks of one person, each with the buttons for its status."""
    plan = shown.plan
    tasks = [task for task in by_urgency(shown) if is_of(plan, task, person)]
    blocks: list[Block] = []
    for task in tasks[start : start + _IN_WINDOW]:
        blocks += _mine(shown, task)
    if not tasks:
        blocks.append(section("You have no task in this plan. The plan shows what others do."))
        blocks.append(actions(button("Show the plan", SHOW, value(plan))))
    turning = []
    if start:
        before = max(start - _IN_WINDOW, 0)
        turning.append(button("Earlier", f"{MINE}_back", value(plan, n=before)))
    if start + _IN_WINDOW < len(tasks):
        turning.append(button("More", f"{MINE}_on", value(plan, n=start + _IN_WINDOW)))
    blocks += [actions(*turning)] if turning else []
    return fitting.modal(
        "My tasks",
        blocks,
        close="Close",
        callback_id=MINE_SHOWN,
        private_metadata=value(plan, n=start),
    )


def is_of(plan: Plan, task: Task, person: str) -> bool:
    """Tell whether somebody works on a task; on those of their own plan they do."""
    return works_on(plan, task.id, person) or (plan.is_personal and person in plan.owners)


def _mine(shown: Shown, task: Task) -> list[Block]:
    plan = shown.plan
    lines = [f"*{escape(shorten(task.what, 200))}*"]
    about = [STATUSES[task.status], due_words(shown, task)]
    if task.owner and task.owner.name:
        about.insert(0, f"for {escape(task.owner.name)}")
    lines.append(" · ".join(about))
    if task.note:
        lines.append(f"_{escape(shorten(' '.join(task.note.split()), 300))}_")
    elif task.status == "blocked":
        lines.append("What is in the way? A line about it helps the others help.")
    spoken = shorten(f"Write a note: {task.what}", 75)
    noted = button("Note", TASK_OPEN, value(plan, id=task.id), accessibility_label=spoken)
    row = [] if plan.ended_at else [status_row(plan, task, noted)]
    return [section("\n".join(lines)), *row, {"type": "divider"}]


def _lines(shown: Shown, tasks: Sequence[Task]) -> str:
    lines = [f"•  {task_line(shown, task, 120)}" for task in tasks[:_MOST_DUE]]
    if len(tasks) > _MOST_DUE:
        lines.append(f"… and {len(tasks) - _MOST_DUE} more")
    return "\n".join(lines)


def _by_person(shown: Shown) -> list[Block]:
    """Return each person's open tasks, the heaviest first, within the room of a message."""
    blocks: list[Block] = []
    people = sorted(_tasks_by_person(shown).items(), key=lambda one: -len(one[1]))
    for who, tasks in people[:_PEOPLE]:
        lines = [f"*{who}*"]
        for task in tasks[:_OF_ONE]:
            lines.append(f"•  {escape(shorten(task.what, 120))} · {due_words(shown, task)}")
        if len(tasks) > _OF_ONE:
            lines.append(f"… and {len(tasks) - _OF_ONE} more")
        block = section("\n".join(lines))
        if fitting.text_length([*blocks, block]) > _ROOM:
            break
        blocks.append(block)
    if len(blocks) < len(people):
        left = len(people) - len(blocks)
        blocks.append(context(f"… and {left} more people. “Show the plan” has all of it."))
    return blocks or [section("No tasks yet. “Change it” leads back to them.")]


def _tasks_by_person(shown: Shown) -> Mapping[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    nobody: list[Task] = []
    for task in by_urgency(shown):
        if task.status == "done":
            continue
        if task.owner is None or not is_known(task.owner.person):
            nobody.append(task)
            continue
        who = "You" if shown.plan.is_personal else named(shown, task.owner)
        found.setdefault(who, []).append(task)
    return found | ({"Nobody yet": nobody} if nobody else {})

"""The stage of the tasks: for each change idea who does what by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.planning.task_form import ADD, EDIT
from bot.blocks.planning.task_lines import heavy_loads, task_line
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.planning import chain
from conversations.planning.model import Idea, Plan, Task

LIST, LIST_SHOWN = "plan_task_list", "plan_task_list_shown"

# The frame, which has this control too, is made of the stages.
GO_TO = "plan_go_to"

_HINT = (
    "Type tasks here in the thread, such as “Translate the welcome letter, @Ben by next Friday”."
)
_HINT_ALONE = "Or type a task here, such as “Translate the welcome letter by next Friday”."
_NO_IDEAS = "There are no change ideas yet. Tasks hang on them, so that each has its reason."
_ROOM, _MOST_BLOCKS = 7_500, 40
_IN_WINDOW = 80
"""Rows of a window: its heading lines and buttons come on top."""

# How long a task's line may be and how many of an idea are shown: less where there is no room.
_SHAPES = ((150, 60), (70, 60), (60, 4), (50, 2), (40, 0))
_HEAVY = 3


def tasks(shown: Shown) -> Body:
    """Return the tasks of each change idea that is tried, shortened where there are many."""
    plan = shown.plan
    ideas, count = chain.tried(plan), len(chain.tasks_tried(plan))
    hint = _HINT_ALONE if plan.is_personal else _HINT
    if not ideas:
        go = button("Choose change ideas", GO_TO, value(plan, to="ideas"), style="primary")
        return Body([section(_NO_IDEAS)], [go])
    blocks = next(
        (blocks for shape in _SHAPES if _fits(blocks := _ideas(shown, ideas, *shape))),
        _ideas(shown, ideas, *_SHAPES[-1])[:_MOST_BLOCKS],
    )
    blocks += [context(said) for said in list(heavy_loads(shown))[:_HEAVY]]
    controls = [button("See and change tasks", LIST, value(plan))] if count else []
    tasks = "1 task" if count == 1 else f"{count} tasks"
    given = "1 change idea" if len(ideas) == 1 else f"{len(ideas)} change ideas"
    return Body(blocks, controls, hint, said=f"{tasks} for {given}")


def task_list(shown: Shown, start: int = 0) -> dict[str, Any]:
    """Return the window with every task, each to be changed, from the row ``start`` on."""
    plan = shown.plan
    rows = [row for idea in chain.tried(plan) for row in _rows(shown, idea)]
    page = rows[start : start + _IN_WINDOW]
    turning = []
    earlier, later = max(start - _IN_WINDOW, 0), start + _IN_WINDOW
    if start:
        turning.append(button("Earlier", f"{LIST}_back", value(plan, at=earlier)))
    if later < len(rows):
        turning.append(button("More", f"{LIST}_on", value(plan, at=later)))
    blocks = [*page, *([actions(*turning)] if turning else [])]
    return fitting.modal(
        "Tasks",
        blocks or [section("There are no tasks yet.")],
        close="Close",
        callback_id=LIST_SHOWN,
        private_metadata=value(plan, at=start),
    )


def _ideas(shown: Shown, ideas: Sequence[Idea], longest: int, most: int) -> list[Block]:
    blocks: list[Block] = []
    for idea in ideas:
        title = f"*{escape(shorten(idea.text, max(longest, 60)))}*"
        lines, add = _lines(shown, idea, longest, most), _add(shown.plan, idea)
        if 2 * len(ideas) <= _MOST_BLOCKS:
            # Beside a button there is little room on a phone.
            blocks += [section(title, accessory=add), section("\n".join(lines))]
        else:
            blocks.append(section("\n".join((title, *lines)), accessory=add))
    return blocks


def _lines(shown: Shown, idea: Idea, longest: int, most: int) -> list[str]:
    tasks = chain.tasks_of(shown.plan, idea.id)
    if not tasks:
        return ["_No task yet._"]
    lines = [f"•  {task_line(shown, task, longest)}" for task in tasks[:most]]
    left = len(tasks) - most
    if left > 0:
        lines.append(f"{left} more" if most else _counted(tasks))
    return lines


def _rows(shown: Shown, idea: Idea) -> list[Block]:
    plan = shown.plan
    rows = [section(f"*{escape(shorten(idea.text, 200))}*", accessory=_add(plan, idea))]
    for task in chain.tasks_of(plan, idea.id):
        spoken = shorten(f"Change the task {task.what}", 75)
        change = button("Change", EDIT, value(plan, id=task.id), accessibility_label=spoken)
        rows.append(section(task_line(shown, task, 200), accessory=change))
    return rows


def _add(plan: Plan, idea: Idea) -> Block:
    spoken = shorten(f"Add a task to {idea.text}", 75)
    return button("Add a task", ADD, value(plan, idea=idea.id), accessibility_label=spoken)


def _counted(tasks: Sequence[Task]) -> str:
    open_ones = sum(task.owner is None or task.due is None for task in tasks)
    count = "1 task" if len(tasks) == 1 else f"{len(tasks)} tasks"
    return f"{count}, {open_ones} without a person or a date" if open_ones else count


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= _MOST_BLOCKS and fitting.text_length(blocks) <= _ROOM

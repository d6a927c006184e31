"""What is said about tasks that were typed: how they were understood, and how to correct it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.days import full_day, no_school
from bot.blocks.planning.shown import Shown, mention, named, value
from bot.blocks.planning.task_form import EDIT
from bot.blocks.planning.task_lines import heavy_loads
from bot.blocks.planning.tasks import GO_TO
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.calendar import previous_school_day
from conversations.planning.model import Idea, Plan, Task

UNDER, ELSEWHERE, PLACE = "plan_task_under", "plan_task_elsewhere", "plan_task_place"
DAY = "plan_task_day"

LONGEST_WORDS = 1_200
"""Characters of typed words that each of five buttons still holds, within the room of a message."""

_MOST_OFFERED = 4
_ESCAPED_MENTION = re.compile(r"&lt;@([UW][A-Z0-9]+)(?:\|[^&]*)?&gt;")


def understood(
    shown: Shown, tasks: Sequence[Task], strangers: Collection[str] = ()
) -> dict[str, Any]:
    """Return how typed tasks were understood, each with a button that corrects it.

    ``strangers`` were named too, though they are not of the team.
    """
    blocks: list[Block] = []
    for task in tasks:
        spoken = shorten(f"Change the task {task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
        change = button("Change", EDIT, value(shown.plan, id=task.id), accessibility_label=spoken)
        blocks.append(section(_told(shown, task), accessory=change))
        blocks += _no_school(shown, task, [one.id for one in tasks])
    for person in strangers:
        said = f"{mention(person)} is not of this team, so I have not put them down."
        blocks.append(context(f"{said} “Change” lets you choose anybody all the same."))
    owners = [task.owner.person for task in tasks if task.owner]
    blocks += [context(said) for said in heavy_loads(shown, owners)]
    count = "a task" if len(tasks) == 1 else f"{len(tasks)} tasks"
    return fitting.message(f"I have added {count}.", blocks)


def which_idea(plan: Plan, words: str, key: str, by: str, best: Sequence[Idea]) -> dict[str, Any]:
    """Return the question under which idea typed tasks go; its buttons keep the words.

    ``best`` are all ideas that are tried, the likeliest first.
    """
    said = "Under which idea does this go? I add it as soon as you say."
    kept = {"w": words, "k": key, "b": by}
    offered = [
        button(
            idea.text,
            f"{UNDER}_{place}",
            value(plan, i=idea.id, **kept),
            accessibility_label=shorten(f"Under: {idea.text}", limits.BUTTON_ACCESSIBILITY_LABEL),
        )
        for place, idea in enumerate(best[:_MOST_OFFERED])
    ]
    if len(best) > _MOST_OFFERED:
        offered.append(button("Another idea", ELSEWHERE, value(plan, **kept)))
    return fitting.message(said, [section(f"{said}\n>{_quoted(words)}"), actions(*offered)])


def place_window(
    plan: Plan, ideas: Sequence[Idea], kept: dict[str, object], words: str
) -> dict[str, Any]:
    """Return the window that asks under which of many ideas typed tasks go."""
    labels = {
        idea.id: shorten(idea.text, limits.OPTION_LABEL) for idea in ideas[: limits.SELECT_OPTIONS]
    }
    return fitting.modal(
        "Which idea?",
        [
            section(f">{_quoted(words)}"),
            input_block("idea", "Under which idea does this go?", select_one("idea", labels, None)),
        ],
        submit="Add",
        close="Cancel",
        callback_id=PLACE,
        private_metadata=value(plan, **kept),
    )


def no_idea_yet(plan: Plan, words: str) -> dict[str, Any]:
    """Return what is said to a task while there is no idea to put it under."""
    said = (
        "A task hangs on a change idea, and there is none yet. Please choose one first, then send "
        "this again:"
    )
    go = button("Choose change ideas", GO_TO, value(plan, to="ideas"))
    return fitting.message(said, [section(f"{said}\n>{_quoted(words)}"), actions(go)])


def too_long() -> dict[str, Any]:
    """Return what is said to more than can be held on to while it is asked where it belongs."""
    said = "This is a lot at once, and I have not kept it. Please send me a few lines at a time."
    return fitting.message(said, [section(said)])


def _told(shown: Shown, task: Task) -> str:
    plan, today = shown.plan, shown.today
    due = f"due {full_day(task.due, today)}" if task.due else "_no date yet_"
    if task.due and task.due < today:
        due += ", which has gone by"
    parts = [due]
    if not plan.is_personal:
        parts.insert(0, named(shown, task.owner) if task.owner else "_nobody yet_")
    if task.support:
        parts.append(f"helped by {', '.join(map(mention, task.support))}")
    idea = plan.ideas[task.idea]
    under = f"\nUnder: {escape(shorten(idea.text, 120))}"
    return f"✓ *{escape(task.what)}*\n{' · '.join(parts)}{under}"


def _no_school(shown: Shown, task: Task, together: Sequence[str]) -> Iterator[Block]:
    """Yield that there is no school on the day, with the school day before to be chosen.

    ``together`` are the tasks of the message, which is drawn anew then.
    """
    if task.due is None or not (said := no_school(task.due, shown.today, shown.calendar)):
        return
    earlier = previous_school_day(task.due, shown.calendar)
    yield context(f"{escape(said)} It stays so unless you choose another day.")
    move = button(
        f"Make it {full_day(earlier, shown.today)}",
        DAY,
        value(
            shown.plan, id=task.id, d=earlier.isoformat(), was=task.due.isoformat(), all=together
        ),
    )
    yield actions(move)


def _quoted(words: str) -> str:
    """Return typed words as a quotation: nothing in it but the mentions of people pings anybody."""
    return "\n>".join(_ESCAPED_MENTION.sub(r"<@\1>", escape(words)).splitlines())

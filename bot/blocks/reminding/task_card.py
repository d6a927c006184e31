"""The card that reminds of a task: what it is, what it is for, and the buttons that answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.days import full_day
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.shown import Shown, mention, named, value
from bot.blocks.reminding.due import due_sentence
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    link,
    option,
    plain,
    section,
    shorten,
)
from conversations.planning.model import Plan, Task

DONE, TRACK, BLOCKED = "reminder_done", "reminder_track", "reminder_blocked"
SNOOZE, HAND, UNDO = "reminder_snooze", "reminder_hand", "reminder_undo"
CARD = "reminder_card"
"""Opens the card of a task where only a line of it is shown."""

TOMORROW, MONDAY, PICK = "tomorrow", "monday", "pick"
_CHOICES = {TOMORROW: "Tomorrow", MONDAY: "Next Monday", PICK: "Pick a day…"}

_MOST_BLOCKS = 2
_HOW = "Or answer in words, in the thread: “done, all letters are out”, “snooze till Monday”."


@dataclass(frozen=True)
class TaskLook:
    """A task as its card shows it to a ``person`` now.

    ``snoozed`` is the day on which it comes up again for them, ``woke`` tells that this is the
    day; ``undo`` whether "done" can still be taken back here. ``fresh`` differs from one drawing to
    the next, so that Slack does not keep what was chosen in a menu.
    """

    shown: Shown
    task: Task
    person: str
    snoozed: date | None = None
    woke: bool = False
    undo: bool = False
    fresh: str = ""

    @property
    def is_theirs(self) -> bool:
        """Whether the task is (still) this person's to answer for."""
        owner = self.task.owner
        return owner is not None and owner.person == self.person


def task_card(look: TaskLook) -> dict[str, Any]:
    """Return the card of a task as it stands."""
    return fitting.message(_said(look), list(card_blocks(look)))


def card_blocks(look: TaskLook) -> Iterator[Block]:
    """Yield the blocks of the card."""
    task, is_open = look.task, is_answerable(look)
    lines = [f"*{escape(shorten(task.what, 300))}*"]
    if is_open:
        lines.append(due_sentence(look.shown, task))
    lines += _standing(look)
    yield section("\n".join(lines))
    if not is_open:
        yield context(_plan(look))
        yield from _afterwards(look)
        return
    yield context(*_for_what(look))
    if task.shows:
        yield context(f"What will show progress: {quoted(task.shows, 400)}")
    yield actions(*answers(look), block_id=f"{CARD}:{look.fresh}" if look.fresh else None)
    yield context(_HOW)


def is_answerable(look: TaskLook) -> bool:
    """Tell whether there is anything to answer yet."""
    return look.task.status != "done" and look.is_theirs and look.shown.plan.is_live


def answers(look: TaskLook) -> Iterator[Block]:
    """Yield the buttons that answer a reminder."""
    plan, task = look.shown.plan, look.task
    kept = value(plan, id=task.id)
    yield _button("Done", DONE, kept, task, style="primary")
    yield _button("On track", TRACK, kept, task)
    if task.status != "blocked":
        yield _button("Blocked", BLOCKED, kept, task)
    yield snooze_menu(plan, task)
    if not plan.is_personal:
        yield _button("Hand over", HAND, kept, task)


def snooze_menu(plan: Plan, task: Task) -> Block:
    """Return the menu that lets a task sleep."""
    return {
        "type": "static_select",
        "action_id": SNOOZE,
        "placeholder": plain("Snooze", limits.PLACEHOLDER),
        "options": [
            option(label, value(plan, id=task.id, d=choice)) for choice, label in _CHOICES.items()
        ],
    }


def gone_card(said: str) -> dict[str, Any]:
    """Return what is left of a card whose task is not there any more, as a sentence."""
    return fitting.message(said, [context(said)])


def _standing(look: TaskLook) -> Iterator[str]:
    """Yield the lines that say how the task stands."""
    task, plan = look.task, look.shown.plan
    note = quoted(task.note, 500)
    if task.status == "done":
        thanks = " Thank you!" if look.is_theirs else ""
        yield f"✓  *Done.*{thanks}" + (f"\n{note}" if note else "")
    elif not look.is_theirs:
        owner = named(look.shown, task.owner) if task.owner else "nobody in particular"
        yield f"It is with {owner} now."
    elif not plan.is_live:
        yield "The plan is not being carried out at the moment, so nothing is asked of you."
    elif task.status == "blocked":
        yield f"⚠  *Blocked.*{f' {note}' if note else ''}"
    elif look.snoozed:
        yield f"I will come back to it on {full_day(look.snoozed, look.shown.today)}."
    elif task.status == "under_way":
        yield f"It is under way.{f' {note}' if note else ''}"
    elif look.woke:
        yield "You asked me to come back to it today."
    if task.status != "done" and look.is_theirs and task.owner and task.owner.name:
        yield f"You speak for {escape(task.owner.name)} here."


def _for_what(look: TaskLook) -> Iterator[str]:
    plan = look.shown.plan
    yield _plan(look)
    if idea := plan.ideas.get(look.task.idea):
        yield f"For the idea {quoted(idea.text, 200)}"
    served = {origin.block: origin for origin in plan.origins if origin.block_title}
    if served:
        titles = [link(one.url, one.block_title) for one in list(served.values())[:_MOST_BLOCKS]]
        yield f"It serves {' and '.join(titles)}"
    others = [one for one in look.task.support if one != look.person]
    if others:
        yield f"Helping: {', '.join(map(mention, others))}"


def _plan(look: TaskLook) -> str:
    return f"Plan: {escape(shorten(look.shown.plan.title, 150))}"


def _afterwards(look: TaskLook) -> Iterator[Block]:
    plan, task = look.shown.plan, look.task
    if look.undo:
        spoken = f"Undo: {task.what} is not done yet"
        yield actions(_button("Undo", UNDO, value(plan, id=task.id), task, spoken=spoken))


def _button(
    label: str, name: str, kept: str, task: Task, *, spoken: str = "", **more: Any
) -> Block:
    said = shorten(spoken or f"{label}: {task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
    return button(label, name, kept, accessibility_label=said, **more)


def _said(look: TaskLook) -> str:
    what = escape(shorten(look.task.what, 200))
    if not is_answerable(look):
        return f"{what}: {STATUSES[look.task.status].lower()}"
    return f"{what}. {due_sentence(look.shown, look.task)}"

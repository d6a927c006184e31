"""What is said about words that answered a reminder, or about a button in another message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.carrying import carrying, told_if_cut
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.days import full_day
from bot.blocks.planning.labels import STATUSES
from bot.blocks.planning.shown import named, value
from bot.blocks.reminding.task_card import (
    BLOCKED,
    DONE,
    HAND,
    TRACK,
    UNDO,
    TaskLook,
    snooze_menu,
)
from bot.blocks.text import actions, button, escape, section, shorten
from conversations.planning.model import Status, Task

KEEP, WHICH = "reminder_keep", "reminder_which"

_MOST_OFFERED = 5


def stood_reply(look: TaskLook) -> dict[str, Any]:
    """Return how a task stands once somebody has said so."""
    task, plan = look.task, look.shown.plan
    kept, what = value(plan, id=task.id), _what(task)
    if task.status == "done":
        said = f"✓  Done: {what}. Thank you!"
        row = [button("Undo", UNDO, kept)] if look.undo else []
    elif not look.is_theirs:
        said = f"{what} is with {named(look.shown, task.owner)} now. They are told, with your why."
        row = []
    elif look.snoozed:
        day = full_day(look.snoozed, look.shown.today)
        said = f"All right, I will come back to {what} on {day}."
        row = [button("Done", DONE, kept)]
    elif task.status == "blocked":
        told = "" if plan.is_personal else " Whoever looks after the plan is told."
        said = f"Kept: {what} is blocked.{told}"
        row = [button("It goes on", TRACK, kept)]
    else:
        said = f"Good to hear. {what}: {STATUSES[task.status].lower()}."
        row = [button("Done", DONE, kept)]
    if task.note and not look.snoozed:
        said += f"\n>{quoted(task.note, 500)}"
    return fitting.message(said, [section(said), *([actions(*row)] if row else [])])


def not_yet_reply(look: TaskLook) -> dict[str, Any]:
    """Return the answer to "not yet"."""
    said = f"All right, {_what(look.task)} stays open."
    return fitting.message(
        said, [section(said), actions(snooze_menu(look.shown.plan, look.task), _blocked(look))]
    )


def to_whom_reply(look: TaskLook, why: str) -> dict[str, Any]:
    """Return the question to whom a task goes; the button keeps why."""
    said = f"To whom shall {_what(look.task)} go?"
    kept = carrying(look.shown.plan, why, id=look.task.id)
    row = actions(button("Choose a person", HAND, kept))
    return fitting.message(said, [section(said), row, *told_if_cut(why, [kept])])


def which_day_reply(look: TaskLook, words: str) -> dict[str, Any]:
    """Return the question until when a task is to sleep."""
    asked = f" I could not make a day out of {quoted(words, 200)}." if words else ""
    said = f"Until when shall {_what(look.task)} wait?{asked}"
    return fitting.message(said, [section(said), actions(snooze_menu(look.shown.plan, look.task))])


def unclear_reply(look: TaskLook, words: str) -> dict[str, Any]:
    """Return the question what typed words say about a task; each button keeps them as its note."""
    said = f"How does {_what(look.task)} stand? I keep your words with it:"
    offered: Sequence[tuple[str, Status]] = (
        ("Done", "done"),
        ("On track", "under_way"),
        ("Blocked", "blocked"),
    )
    row = [
        button(
            label, f"{KEEP}_{status}", carrying(look.shown.plan, words, id=look.task.id, st=status)
        )
        for label, status in offered
    ]
    quote = f"{said}\n>{quoted(words, 1_000)}"
    cut = told_if_cut(words, (one["value"] for one in row))
    return fitting.message(said, [section(quote), actions(*row), *cut])


def student_reply(look: TaskLook, status: Status, words: str, about: str) -> dict[str, Any]:
    """Return the question whether words that look like a student's data are kept all the same."""
    said = (
        f"This looks like {escape(about)}, so I have not kept it. Please say it again for a group "
        "of students, or keep it if I am wrong."
    )
    kept = carrying(look.shown.plan, words, id=look.task.id, st=status)
    row = actions(button("No student is meant: keep it", f"{KEEP}_{status}", kept))
    asked = section(f"{said}\n>{quoted(words, 1_000)}")
    return fitting.message(said, [asked, row, *told_if_cut(words, [kept])])


def which_reply(looks: Sequence[TaskLook], said: str, words: str, key: str) -> dict[str, Any]:
    """Return the question which task is meant; the buttons keep the words, mentions included."""
    asked = f"Which task do you mean?\n>{quoted(said, 500)}"
    row = [
        button(
            one.task.what,
            f"{WHICH}_{place}",
            carrying(one.shown.plan, words, id=one.task.id, k=key),
            accessibility_label=shorten(
                f"This one: {one.task.what}", limits.BUTTON_ACCESSIBILITY_LABEL
            ),
        )
        for place, one in enumerate(looks[:_MOST_OFFERED])
    ]
    cut = told_if_cut(words, (one["value"] for one in row))
    return fitting.message(asked, [section(asked), actions(*row), *cut])


def passed_on_reply(look: TaskLook, waits: str) -> dict[str, Any]:
    """Return that a change waits for those who look after the plan."""
    return fitting.message(waits, [section(f"{_what(look.task)}: {waits}")])


def _what(task: Task) -> str:
    return f"“{escape(shorten(task.what, 200))}”"


def _blocked(look: TaskLook) -> dict[str, Any]:
    return button("Blocked", BLOCKED, value(look.shown.plan, id=look.task.id))

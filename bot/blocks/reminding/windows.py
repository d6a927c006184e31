"""The windows behind a reminder's buttons: what happened, what is in the way, when, to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning import forms
from bot.blocks.planning.shown import Shown, value
from bot.blocks.reminding.due import due_sentence
from bot.blocks.text import escape, section, shorten
from conversations.planning.model import LONGEST_WORDS, Task

DONE_SENT, BLOCKED_SENT = "reminder_done_sent", "reminder_blocked_sent"
DAY_SENT, HAND_SENT = "reminder_day_sent", "reminder_hand_sent"

Kept = Mapping[str, Any]
"""Where the card stands that is to be drawn anew afterwards."""


def done_window(shown: Shown, task: Task, kept: Kept) -> dict[str, Any]:
    """Return the window that asks for a line of what happened."""
    line = forms.line(
        "note",
        "What happened?",
        "",
        example="all letters are out, in five languages",
        hint="One line is plenty; you can also leave it empty.",
        optional=True,
        longest=LONGEST_WORDS,
    )
    return _window("Done", DONE_SENT, "Done", shown, task, kept, line)


def blocked_window(shown: Shown, task: Task, kept: Kept) -> dict[str, Any]:
    """Return the window that asks what is in the way."""
    told = (
        "" if shown.plan.is_personal else "Whoever looks after the plan is told, so say it plainly."
    )
    line = forms.line(
        "note",
        "What is in the way?",
        task.note if task.status == "blocked" else "",
        example="we are waiting for the translator",
        hint=told or None,
        longest=LONGEST_WORDS,
    )
    return _window("Blocked", BLOCKED_SENT, "Send", shown, task, kept, line)


def day_window(shown: Shown, task: Task, kept: Kept, day: date) -> dict[str, Any]:
    """Return the window that asks for the day on which the task is to come up again."""
    picker = {"type": "datepicker", "action_id": "day", "initial_date": day.isoformat()}
    asked = input_block("day", "When shall I come back to it?", picker)
    return _window("Snooze", DAY_SENT, "Save", shown, task, kept, asked)


def hand_window(shown: Shown, task: Task, kept: Kept, why: str = "") -> dict[str, Any]:
    """Return the window that asks to whom a task goes, and why."""
    reason = forms.line(
        "why",
        "Why?",
        why,
        example="Ben knows the translators",
        hint="They read this with the task.",
        longest=LONGEST_WORDS,
    )
    to = forms.who(shown, "to", "Who takes it?", person="", member="", before=None)
    if len(to) == 1:
        to[0] = {**to[0], "optional": False}
    return _window("Hand over", HAND_SENT, "Hand over", shown, task, kept, *to, reason)


def _window(
    title: str, callback: str, submit: str, shown: Shown, task: Task, kept: Kept, *inputs: Any
) -> dict[str, Any]:
    said = f"*{escape(shorten(task.what, 300))}*\n{due_sentence(shown, task)}"
    return fitting.modal(
        title,
        [section(said), *inputs],
        submit=submit,
        close="Cancel",
        callback_id=callback,
        private_metadata=value(shown.plan, id=task.id, **kept),
    )

"""What those who look after a plan hear about one task: it is blocked, or nothing moves it."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.shown import named, value
from bot.blocks.reminding.due import due_sentence
from bot.blocks.reminding.task_card import HAND, TaskLook
from bot.blocks.text import Block, actions, button, context, escape, section, shorten

TASK_OPEN, TASK_EDIT = "plan_task_open", "plan_task_edit"


def needs_you_card(look: TaskLook) -> dict[str, Any]:
    """Return how those who decide are told, once, that a task is late and nobody answers."""
    said = f"*{_what(look)}* may need you."
    why = (
        f"It is with {named(look.shown, look.task.owner)}. {due_sentence(look.shown, look.task)} "
        "I have reminded them and heard nothing, so from here on I keep quiet about it until "
        "somebody takes it up."
        if look.task.owner
        else f"Nobody has it yet. {due_sentence(look.shown, look.task)}"
    )
    return _card(look, said, why)


def blocked_card(look: TaskLook) -> dict[str, Any]:
    """Return how those who decide are told that a task is blocked, and why."""
    said = f"⚠  *{_what(look)}* is blocked."
    note = quoted(look.task.note, 1_000) or "They have not said why; perhaps ask them."
    return _card(look, said, f"{named(look.shown, look.task.owner)}: {note}")


def settled_card(look: TaskLook) -> dict[str, Any]:
    """Return what is left of such a card once the task goes on."""
    state = "is done" if look.task.status == "done" else "goes on"
    said = f"✓  {_what(look)} {state}."
    return fitting.message(said, [section(said), context(_plan(look))])


def _card(look: TaskLook, said: str, why: str) -> dict[str, Any]:
    plan, task = look.shown.plan, look.task
    kept = value(plan, id=task.id)
    row = [
        button("Open the task", TASK_OPEN, kept, style="primary"),
        button("Change the date", TASK_EDIT, kept),
        button("Hand over", HAND, kept),
    ]
    blocks: list[Block] = [section(f"{said}\n{why}"), context(_plan(look)), actions(*row)]
    return fitting.message(f"{said} {why}", blocks)


def _what(look: TaskLook) -> str:
    return escape(shorten(look.task.what, 300))


def _plan(look: TaskLook) -> str:
    return f"Plan: {escape(shorten(look.shown.plan.title, 150))}"

"""A person's message of the day: each thing in a line or two, with the button that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.shown import value
from bot.blocks.reminding.due import due_sentence
from bot.blocks.reminding.steering_cards import needs_you_card
from bot.blocks.reminding.task_card import CARD, DONE, UNDO, TaskLook, card_blocks, is_answerable
from bot.blocks.text import Block, actions, button, context, escape, section, shorten

_MOST_BLOCKS, _ROOM = 44, 9_500
_HOW = "“More” opens the card of a task, with everything that you can answer."


def task_entry(look: TaskLook) -> list[Block]:
    """Return a task as an entry: what and when, with a button for "done" and one for the card."""
    plan, task = look.shown.plan, look.task
    kept = value(plan, id=task.id)
    what, of_plan = escape(shorten(task.what, 150)), escape(shorten(plan.title, 80))
    if task.status == "done":
        note = f" {quoted(task.note, 150)}" if task.note else ""
        row = [_spoken("Undo", UNDO, kept, look)] if look.undo and look.is_theirs else []
        return [section(f"✓  {what}: done.{note}"), *([actions(*row)] if row else [])]
    if not is_answerable(look):
        return [section(f"{what}: it is not with you any more.")]
    lines = [f"*{what}*", f"{due_sentence(look.shown, task)} {of_plan}"]
    if task.status == "blocked":
        lines.append(f"⚠  Blocked. {quoted(task.note, 150)}")
    row = [_spoken("Done", DONE, kept, look), _spoken("More", CARD, kept, look)]
    return [section("\n".join(lines)), actions(*row)]


def needs_you_entry(look: TaskLook) -> list[Block]:
    """Return a task that needs somebody who looks after its plan."""
    blocks: list[Block] = needs_you_card(look)["blocks"]
    # Its heading and its buttons; what stands between says which plan it is.
    return [blocks[0], blocks[-1]]


def daily_message(entries: Sequence[Sequence[Block]]) -> dict[str, Any]:
    """Return the message of a day; what does not fit any more is counted."""
    count = len(entries)
    said = f"*Today:* {count} thing{'' if count == 1 else 's'} to think of"
    blocks: list[Block] = [section(said)]
    shown = 0
    for entry in entries:
        after = [*blocks, *entry]
        if len(after) > _MOST_BLOCKS or fitting.text_length(after) > _ROOM:
            break
        blocks, shown = after, shown + 1
    if shown < count:
        blocks.append(section("\n".join(_left_over(entries[shown:]))))
    blocks.append(context(_HOW))
    return fitting.message(said, blocks)


def card_window(look: TaskLook, at: Mapping[str, Any]) -> dict[str, Any]:
    """Return the card of a task in a window; ``at`` says where the message below it stands."""
    return fitting.modal(
        "Task",
        list(card_blocks(look)),
        close="Close",
        callback_id=CARD,
        private_metadata=value(look.shown.plan, id=look.task.id, **at),
    )


def _left_over(entries: Sequence[Sequence[Block]]) -> Iterator[str]:
    """Yield a line for each entry that has no room of its own, as far as there is any."""
    room = 1_200
    for place, entry in enumerate(entries):
        line = f"•  {shorten(str(entry[0]['text']['text']).splitlines()[0], 120)}"
        if (room := room - len(line)) < 0:
            yield f"… and {len(entries) - place} more. App Home has all of them."
            return
        yield line


def _spoken(label: str, name: str, kept: str, look: TaskLook) -> Block:
    said = shorten(f"{label}: {look.task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
    return button(label, name, kept, accessibility_label=said)

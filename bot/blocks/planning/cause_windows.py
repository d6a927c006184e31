"""The windows that show causes: all of them by bone, and one with what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning import cause_lines
from bot.blocks.planning.causes import ALL, OPEN
from bot.blocks.planning.shown import mention, value
from bot.blocks.text import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    header,
    section,
    shorten,
)
from bot.planning.diagrams import datum_line
from conversations.planning import chain
from conversations.planning.model import DEEPEST_WHY, Cause, Plan

WHY, EDIT, MERGE, TAKE_OUT = (
    "plan_cause_why",
    "plan_cause_edit",
    "plan_cause_merge",
    "plan_cause_take_out",
)
DATUM_ADD, DATUM_REMOVE = "plan_datum_add", "plan_datum_remove"
MARK, ROOT, REMOVE = "plan_cause_mark", "plan_root", "plan_remove"

ALL_WINDOW, CAUSE_WINDOW = "plan_causes_window", "plan_cause_window"
"""The windows in which what is opened from them takes their place."""

_A_PAGE = 80
_MOST_DATA = 20
_MEANING = "One that, once removed, would make the problem go away. Everybody may add a mark."
_NO_DATA = "No data yet. A figure that shows it makes a cause hard to argue with."


def all_window(plan: Plan, start: int = 0) -> dict[str, Any]:
    """Return the window with all causes by bone, from the ``start``-th on."""
    placed = [
        (bone, depth, cause)
        for bone in plan.bones
        for depth, cause in cause_lines.on_bone(plan, bone)
    ]
    blocks: list[Block] = [] if placed else [section("There are no causes yet.")]
    last = None
    for bone, depth, cause in placed[start : start + _A_PAGE]:
        if bone != last:
            blocks.append(header(plan.bones[bone]))
            last = bone
        spoken = shorten(f"Open: {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
        change = button("Open", OPEN, value(plan, id=cause.id), accessibility_label=spoken)
        blocks.append(section(cause_lines.line(cause, depth), accessory=change))
    pages = []
    if start:
        pages.append(button("Earlier", ALL, value(plan, start=max(0, start - _A_PAGE))))
    if start + _A_PAGE < len(placed):
        pages.append(button("More", ALL, value(plan, start=start + _A_PAGE)))
    if pages:
        blocks.append(actions(*pages))
    return fitting.modal(
        "All causes", blocks, close="Done", callback_id=ALL_WINDOW, private_metadata=value(plan)
    )


def cause_window(
    plan: Plan, cause_id: str, *, viewer: str, steers: bool, note: str = ""
) -> dict[str, Any]:
    """Return the window of a cause for ``viewer``; ``note`` says what has just been done."""
    cause = plan.causes[cause_id]
    blocks: list[Block] = [context(note)] if note else []
    blocks.append(section(_said(plan, cause)))
    blocks.append(context(*_about(cause)))
    whys = cause_lines.under(plan, cause_id)
    if whys:
        said = "\n".join(cause_lines.line(why, depth, 120) for depth, why in whys)
        blocks.append(section(shorten(f"*Why is that?*\n{said}", limits.SECTION_TEXT)))
    blocks.append(actions(*_changes(plan, cause)))
    blocks.append(section("*Data*" if cause.data else f"*Data*\n{_NO_DATA}"))
    for datum in cause.data[:_MOST_DATA]:
        blocks.append(section(escape(datum_line(datum)), accessory=_without(plan, cause, datum.id)))
    blocks.append(section(f"*Is it a root cause?*\n{_MEANING}"))
    blocks.append(actions(*_roles(plan, cause, viewer, steers)))
    blocks.append(actions(_all(plan)))
    return fitting.modal(
        "Cause",
        blocks,
        close="Done",
        callback_id=CAUSE_WINDOW,
        private_metadata=json.dumps({"p": plan.id, "id": cause_id}),
    )


def _said(plan: Plan, cause: Cause) -> str:
    *higher, _ = cause_lines.above(plan, cause.id)
    where = escape(plan.bones[cause.bone])
    if not higher:
        return f"{where}\n*{escape(cause.text)}*"
    asked = cause_lines.told(higher, 90)
    return f"{where}\n{asked}\n*{escape(cause.text)}*"


def _about(cause: Cause) -> Iterator[str]:
    if cause.is_root:
        yield "*Root cause*: the team starts its change here."
    else:
        yield "A contributing cause"
    marks = cause_lines.known_marks(cause)
    if marks:
        yield f"Taken for a root cause by {', '.join(map(mention, marks[:12]))}"
    if cause.by:
        yield f"Named by {mention(cause.by)}"
    if cause.also:
        said = "; ".join(f"“{escape(shorten(words, 100))}”" for words in cause.also[:8])
        yield f"Also said: {said}"


def _changes(plan: Plan, cause: Cause) -> Iterator[Block]:
    kept = value(plan, id=cause.id)
    if chain.depth(plan, cause.id) < DEEPEST_WHY:
        yield button("Why is that?", WHY, kept, style="primary")
    yield button("Add data", DATUM_ADD, value(plan, cause=cause.id))
    yield button("Reword or move", EDIT, kept)
    if len(plan.causes) > 1:
        spoken = "Merge with another cause that says the same"
        yield button("Same as another", MERGE, kept, accessibility_label=spoken)
    if chain.fallout(plan, cause.id).is_nothing:
        sure = confirm(
            "Take it out?", shorten(cause.text, limits.CONFIRM_TEXT), "Take it out", "Keep it"
        )
        yield button("Take out", TAKE_OUT, kept, confirm=sure)
    else:
        yield button("Take out", REMOVE, kept)


def _roles(plan: Plan, cause: Cause, viewer: str, steers: bool) -> Iterator[Block]:
    mine = viewer in cause.marks
    label = "Take my mark back" if mine else "Add my mark"
    yield button(label, MARK, value(plan, id=cause.id, yes=not mine))
    if steers and cause.is_root:
        yield button("Only contributing", ROOT, value(plan, id=cause.id, yes=False))
    elif steers:
        yield button("It is a root cause", ROOT, value(plan, id=cause.id, yes=True))


def _all(plan: Plan) -> Block:
    return button("All causes", ALL, value(plan))


def _without(plan: Plan, cause: Cause, datum: str) -> Block:
    sure = confirm("Remove it?", "The figure goes; the cause stays.", "Remove", "Keep it")
    kept = value(plan, cause=cause.id, id=datum)
    return button("Remove", DATUM_REMOVE, kept, confirm=sure, accessibility_label="Remove figure")

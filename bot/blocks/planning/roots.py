"""Root causes: who marked what, what the team agreed on, and the window to mark them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning import cause_lines
from bot.blocks.planning.cause_windows import DATUM_ADD, ROOT, WHY
from bot.blocks.planning.causes import OPEN, draw, see_all
from bot.blocks.planning.shown import Body, Shown, mention, value
from bot.blocks.text import (
    Block,
    button,
    context,
    escape,
    option,
    plain,
    section,
    shorten,
)
from bot.planning.diagrams import datum_line
from conversations.planning import chain
from conversations.planning.exploring import Rooted
from conversations.planning.model import Cause, Plan

MARK_SEVERAL, MARKS_SAVE = "plan_roots_mark", "plan_roots_save"

_MOST_ROOTS, _MOST_MARKED, _MOST_WHYS = 8, 8, 3
_LINE, _DATUM = 200, 120
_SHALLOW = 2
"""How deep a cause may stand that the card still asks why about."""

_NONE = "No causes are collected yet. Go back a step, or type some here and name me."
_FIRST = (
    "Everybody marks the causes that, once removed, would make the problem go away. Then you agree."
)
_NO_DATA = "_No data behind it yet. Is there a figure that shows it?_"


def roots(shown: Shown) -> Body:
    """Return the root causes, those that some mark, and where "why?" could still be asked."""
    plan = shown.plan
    if not plan.causes:
        return Body([section(_NONE)], said="none yet")
    blocks: list[Block] = []
    if plan.roots:
        blocks.append(section("*Root causes that you agreed on*"))
        blocks += [_root(shown, cause) for cause in plan.roots[:_MOST_ROOTS]]
        blocks += _more(len(plan.roots) - _MOST_ROOTS)
    marked = _marked(plan)
    if marked:
        blocks.append(section("*Marked, and not agreed on yet*"))
        blocks += [_candidate(shown, cause) for cause in marked[:_MOST_MARKED]]
        blocks += _more(len(marked) - _MOST_MARKED)
    if not blocks:
        blocks.append(section(_FIRST))
    blocks += _whys(plan, [*plan.roots, *marked])
    mark = button("Mark root causes", MARK_SEVERAL, value(plan), style="primary")
    return Body(blocks, [mark, see_all(plan), draw(plan)], said=_said(plan))


def marks_window(plan: Plan, person: str) -> dict[str, Any]:
    """Return the window in which somebody marks root causes; their own marks are set."""
    blocks: list[Block] = [section("Which of these, once removed, would make the problem go away?")]
    for bone, name in plan.bones.items():
        causes = cause_lines.on_bone(plan, bone)
        for start in range(0, len(causes), limits.CHOICE_OPTIONS):
            part = causes[start : start + limits.CHOICE_OPTIONS]
            label = name if not start else f"{name}, continued"
            boxes = _boxes(part, person)
            blocks.append(input_block(f"{bone}:{start}", label, boxes, optional=True))
    return fitting.modal(
        "Mark root causes",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=MARKS_SAVE,
        private_metadata=json.dumps({"p": plan.id}),
    )


def consensus(shown: Shown, cause: Cause) -> str:
    """Return how many take a cause for a root cause, such as "5 of 6 marked it"."""
    marks = cause_lines.known_marks(cause)
    if shown.plan.is_personal:
        return "you marked it" if marks else "not marked"
    could = {*marks, *(shown.team.people if shown.team else ())}
    return f"{len(marks)} of {len(could)} marked it" if could else "nobody marked it"


def _root(shown: Shown, cause: Cause) -> Block:
    plan = shown.plan
    data = [f"›  {escape(shorten(datum_line(d), _DATUM))}" for d in cause.data[:2]] or [_NO_DATA]
    said = [f"*{escape(shorten(cause.text, _LINE))}*  ·  {consensus(shown, cause)}", *data]
    spoken = shorten(f"Open: {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
    does = button("Open", OPEN, value(plan, id=cause.id), accessibility_label=spoken)
    if not cause.data:
        spoken = shorten(f"Add data: {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
        kept = value(plan, cause=cause.id)
        does = button("Add data", DATUM_ADD, kept, accessibility_label=spoken)
    return section("\n".join(said), accessory=does)


def _candidate(shown: Shown, cause: Cause) -> Block:
    said = f"{escape(shorten(cause.text, _LINE))}\n{consensus(shown, cause)}"
    for proposal in shown.proposals:
        event = proposal.event
        if isinstance(event, Rooted) and event.cause == cause.id and event.yes:
            said += f"  ·  {mention(proposal.by)} proposes it as a root cause"
            break
    spoken = shorten(f"It is a root cause: {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
    kept = value(shown.plan, id=cause.id, yes=True)
    yes = button("It is a root cause", ROOT, kept, accessibility_label=spoken)
    return section(said, accessory=yes)


def _marked(plan: Plan) -> list[Cause]:
    marked = [
        cause
        for cause in plan.causes.values()
        if cause_lines.known_marks(cause) and not cause.is_root
    ]
    return sorted(marked, key=lambda cause: -len(cause_lines.known_marks(cause)))


def _whys(plan: Plan, weighed: list[Cause]) -> Iterator[Block]:
    """Yield where "why?" was not asked yet: about what is marked, else about what is collected."""
    open_ones = [
        cause
        for cause in (weighed or plan.causes.values())
        if not chain.whys(plan, cause.id) and chain.depth(plan, cause.id) < _SHALLOW
    ][:_MOST_WHYS]
    if open_ones:
        yield section("*You could still ask why here*")
    for cause in open_ones:
        spoken = shorten(f"Why is that? {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
        ask = button("Why?", WHY, value(plan, id=cause.id), accessibility_label=spoken)
        yield section(escape(shorten(cause.text, _LINE)), accessory=ask)


def _more(count: int) -> Iterator[Block]:
    if count > 0:
        yield context(f"… and {count} more")


def _boxes(causes: list[tuple[int, Cause]], person: str) -> Block:
    options = [_choice(depth, cause) for depth, cause in causes]
    chosen = [
        choice for choice, (_, cause) in zip(options, causes, strict=True) if person in cause.marks
    ]
    boxes: Block = {"type": "checkboxes", "action_id": "marks", "options": options}
    return boxes | ({"initial_options": chosen} if chosen else {})


def _choice(depth: int, cause: Cause) -> Block:
    """Return a cause as a choice; what does not fit in its label goes on under it."""
    text = "↳ " * depth + cause.text
    if len(text) <= limits.OPTION_LABEL:
        return option(text, cause.id)
    label = shorten(text, limits.OPTION_LABEL)
    rest = text[len(label) - 1 :].strip()
    return option(label, cause.id) | {"description": plain(f"… {rest}", limits.OPTION_DESCRIPTION)}


def _said(plan: Plan) -> str:
    if not plan.roots:
        return "none agreed on yet"
    return shorten(escape("; ".join(cause.text for cause in plan.roots)), 140)

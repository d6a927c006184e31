"""Causes on the bones of a fishbone: the card of the stage."""

from __future__ import annotations

from bot.blocks.planning import cause_lines
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import Block, button, context, escape, section
from conversations.planning.model import Plan

OPEN, ALL, ADD, BONES, DRAW = (
    "plan_cause_open",
    "plan_causes_all",
    "plan_cause_add",
    "plan_bones",
    "plan_fishbone",
)

_FIRST = "What may be behind it? Name whatever comes to mind; nothing is too small."
_HINT = (
    "Type causes here in the thread, one or several in a message, such as “nobody books "
    "interpreters; letters go out in English only”. I sort them by kind, onto the bones of a "
    "fishbone diagram, and you can move them."
)


def causes(shown: Shown) -> Body:
    """Return the causes by bone, with their whys."""
    plan = shown.plan
    texts = cause_lines.by_bone(plan)
    blocks = [section(f"*{escape(plan.bones[bone])}*\n{text}") for bone, text in texts.items()] or [
        section(_FIRST)
    ]
    empty = [escape(name) for bone, name in plan.bones.items() if bone not in texts]
    if texts and empty:
        blocks.append(context(f"Nothing yet on: {', '.join(empty)}"))
    add = button("Add a cause", ADD, value(plan))
    rename = button("Rename bones", BONES, value(plan))
    controls = [add, see_all(plan), draw(plan), rename] if texts else [{**add, "style": "primary"}]
    return Body(blocks, controls, _HINT, counted(plan))


def see_all(plan: Plan) -> Block:
    """Return the button to the window in which every cause can be changed."""
    spoken = "See all causes, ask why, move, reword or take out"
    return button("See all and change", ALL, value(plan), accessibility_label=spoken)


def draw(plan: Plan) -> Block:
    """Return the button that draws the fishbone in the thread."""
    return button("Draw the fishbone", DRAW, value(plan))


def counted(plan: Plan) -> str:
    """Return how many causes there are, such as "12 causes on 5 bones"."""
    count, bones = len(plan.causes), len({cause.bone for cause in plan.causes.values()})
    if not count:
        return "none yet"
    said = "1 cause" if count == 1 else f"{count} causes"
    return f"{said} on {'1 bone' if bones == 1 else f'{bones} bones'}"

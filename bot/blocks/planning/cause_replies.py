"""What is said about causes typed in the thread: on which bone each went, with what corrects it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import select_one
from bot.blocks.planning.causes import see_all
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, context, escape, option, section, shorten
from conversations.planning.model import Cause, Plan

DO, BONE = "plan_cause_do", "plan_cause_bone"
DEEDS = {
    "why": "Why is that?",
    "edit": "Reword or move",
    "datum": "Add data",
    "merge": "Same as another",
    "out": "Take out",
}

_SURE, _UNSURE = "cause:", "cause?:"
_MOST_WITH_CONTROLS, _LINE = 10, 200
_MOST_ASKED = 2
_GONE = "Taken out."
_GUESSED = "(?) is a guess of mine. The menu beside a cause moves it, asks why, or takes it out."


def replied(
    plan: Plan, ids: Sequence[str], unsure: Collection[str] = (), already: Sequence[str] = ()
) -> dict[str, Any]:
    """Return where causes went; ``unsure`` are those whose bone is worth asking about.

    ``already`` are words that were on the fishbone before.
    """
    causes = [plan.causes[one] for one in ids if one in plan.causes]
    if len(causes) > _MOST_WITH_CONTROLS:
        blocks = [*_in_brief(plan, causes), actions(see_all(plan))]
    else:
        asked = _asked(causes, unsure)
        blocks = [_cause(plan, cause, asked.get(cause.id)) for cause in causes]
        if "guess" in asked.values():
            blocks.append(context(_GUESSED))
    if already:
        said = "; ".join(f"“{escape(shorten(text, 100))}”" for text in already[:10])
        blocks.append(context(f"Already on the fishbone: {said}"))
    text = "; ".join(f"{plan.bones[cause.bone]}: {cause.text}" for cause in causes)
    return fitting.message(escape(text or _GONE), blocks or [section(_GONE)])


def listed_in(message: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the ids of the causes that such a message shows, and of those it is unsure about."""
    named = [str(block.get("block_id")) for block in message.get("blocks", [])]
    unsure = [name.removeprefix(_UNSURE) for name in named if name.startswith(_UNSURE)]
    ids = [name.partition(":")[2] for name in named if name.startswith((_SURE, _UNSURE))]
    return ids, unsure


def _asked(causes: Sequence[Cause], unsure: Collection[str]) -> dict[str, str]:
    """Return how the bone of each doubtful cause is asked about: outright where they are few."""
    doubtful = [cause.id for cause in causes if cause.id in unsure]
    return dict.fromkeys(doubtful, "ask" if len(doubtful) <= _MOST_ASKED else "guess")


def _cause(plan: Plan, cause: Cause, asked: str | None) -> Block:
    bone, text = escape(plan.bones[cause.bone]), escape(shorten(cause.text, _LINE))
    block_id = (_UNSURE if asked else _SURE) + cause.id
    if asked != "ask":
        sign = " (?)" if asked else ""
        return section(f"*{bone}*{sign}: {text}", accessory=_menu(plan, cause), block_id=block_id)
    values = {value(plan, id=cause.id, b=bone): name for bone, name in plan.bones.items()}
    bones = select_one(BONE, values, value(plan, id=cause.id, b=cause.bone))
    said = f"*{bone}*: {text}\n_Is that the right bone?_"
    return section(said, accessory=bones, block_id=block_id)


def _menu(plan: Plan, cause: Cause) -> Block:
    return {
        "type": "overflow",
        "action_id": DO,
        "options": [
            option(label, value(plan, id=cause.id, do=deed)) for deed, label in DEEDS.items()
        ],
    }


def _in_brief(plan: Plan, causes: Sequence[Cause]) -> Iterator[Block]:
    for bone, name in plan.bones.items():
        here = [escape(shorten(cause.text, 90)) for cause in causes if cause.bone == bone]
        if here:
            said = f"*{escape(name)}*: {'; '.join(here)}"
            yield section(shorten(said, limits.SECTION_TEXT))

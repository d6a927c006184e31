"""The windows in which causes are typed and changed; each carries the id of what it adds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning import cause_lines
from bot.blocks.planning.causes import ADD, ALL
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, button, context, escape, option, plain, section, shorten
from conversations.planning import chain
from conversations.planning.model import DEEPEST_WHY, LONGEST_LINE, LONGEST_WORDS, Cause, Plan

ADD_SAVE, EDIT_SAVE, BONES_SAVE = "plan_cause_save", "plan_cause_edit_save", "plan_bones_save"
MERGE_SAVE, MERGE_WITH = "plan_merge_save", "plan_merge_with"
DATUM_SAVE = "plan_datum_save"
SORT = "sort"
"""The choice to let the bot find the bone."""

_LONGEST_NAME = 40
_NO_STUDENT = "A figure for a group, never one student."

Kept = Mapping[str, object]


def add_window(plan: Plan, kept: Kept) -> dict[str, Any]:
    """Return the window in which causes are typed, one on each line."""
    words = _text("text", multiline=True, longest=LONGEST_WORDS)
    bones = {SORT: "You sort it"} | dict(plan.bones)
    blocks = [
        input_block(
            "text",
            "What may be behind it?",
            words,
            hint="Several causes? Put each on a line of its own. Name no students.",
        ),
        input_block("bone", "On which bone?", select_one("bone", bones, SORT)),
    ]
    return _form("Add a cause", blocks, "Add", ADD_SAVE, kept)


def added_window(plan: Plan, ids: Iterable[str], already: Iterable[str]) -> dict[str, Any]:
    """Return where typed causes went."""
    causes = [plan.causes[one] for one in ids if one in plan.causes]
    said = [f"*{escape(plan.bones[c.bone])}*: {escape(c.text)}" for c in causes]
    said += [f"Already there: {escape(text)}" for text in already]
    blocks = [
        section(shorten("\n".join(said) or "There was nothing new in it.", limits.SECTION_TEXT)),
        actions(
            button("Add another", ADD, value(plan)),
            button("See all and change", ALL, value(plan)),
        ),
    ]
    return fitting.modal(
        "On the fishbone",
        blocks,
        close="Done",
        callback_id="plan_causes_added",
        private_metadata=value(plan),
    )


def edit_window(plan: Plan, cause_id: str, kept: Kept) -> dict[str, Any]:
    """Return the window in which a cause is reworded, or moved with its whys."""
    cause = plan.causes[cause_id]
    places = list(_places(plan, cause))
    here = f"under:{cause.under}" if cause.under else f"bone:{cause.bone}"
    chosen = next(o for group in places for o in group["options"] if o["value"] == here)
    where: Block = {
        "type": "static_select",
        "action_id": "where",
        "placeholder": plain("Choose one", limits.PLACEHOLDER),
        "option_groups": places,
        "initial_option": chosen,
    }
    blocks = [
        input_block("text", "The cause", _text("text", begun=cause.text)),
        input_block("where", "Where does it belong?", where, hint="Its whys go with it."),
    ]
    return _form("Reword or move", blocks, "Save", EDIT_SAVE, kept)


def merge_window(plan: Plan, cause_id: str, kept: Kept, other: str | None = None) -> dict[str, Any]:
    """Return the window in which two causes become one; once ``other`` is chosen, what both bring.

    Raises LookupError where no other cause could be the same.
    """
    cause = plan.causes[cause_id]
    groups = _grouped(plan, _mergeable(plan, cause_id), cause_id)
    if not groups:
        raise LookupError(cause_id)
    which: Block = {
        "type": "static_select",
        "action_id": MERGE_WITH,
        "placeholder": plain("Choose the other one", limits.PLACEHOLDER),
        "option_groups": groups,
    }
    blocks: list[Block] = [
        section(f"*{escape(cause.text)}*\nThese words stay; the other ones are kept beside them."),
        input_block("other", "Which cause says the same?", which, at_once=True),
    ]
    if other in plan.causes:
        blocks.append(section(f"*Together they have:* {_together(cause, plan, str(other))}"))
    return _form("Same as another", blocks, "Make them one", MERGE_SAVE, kept)


def other_in(values: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the cause that was chosen in the window in which two become one."""
    chosen = values["other"][MERGE_WITH].get("selected_option")
    return str(json.loads(chosen["value"])["other"]) if chosen else None


def kept_in(view: Mapping[str, Any]) -> Kept:
    """Return what a form keeps."""
    kept: Kept = json.loads(view["private_metadata"])
    return kept


def datum_window(plan: Plan, cause_id: str, kept: Kept) -> dict[str, Any]:
    """Return the window in which data is given for a cause."""
    blocks = [
        section(f"What shows that this is at work?\n*{escape(plan.causes[cause_id].text)}*"),
        input_block(
            "source", "Where is it from?", _text("source"), hint="Such as: conference sign-in sheet"
        ),
        input_block(
            "figure",
            "What does it say?",
            _text("figure"),
            hint=f"Such as: an interpreter at 6 of 20 conferences. {_NO_STUDENT}",
        ),
        input_block("day", "When was that?", _text("day"), hint="Such as: May 2026", optional=True),
    ]
    return _form("Data", blocks, "Save", DATUM_SAVE, kept)


def bones_window(plan: Plan, kept: Kept) -> dict[str, Any]:
    """Return the window in which the bones are named."""
    blocks: list[Block] = [context("Use the words of your school. The causes stay where they are.")]
    blocks += [
        input_block(bone, f"Bone {n}", _text("name", begun=name, longest=_LONGEST_NAME))
        for n, (bone, name) in enumerate(plan.bones.items(), 1)
    ]
    return _form("Rename bones", blocks, "Save", BONES_SAVE, kept)


def _form(title: str, blocks: list[Block], submit: str, saved: str, kept: Kept) -> dict[str, Any]:
    return fitting.modal(
        title,
        blocks,
        submit=submit,
        close="Cancel",
        callback_id=saved,
        private_metadata=json.dumps(kept),
    )


def _text(
    action_id: str, *, begun: str = "", multiline: bool = False, longest: int = LONGEST_LINE
) -> Block:
    typed: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "max_length": longest,
        "multiline": multiline,
    }
    return typed | ({"initial_value": begun} if begun else {})


def _places(plan: Plan, cause: Cause) -> Iterator[dict[str, Any]]:
    names = [option(name, f"bone:{bone}") for bone, name in plan.bones.items()]
    yield {"label": plain("On a bone", limits.OPTION_LABEL), "options": names}
    inside = {cause.id, *(one.id for _, one in cause_lines.under(plan, cause.id))}
    height = chain.height(plan, cause.id)
    answers = [
        option(one.text, f"under:{one.id}")
        for one in plan.causes.values()
        if one.id not in inside and chain.depth(plan, one.id) + 1 + height <= DEEPEST_WHY
    ]
    if cause.under:
        # The place where it stands is offered even where there are too many to offer all.
        answers.sort(key=lambda one: one["value"] != f"under:{cause.under}")
    if answers:
        label = plain("It answers why …", limits.OPTION_LABEL)
        yield {"label": label, "options": answers[: limits.SELECT_OPTIONS]}


def _mergeable(plan: Plan, cause_id: str) -> set[str]:
    """Return the causes that may say the same: none that answers the other's why."""
    kin = {one.id for one in cause_lines.above(plan, cause_id)}
    kin |= {one.id for _, one in cause_lines.under(plan, cause_id)}
    room = DEEPEST_WHY - chain.depth(plan, cause_id)
    others = plan.causes.keys() - kin
    return {one for one in others if chain.height(plan, one) <= room}


def _grouped(plan: Plan, ids: set[str], into: str) -> list[dict[str, Any]]:
    found = []
    for bone, name in plan.bones.items():
        options = [
            option(cause.text, value(plan, id=into, other=cause.id))
            for _, cause in cause_lines.on_bone(plan, bone)
            if cause.id in ids
        ]
        if options:
            label = plain(name, limits.OPTION_LABEL)
            found.append({"label": label, "options": options[: limits.SELECT_OPTIONS]})
    return found


def _together(cause: Cause, plan: Plan, other_id: str) -> str:
    other = plan.causes[other_id]
    marks = len({*cause.marks, *other.marks})
    whys = len(chain.whys(plan, cause.id)) + len(chain.whys(plan, other_id))
    data = len(cause.data) + len(other.data)
    counted = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (whys, "answer to why", "answers to why"),
            (data, "figure", "figures"),
            (marks, "mark as a root cause", "marks as a root cause"),
        )
        if count
    ]
    return ", ".join(counted) + "." if counted else "nothing but their words yet."

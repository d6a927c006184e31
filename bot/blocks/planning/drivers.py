"""Drivers: what has to change, each under the root cause that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import Block, actions, button, escape, option, plain, section, shorten
from conversations.planning import chain
from conversations.planning.model import LONGEST_LINE, Cause, Driver, Plan

ADD, EDIT, SAVE, ALL = "plan_driver_add", "plan_driver_edit", "plan_driver_save", "plan_drivers_all"
REMOVE, TO_CAUSES = "plan_remove", "plan_go_to"
ALONE = "none"

_HINT = "Or type it here: “Driver: every notice is sent in the family's language”."
_NO_CAUSES = "A driver answers a cause, and no cause is collected yet."
_NO_ROOTS = "No root cause is agreed on yet, so here are all causes."
_ON_CARD = 20
"""Links that a card shows: with 40 causes and their drivers the rest is in a window."""

_IN_WINDOW = 95
_LINE, _WHOLE = 110, 300


def drivers(shown: Shown) -> Body:
    """Return each root cause with the drivers that answer it, and who still waits for one."""
    plan = shown.plan
    causes = answerable(plan)
    if not causes:
        go = button("Collect causes", TO_CAUSES, value(plan, to="causes"), style="primary")
        return Body([section(_NO_CAUSES, accessory=go)])
    blocks = list(_tree(plan, _LINE))
    controls = [button("Add a driver", ADD, value(plan))]
    if len(blocks) > _ON_CARD:
        more = len(blocks) - _ON_CARD
        blocks = [*blocks[:_ON_CARD], section(f"… and {more} more.")]
        controls.append(button("Show all", ALL, value(plan)))
    if not plan.roots:
        blocks.insert(0, section(_NO_ROOTS))
    said = ", ".join(escape(shorten(d.text, 60)) for d in chain.primary(plan)[:3])
    return Body(blocks, controls, _HINT, said=said)


def all_drivers_window(plan: Plan) -> dict[str, Any]:
    """Return the window with every root cause and every driver."""
    blocks = list(_tree(plan, _WHOLE))[:_IN_WINDOW]
    return fitting.modal("Drivers", blocks, close="Close")


def answerable(plan: Plan) -> tuple[Cause, ...]:
    """Return the causes that want a driver: the root causes, all where none is agreed on yet."""
    return plan.roots or tuple(plan.causes.values())


def unanswered(plan: Plan) -> list[Cause]:
    """Return the causes that want a driver and have none yet."""
    return [cause for cause in answerable(plan) if not _answering(plan, cause.id)]


def first_words(cause: Cause) -> str:
    """Return words for a driver to begin with, which the team turns around."""
    return shorten(f"Change this: {cause.text}", LONGEST_LINE)


def driver_window(plan: Plan, driver: Driver, *, is_new: bool) -> dict[str, Any]:
    """Return the window of a driver, new or there already."""
    text: Block = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "max_length": LONGEST_LINE,
        "placeholder": plain(
            "Such as: every notice is sent in the family's language", limits.PLACEHOLDER
        ),
    }
    if driver.text:
        text["initial_value"] = driver.text
    above = [
        one
        for one in chain.primary(plan)
        if one.id != driver.id and not chain.secondary(plan, driver.id)
    ]
    hint = "Say how things are once the cause is gone. You can put my words in your own."
    causes = _causes_input(plan, driver.causes)
    blocks = [
        input_block("text", "What has to change?", text, hint=hint if is_new else None),
        input_block("causes", "Which causes does it answer?", causes, optional=bool(above)),
    ]
    if above:
        labels = {ALONE: "No, it stands on its own"} | {one.id: one.text for one in above[:99]}
        under = select_one("under", labels, driver.under if driver.under in labels else ALONE)
        hint = "A secondary driver is a part of another one: what it takes to get there."
        label = "Is it a part of another driver?"
        blocks.append(input_block("under", label, under, hint=hint, optional=True))
    if not is_new:
        blocks.append(actions(button("Take it out", REMOVE, value(plan, id=driver.id))))
    return fitting.modal(
        "A driver" if is_new else "The driver",
        blocks,
        submit="Add" if is_new else "Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, id=driver.id, new=is_new),
    )


def _causes_input(plan: Plan, chosen: Sequence[str]) -> Block:
    """Return the choice of causes, root causes first: boxes to tick while they are few."""
    others = [cause for cause in plan.causes.values() if not cause.is_root]
    ordered = [*plan.roots, *others][: limits.SELECT_OPTIONS]
    options = {cause.id: _cause_option(cause) for cause in ordered}
    few = len(ordered) <= limits.CHOICE_OPTIONS
    element: Block = {
        "type": "checkboxes" if few else "multi_static_select",
        "action_id": "causes",
        "options": list(options.values()),
    }
    if not few:
        element["placeholder"] = plain("Choose causes", limits.PLACEHOLDER)
    initial = [options[cause] for cause in chosen if cause in options]
    return element | ({"initial_options": initial} if initial else {})


def _cause_option(cause: Cause) -> Block:
    return option(cause.text, cause.id, "Root cause" if cause.is_root else None)


def _tree(plan: Plan, longest: int) -> Iterator[Block]:
    """Yield each cause with the drivers under it; each driver in full where it comes first."""
    told: set[str] = set()
    for cause in answerable(plan):
        answering = _answering(plan, cause.id)
        yield _cause(plan, cause, answering, told, longest)
        for driver in answering:
            if driver.id not in told and (driver.under is None or driver.under not in told):
                yield from _driver(plan, driver, told, longest)
    rest = [one for one in chain.primary(plan) if one.id not in told]
    if rest:
        yield section("*Drivers that answer no root cause*")
    for driver in rest:
        yield from _driver(plan, driver, told, longest)


def _cause(
    plan: Plan, cause: Cause, answering: Sequence[Driver], told: set[str], longest: int
) -> Block:
    said = f"*{'Root cause' if cause.is_root else 'Cause'}:* {_short(cause.text, longest)}"
    also = [one for one in answering if one.id in told]
    said += "".join(f"\n→  {_short(one.text, longest)} (above)" for one in also[:3])
    if answering:
        return section(said)
    spoken = plain(f"Add a driver for {cause.text}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    add = button("Add", ADD, value(plan, cause=cause.id), accessibility_label=spoken)
    return section(f"{said}\n_No driver yet_", accessory={**add, "style": "primary"})


def _driver(plan: Plan, driver: Driver, told: set[str], longest: int) -> Iterator[Block]:
    told.add(driver.id)
    mark = "→" if driver.under is None else "      ↳"
    spoken = plain(f"Edit {driver.text}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    edit = button("Edit", EDIT, value(plan, id=driver.id), accessibility_label=spoken)
    yield section(f"{mark}  {_short(driver.text, longest)}", accessory=edit)
    for one in chain.secondary(plan, driver.id):
        if one.id not in told:
            yield from _driver(plan, one, told, longest)


def _answering(plan: Plan, cause: str) -> list[Driver]:
    return [driver for driver in plan.drivers.values() if cause in driver.causes]


def _short(text: str, longest: int) -> str:
    return escape(shorten(text, longest))

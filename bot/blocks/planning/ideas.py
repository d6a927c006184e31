"""Change ideas: the card with the ideas of each driver, and the window of all drivers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import Block, button, context, escape, plain, section, shorten
from conversations.planning import chain
from conversations.planning.model import Driver, Idea, Plan
from conversations.planning.weighing import in_order, is_quick_win

OPEN_DRIVER, ALL, DRAW = "plan_driver_open", "plan_ideas_all", "plan_drivers_draw"
ALL_WINDOW = "plan_ideas_all_window"
TO_DRIVERS = "plan_go_to"

QUICK_WIN = "quick win"
_HINT = "Or type it here: “Idea: book interpreters when the date is set”."
_NO_DRIVERS = "A change idea belongs to a driver, and there is no driver yet."
_QUICK = "*Quick win*: easy, and it does more than a little. A good one to begin with."
_ON_CARD, _IN_WINDOW = 12, 95
"""Drivers that a card and a window show."""

_IDEAS, _LINE, _NAME = 3, 90, 110


def ideas(shown: Shown) -> Body:
    """Return each driver with its first ideas, by impact and ease, and the way to all of them."""
    plan = shown.plan
    if not plan.drivers:
        go = button("Say the drivers", TO_DRIVERS, value(plan, to="drivers"), style="primary")
        return Body([section(_NO_DRIVERS, accessory=go)])
    ordered = list(in_place(plan))
    blocks = [_driver(plan, driver) for driver in ordered[:_ON_CARD]]
    controls = []
    if len(ordered) > _ON_CARD:
        blocks.append(section(f"… and {len(ordered) - _ON_CARD} more drivers."))
        controls.append(button("Show all drivers", ALL, value(plan)))
    tried = chain.tried(plan)
    if any(is_quick_win(idea) for idea in tried):
        blocks.append(context(_QUICK))
    if tried:
        controls.append(button("Draw the driver diagram", DRAW, value(plan)))
    return Body(blocks, controls, _HINT, said=_counted(len(tried), "change idea"))


def all_ideas_window(plan: Plan) -> dict[str, Any]:
    """Return the window with every driver."""
    blocks = [_driver(plan, driver) for driver in list(in_place(plan))[:_IN_WINDOW]]
    return fitting.modal("Change ideas", blocks, close="Close", callback_id=ALL_WINDOW)


def in_place(plan: Plan) -> Iterator[Driver]:
    """Yield the drivers as a driver diagram lists them: each primary one with its secondary."""
    for driver in chain.primary(plan):
        yield driver
        yield from chain.secondary(plan, driver.id)


def tried_under(plan: Plan, driver: str) -> list[Idea]:
    """Return the ideas that are tried under a driver, by impact and ease."""
    return in_order(idea for idea in chain.tried(plan) if idea.driver == driver)


def _driver(plan: Plan, driver: Driver) -> Block:
    found = tried_under(plan, driver.id)
    mark = "" if driver.under is None else "↳  "
    lines = [f"{mark}*{escape(shorten(driver.text, _NAME))}*", *map(_line, found[:_IDEAS])]
    if len(found) > _IDEAS:
        lines.append(f"… and {len(found) - _IDEAS} more")
    if not found and not chain.secondary(plan, driver.id):
        lines.append("_No change idea yet_")
    label = "Open" if found else "Find"
    spoken = plain(f"{label} ideas: {driver.text}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    to_it = button(label, OPEN_DRIVER, value(plan, id=driver.id), accessibility_label=spoken)
    return section("\n".join(lines), accessory=to_it)


def _line(idea: Idea) -> str:
    quick = f"  ·  _{QUICK_WIN}_" if is_quick_win(idea) else ""
    return f"•  {escape(shorten(idea.text, _LINE))}{quick}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")

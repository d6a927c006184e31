"""What the pages of the plan's window share: which page it is, and the buttons between pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot import limits
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, button, section, shorten
from conversations.planning.model import Cause, Driver, Idea, Measure, Plan, Reading, Task

LOOK, VIEW = "plan_look", "plan_view"

CAUSES, DRIVERS, IDEAS, TASKS, MEASURES, HISTORY = (
    "causes",
    "drivers",
    "ideas",
    "tasks",
    "measures",
    "history",
)
TITLES: Mapping[str, str] = {
    CAUSES: "Causes",
    DRIVERS: "Drivers",
    IDEAS: "Ideas",
    TASKS: "Tasks",
    MEASURES: "Measures",
    HISTORY: "History",
}
LISTS: Mapping[type, str] = {
    Cause: CAUSES,
    Driver: DRIVERS,
    Idea: IDEAS,
    Task: TASKS,
    Measure: MEASURES,
    Reading: MEASURES,
}
"""In which list each kind of link stands."""


@dataclass(frozen=True)
class Page:
    """A page of the plan's window: what it shows, from which row on, and to whom.

    ``at`` is empty for the first page, the name of a list, or the id of a link. ``steers`` tells
    whether whoever looks decides on changes.
    """

    at: str = ""
    start: int = 0
    viewer: str = ""
    steers: bool = False


def look(plan: Plan, at: str, spoken: str, label: str = "Look") -> Block:
    """Return the button that leads to a page."""
    said = shorten(spoken, limits.BUTTON_ACCESSIBILITY_LABEL)
    return button(label, LOOK, value(plan, at=at), accessibility_label=said)


def row(plan: Plan, at: str, kind: str, text: str) -> Block:
    """Return a line about a link, with the button that leads to it."""
    return section(text, accessory=look(plan, at, f"Look at the {kind}: {text}"))


def nav(plan: Plan, page: Page, of: str = "") -> list[Block]:
    """Return the row of buttons that leads up from a page; ``of`` is the list it belongs to."""
    buttons = [button("‹ The whole plan", f"{LOOK}_home", value(plan, at=""))]
    if of and of != page.at:
        label = f"All {TITLES[of].lower()}"
        buttons.append(button(label, f"{LOOK}_all", value(plan, at=of)))
    return [actions(*buttons)]


def turning(plan: Plan, page: Page, count: int, a_page: int) -> list[Block]:
    """Return the buttons to the rows before and after those of a page, if there are any."""
    buttons = []
    if page.start:
        before = max(page.start - a_page, 0)
        buttons.append(button("Earlier", f"{LOOK}_back", value(plan, at=page.at, n=before)))
    if page.start + a_page < count:
        after = page.start + a_page
        left = f"More ({count - after})"
        buttons.append(button(left, f"{LOOK}_on", value(plan, at=page.at, n=after)))
    return [actions(*buttons)] if buttons else []

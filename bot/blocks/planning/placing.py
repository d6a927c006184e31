"""Where typed drivers and change ideas belong: a question with buttons, and what was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.drivers import EDIT as EDIT_DRIVER
from bot.blocks.planning.drivers import answerable, unanswered
from bot.blocks.planning.idea_windows import OPEN as OPEN_IDEA
from bot.blocks.planning.ideas import OPEN_DRIVER, in_place
from bot.blocks.planning.shown import value
from bot.blocks.text import actions, button, escape, section
from conversations.planning import chain
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.model import Driver, Idea, Plan
from conversations.planning.typed_causes import split_causes

Sort = Literal["driver", "idea"]

PLACE, CHOOSE, SAVE = "plan_place", "plan_place_choose", "plan_place_save"

_ASKED = {"driver": "Which cause does this answer?", "idea": "Under which driver does this go?"}
_MOST_BUTTONS, _ROOM = 5, 6_000
"""How many places get a button each, and what all that they carry may take of a message."""

_LISTED = 10


def places(plan: Plan, sort: Sort) -> Mapping[str, str]:
    """Return where something may belong, by id: causes without a driver first, or drivers."""
    if sort == "idea":
        return {driver.id: driver.text for driver in in_place(plan)}
    waiting = unanswered(plan)
    others = (cause for cause in answerable(plan) if cause not in waiting)
    return {cause.id: cause.text for cause in (*waiting, *others)}


def added(sort: Sort, words: str, key: str, place: str) -> list[DriverAdded | IdeaAdded]:
    """Return what typed words add at a place, one for each line; the same ids for the same key."""
    texts = enumerate(split_causes(words))
    if sort == "idea":
        return [IdeaAdded(f"{key}{n}", place, text) for n, text in texts]
    return [DriverAdded(f"{key}{n}", text, (place,)) for n, text in texts]


def where_message(plan: Plan, sort: Sort, words: str, key: str) -> dict[str, Any]:
    """Return the question where typed words belong; with many places, behind one button."""
    found = list(places(plan, sort).items())
    kept = [value(plan, s=sort, t=place, k=key, w=words) for place, _ in found]
    few = len(found) <= _MOST_BUTTONS and sum(map(len, kept)) <= _ROOM
    if few and all(len(one) <= limits.BUTTON_VALUE for one in kept):
        controls = [
            button(label, f"{PLACE}_{n}", carried)
            for n, ((_, label), carried) in enumerate(zip(found, kept, strict=True))
        ]
    else:
        carried = value(plan, s=sort, k=key, w=words)
        controls = [button("Choose", CHOOSE, carried, style="primary")]
    said = f"{_quoted(words)}\n*{_ASKED[sort]}*"
    return fitting.message(_ASKED[sort], [section(said), actions(*controls)])


def fits(plan: Plan, sort: Sort, words: str, key: str) -> bool:
    """Tell whether a button can carry typed words until somebody says where they belong."""
    place = next(iter(places(plan, sort)), "")
    return len(value(plan, s=sort, t=place, k=key, w=words)) <= limits.BUTTON_VALUE


def place_window(plan: Plan, sort: Sort, words: str, key: str) -> dict[str, Any]:
    """Return the window in which one of many places is chosen."""
    labels = dict(list(places(plan, sort).items())[: limits.SELECT_OPTIONS])
    asked = input_block("place", _ASKED[sort], select_one("place", labels, None))
    return fitting.modal(
        "Where does it go?",
        [section(_quoted(words)), asked],
        submit="Add",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, s=sort, k=key, w=words),
    )


def kept_message(plan: Plan, added: Sequence[DriverAdded | IdeaAdded]) -> dict[str, Any]:
    """Return what has come of typed words, with a button to change or to weigh it."""
    found = [chain.find(plan, one.id) for one in added]
    links = [one for one in found if isinstance(one, Driver | Idea)]
    if not links:
        said = "That is not in the plan any more."
        return fitting.message(said, [section(said)])
    first = links[0]
    if isinstance(first, Idea):
        head = f"Under the driver “{escape(plan.drivers[first.driver].text)}”:"
        control = button("Weigh it", OPEN_IDEA, value(plan, id=first.id))
        if links[1:]:
            control = button("Weigh them", OPEN_DRIVER, value(plan, id=first.driver))
    else:
        causes = "; ".join(plan.causes[cause].text for cause in first.causes)
        head = f"It answers “{escape(causes)}”:" if not links[1:] else f"For “{escape(causes)}”:"
        control = button("Change it", EDIT_DRIVER, value(plan, id=first.id))
    listed = "\n".join(f"•  {escape(one.text)}" for one in links[:_LISTED])
    said = f"*I have added {_count(len(links))}.* {head}\n{listed}"
    shows = isinstance(first, Idea) or not links[1:]
    return fitting.message(said, [section(said), *([actions(control)] if shows else [])])


def _count(count: int) -> str:
    return "this" if count == 1 else f"these {count}"


def _quoted(words: str) -> str:
    return ">" + "\n>".join(escape(words).splitlines())

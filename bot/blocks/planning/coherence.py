"""The plans that this plan belongs to, and the elements of a school plan that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.labels import COMPONENTS
from bot.blocks.planning.shown import Body, ItemOf, Shown, value
from bot.blocks.text import Block, button, context, escape, link, option, plain, section, shorten
from bot.planning.aligning import ELEMENTS, IN_ORDER, PLANS
from conversations.planning.model import Plan

EDIT, SAVE = "plan_align_edit", "plan_align_save"

_MOST_SHOWN = 12
_BETWEEN = " · "
_NONE = "Say which of them this one belongs to, and nobody has to plan the same work twice."
_SOURCES = {
    "rubric": "what leaders are evaluated on",
    "conditions": "what effective schools do",
}
"""The two sources of elements, by the word in their ids: the School Administrator rubric and the
Conditions for School Effectiveness."""


def coherence(shown: Shown) -> Body:
    """Return the chosen plans and elements, grouped, with our plain words and their sources."""
    plan = shown.plan
    chosen = tuple(one for one in plan.aligned if one in IN_ORDER)
    edit = button("Change" if chosen else "Choose where it belongs", EDIT, value(plan))
    if not chosen:
        return Body([section(_NONE)], [{**edit, "style": "primary"}])
    blocks: list[Block] = []
    for heading, items in _grouped(chosen):
        lines = [_line(shown.item, one) for one in items[:_MOST_SHOWN]]
        if len(items) > _MOST_SHOWN:
            lines.append(f"… and {len(items) - _MOST_SHOWN} more")
        blocks.append(section("\n".join((f"*{heading}*", *lines))))
    if any(one not in PLANS for one in chosen):
        cited = shown.item("coherence/expectations")
        blocks.append(context(link(cited["url"], cited["locator"])))
    plans = [one for one in chosen if one in PLANS]
    titles = [_short(shown.item, one) for one in plans or chosen[:3]]
    return Body(blocks, [edit], said=escape(shorten(", ".join(titles), 140)))


def align_window(plan: Plan, item: ItemOf, nearest: Sequence[str], number: str) -> dict[str, Any]:
    """Return the window that offers plans and elements; those ``nearest`` to the plan first."""
    chosen = set(plan.aligned)
    first = tuple(dict.fromkeys(nearest))[: limits.CHOICE_OPTIONS]
    rest = {
        component: [one for one in elements if one not in first]
        for component, elements in ELEMENTS.items()
    }
    hint = "Plans that the law or the state asks for. Tick those in which this work has its place."
    blocks = [
        input_block(
            "plans",
            "Which of these plans is it part of?",
            _boxes(item, PLANS, chosen),
            hint=hint,
            optional=True,
        ),
        section(
            "*What does it answer in a school plan?*\nThese come from the School Administrator "
            "rubric (what leaders are evaluated on) and from the Conditions for School "
            "Effectiveness (what effective schools do)."
        ),
    ]
    if first:
        label = "Closest to your plan"
        boxes = _boxes(item, first, chosen)
        blocks.append(input_block("nearest", label, boxes, optional=True))
    more = _menu(item, rest, chosen)
    hint = "All others, by the part of a school plan that they belong to."
    blocks.append(input_block("more", "More to choose from", more, hint=hint, optional=True))
    cited = item("coherence/expectations")
    said = f"{link(cited['url'], cited['locator'])}. Plain words, not the Department's text."
    blocks.append(context(said))
    return fitting.modal(
        "Where it belongs",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, n=number),
    )


def _boxes(item: ItemOf, ids: Sequence[str], chosen: set[str]) -> Block:
    options = {one: _described(item, one) for one in ids}
    boxes: Block = {
        "type": "checkboxes",
        "action_id": "chosen",
        "options": list(options.values()),
    }
    initial = [options[one] for one in ids if one in chosen]
    return boxes | ({"initial_options": initial} if initial else {})


def _menu(item: ItemOf, rest: Mapping[str, Sequence[str]], chosen: set[str]) -> Block:
    options = {one: option(_short(item, one), one) for ids in rest.values() for one in ids}
    groups = [
        {
            "label": plain(COMPONENTS[component], limits.OPTION_LABEL),
            "options": [options[one] for one in ids],
        }
        for component, ids in rest.items()
        if ids
    ]
    menu: Block = {
        "type": "multi_static_select",
        "action_id": "chosen",
        "placeholder": plain("Choose any", limits.PLACEHOLDER),
        "option_groups": groups,
    }
    initial = [options[one] for one in options if one in chosen]
    return menu | ({"initial_options": initial} if initial else {})


def _described(item: ItemOf, item_id: str) -> Block:
    source = _source(item_id)
    return option(_short(item, item_id), item_id, f"{source[:1].upper()}{source[1:]}" or None)


def _grouped(chosen: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    if plans := [one for one in PLANS if one in chosen]:
        yield "Plans that you must have anyway", plans
    for component, elements in ELEMENTS.items():
        if answered := [one for one in elements if one in chosen]:
            yield f"School plan: {COMPONENTS[component]}", answered


def _line(item: ItemOf, item_id: str) -> str:
    cited = item(item_id)
    source, locator = _source(item_id), str(cited["locator"])
    # The heading above says which part of a school plan it is.
    where = f"{locator.rpartition(_BETWEEN)[2]}: {source}" if source else locator
    return f"•  {link(cited['url'], cited['title'])} ({escape(where)})"


def _source(item_id: str) -> str:
    return next((said for word, said in _SOURCES.items() if f"/{word}/" in item_id), "")


def _short(item: ItemOf, item_id: str) -> str:
    return shorten(str(item(item_id)["title"]), limits.OPTION_LABEL)

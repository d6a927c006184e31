"""The stage of the measures: how the team will know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.labels import EVERY, SORTS
from bot.blocks.planning.measure_form import ADD, EDIT
from bot.blocks.planning.shown import Body, Shown, named, value
from bot.blocks.text import Block, button, context, escape, section, shorten
from conversations.planning import chain
from conversations.planning.model import WHOLE_GOAL, Measure, Plan, Sort
from conversations.planning.typed_amounts import in_words
from conversations.planning.wording import long_day

LIST, LIST_SHOWN = "plan_measure_list", "plan_measure_list_shown"

_FIRST = (
    "You do not need many: one for the goal, one or two for what you do, and one for what might "
    "suffer. Numbers can wait; “no baseline yet” is fine."
)
_ON_CARD, _IN_WINDOW = 12, 90


def measures(shown: Shown) -> Body:
    """Return the measures by sort, what they lack, and a few that the chain suggests."""
    plan = shown.plan
    has_all = len(plan.measures) <= _ON_CARD
    blocks = list(_rows(shown, 200 if has_all else 90, _ON_CARD))
    if not plan.measures:
        blocks = [section(_FIRST)]
    blocks += _suggestions(plan)
    controls = [button("Add a measure", ADD, value(plan))]
    if not has_all:
        controls.append(button(f"See all {len(plan.measures)}", LIST, value(plan)))
    count = "1 measure" if len(plan.measures) == 1 else f"{len(plan.measures)} measures"
    return Body(blocks, controls, said=count)


def measure_list(shown: Shown) -> dict[str, Any]:
    """Return the window with every measure, each to be changed."""
    return fitting.modal(
        "Measures",
        list(_rows(shown, 300, _IN_WINDOW)) or [section("There are no measures yet.")],
        close="Close",
        callback_id=LIST_SHOWN,
        private_metadata=value(shown.plan),
    )


def measure_line(shown: Shown, measure: Measure, longest: int) -> str:
    """Return a measure as mrkdwn, with what it lacks said kindly."""
    baseline, target = measure.baseline, measure.target
    way = "_no baseline yet_" if baseline is None else in_words(baseline, measure.unit)
    aim = "_no target yet_" if target is None else in_words(target, measure.unit)
    by = shown.plan.goal.baseline_by if shown.plan.goal else None
    if baseline is None and by and measure.serves == WHOLE_GOAL:
        way = f"_baseline by {long_day(by)}_"
    parts = [f"{escape(way)} → {escape(aim)}", EVERY[measure.every].lower()]
    if not shown.plan.is_personal:
        reader = named(shown, measure.reader) if measure.reader else "_nobody yet_"
        parts.append(f"read by {reader}")
    over = _watched(shown.plan, measure)
    return f"{escape(shorten(measure.what, longest))}\n{' · '.join(parts)}{over}"


def _rows(shown: Shown, longest: int, most: int) -> Iterator[Block]:
    left = most
    for sort, label in SORTS.items():
        of_sort = [one for one in shown.plan.measures.values() if one.sort == sort][:left]
        left -= len(of_sort)
        if of_sort:
            yield context(f"*{label}*")
        for measure in of_sort:
            spoken = shorten(f"Change the measure {measure.what}", 75)
            carried = value(shown.plan, id=measure.id)
            change = button("Change", EDIT, carried, accessibility_label=spoken)
            yield section(measure_line(shown, measure, longest), accessory=change)


def _suggestions(plan: Plan) -> Iterator[Block]:
    """Yield what the chain suggests to measure, one of each sort that is not there yet."""
    there = {measure.sort for measure in plan.measures.values()}
    if "outcome" not in there and plan.goal:
        yield _suggestion(plan, "outcome", "The goal itself: did it change for students?")
    if "process" not in there:
        given = [idea for idea in chain.tried(plan) if chain.tasks_of(plan, idea.id)]
        for idea in (given or list(chain.tried(plan)))[:1]:
            said = f"What you do: how much of “{escape(shorten(idea.text, 90))}” happens?"
            yield _suggestion(plan, "process", said, serves=idea.id)
    if "balancing" not in there:
        yield _suggestion(plan, "balancing", "What might suffer, such as teachers' planning time?")


def _suggestion(plan: Plan, sort: Sort, said: str, **more: object) -> Block:
    spoken = f"Measure it: {SORTS[sort]}"
    use = button("Measure it", ADD, value(plan, sort=sort, **more), accessibility_label=spoken)
    return section(f"_{said}_", accessory=use)


def _watched(plan: Plan, measure: Measure) -> str:
    link = chain.find(plan, measure.serves)
    text = getattr(link, "text", "")
    return f"\nWatches over: {escape(shorten(text, 80))}" if text else ""

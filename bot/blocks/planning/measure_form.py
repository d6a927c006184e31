"""The window in which a measure is written or changed, and what the chain puts into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning import forms
from bot.blocks.planning.labels import EVERY, SORTS
from bot.blocks.planning.shown import Shown, value
from bot.blocks.text import Block, actions, button, option, shorten
from conversations.planning import chain
from conversations.planning.model import WHOLE_GOAL, Measure, Plan, Sort
from conversations.planning.responsible import membership
from conversations.planning.typed_amounts import in_words

ADD, EDIT, SAVE = "plan_measure_add", "plan_measure_edit", "plan_measure_save"
REMOVE = "plan_remove"

_EXAMPLES: Mapping[Sort, str] = {
    "outcome": "families who say that they hear from us in time",
    "process": "conferences with an interpreter",
    "balancing": "hours that teachers spend on translations",
}
_FROM_TO = re.compile(r"\bfrom (?P<baseline>.{1,30}?) to (?P<target>[^,;]{1,40})", re.IGNORECASE)


def suggested(plan: Plan, measure_id: str, sort: Sort, serves: str) -> Measure:
    """Return a measure to begin with, said with the words of the goal or the idea it is about."""
    what = ""
    if serves == WHOLE_GOAL and sort == "outcome" and plan.goal and not _is_measured(plan):
        what = f"{plan.goal.what[:1].upper()}{plan.goal.what[1:]}"
    elif sort == "process" and (link := chain.find(plan, serves)):
        what = f"How often this happens: {getattr(link, 'text', '')}"
    return Measure(measure_id, sort, shorten(what, 300), serves)


def next_sort(plan: Plan) -> Sort:
    """Return the first sort that no measure has yet; most further ones watch what is done."""
    there = {measure.sort for measure in plan.measures.values()}
    return next((sort for sort in SORTS if sort not in there), "process")


def said_numbers(plan: Plan, measure: Measure) -> tuple[str, str]:
    """Return baseline and target as they were said with the goal ("from 40% to 90%"), or empty."""
    if measure.sort != "outcome" or measure.serves != WHOLE_GOAL or plan.goal is None:
        return "", ""
    if _is_measured(plan):
        return "", ""
    found = _FROM_TO.search(plan.goal.how_much)
    return (found["baseline"].strip(), found["target"].strip()) if found else ("", "")


def measure_form(
    shown: Shown,
    kept: Mapping[str, Any],
    measure: Measure,
    numbers: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Return the window; ``numbers`` are baseline and target as said for a new measure.

    ``kept`` has its ids; with "n" it changes the measure.
    """
    plan = shown.plan
    is_new = "n" not in kept
    baseline, target = numbers or (_amount(measure, "baseline"), _amount(measure, "target"))
    blocks = [
        input_block("sort", "What sort is it?", _sorts(measure.sort)),
        forms.line("what", "What is measured?", measure.what, example=_EXAMPLES[measure.sort]),
        input_block("serves", "What does it watch over?", _links(plan, measure.serves)),
        forms.line(
            "baseline",
            "Where does it stand today?",
            baseline,
            hint="The baseline. Such as: 14 of 20, 70% or 35. Leave it empty if you do not know "
            "yet.",
            optional=True,
            longest=80,
        ),
        forms.line(
            "target",
            "Where should it get to?",
            target,
            hint="The target. Such as: 18 of 20, 90% or 50.",
            optional=True,
            longest=80,
        ),
        input_block("every", "How often is it read?", _often(measure)),
    ]
    if not plan.is_personal:
        member = membership(shown.team, measure.reader)
        person = measure.reader.person if measure.reader and not member else ""
        blocks += forms.who(
            shown, "reader", "Who reads it?", person=person, member=member, before=measure.reader
        )
    if not is_new and not kept.get("deep"):
        out = button("Take the measure out", REMOVE, value(plan, id=measure.id))
        blocks.append(actions(out))
    return fitting.modal(
        "New measure" if is_new else "Change the measure",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, **{n: v for n, v in kept.items() if n != "p"}),
    )


def _is_measured(plan: Plan) -> bool:
    """Tell whether the goal itself is measured: its words and numbers are taken then."""
    return any(m.sort == "outcome" for m in chain.measures_of(plan, WHOLE_GOAL))


def _sorts(sort: Sort) -> Block:
    options = [option(label, name) for name, label in SORTS.items()]
    at = list(SORTS).index(sort)
    return {
        "type": "radio_buttons",
        "action_id": "sort",
        "options": options,
        "initial_option": options[at],
    }


def _often(measure: Measure) -> Block:
    return select_one("every", {str(name): label for name, label in EVERY.items()}, measure.every)


def _links(plan: Plan, serves: str) -> Block:
    """Return the menu of what a measure may watch over, as much of it as Slack lets stand there."""
    labels = {WHOLE_GOAL: "The goal"}
    labels |= {idea.id: f"Idea: {idea.text}" for idea in chain.tried(plan)}
    labels |= {driver.id: f"Driver: {driver.text}" for driver in plan.drivers.values()}
    if serves not in labels and (link := chain.find(plan, serves)):
        labels[serves] = str(getattr(link, "text", ""))
    kept = {serves} | set(list(labels)[: limits.SELECT_OPTIONS - 1])
    offered = {one: label for one, label in labels.items() if one in kept}
    return select_one("serves", offered, serves if serves in offered else WHOLE_GOAL)


def _amount(measure: Measure, which: str) -> str:
    number = getattr(measure, which)
    return "" if number is None else in_words(number, measure.unit)

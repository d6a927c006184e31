"""The goal: what, for whom, by how much, by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import Block, button, context, escape, plain, section, shorten
from conversations.planning import chain
from conversations.planning.model import LONGEST_LINE, WHOLE_GOAL, Goal, Plan
from conversations.planning.school_year import school_year
from conversations.planning.wording import goal_sentence, long_day

EDIT, SAVE, BY = "plan_goal_edit", "plan_goal_save", "plan_goal_by"
BASELINE, SAVE_BASELINE = "plan_goal_baseline", "plan_goal_baseline_save"

_EXAMPLE = (
    "For example: _Families of newcomers get every notice in their own language: from 40% to 90% "
    "of notices, by the end of the school year._"
)
_HINT = "Or type it here: “Goal: families get every notice in their language by June 12”."
_IN_WORDS = "Such as: June 12, or by the end of the school year. Fill in one of the two."


def goal(shown: Shown) -> Body:
    """Return the goal in one sentence with what it does not say yet, or how to say one."""
    plan = shown.plan
    edit = button("Edit the goal" if plan.goal else "Say the goal", EDIT, value(plan))
    if plan.goal is None:
        return Body([*_starting_points(plan), section(_EXAMPLE)], [_primary(edit)], _HINT)
    sentence = escape(goal_sentence(plan.goal))
    blocks = [section(f"*Our goal*\n>{sentence}")]
    if plan.goal.serves:
        blocks.append(context(f"It serves: {escape(plan.goal.serves)}"))
    blocks += _gaps(shown, plan.goal)
    return Body(blocks, [edit], _HINT, said=shorten(sentence, 140))


def open_parts(goal: Goal) -> list[str]:
    """Return what a goal does not say yet, such as "by when"."""
    parts = ((goal.for_whom, "for whom"), (goal.how_much, "by how much"), (goal.by_when, "by when"))
    return [words for said, words in parts if not said]


def goal_window(shown: Shown, number: str) -> dict[str, Any]:
    """Return the window in which the goal is said; ``number`` tells one window from another."""
    plan, said = shown.plan, shown.plan.goal or Goal("")
    day: Block = {"type": "datepicker", "action_id": "by_when"}
    if said.by_when:
        day["initial_date"] = said.by_when.isoformat()
    blocks = [
        _typed(
            "what", "What will be different?", said.what, "Families hear from us in time", long=True
        ),
        _typed("for_whom", "For whom?", said.for_whom, "All families of newcomers", optional=True),
        _typed(
            "how_much",
            "By how much?",
            said.how_much,
            "From 40% to 90% of notices",
            optional=True,
            hint="A number lets you see later whether it worked.",
        ),
        input_block("by_when", "By when?", day, optional=True),
        _typed("in_words", "Or by when, in words", "", "By June 12", optional=True, hint=_IN_WORDS),
        _typed(
            "serves",
            "Which goal of your school or district does it serve?",
            said.serves,
            "Goal 2: families are partners",
            optional=True,
        ),
    ]
    return fitting.modal(
        "The goal",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, n=number),
    )


def baseline_window(plan: Plan, number: str) -> dict[str, Any]:
    """Return the window that asks by which day there will be a baseline."""
    day: Block = {"type": "datepicker", "action_id": "baseline_by"}
    if plan.goal and plan.goal.baseline_by:
        day["initial_date"] = plan.goal.baseline_by.isoformat()
    said = "*Baseline*: where things stand today, so that you can see how far you have come."
    return fitting.modal(
        "The baseline",
        [section(said), input_block("baseline_by", "By which day will you have it?", day)],
        submit="Save",
        close="Cancel",
        callback_id=SAVE_BASELINE,
        private_metadata=value(plan, n=number),
    )


def _starting_points(plan: Plan) -> Iterator[Block]:
    if plan.problem:
        yield section(f"*The problem*\n>{escape(shorten(' '.join(plan.problem.split()), 300))}")
    if plan.roots:
        causes = "\n".join(f"•  {escape(shorten(c.text, 120))}" for c in plan.roots[:6])
        yield section(f"*What is behind it*\n{causes}")


def _gaps(shown: Shown, goal: Goal) -> Iterator[Block]:
    """Yield a kind question for each part that is missing, with a button to answer it."""
    plan = shown.plan
    if not goal.for_whom:
        yield _gap(plan, "*For whom?* Such as all families of newcomers.", "Say for whom")
    if not goal.how_much:
        yield _gap(plan, "*By how much?* Such as from 40% to 90%.", "Say by how much")
    if goal.by_when is None:
        last = end_of_year(shown)
        one_tap = button(f"By {long_day(last)}", BY, value(plan, d=last.isoformat()))
        said = "*By when?* Many teams take the end of the school year."
        yield section(said, accessory=one_tap)
    elif goal.by_when < shown.today:
        said = f"*{long_day(goal.by_when)} has gone by.* By when will it be reached?"
        yield _gap(plan, said, "Choose another day")
    if has_baseline(plan):
        return
    if goal.baseline_by is None:
        said, label = "*No baseline yet:* when will you have it?", "Say when"
    else:
        said, label = f"*Baseline:* you will have it by {long_day(goal.baseline_by)}.", "Change"
    spoken = "Choose the day by which you have a baseline"
    yield section(said, accessory=button(label, BASELINE, value(plan), accessibility_label=spoken))


def has_baseline(plan: Plan) -> bool:
    """Tell whether a measure of the goal says where things stood at the start."""
    return any(m.baseline is not None for m in chain.measures_of(plan, WHOLE_GOAL))


def end_of_year(shown: Shown) -> date:
    """Return the last day of the school year that is under way, or of the coming one."""
    year = shown.today.year
    this = school_year(year - 1, shown.calendar).last
    return this if this > shown.today else school_year(year, shown.calendar).last


def _gap(plan: Plan, said: str, spoken: str) -> Block:
    return section(said, accessory=button("Add", EDIT, value(plan), accessibility_label=spoken))


def _primary(control: Block) -> Block:
    return {**control, "style": "primary"}


def _typed(
    name: str,
    label: str,
    current: str,
    example: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    long: bool = False,
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "max_length": LONGEST_LINE,
        "placeholder": plain(f"Such as: {example}", limits.PLACEHOLDER),
    }
    if long:
        element["multiline"] = True
    if current:
        element["initial_value"] = current
    return input_block(name, label, element, hint=hint, optional=optional)

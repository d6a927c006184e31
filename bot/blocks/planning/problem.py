"""The first stage: the problem, in the team's words."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import button, escape, link, plain, section, shorten
from conversations.planning.model import LONGEST_WORDS, Plan
from conversations.planning.wording import proposed_problem

USE, EDIT, SAVE = "plan_problem_use", "plan_problem_edit", "plan_problem_save"

_HINT = "Type here in the thread and name me, such as “@Blueprint families hear from us too late”."
_HINT_ALONE = "Or type it here."


def body(shown: Shown) -> Body:
    """Return the problem, or one proposed out of the agreed ratings and their evidence."""
    plan = shown.plan
    proposed = proposed_problem(plan.origins)
    blocks = [section("*Where it begins*\n" + "\n".join(_origins(plan)))] if plan.origins else []
    edit = button("Edit" if plan.problem or proposed else "Write it", EDIT, value(plan))
    if plan.problem:
        blocks.append(section(f"*The problem*\n>{_quoted(plan.problem)}"))
        return Body(blocks, [edit], said=shorten(escape(plan.problem), 140))
    if proposed:
        blocks.append(section(f"*How about this?*\n>{_quoted(proposed)}"))
        use = button("Use it", USE, value(plan), style="primary")
        return Body(blocks, [use, edit], _hint(plan))
    return Body(blocks, [{**edit, "style": "primary"}], _hint(plan))


def problem_window(plan: Plan) -> dict[str, Any]:
    """Return the window in which the problem is written."""
    typed: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": "problem",
        "multiline": True,
        "max_length": LONGEST_WORDS,
        "placeholder": plain("What is not working yet, and for whom?", limits.PLACEHOLDER),
    }
    begun = plan.problem or proposed_problem(plan.origins)
    if begun:
        typed["initial_value"] = begun
    hint = "A sentence or two. Say what happens, not whose fault it is, and name no students."
    return fitting.modal(
        "The problem",
        [input_block("problem", "What is the problem?", typed, hint=hint)],
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan),
    )


def _origins(plan: Plan) -> list[str]:
    lines = []
    for origin in plan.origins:
        rated = f" · agreed: {escape(origin.agreed)}" if origin.agreed else ""
        lines.append(f"•  {link(origin.url, origin.title)} ({escape(origin.locator)}){rated}")
    return lines


def _hint(plan: Plan) -> str:
    return _HINT_ALONE if plan.is_personal else _HINT


def _quoted(text: str) -> str:
    return "\n>".join(escape(text).splitlines())

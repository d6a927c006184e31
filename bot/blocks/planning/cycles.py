"""The end of a cycle: each change idea is adopted, adapted or abandoned; then the next begins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, people_select
from bot.blocks.planning import forms
from bot.blocks.planning.days import short_day
from bot.blocks.planning.looking import idea_words
from bot.blocks.planning.shown import Shown, value
from bot.blocks.planning.standing import counted, measure_line
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    link,
    option,
    section,
    shorten,
)
from content.ids import level_of
from conversations.planning import chain, progress
from conversations.planning.model import LONGEST_WORDS, Idea, Plan, Verdict
from conversations.planning.rounds import Moved

OPEN, DECIDE, DECIDED = "plan_cycle", "plan_cycle_decide", "plan_cycle_decided"
TURN = "plan_cycle_turn"
OWNERS_SAVE = "plan_owners_save"

MEANINGS: dict[Verdict, tuple[str, str]] = {
    "adopt": ("Adopt", "It works. It becomes how you do things."),
    "adapt": ("Adapt", "Not quite. You change it and try it once more."),
    "abandon": ("Abandon", "It did not help. You stop, and know why."),
}

_A_PAGE = 35
_INTRO = (
    "Look back at each idea and decide what becomes of it. Nothing is lost: what you stop stays in "
    "the plan, with why."
)


def in_this_cycle(plan: Plan) -> tuple[Idea, ...]:
    """Return the ideas to decide on: those of this cycle, and any that was never decided on."""
    return tuple(
        idea for idea in plan.ideas.values() if idea.cycle == plan.cycle or idea.verdict is None
    )


def cycle_window(
    shown: Shown, moved: Sequence[Moved] = (), start: int = 0, results: str = ""
) -> dict[str, Any]:
    """Return the window with every idea of the cycle, what was decided, and the way on.

    ``results`` is the address of the results of which ``moved`` is a part.
    """
    plan = shown.plan
    ideas = in_this_cycle(plan)
    left = sum(idea.verdict is None for idea in ideas)
    blocks: list[Block] = [section(_INTRO)]
    for idea in ideas[start : start + _A_PAGE]:
        spoken = shorten(f"Decide on {idea.text}", limits.BUTTON_ACCESSIBILITY_LABEL)
        label = "Decide" if idea.verdict is None else "Change"
        decide = button(label, DECIDE, value(plan, id=idea.id), accessibility_label=spoken)
        blocks.append(section(idea_words(shown, idea), accessory=decide))
    turning = []
    if start:
        before = max(start - _A_PAGE, 0)
        turning.append(button("Earlier", f"{OPEN}_back", value(plan, n=before)))
    if start + _A_PAGE < len(ideas):
        turning.append(button("More", f"{OPEN}_on", value(plan, n=start + _A_PAGE)))
    blocks += [actions(*turning)] if turning else []
    if not ideas:
        blocks = [section("There are no change ideas in this cycle.")]
    more = {}
    if left < len(ideas):
        undecided = "1 is" if left == 1 else f"{left} are"
        open_said = f" {undecided} not decided yet and simply goes on." if left else ""
        said = f"Cycle {plan.cycle + 1} begins with the ideas to adapt.{open_said}"
        blocks.append(context(said))
        more = {"submit": f"Begin cycle {plan.cycle + 1}"}
    blocks += again_blocks(shown, moved, results)
    return fitting.modal(
        "End of the cycle",
        blocks,
        close="Not yet",
        callback_id=TURN,
        private_metadata=value(plan, c=plan.cycle + 1, n=start),
        **more,
    )


def decide_window(shown: Shown, idea: Idea, kept: dict[str, Any]) -> dict[str, Any]:
    """Return the window that decides on one idea; ``kept`` has the window behind as "v"."""
    plan = shown.plan
    options = [option(name, verdict, about) for verdict, (name, about) in MEANINGS.items()]
    radio: Block = {"type": "radio_buttons", "action_id": "verdict", "options": options}
    if idea.verdict:
        radio["initial_option"] = options[list(MEANINGS).index(idea.verdict)]
    why = forms.line(
        "why",
        "Why?",
        idea.why,
        example="families came, but the time did not suit those who work late",
        optional=True,
        longest=LONGEST_WORDS,
    )
    blocks = [
        section("\n".join((f"*{escape(idea.text)}*", *_seen(shown, idea)))),
        input_block("verdict", "What becomes of it?", radio),
        why,
    ]
    return fitting.modal(
        "One change idea",
        blocks,
        submit="Save",
        close="Back",
        callback_id=DECIDED,
        private_metadata=value(plan, id=idea.id, **kept),
    )


def turned_window(shown: Shown, moved: Sequence[Moved]) -> dict[str, Any]:
    """Return what is said once the next cycle has begun."""
    plan = shown.plan
    ideas = [idea for idea in plan.ideas.values() if idea.cycle == plan.cycle]
    said = f"*Cycle {plan.cycle} has begun.* "
    if ideas:
        said += "These ideas are open again; say in the thread how you will change them:"
    else:
        said += "Choose in the thread what you will try next."
    lines = [f"•  {escape(shorten(idea.text, 150))}" for idea in ideas[:_A_PAGE]]
    blocks = [section("\n".join((said, *lines))), *again_blocks(shown, moved)]
    return fitting.modal("The next cycle", blocks, close="Close")


def again_blocks(shown: Shown, moved: Sequence[Moved], results: str = "") -> list[Block]:
    """Return the offer to assess again; once somebody has, what has moved since."""
    plan = shown.plan
    if not plan.origins:
        return []
    blocks: list[Block] = [{"type": "divider"}]
    if moved:
        lines = [
            f"•  {escape(shorten(one.title, 120))}: {escape(one.before)} → *{escape(one.after)}*"
            for one in moved
        ]
        day = short_day(moved[0].day, shown.today)
        if results:
            lines.append(link(results, "All that has moved"))
        blocks.append(section(f"*What has moved*, as agreed on {day}\n" + "\n".join(lines)))
    blocks.append(
        section(
            "*Has it moved the rating?* A new self-assessment of the same building block shows "
            "it, indicator by indicator, beside the one before.",
            accessory=button("Assess again", "session_again_start", _again(plan)),
        )
    )
    return blocks


def owners_window(plan: Plan) -> dict[str, Any]:
    """Return the window in which others are chosen to look after the plan."""
    select = people_select("owners", "Choose people", plan.owners)
    hint = "They accept changes, lead on and can hand it over again. Take yourself out if you like."
    return fitting.modal(
        "Hand the plan over",
        [input_block("owners", "Who looks after this plan?", select, hint=hint)],
        submit="Hand it over",
        close="Cancel",
        callback_id=OWNERS_SAVE,
        private_metadata=value(plan),
    )


def _seen(shown: Shown, idea: Idea) -> list[str]:
    """Return what there is to look at before deciding: tasks, measures."""
    plan = shown.plan
    lines = []
    if tasks := chain.tasks_of(plan, idea.id):
        lines.append(counted(progress.of_tasks(tasks, shown.today)))
    measures = chain.measures_of(plan, idea.id) or chain.measures_of(plan, idea.driver)
    lines += [measure_line(shown, measure) for measure in measures[:4]]
    return lines


def _again(plan: Plan) -> str:
    return json.dumps(
        {
            "blocks": list(dict.fromkeys(origin.block for origin in plan.origins)),
            "levels": list(dict.fromkeys(level_of(origin.id) for origin in plan.origins)),
            "team": plan.team,
        }
    )

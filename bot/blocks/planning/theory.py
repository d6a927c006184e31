"""The theory of action: composed from the chain, or in the team's own words."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.shown import Body, Shown, value
from bot.blocks.text import Block, button, confirm, escape, plain, section, shorten
from conversations.planning.model import LONGEST_WORDS, Plan
from conversations.planning.wording import theory_of_action

EDIT, SAVE = "plan_theory_edit", "plan_theory_save"
COMPOSE, COPY = "plan_theory_compose", "plan_theory_copy"
_TO = "plan_go_to"

_HINT = "Or type it here: “Theory: if we book interpreters early, then …”."
_COMPOSED = "I have put it together from your goal, drivers and ideas. Say it in your own words."
_FOR_OTHERS = "Here it is to copy, for a newsletter or a meeting. Only you see this message."
_LONGEST_COPIED = 2_500


def theory(shown: Shown) -> Body:
    """Return the theory of action, or what it still needs."""
    plan = shown.plan
    said = theory_of_action(plan)
    if not said:
        return Body([_needed(plan)])
    quoted = "\n>".join(escape(said).splitlines())
    blocks = [section(f"*Your theory of action*\n>{quoted}")]
    if not plan.theory:
        blocks.append(section(_COMPOSED))
    controls = [button("Edit", EDIT, value(plan), accessibility_label="Edit the theory of action")]
    if plan.theory:
        asked = confirm(
            "Compose it again?",
            "I put it together from your goal, drivers and ideas again, in place of your words.",
            "Compose it",
            "Keep ours",
        )
        controls.append(button("Compose it again", COMPOSE, value(plan), confirm=asked))
    controls.append(button("Copy for a newsletter", COPY, value(plan)))
    return Body(blocks, controls, _HINT, said=escape(shorten(" ".join(said.split()), 140)))


def theory_window(plan: Plan) -> dict[str, Any]:
    """Return the window in which the theory of action is said in other words."""
    typed: Block = {
        "type": "plain_text_input",
        "action_id": "theory",
        "multiline": True,
        "max_length": LONGEST_WORDS,
        "placeholder": plain("If we …, by …, then …, so that …", limits.PLACEHOLDER),
    }
    if said := theory_of_action(plan):
        typed["initial_value"] = said[:LONGEST_WORDS]
    hint = "If we …, by …, then …, so that … Read it out once: would a parent understand it?"
    return fitting.modal(
        "Theory of action",
        [input_block("theory", "What do you expect to happen, and why?", typed, hint=hint)],
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan),
    )


def copy_message(plan: Plan) -> dict[str, Any]:
    """Return the theory of action as text to copy."""
    said = shorten(theory_of_action(plan), _LONGEST_COPIED)
    framed: Block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": said}]}
        ],
    }
    return fitting.message(escape(said), [section(_FOR_OTHERS), framed])


def _needed(plan: Plan) -> Block:
    if plan.goal is None:
        said, label, to = "It ends in your goal, and there is none yet.", "Say the goal", "goal"
    else:
        said = "It begins with what you change, and no driver says so yet."
        label, to = "Say the drivers", "drivers"
    return section(said, accessory=button(label, _TO, value(plan, to=to), style="primary"))

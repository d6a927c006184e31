"""The window in which a plan begins, and the plans under way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import channel_select, input_block, select_one
from bot.blocks.planning.pages import VIEW
from bot.blocks.planning.shown import value
from bot.blocks.planning.standing import told_progress
from bot.blocks.text import (
    Block,
    actions,
    button,
    escape,
    plain,
    section,
    shorten,
)
from conversations.planning import stages
from conversations.planning.model import Plan
from conversations.teams import LONGEST_NAME, Team

PREPARE, WHO, BEGIN, OPEN = "plan_prepare", "plan_who", "plan_begin", "plan_open"
ME = "me"

_INTRO = (
    "A plan goes from the problem to its causes, a goal, change ideas, tasks and measures. You can "
    "stop at any time and go on later; nothing is lost."
)
_NO_TEAM = " Make a team in my Home tab first if others are to join in."
_IN_HOME, _IN_WINDOW = 8, 60


def begin_window(
    kept: dict[str, Any],
    *,
    title: str,
    teams: Sequence[Team],
    team: str | None,
    channel: str | None,
) -> dict[str, Any]:
    """Return the window; ``kept`` holds the plan's id and where it comes from."""
    labels = {one.id: shorten(one.name, LONGEST_NAME) for one in teams[:90]} | {ME: "Only me"}
    current = team if team in labels else ME
    typed: Block = {
        "type": "plain_text_input",
        "action_id": "title",
        "max_length": 80,
        "placeholder": plain("Such as: newcomers in grade 9", limits.PLACEHOLDER),
    }
    if title:
        typed["initial_value"] = shorten(title, 80)
    blocks: list[Block] = [
        section(_INTRO + ("" if teams else _NO_TEAM)),
        input_block("title", "What is the plan about?", typed),
        input_block("team", "Whose plan is it?", select_one(WHO, labels, current), at_once=True),
    ]
    if current != ME:
        place = channel_select("channel", channel)
        hint = "I build it with you in a thread there. I have to be in the channel: /invite me."
        blocks.append(input_block(f"channel:{current}", "In which channel?", place, hint=hint))
    return fitting.modal(
        "Action plan",
        blocks,
        submit="Begin",
        close="Cancel",
        callback_id=BEGIN,
        private_metadata=json.dumps(kept),
    )


def begun_window(plan: Plan) -> dict[str, Any]:
    """Return what is said once a plan has begun."""
    where = f"in <#{plan.channel}>" if plan.channel else "in our direct messages"
    said = f"*{escape(plan.title)}* has begun. Its card stands {where}; we go on in its thread."
    return fitting.modal("Action plan", [section(said)], close="Close")


def plans_message(plans: Sequence[Plan], prefill: str, now: datetime) -> dict[str, Any]:
    """Return the answer to the command where plans are under way; ``prefill`` begins another."""
    text = "These plans are under way for you:"
    blocks = [section(text)]
    for plan in plans[:_IN_HOME]:
        blocks += _plan(plan, now)
    blocks.append(actions(button("Begin another", PREPARE, prefill)))
    return fitting.message(text, blocks)


def plans_window(plans: Sequence[Plan], now: datetime) -> dict[str, Any]:
    """Return the window with somebody's plans under way, in the place of one of them."""
    blocks = [block for plan in plans[:_IN_WINDOW] for block in _plan(plan, now)]
    if not plans:
        blocks.append(section("No plan is under way for you."))
    blocks.append(actions(button("Begin another", PREPARE, "{}")))
    return fitting.modal("My plans", blocks, close="Close", callback_id=VIEW)


def _plan(plan: Plan, now: datetime) -> Iterator[Block]:
    at = stages.place(plan.stage)
    if at is None:
        where = told_progress(plan, plan.today(now))
    else:
        being = "Being built" if plan.cycle == 1 else f"Preparing cycle {plan.cycle}"
        where = f"{being}. Where you are: {stages.WALK[at].title}"
    place = f"In <#{plan.channel}>" if plan.channel else "Only you see it"
    spoken = plain(f"Show the plan {plan.title}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    shown = button("Show", OPEN, value(plan, at=""), accessibility_label=spoken)
    yield section(f"*{escape(plan.title)}*\n{where}\n{place}", accessory=shown)

"""Plans in App Home: each in a line with how far it has come, and the button that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.homes.look import HomeLook, rows_from, turning
from bot.blocks.planning.beginning import OPEN, PREPARE
from bot.blocks.planning.files import OPEN as FILES
from bot.blocks.planning.standing import barred
from bot.blocks.text import Block, actions, button, escape, header, section, shorten
from conversations.homes.plans import PlanLine
from conversations.planning import stages

OFFER = "*Action plan*: turn what you want to change into causes, a goal, ideas and tasks."
EXPORTS = "home_files"
"""Opens the list of plans whose files are wanted."""

A_PAGE, STEERING = 8, 4
"""Plans on a page; fewer where those of the teams that somebody looks after stand elsewhere."""

_IN_WINDOW = 99


def plan_blocks(look: HomeLook, plans: Sequence[PlanLine]) -> list[Block]:
    """Return the part about plans; nothing where there are none."""
    if not plans:
        return []
    a_page = STEERING if look.steers else A_PAGE
    start, rows = rows_from(plans, look.turned.plans, a_page)
    again = button("Begin another plan", PREPARE, "{}")
    return [
        header("Your plans"),
        *(plan_block(plan, look.now) for plan in rows),
        *turning("plans", start, a_page, len(plans)),
        actions(again),
    ]


def plan_block(plan: PlanLine, now: datetime) -> Block:
    """Return a plan with its progress."""
    lines = [f"*{escape(plan.title)}*", *_standing(plan, now)]
    spoken = shorten(f"Show the plan {plan.title}", limits.BUTTON_ACCESSIBILITY_LABEL)
    kept = json.dumps({"p": plan.id, "at": ""})
    shown = button("Show", OPEN, kept, accessibility_label=spoken)
    return section("\n".join(lines), accessory=shown)


def exports_window(plans: Sequence[PlanLine]) -> dict[str, Any]:
    """Return the window in which a plan is chosen whose files are wanted."""
    said = "Documents, tables, diagrams and calendars, sent to you. Of which plan?"
    blocks = [section(said)]
    for plan in plans[:_IN_WINDOW]:
        spoken = shorten(f"Files of the plan {plan.title}", limits.BUTTON_ACCESSIBILITY_LABEL)
        kept = json.dumps({"p": plan.id})
        files = button("Files", FILES, kept, accessibility_label=spoken)
        blocks.append(section(f"*{escape(plan.title)}*", accessory=files))
    return fitting.modal("Files of a plan", blocks, close="Close")


def _standing(plan: PlanLine, now: datetime) -> Iterator[str]:
    at = stages.place(plan.stage)
    if at is None:
        yield barred(plan.progress(now))
    else:
        place = f" in <#{plan.channel}>" if plan.channel else ""
        yield f"Being built{place}. Where you are: {stages.WALK[at].title}"
    if plan.decides and plan.proposed:
        waits = "change waits" if plan.proposed == 1 else "changes wait"
        yield f"*{plan.proposed} proposed {waits} for an answer*"

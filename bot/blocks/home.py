"""App Home: what waits for somebody first, then what they look after, how to ask, settings."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting, under_way
from bot.blocks.gaps import gap_button
from bot.blocks.help import ABOUT, CREDIT, PRIVACY
from bot.blocks.homes import plans
from bot.blocks.homes.asking import asking_blocks
from bot.blocks.homes.district import glance_blocks
from bot.blocks.homes.look import HomeLook
from bot.blocks.homes.tasks import task_blocks
from bot.blocks.homes.teams import teams_part
from bot.blocks.levels import level_select
from bot.blocks.rosters import coordinator_blocks, guest_blocks
from bot.blocks.settings.buttons import district_settings_button, my_settings_button
from bot.blocks.text import Block, actions, button, context, header, section
from conversations.homes.plans import PlanLine

_DIVIDER: Block = {"type": "divider"}


def home_view(look: HomeLook) -> dict[str, Any]:
    """Return the Home tab of one person."""
    if look.roster.is_guest:
        parts = [[header("Blueprint"), section(ABOUT)], asking_blocks(), guest_blocks()]
        return fitting.home(_joined([*parts, _small_print()]))
    waiting = [
        task_blocks(look),
        under_way.home_section([one for one in look.under_way if one.is_theirs]),
        plans.plan_blocks(look, _own_plans(look)),
    ]
    parts = [
        *([] if any(waiting) else [[header("Blueprint"), section(ABOUT)]]),
        *waiting,
        glance_blocks(look) if look.steers else [],
        asking_blocks(),
        _offers(look, waiting),
        teams_part(look),
        _settings(look),
        _small_print(),
    ]
    return fitting.home(_joined(parts))


def _joined(parts: list[list[Block]]) -> list[Block]:
    """Return the parts that have something to show, one under the other."""
    blocks: list[Block] = []
    for part in filter(None, parts):
        blocks += [_DIVIDER, *part] if blocks else part
    return blocks


def _own_plans(look: HomeLook) -> list[PlanLine]:
    """Return the plans that do not stand under one of the teams that somebody looks after."""
    return [p for p in look.plans if p.belongs and p.team not in look.roster.steered]


def _offers(look: HomeLook, waiting: list[list[Block]]) -> list[Block]:
    """Return what could be begun, of what somebody has not begun yet."""
    _, sessions, planning = waiting
    return [
        *([] if sessions else [under_way.offer()]),
        *([] if planning else [plans.offer()]),
    ]


def _settings(look: HomeLook) -> list[Block]:
    row = [my_settings_button()]
    if look.roster.is_coordinator:
        row.append(district_settings_button())
    if look.steers and look.plans:
        row.append(button("Files of a plan", plans.EXPORTS, "plans"))
    return [
        *coordinator_blocks(look.roster),
        *([gap_button()] if look.roster.is_coordinator else []),
        header("Settings"),
        level_select(look.level),
        actions(*row),
    ]


def _small_print() -> list[Block]:
    return [context(CREDIT), context(PRIVACY)]

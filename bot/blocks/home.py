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
from bot.blocks.planning.beginning import PREPARE
from bot.blocks.rosters import coordinator_blocks, guest_blocks
from bot.blocks.settings.buttons import district_settings_button, my_settings_button
from bot.blocks.text import Block, actions, button, context, header, section
from bot.blocks.under_way import UnderWay
from conversations.homes.plans import PlanLine

_DIVIDER: Block = {"type": "divider"}


def home_view(look: HomeLook) -> dict[str, Any]:
    """Return the Home tab of one person."""
    if look.roster.is_guest:
        parts = [[header("Blueprint"), section(ABOUT)], asking_blocks(), guest_blocks()]
        return fitting.home(_joined([*parts, _small_print()]))
    waiting = [
        task_blocks(look),
        under_way.home_section(_own_sessions(look), steers=look.steers),
        plans.plan_blocks(look, _own_plans(look)),
    ]
    first = [*waiting, glance_blocks(look) if look.steers else []]
    known = any(first)
    asking, teams = [asking_blocks(briefly=known), _offers(waiting)], [teams_part(look)]
    parts = [
        *(first if known else [[header("Blueprint"), section(ABOUT)]]),
        *([*teams, *asking] if look.steers and known else [*asking, *teams]),
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


def _own_sessions(look: HomeLook) -> list[UnderWay]:
    """Return what somebody rates in or facilitates, where their cards wait before all."""
    own = [one for one in look.under_way if one.is_theirs]
    return sorted(own, key=lambda one: not _waits(one))


def _waits(one: UnderWay) -> bool:
    """Tell whether cards wait to be rated."""
    is_open = one.session.phase == "rating"
    return is_open and any(cards.state != "finished" for cards in one.cards)


def _own_plans(look: HomeLook) -> list[PlanLine]:
    """Return the plans that do not stand under one of the teams that somebody looks after."""
    return [p for p in look.plans if p.belongs and p.team not in look.roster.steered]


def _offers(waiting: list[list[Block]]) -> list[Block]:
    """Return what could be begun, of what somebody has not begun yet."""
    _, sessions, planning = waiting
    told, row = [], []
    if not sessions:
        told.append(under_way.OFFER)
        row.append(button("Start a self-assessment", under_way.PREPARE, "{}"))
    if not planning:
        told.append(plans.OFFER)
        row.append(button("Begin a plan", PREPARE, "{}"))
    return [section("\n".join(told)), actions(*row)] if row else []


def _settings(look: HomeLook) -> list[Block]:
    row = [my_settings_button()]
    if look.roster.is_coordinator:
        row.append(district_settings_button())
    if look.steers and look.plans:
        row.append(button("Files of a plan", plans.EXPORTS, "plans"))
    return [
        header("Settings"),
        level_select(look.level),
        actions(*row),
        *([gap_button()] if look.roster.is_coordinator else []),
        *coordinator_blocks(look.roster),
    ]


def _small_print() -> list[Block]:
    return [context(CREDIT), context(PRIVACY)]

"""Teams in App Home: for coordinators each with its plans and self-assessments, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from bot.blocks.homes.district import manage_button, session_line, shown_closings
from bot.blocks.homes.look import HomeLook, rows_from, turning
from bot.blocks.homes.plans import plan_block
from bot.blocks.rosters import make_button, no_team, team_blocks
from bot.blocks.text import Block, actions, context, escape, header, section, shorten
from conversations.homes.plans import PlanLine
from conversations.teams import Team

A_PAGE, STEERED = 8, 6
"""Teams on a page; fewer where plans and self-assessments stand under each."""

_PLANS, _SESSIONS, _ALSO = 2, 1, 6


def teams_part(look: HomeLook) -> list[Block]:
    """Return the part about teams, without a heading where there are none."""
    roster = look.roster
    a_page = STEERED if look.steers else A_PAGE
    start, rows = rows_from(roster.teams, look.turned.teams, a_page)
    inside = {team.id: list(_inside(look, team)) for team in rows if team.id in roster.steered}
    blocks = (
        [header(_heading(look)), *team_blocks(roster, rows, inside)] if rows else no_team(roster)
    )
    blocks += turning("teams", start, a_page, len(roster.teams))
    return [*blocks, *([actions(make_button())] if roster.is_coordinator else [])]


def _heading(look: HomeLook) -> str:
    return f"Teams ({len(look.roster.teams)})" if look.steers else "Your teams"


def _inside(look: HomeLook, team: Team) -> Iterator[Block]:
    plans = [plan for plan in look.plans if plan.team == team.id]
    for plan in plans[:_PLANS]:
        yield plan_block(plan, look.now)
    above = shown_closings(look)
    sessions = [
        one.session
        for one in look.under_way
        if one.session.team == team.id
        and one.steers
        and not one.is_theirs
        and one.session not in above
    ]
    for standing in sessions[:_SESSIONS]:
        yield section(session_line(standing, look.now), accessory=manage_button(standing))
    told = [f"{escape(shorten(plan.title, 60))} ({_short(plan, look)})" for plan in plans[_PLANS:]]
    told += [escape(shorten(standing.title, 60)) for standing in sessions[_SESSIONS:]]
    if told:
        more = f" and {len(told) - _ALSO} more" if len(told) > _ALSO else ""
        yield context(f"Also: {', '.join(told[:_ALSO])}{more}")


def _short(plan: PlanLine, look: HomeLook) -> str:
    count = plan.progress(look.now)
    return f"{count.done} of {count.tasks} tasks done" if plan.is_live else "being built"

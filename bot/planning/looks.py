"""A plan as somebody looks at it: with its team, its calendar, the day, and what is cited."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from bot.blocks.planning.shown import Shown
from bot.services import Services
from conversations import teams
from conversations.calendar import Calendar
from conversations.errors import NotFound
from conversations.planning import proposals, service
from conversations.planning.model import Plan, Stage
from conversations.school_calendars import calendar_for
from conversations.teams import Team


def shown(services: Services, db: Database, plan: Plan, *, folded: bool = False) -> Shown:
    """Return a plan as its cards show it now."""
    return Shown(
        plan=plan,
        today=plan.today(services.clock()),
        calendar=calendar_of(db, plan),
        team=team_of(db, plan),
        item=services.engine.item,
        proposals=tuple(proposals.open_ones(db, plan.tenant, plan.id)),
        card=card_of(db, plan),
        folded=folded,
    )


def calendar_of(db: Database, plan: Plan) -> Calendar:
    """Return the school calendar of the plan's team, by which its dates are judged."""
    return calendar_for(db, plan.tenant, team=plan.team, person=None, zone=plan.timezone)


def team_of(db: Database, plan: Plan) -> Team | None:
    """Return the team of a plan, None for a plan of somebody alone or a team that was closed."""
    if plan.team is None:
        return None
    try:
        return teams.find_team(db, plan.tenant, plan.team)
    except NotFound:
        return None


def card_of(db: Database, plan: Plan) -> tuple[str, str] | None:
    """Return the channel and ``ts`` of the plan's own card, whose thread the plan is built in."""
    found = db.execute(
        "SELECT channel, ts FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND state = 'sent'",
        [plan.tenant, service.SUBJECT, plan.id, service.CARD],
    ).fetchone()
    return (str(found[0]), str(found[1])) if found else None


def at_stage(look: Shown, stage: Stage) -> Shown:
    """Return a plan as if its team were at another stage, for the card that it left there."""
    return replace(look, plan=replace(look.plan, stage=stage))

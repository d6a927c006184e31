"""Windows of settings: opened from buttons in App Home, with a team and a coordinator there."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks import fitting
from bot.blocks.rosters import MENU
from bot.blocks.settings.buttons import TEAM as SETTINGS
from bot.blocks.settings.buttons import district_settings_button, my_settings_button
from bot.blocks.text import Block, actions, option
from bot.sandbox.actor import Actor
from bot.sandbox.model import View
from bot.workspaces import client_for
from conversations import coordinators, memberships, teams
from conversations.calendar import Calendar
from conversations.school_calendars import calendar_for
from conversations.teams import Team
from tests.bot.stage import Stage, clicks, opened, words

TENANT = "T0RIVER"
TEAM = "el-team"


def make_team(stage: Stage) -> Team:
    """Let Ana coordinate the workspace, and Ben a team with Dan in it."""
    services = stage.composed.services
    now = services.clock()
    ana, ben = stage.ana.id, stage.ben.id
    with services.store.transaction() as db:
        coordinators.name_coordinator(
            db, TENANT, ana, named_by=ana, may_name=True, is_guest=False, now=now
        )
        teams.save_team(
            db,
            TENANT,
            TEAM,
            name="EL <team>",
            channel="C0ELTEAM",
            timezone="America/New_York",
            by=ana,
            now=now,
        )
        memberships.set_members(
            db, TENANT, TEAM, [ben, stage.dan.id], guests=(), names={}, titles={}, by=ana, now=now
        )
        teams.set_team_coordinators(db, TENANT, TEAM, [ben], guests=(), by=ana, now=now)
        return teams.find_team(db, TENANT, TEAM)


def press(stage: Stage, actor: Actor, control: Block, **how: str) -> View:
    """Let somebody use a button or a menu of their Home tab, and return what opens."""
    services = stage.composed.services
    client = client_for(services.settings, stage.composed.workspaces, TENANT)
    assert client is not None
    client.views_publish(user_id=actor.id, view=fitting.home([actions(control)]))
    assert actor.home is not None
    clicks(stage, actor, actor.home, control["action_id"], **how)
    return opened(actor)


def open_mine(stage: Stage, actor: Actor) -> View:
    return press(stage, actor, my_settings_button())


def open_team(stage: Stage, actor: Actor, team: Team) -> View:
    settings = json.dumps({"do": SETTINGS, "team": team.id})
    menu: Block = {"type": "overflow", "action_id": MENU}
    menu["options"] = [option("Change the team", "{}"), option("Reminders", settings)]
    return press(stage, actor, menu, value=settings)


def open_district(stage: Stage, actor: Actor) -> View:
    return press(stage, actor, district_settings_button())


def click(stage: Stage, actor: Actor, action: str, **how: Any) -> str:
    """Press something in the window in front; return what stands in front then."""
    clicks(stage, actor, opened(actor), action, **how)
    return words(opened(actor))


def send(stage: Stage, actor: Actor, **values: Any) -> str:
    """Send the window in front; return what stands in front then."""
    outcome = actor.submits({name: {name: value} for name, value in values.items()})
    assert outcome.ok, outcome
    assert not outcome.errors, outcome.errors
    stage.settle()
    return words(opened(actor))


def refused(stage: Stage, actor: Actor, **values: Any) -> dict[str, str]:
    """Send the window in front, which is refused; return the sentences by field."""
    outcome = actor.submits({name: {name: value} for name, value in values.items()})
    stage.settle()
    assert outcome.errors, outcome
    return dict(outcome.errors)


def calendar(stage: Stage, team: str | None = None, person: Actor | None = None) -> Calendar:
    with stage.composed.services.store.reading() as db:
        whose = person.id if person else None
        return calendar_for(db, TENANT, team=team, person=whose, zone="America/New_York")

"""What a team's coordinators set: its hours, its own days, and which reminders are sent."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast, get_args

from slack_bolt import App
from sqlite_utils import Database

from bot.blocks.rosters import MENU
from bot.blocks.settings.buttons import TEAM
from bot.blocks.settings.inputs import DAYS, ZONE
from bot.blocks.settings.team import (
    KINDS,
    PEOPLE,
    REMOVE,
    SAVE,
    TeamSettings,
    team_saved_window,
    team_window,
)
from bot.blocks.teams import team_modal
from bot.listeners import home
from bot.listeners.clicks import Talk, View
from bot.listeners.settings.clicks import SettingsClick, clicking, submitting
from bot.listeners.teams import choosing
from bot.planning.students import no_student
from bot.services import Services
from conversations import school_days
from conversations.errors import Refused
from conversations.reminders import choices
from conversations.reminders.cadence import AHEAD, EVERY
from conversations.reminders.choices import SPANS
from conversations.reminders.kinds import Muted
from conversations.school_calendars import calendar_for
from conversations.school_days import Source
from conversations.teams import Team, check_may_steer, find_team, save_team
from conversations.typed_days import read_days


def register(app: App, services: Services) -> None:
    """Listen to the button of each team and to its window."""
    app.action(MENU, matchers=[choosing(TEAM)])(clicking(services, _open))
    app.action(REMOVE)(clicking(services, _remove))
    app.action(PEOPLE)(clicking(services, _open_people))
    app.view(SAVE)(submitting(services, _save))


def _open(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(team_window(_settings(click, db)))


def _open_people(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        team = _steered(click, db)
    return click.open(team_modal(team.id, team, viewer=click.person.person, timezone=team.timezone))


def _remove(click: SettingsClick) -> Talk:
    first, last = (date.fromisoformat(str(click.carried(end))) for end in ("f", "l"))
    source = cast(Source, click.carried("s"))
    with click.changing() as db:
        team = str(click.carried("team"))
        school_days.take_back(db, click.tenant, first, last, source, team=team, **click.act)
        return click.again(team_window(_settings(click, db)))


def _save(click: SettingsClick) -> tuple[View, Talk]:
    hours, tenant = click.hours(), click.tenant
    with click.changing() as db:
        team = _steered(click, db)
        save_team(
            db,
            tenant,
            team.id,
            name=team.name,
            channel=team.channel,
            timezone=click.typed(ZONE),
            **click.act,
        )
        usual = calendar_for(db, tenant, team=None, person=None, zone=click.base.timezone.key)
        same = (hours.opens, hours.closes) == (usual.opens, usual.closes)
        # Where they are the district's, they follow when those change.
        school_days.set_hours(db, tenant, None if same else hours, team=team.id, **click.act)
        _choose(click, db, team)
        if (typed := click.typed(DAYS)).strip():
            days = read_days(no_student(typed, DAYS), _settings(click, db).today)
            school_days.add_no_school(db, tenant, days, team=team.id, **click.act)
        following = team_saved_window(_settings(click, db))
    return following, partial(home.publish, click.services, click.client, click.person)


def _choose(click: SettingsClick, db: Database, team: Team) -> None:
    wanted = {one["value"] for one in click.values[KINDS][KINDS]["selected_options"]}
    for kind in get_args(Muted):
        choices.choose_for_team(
            db,
            click.tenant,
            team.id,
            kind,
            wanted=kind in wanted,
            days=_number(click, kind) if kind in SPANS and kind in wanted else None,
            by=click.person.person,
        )


def _number(click: SettingsClick, kind: str) -> int:
    typed = click.typed(kind)
    if not typed.isdecimal():
        raise Refused("Please enter a number of days.", kind)
    return int(typed)


def _settings(click: SettingsClick, db: Database) -> TeamSettings:
    team = _steered(click, db)
    calendar = calendar_for(
        db, click.tenant, team=team.id, person=None, zone=click.base.timezone.key
    )
    cadence = choices.cadence_of(db, click.tenant, team.id)
    return TeamSettings(
        team=team,
        calendar=calendar,
        wants=frozenset(
            kind for kind in get_args(Muted) if choices.wants(db, click.tenant, team.id, kind)
        ),
        ahead=cadence.ahead or AHEAD,
        every=cadence.every or EVERY,
        days=school_days.in_rows(school_days.kept_days(db, click.tenant, team=team.id)),
        today=click.today(calendar),
    )


def _steered(click: SettingsClick, db: Database) -> Team:
    """Return the team for somebody who may change it; raises NotAllowed or NotFound."""
    team = find_team(db, click.tenant, str(click.carried("team")))
    check_may_steer(db, click.tenant, team.id, click.person.person)
    return team

"""The district as its windows show it, for those who may change it."""

from __future__ import annotations

from sqlite_utils import Database

from bot.blocks.settings.district import District
from bot.listeners.settings.clicks import SettingsClick
from conversations import retention, school_days
from conversations.coordinators import is_coordinator
from conversations.errors import NotAllowed
from conversations.school_calendars import calendar_for

_ONLY_COORDINATORS = (
    "The district's calendar and settings belong to the coordinators of this workspace. My Home "
    "tab says who they are."
)


def check_coordinates(click: SettingsClick, db: Database) -> None:
    """Raise NotAllowed for whoever does not coordinate the workspace."""
    if not is_coordinator(db, click.tenant, click.person.person):
        raise NotAllowed(_ONLY_COORDINATORS)


def district(click: SettingsClick, db: Database) -> District:
    """Return the district as things stand; raises NotAllowed."""
    check_coordinates(click, db)
    calendar = calendar_for(db, click.tenant, team=None, person=None, zone=click.base.timezone.key)
    return District(
        calendar=calendar,
        days=school_days.in_rows(school_days.kept_days(db, click.tenant)),
        months=retention.months_of(db, click.tenant),
        today=click.today(calendar),
    )

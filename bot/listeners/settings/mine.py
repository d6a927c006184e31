"""When and how somebody wants to be reminded; each sets their own."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast

from slack_bolt import App
from sqlite_utils import Database

from bot.blocks.settings.buttons import MINE
from bot.blocks.settings.inputs import DAYS, ZONE
from bot.blocks.settings.mine import (
    DELIVERY,
    PROFILE,
    REMOVE,
    SAVE,
    Mine,
    my_saved_window,
    my_window,
)
from bot.listeners import home
from bot.listeners.clicks import Talk, View
from bot.listeners.settings.clicks import SettingsClick, clicking, submitting
from bot.services import Services
from bot.zones import follow_profile
from conversations import personal_hours
from conversations.errors import Refused
from conversations.personal_hours import DaysOff
from conversations.reminders import choices
from conversations.reminders.choices import Delivery
from conversations.school_calendars import calendar_of_person, usual_calendar
from conversations.typed_days import read_days


def register(app: App, services: Services) -> None:
    """Listen to the button in App Home and to its window."""
    app.action(MINE)(clicking(services, _open))
    app.action(REMOVE)(clicking(services, _remove))
    app.view(SAVE)(submitting(services, _save))


def _open(click: SettingsClick) -> Talk:
    follow_profile(click.services, click.client, click.person)
    with click.services.store.reading() as db:
        return click.open(my_window(_mine(click, db)))


def _remove(click: SettingsClick) -> Talk:
    off = DaysOff(*(date.fromisoformat(str(click.carried(end))) for end in ("f", "l")))
    with click.changing() as db:
        personal_hours.take_back_days_off(db, click.tenant, off, **click.act)
        return click.again(my_window(_mine(click, db)))


def _save(click: SettingsClick) -> tuple[View, Talk]:
    hours, zone = click.hours(), click.typed(ZONE)
    with click.changing() as db:
        usual = usual_calendar(db, click.tenant, click.person.person, click.base)
        same = (hours.opens, hours.closes) == (usual.opens, usual.closes)
        personal_hours.set_hours(
            db,
            click.tenant,
            # So that they follow when the school's change.
            None if same else hours,
            None if zone == PROFILE else zone,
            **click.act,
        )
        delivery = cast(Delivery, click.typed(DELIVERY))
        choices.choose_delivery(db, click.tenant, delivery, by=click.person.person)
        _add_days_off(click, db)
        following = my_saved_window(_mine(click, db))
    return following, partial(home.publish, click.services, click.client, click.person)


def _add_days_off(click: SettingsClick, db: Database) -> None:
    typed = click.typed(DAYS)
    if not typed.strip():
        return
    person = click.person.person
    calendar = calendar_of_person(db, click.tenant, person, click.base)
    for one in read_days(typed, click.today(calendar)):
        try:
            off = DaysOff(one.first, one.last)
            personal_hours.add_days_off(db, click.tenant, off, **click.act)
        except Refused as refused:
            raise Refused(str(refused), DAYS) from None


def _mine(click: SettingsClick, db: Database) -> Mine:
    tenant, person = click.tenant, click.person.person
    calendar = calendar_of_person(db, tenant, person, click.base)
    _, zone = personal_hours.hours_of(db, tenant, person)
    usual = usual_calendar(db, tenant, person, click.base)
    profile = personal_hours.profile_zone_of(db, tenant, person)
    return Mine(
        calendar=calendar,
        delivery=choices.delivery_of(db, tenant, person),
        off=personal_hours.days_off_of(db, tenant, person),
        today=click.today(calendar),
        zone=zone,
        usual=profile or usual.timezone.key,
    )

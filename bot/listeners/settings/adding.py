"""The windows over the district's: days are typed, the year and hours set, keeping decided."""

from __future__ import annotations

from datetime import date

from slack_bolt import App
from sqlite_utils import Database

from bot.blocks.settings.district import (
    ADD,
    HOURS,
    KEEPING,
    YEAR,
    district_window,
    keeping,
    year_in_words,
)
from bot.blocks.settings.district_forms import (
    FIRST,
    KEPT,
    LAST,
    SAVE_DAYS,
    SAVE_HOURS,
    SAVE_KEEPING,
    SAVE_YEAR,
    SCHOOL,
    SORT,
    add_window,
    hours_window,
    keeping_window,
    year_window,
)
from bot.blocks.settings.inputs import DAYS, ZONE, between, in_one_line
from bot.listeners.clicks import Talk
from bot.listeners.settings.clicks import SettingsClick, clicking, submitting
from bot.listeners.settings.looks import check_coordinates, district
from bot.planning.students import no_student
from bot.services import Services
from conversations import retention, school_days
from conversations.school_days import End
from conversations.typed_days import read_days

_ENDS: tuple[tuple[End, str], ...] = (("last", LAST), ("first", FIRST))


def register(app: App, services: Services) -> None:
    """Listen to the buttons that open these windows, and to the windows."""
    app.action(ADD)(clicking(services, _open_days))
    app.action(YEAR)(clicking(services, _open_year))
    app.action(HOURS)(clicking(services, _open_hours))
    app.action(KEEPING)(clicking(services, _open_keeping))
    app.view(SAVE_DAYS)(submitting(services, _save_days))
    app.view(SAVE_YEAR)(submitting(services, _save_year))
    app.view(SAVE_HOURS)(submitting(services, _save_hours))
    app.view(SAVE_KEEPING)(submitting(services, _save_keeping))


def _open_days(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        check_coordinates(click, db)
    return click.open(add_window())


def _open_year(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        now = district(click, db)
    said = (now.calendar.first_days, now.calendar.last_days)
    first, last = (min((day for day in days if day >= now.today), default=None) for days in said)
    return click.open(year_window(first, last))


def _open_hours(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(hours_window(district(click, db).calendar))


def _open_keeping(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(keeping_window(district(click, db).months))


def _save_days(click: SettingsClick) -> tuple[None, Talk]:
    with click.changing() as db:
        today = district(click, db).today
        days = read_days(no_student(click.typed(DAYS), DAYS), today)
        if click.typed(SORT) == SCHOOL:
            for one in days:
                for day in one.days():
                    name = one.name if one.name != school_days.UNNAMED else "School"
                    school_days.add_school_day(db, click.tenant, day, name, **click.act)
        else:
            school_days.add_no_school(db, click.tenant, days, **click.act)
        return _saved(click, db, f"Saved: {in_one_line(days, today)}.")


def _save_year(click: SettingsClick) -> tuple[None, Talk]:
    with click.changing() as db:
        check_coordinates(click, db)
        for which, name in _ENDS:
            if picked := click.typed(name):
                day = date.fromisoformat(picked)
                school_days.set_year_end(db, click.tenant, which, day, **click.act)
        now = district(click, db)
        return _saved(click, db, f"Saved.\n{year_in_words(now.calendar, now.today)}")


def _save_hours(click: SettingsClick) -> tuple[None, Talk]:
    with click.changing() as db:
        check_coordinates(click, db)
        school_days.set_zone(db, click.tenant, click.typed(ZONE), **click.act)
        school_days.set_hours(db, click.tenant, click.hours(), **click.act)
        return _saved(click, db, f"Saved: between {between(district(click, db).calendar)}.")


def _save_keeping(click: SettingsClick) -> tuple[None, Talk]:
    with click.changing() as db:
        check_coordinates(click, db)
        months = int(click.typed(KEPT)) or None
        retention.choose(db, click.tenant, months, by=click.person.person)
        return _saved(click, db, f"Saved. {keeping(months)}")


def _saved(click: SettingsClick, db: Database, said: str) -> tuple[None, Talk]:
    return None, click.below(district_window(district(click, db), said=said))

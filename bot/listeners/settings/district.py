"""The district's window: its calendar, snow days in one click, days taken away."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from slack_bolt import App

from bot.blocks.planning.days import full_day
from bot.blocks.settings.buttons import DISTRICT
from bot.blocks.settings.district import (
    PAGE,
    REMOVE,
    SNOW,
    SNOW_UNDO,
    district_window,
)
from bot.blocks.settings.inputs import span
from bot.listeners.clicks import Talk
from bot.listeners.settings.clicks import SettingsClick, clicking
from bot.listeners.settings.looks import check_coordinates, district
from bot.services import Services
from conversations import school_days
from conversations.school_days import Source


def register(app: App, services: Services) -> None:
    """Listen to the button in App Home and to those in the window."""
    app.action(DISTRICT)(clicking(services, _open))
    app.action(re.compile(rf"{SNOW}_\w+"))(clicking(services, _snow))
    app.action(SNOW_UNDO)(clicking(services, _undo_snow))
    app.action(REMOVE)(clicking(services, _remove))
    app.action(re.compile(rf"{PAGE}_\w+"))(clicking(services, _turn))


def _open(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(district_window(district(click, db)))


def _turn(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        return click.again(district_window(district(click, db), int(click.carried("s"))))


def _snow(click: SettingsClick) -> Talk:
    day = _day(click, "day")
    with click.changing() as db:
        check_coordinates(click, db)
        school_days.add_snow_day(db, click.tenant, day, **click.act)
        now = district(click, db)
        said = f"Snow day on {full_day(day, now.today)}."
        return click.again(district_window(now, said=said))


def _undo_snow(click: SettingsClick) -> Talk:
    day = _day(click, "day")
    with click.changing() as db:
        check_coordinates(click, db)
        school_days.take_back(db, click.tenant, day, day, "snow", **click.act)
        now = district(click, db)
        said = f"No snow day on {full_day(day, now.today)} any more."
        return click.again(district_window(now, said=said))


def _remove(click: SettingsClick) -> Talk:
    first, last = _day(click, "f"), _day(click, "l")
    source = cast(Source, click.carried("s"))
    with click.changing() as db:
        check_coordinates(click, db)
        school_days.take_back(db, click.tenant, first, last, source, **click.act)
        now = district(click, db)
        said = f"Taken away: {span(first, last, now.today)}."
        return click.again(district_window(now, int(click.carried("n")), said))


def _day(click: SettingsClick, name: str) -> date:
    return date.fromisoformat(str(click.carried(name)))

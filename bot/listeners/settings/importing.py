"""A published calendar is read from its link, looked through by a person, and only then saved."""

from __future__ import annotations

import logging
import time
from functools import partial

from slack_bolt import App

from bot import delivery
from bot.blocks.settings.district import IMPORT, district_window
from bot.blocks.settings.importing import (
    LINK,
    READ,
    SAVE,
    found_window,
    link_window,
    reading_window,
)
from bot.blocks.text import escape
from bot.calendar_fetching import ANYWHERE, PUBLIC, Reach, address_of, fetch
from bot.delivery import TryLater, Undeliverable
from bot.listeners.clicks import Talk, View
from bot.listeners.settings.clicks import SettingsClick, clicking, submitting
from bot.listeners.settings.looks import check_coordinates, district
from bot.services import Services
from conversations import calendar_drafts
from conversations.calendar_import import read_calendar
from conversations.database import new_id
from conversations.errors import Refused

log = logging.getLogger(__name__)

_NOT_THERE_YET = "not_found"
_TRIES, _WAIT_SECONDS = 15, 0.2
_WENT_WRONG = "Something went wrong while I read that calendar. Please try again in a while."


def register(app: App, services: Services) -> None:
    """Listen to the button in the district's window and to the windows that follow."""
    app.action(IMPORT)(clicking(services, _open))
    app.view(READ)(submitting(services, _read))
    app.view(SAVE)(submitting(services, _save))


def _open(click: SettingsClick) -> Talk:
    with click.services.store.reading() as db:
        check_coordinates(click, db)
    return click.open(link_window())


def _read(click: SettingsClick) -> tuple[View, Talk]:
    with click.services.store.reading() as db:
        check_coordinates(click, db)
    address_of(click.typed(LINK), _reach(click))
    # A large calendar takes longer to read than Slack waits.
    name = new_id()
    look_into = partial(_look_into, click, name)
    return reading_window(name), partial(click.services.later, look_into)


def _look_into(click: SettingsClick, name: str) -> None:
    link = click.typed(LINK)
    try:
        view = _found(click, link)
    except Refused as refused:
        view = link_window(link, str(refused))
    except Exception:
        log.exception("A calendar was not read")
        view = link_window(link, _WENT_WRONG)
    _show(click, name, view)


def _show(click: SettingsClick, name: str, view: View) -> None:
    """Put a window in the place of the one that was given a name when the last was sent.

    Slack may open that one after we have come so far.
    """
    for _ in range(_TRIES):
        try:
            delivery.call(click.client, "views.update", external_id=name, view=view)
            return
        except Undeliverable as failed:
            reason = failed.reason
            if reason != _NOT_THERE_YET:
                break
        except TryLater as failed:
            reason = failed.reason
        time.sleep(_WAIT_SECONDS)
    # It was closed meanwhile, most likely.
    log.info("What was found in a calendar is not shown", extra={"reason": reason})


def _found(click: SettingsClick, link: str) -> View:
    with click.services.store.reading() as db:
        now = district(click, db)
    found = read_calendar(fetch(link, _reach(click)), now.today, now.calendar.timezone)
    draft_id = new_id()
    with click.services.store.transaction() as db:
        calendar_drafts.keep(db, click.tenant, draft_id, found, click.services.clock())
    return found_window(found, draft_id, now.today)


def _save(click: SettingsClick) -> tuple[None, Talk]:
    with click.changing() as db:
        check_coordinates(click, db)
        found = calendar_drafts.find(db, click.tenant, str(click.carried("d")))
        left_out = calendar_drafts.save_found(db, click.tenant, found, **click.act)
        count = "1 entry" if len(found.days) == 1 else f"{len(found.days)} entries"
        said = " ".join([f"Saved: {count} without school.", *map(escape, left_out)])
        return None, click.below(district_window(district(click, db), said=said))


def _reach(click: SettingsClick) -> Reach:
    return ANYWHERE if click.services.settings.private_links else PUBLIC

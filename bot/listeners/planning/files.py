"""Documents, tables, pictures and calendars of a plan, to whoever asks for them or to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from slack_bolt import App
from sqlite_utils import Database

from bot import delivery, redrawing
from bot.blocks.notes import note
from bot.blocks.planning.files import (
    OPEN,
    RENEW,
    SEND,
    STOP,
    SUBSCRIBE,
    TO_ALL,
    Subscription,
    files_window,
)
from bot.blocks.planning.shown import Shown
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning import calendars
from bot.planning.files import FILES, PlanFile
from bot.planning.naming import names_in
from bot.planning.reports import report
from bot.services import Services
from bot.uploads import Upload, direct_channel, upload
from conversations import calendar_links
from conversations.calendar_links import CalendarLink
from conversations.errors import Refused
from conversations.planning.permissions import steers

_ON_THE_WAY = "I am drawing what you chose. It takes a few seconds, and then it is {where}."
_TO_ME, _TO_ALL = "in our direct messages", "in the plan's thread"
_NO_FILES = (
    "I could not send: {names}. Perhaps files are switched off here, or I am not in the channel "
    "any more; whoever runs this app can allow me to send them. The plan itself stays in Slack."
)
_NOT_FOR_ALL = "Only members of the team post files in its thread. Please have them sent to you."
_NO_LINKS = "There are no calendar links here. Please import the calendar file instead."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of this part."""
    app.action(OPEN)(clicking(services, _open))
    app.view(SEND)(submitting(services, _send))
    app.action(SUBSCRIBE)(clicking(services, partial(_link, calendar_links.make)))
    app.action(RENEW)(clicking(services, partial(_link, calendar_links.renew)))
    app.action(STOP)(clicking(services, _stop))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
        has_link = calendar_links.has(db, _mine(click))
        view = _window(click, db, shown, Subscription("given" if has_link else "none"))
    return click.open(view)


def _send(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        shown = click.shown(db)
        to_all = _is_for_all(click)
        if to_all and not _may_post(db, shown, click.person.person):
            raise Refused(_NOT_FOR_ALL, "where")
    options = click.values["files"]["files"].get("selected_options") or ()
    chosen = {option["value"] for option in options}
    wanted = [file for file in FILES if file.key in chosen]
    if lacking := [why for file in wanted if (why := file.lacking(shown.plan))]:
        # It was taken out of the plan while the window was open.
        raise Refused(lacking[0], "files")
    said = _ON_THE_WAY.format(where=_TO_ALL if to_all else _TO_ME)
    deliver = partial(_deliver, click, shown, wanted, to_all=to_all)
    return said_modal("Files of the plan", said), lambda: click.services.later(deliver)


def _deliver(click: PlanClick, shown: Shown, files: Sequence[PlanFile], *, to_all: bool) -> None:
    """Draw files and send them; tell the person which of them could not be sent."""
    told, now = report(shown, names_in(click.client, shown)), click.services.clock()
    channel, thread = direct_channel(click.client, click.person.person), None
    if to_all and shown.card:
        channel, thread = shown.card
    left = []
    for file in files:
        words = file.said(told) if file.said else None
        made = Upload(file.name, f"{told.title}: {file.title}", file.made(told, now), words)
        if upload(click.client, made, channel, thread) is None:
            left.append(file.title)
    if left:
        said = note(_NO_FILES.format(names=", ".join(left)))
        redrawing.whisper(click.client, click.body, said)


def _link(made: Callable[..., str], click: PlanClick) -> Talk:
    settings = click.services.settings
    if not calendars.has_links(settings):
        raise Refused(_NO_LINKS)
    with click.services.store.transaction() as db:
        shown = click.shown(db)
        token = made(db, _mine(click), now=click.services.clock())
        given = Subscription("given", calendars.address(settings, token))
        view = _window(click, db, shown, given)
    return _instead(click, view)


def _stop(click: PlanClick) -> Talk:
    with click.services.store.transaction() as db:
        calendar_links.revoke(db, _mine(click), now=click.services.clock())
    # It has stopped, also for whoever may not see the plan any more.
    with click.services.store.reading() as db:
        view = _window(click, db, click.shown(db), Subscription("stopped"))
    return _instead(click, view)


def _instead(click: PlanClick, view: View) -> Talk:
    """Return what draws the window anew; what is chosen in it stays chosen."""
    at = click.body["view"]["id"]
    return lambda: _draw(click, at, view)


def _draw(click: PlanClick, view_id: str, view: View) -> None:
    delivery.call(click.client, "views.update", view_id=view_id, view=view)


def _window(click: PlanClick, db: Database, shown: Shown, subscription: Subscription) -> View:
    if not calendars.has_links(click.services.settings):
        subscription = Subscription("impossible")
    may_post = _may_post(db, shown, click.person.person)
    return files_window(shown.plan, subscription, for_everybody=may_post)


def _may_post(db: Database, shown: Shown, person: str) -> bool:
    """Tell whether somebody may show a file to all: owners and members, where there is a thread."""
    if shown.plan.is_personal or shown.card is None:
        return False
    is_member = shown.team is not None and shown.team.member(person) is not None
    return is_member or steers(db, shown.plan, person)


def _is_for_all(click: PlanClick) -> bool:
    where = click.values.get("where") or {}
    chosen = (where.get("where") or {}).get("selected_option") or {}
    return bool(chosen.get("value") == TO_ALL)


def _mine(click: PlanClick) -> CalendarLink:
    return CalendarLink(click.person.tenant, click.plan_id, click.person.person)

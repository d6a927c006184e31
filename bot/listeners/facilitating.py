"""The team's card and its window: rate now, remind, extend, add, close, cancel, hand over."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery
from bot.assessing import facilitating, sessions
from bot.assessing.raters import joining
from bot.assessing.starting import closing_of
from bot.blocks.managing import CANCEL, CLOSE, REMIND, SAVE, manage_window
from bot.blocks.overview import MANAGE, RATE
from bot.blocks.rating import walk_message
from bot.blocks.teams import said_modal
from bot.blocks.text import escape
from bot.blocks.under_way import CONTINUE
from bot.delivery import TryLater, Undeliverable
from bot.directory import look_up_all
from bot.listeners import home
from bot.listeners.answers import open_modal
from bot.listeners.rating_words import leave_behind
from bot.listeners.steering import TOO_LATE, Click, Talk, View, clicking, submitting
from bot.posting import Spot
from bot.services import Services
from conversations.assessment import identities, inviting, permissions, service
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Assessment, Session
from conversations.assessment.service import Walked
from conversations.assessment.session import Cancelled, Closed, Extended, Handed, SessionEvent
from conversations.assessment.walk import Begun
from conversations.database import new_id
from conversations.errors import NotAllowed, Refused
from conversations.school_calendars import calendar_for
from conversations.teams import check_no_guests

_CLOSED = "The ratings are closed, so nothing can be rated or changed any more."
_NO_RATER = "You facilitate this self-assessment and do not rate in it."
_ONLY_STEERING = (
    "Only those who facilitate this self-assessment, and the team's coordinators, can manage it."
)
_YOUR_CARDS = "Your cards"
_CANNOT_WRITE = "I could not write to you just now. Type “continue rating” in my *Messages* tab."
_ON_ITS_WAY = "Your first card is on its way to our direct messages: my *Messages* tab."
_NOBODY_RATED = "Nobody had rated, so it ended without a result."
_HAS_CLOSED = "The ratings are closed. I have written to you about what comes next."
_HAS_ENDED = "It has ended without a result. Nothing that was rated is shown."
_SILENT = "Slack did not tell me in time who these people are. Please save once more."

log = logging.getLogger(__name__)

# What a button of the window does: it commits, and returns what is then said in the window.
_Step = Callable[[Click, Database], str]


def register(app: App, services: Services) -> None:
    """Listen to the card's buttons and to the window behind them."""
    app.action(RATE)(clicking(services, _rate))
    app.action(re.compile(rf"{CONTINUE}:\w+"))(clicking(services, _continue))
    app.action(MANAGE)(clicking(services, _manage))
    for action_id, step in ((REMIND, _remind), (CLOSE, _close), (CANCEL, _cancel)):
        app.action(action_id)(clicking(services, _in_window(step)))
    app.view(SAVE)(submitting(services, _save))


def _rate(click: Click) -> Talk:
    with click.services.store.reading() as db:
        click.seen(db)
        known = identities.in_session(db, click.person.tenant, click.session)
        mine = click.mine(db) if click.person.person in {one.person for one in known} else []
    if not mine:
        raise NotAllowed(_NO_RATER)
    return _bring_card(click, mine[0].participant)


def _continue(click: Click) -> Talk:
    # This button carries the id of a participant: one person may fill in cards for others too.
    return _bring_card(click, click.session)


def _bring_card(click: Click, participant: str) -> Talk:
    """Give somebody their card in direct messages; raises NotAllowed, NotFound or Refused."""
    services, person, now = click.services, click.person, click.services.clock()
    with services.store.transaction() as db:
        look = partial(service.look, db, person.tenant, participant, by=person.person, now=now)
        walked = look()
        if not walked.is_open:
            raise Refused(_CLOSED)
        session, identity = walked.session, walked.identity
        if identity.card_ts is None and inviting.hasten_invitation(
            db, session, person.person, participant, now
        ):
            return lambda: click.say(_YOUR_CARDS, _ON_ITS_WAY)
        if walked.walk.state in ("invited", "paused"):
            walked = service.walk(
                db, person.tenant, participant, Begun(), by=person.person, seen=None, now=now
            )
    return lambda: _post_card(click, walked)


def _post_card(click: Click, walked: Walked) -> None:
    services, client, person = click.services, click.client, click.person
    try:
        opened = delivery.call(client, "conversations.open", users=person.person)
        channel = str(opened["channel"]["id"])
        ts = delivery.post(client, new_id(), channel=channel, **walk_message(walked))
    except (TryLater, Undeliverable) as failed:
        log.warning("A card was not given", extra={"reason": failed.reason})
        click.say(_YOUR_CARDS, _CANNOT_WRITE)
        return
    with services.store.transaction() as db:
        identities.place(db, person.tenant, walked.walk.participant, channel, ts, ts)
    leave_behind(client, walked, None, Spot(channel, None, ts), ts)
    where = _way_to(client, channel, ts)
    click.say(_YOUR_CARDS, f"Your card is in our direct messages: {where}.")


def _way_to(client: WebClient, channel: str, ts: str) -> str:
    try:
        # This method takes a form, not JSON.
        found = client.api_call("chat.getPermalink", params={"channel": channel, "message_ts": ts})
    except Exception:
        return "my *Messages* tab"
    return f"<{found['permalink']}|go there>"


def _manage(click: Click) -> Talk:
    with click.services.store.reading() as db:
        window = _window(click, db)
    return lambda: open_modal(click.client, click.body, window)


def _window(click: Click, db: Database, said: str | None = None, *, went: bool = True) -> View:
    """Return the window as things stand; raises NotAllowed or NotFound."""
    assessment = _steered(click, db)
    steers = click.person.person in assessment.session.facilitators
    shown = facilitating.shown(click.services, db, assessment, thread=False)
    return manage_window(shown, facilitates=steers, said=said, went=went)


def _steered(click: Click, db: Database) -> Assessment:
    person = click.person
    assessment = service.seen_by(db, person.tenant, click.session, person.person)
    session = assessment.session
    if person.person not in session.facilitators and not permissions.may_hand_over(
        db, session, person.person
    ):
        raise NotAllowed(_ONLY_STEERING)
    return assessment


def _in_window(step: _Step) -> Callable[[Click], Talk]:
    """Return what a button of the window does: what comes of it is said in the window."""

    def act(click: Click) -> Talk:
        went = True
        try:
            with click.services.store.transaction() as db:
                said = step(click, db)
        except Refused as refused:
            said, went = str(refused), False
        with click.services.store.reading() as db:
            window = _window(click, db, escape(said), went=went)
        return lambda: _show(click, window)

    return act


def _show(click: Click, window: View) -> None:
    try:
        delivery.call(click.client, "views.update", view_id=click.body["view"]["id"], view=window)
    except (TryLater, Undeliverable):
        open_modal(click.client, click.body, window)
    _draw(click)


def _draw(click: Click) -> None:
    sessions.draw_now(click.services, click.client, click.person.tenant, click.session)
    home.publish(click.services, click.client, click.person)


def _remind(click: Click, db: Database) -> str:
    person = click.person
    now = click.services.clock()
    count = inviting.nudge(db, person.tenant, click.session, by=person.person, now=now)
    people = "1 person" if count == 1 else f"{count} people"
    return f"I remind {people} in school hours. Once a day is the most."


def _close(click: Click, db: Database) -> str:
    notice = _steer(click, db, Closed())
    return {"too_late": TOO_LATE, "nobody_rated": _NOBODY_RATED}.get(notice, _HAS_CLOSED)


def _cancel(click: Click, db: Database) -> str:
    return TOO_LATE if _steer(click, db, Cancelled()) else _HAS_ENDED


def _steer(click: Click, db: Database, event: SessionEvent) -> str:
    person = click.person
    now = click.services.clock()
    _, notice = service.steer(db, person.tenant, click.session, event, by=person.person, now=now)
    return notice


def _save(click: Click) -> tuple[View, Talk]:
    values = click.values
    people = list(values["people"]["people"]["selected_users"]) if "people" in values else []
    steering = list(values["facilitators"]["facilitators"]["selected_users"])
    with click.services.store.reading() as db:
        session = _steered(click, db).session
    newcomers = set(steering) - set(session.facilitators)
    known = look_up_all(click.client, {*people, *newcomers})
    for chosen, field in ((people, "people"), (newcomers, "facilitators")):
        if set(chosen) - known.keys():
            raise Refused(_SILENT, field)
        outsiders = {one for one in chosen if known[one].is_outsider(click.ours)}
        check_no_guests(outsiders, field)
    said = ["Saved."]
    with click.services.store.transaction() as db:
        if "closes" in values:
            said += _extend(click, db, session, str(values["closes"]["closes"]["selected_date"]))
        if people:
            joiners = joining(db, click.person.tenant, people, known)
            said += _add(click, db, session, joiners)
        # Last, because who takes themselves out may change nothing from then on.
        if set(steering) != set(session.facilitators) - {FORGOTTEN}:
            _steer(click, db, Handed(tuple(steering)))
            if not session.channel:
                # Without a channel the team's card stands with those who facilitate.
                for newcomer in sorted(newcomers):
                    now = click.services.clock()
                    service.show_together(db, session, service.OVERVIEW, newcomer, now)
    with click.services.store.reading() as db:
        window = _after_saving(click, db, " ".join(said))
    return window, lambda: _draw(click)


def _after_saving(click: Click, db: Database, said: str) -> View:
    try:
        return _window(click, db, said)
    except NotAllowed:
        # They have taken themselves out.
        return said_modal("Saved", said)


def _extend(click: Click, db: Database, session: Session, day: str) -> list[str]:
    zone = ZoneInfo(session.timezone)
    calendar = calendar_for(
        db, session.tenant, team=session.team, person=None, zone=session.timezone
    )
    if session.closes_at and session.closes_at.astimezone(zone).date().isoformat() == day:
        return []
    closes = closing_of(click.services, day, replace(calendar, timezone=zone))
    if _steer(click, db, Extended(closes)):
        return [TOO_LATE]
    moved = closes.astimezone(zone).date().isoformat() != day
    return ["There is no school on that day, so it closes on the school day before."] * moved


def _add(click: Click, db: Database, session: Session, joiners: Collection[Invited]) -> list[str]:
    only = session.levels[0] if len(session.levels) == 1 else None
    rating = []
    for one in joiners:
        level = only or one.level
        if level not in session.levels:
            raise Refused(
                f"{one.name} works at the {level} level, and nothing is rated there.", "people"
            )
        rating.append(Invited(one.person, one.name, level, one.role))
    person, now = click.person, click.services.clock()
    before = service.seen_by(db, person.tenant, session.id, person.person)
    after = inviting.invite(db, person.tenant, session.id, rating, by=person.person, now=now)
    count = len(after.participants) - len(before.participants)
    if not count:
        return ["They rate already."]
    return [f"{'1 person rates' if count == 1 else f'{count} people rate'} from now on."]

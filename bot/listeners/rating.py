"""The buttons and windows of a walk through rating cards.

Each works for as long as its message stands. A click is committed, acknowledged, and then answered
by drawing the message anew: with the next card, or with the present one where it came too late.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery, errors, redrawing
from bot.assessing import walks
from bot.assessing.walk_words import Outcome, Told, keep_words, take_words
from bot.blocks.rating import walk_message
from bot.blocks.rating_windows import NOTE, SAVE_NOTE, NoteBox, meaning_modal, note_modal
from bot.blocks.walk_buttons import Pressed, words_on
from bot.delivery import TryLater, Undeliverable
from bot.listeners.answers import open_modal
from bot.listeners.rating_words import leave_behind
from bot.posting import Spot
from bot.services import Services
from bot.who import Who, who
from conversations import inbox
from conversations.assessment import identities, service
from conversations.assessment.model import LONGEST_WORDS, Rating
from conversations.assessment.service import Walked
from conversations.assessment.students import student_data
from conversations.assessment.walk import Begun, Moved, Noted, Paused, Rated, Turned, WalkEvent
from conversations.database import new_id
from conversations.errors import Refused
from conversations.exports.legible import legible
from conversations.inbox import Key

log = logging.getLogger(__name__)

_RATE = re.compile(r"rating_rate_\d")
_KEEP = re.compile(r"rating_keep_\d+")
_WHICH = re.compile(r"rating_which_\d+")
_UNREADABLE = "I cannot read this button any more. Please write to me, and I will find your cards."
_SHOWS_OR_HINDERS = "What shows it, or what stands in the way?"
_LATE = (
    "The time to rate is over, so this note is not saved. Your words are still in the box: copy "
    "them if you need them."
)
_TOO_LONG = f"A note has room for {LONGEST_WORDS:,} characters. Please shorten it."

# What a click does, in one transaction, out of what the button carries.
Act = Callable[[Database, Who, Pressed, datetime], Walked]


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of walks."""
    for action_id, act in (
        (_RATE, _steps(lambda pressed: Rated(pressed.indicator or "", pressed.value))),
        ("rating_dont_know", _steps(lambda pressed: Rated(pressed.indicator or "", None))),
        ("rating_skip", _steps(lambda _: Moved("next"))),
        ("rating_next", _steps(lambda _: Moved("next"))),
        ("rating_back", _steps(lambda _: Moved("back"))),
        ("rating_pause", _steps(lambda _: Paused())),
        ("rating_change", _steps(lambda pressed: Turned(pressed.indicator or ""))),
        ("rating_go_on", _go_on),
        ("rating_open", _to_the_open_ones),
    ):
        app.action(action_id)(_clicking(services, act))
    app.action(_KEEP)(_keeping(services, is_sure=False))
    app.action("rating_save")(_keeping(services, is_sure=True))
    app.action(_WHICH)(_choosing(services))
    app.action("rating_explain")(_explaining(services))
    app.action("rating_note")(_writing(services))
    app.action("rating_anew")(_writing(services))
    app.view(SAVE_NOTE)(_saving(services))


def _steps(event_of: Callable[[Pressed], WalkEvent]) -> Act:
    def act(db: Database, asker: Who, pressed: Pressed, now: datetime) -> Walked:
        return service.walk(
            db,
            asker.tenant,
            pressed.participant,
            event_of(pressed),
            by=asker.person,
            seen=pressed.seen,
            now=now,
        )

    return act


def _go_on(db: Database, asker: Who, pressed: Pressed, now: datetime) -> Walked:
    """Begin, or take up again what was paused; what is under way or finished is shown."""
    stands = _look(db, asker, pressed, now)
    begins = stands.walk.state in ("invited", "paused")
    return _steps(lambda _: Begun())(db, asker, pressed, now) if begins else stands


def _to_the_open_ones(db: Database, asker: Who, pressed: Pressed, now: datetime) -> Walked:
    stands = _look(db, asker, pressed, now)
    has_open = len(stands.walk.ratings) < len(stands.session.cards(stands.walk.level))
    return _steps(lambda _: Begun())(db, asker, pressed, now) if has_open else stands


def _look(db: Database, asker: Who, pressed: Pressed, now: datetime) -> Walked:
    return service.look(db, asker.tenant, pressed.participant, by=asker.person, now=now)


def _clicking(services: Services, act: Act) -> Callable[..., None]:
    def on_click(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker, pressed = who(context), _pressed(body)
        with services.store.transaction() as db:
            walked = act(db, asker, pressed, services.clock())
            _place(db, asker, body, walked)
        ack()

        def talk() -> None:
            message = walk_message(walked, in_thread=_spot(body).thread_ts is not None)
            outcome = Outcome(walked, Told(None, ""), "")
            try:
                _show(services, client, asker, body, outcome, message)
            except Exception as error:
                errors.answer(error, body, context, client)

        # A whole team may click at once: nobody's click waits until another's card is drawn.
        services.later(talk)

    return on_click


def _keeping(services: Services, *, is_sure: bool) -> Callable[..., None]:
    """Return the listener to buttons that hold words, to be kept as a note."""

    def on_keep(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker, pressed = who(context), _pressed(body)
        with services.store.transaction() as db:
            outcome = keep_words(db, asker, pressed, services.clock(), is_sure=is_sure)
            _place(db, asker, body, outcome.walked)
        ack()
        _answer(services, client, asker, body, outcome)

    return on_keep


def _choosing(services: Services) -> Callable[..., None]:
    """Return the listener to the choice whose the words are that a button holds."""

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker, pressed, spot = who(context), _pressed(body), _spot(body)
        now = services.clock()
        with services.store.transaction() as db:
            # The words have no step: a second click must not rate the next card too.
            key = Key(asker.tenant, spot.channel, f"{spot.oldest}-which")
            taken = inbox.take_in(db, key, body, services.process, now)
            if taken:
                words = pressed.words or ""
                outcome = take_words(db, asker, pressed.participant, words, now)
                inbox.finish(db, taken, "rating", now)
            else:
                outcome = Outcome(_look(db, asker, pressed, now), Told(None, ""), "")
            _place(db, asker, body, outcome.walked)
        ack()
        _answer(services, client, asker, body, outcome)

    return on_choice


def _explaining(services: Services) -> Callable[..., None]:
    def on_explain(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker, pressed = who(context), _pressed(body)
        with services.store.reading() as db:
            walked = _look(db, asker, pressed, services.clock())
        ack()
        statement = walked.session.statement(pressed.indicator or "")
        open_modal(client, body, meaning_modal(walks.meaning_of(services, walked, statement)))

    return on_explain


def _writing(services: Services) -> Callable[..., None]:
    """Return the listener to the buttons that open the box for a note."""

    def on_note(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker, pressed = who(context), _pressed(body)
        with services.store.reading() as db:
            walked = _look(db, asker, pressed, services.clock())
        ack()
        if not walked.is_open:
            outcome = Outcome(walked, Told(None, ""), "")
            _show(services, client, asker, body, outcome, walk_message(walked))
            return
        indicator = pressed.indicator or ""
        in_thread = _spot(body).thread_ts is not None
        box = NoteBox(pressed.participant, indicator, in_thread)
        before = words_on(walked, indicator)
        # What was refused is written anew beside what stands there.
        words = "\n".join(filter(None, (before, pressed.words)))
        open_modal(client, body, _note_modal(walked, box, words))

    return on_note


def _saving(services: Services) -> Callable[..., None]:
    def on_save(
        ack: Ack,
        body: dict[str, Any],
        view: dict[str, Any],
        context: BoltContext,
        client: WebClient,
    ) -> None:
        asker, box = who(context), NoteBox.from_metadata(view["private_metadata"])
        typed = view["state"]["values"][NOTE][NOTE].get("value")
        words = legible(str(typed or "")).strip()
        pressed = Pressed(box.participant, box.indicator)
        warned = box.was_warned_of(words)
        looks_like = None if warned else student_data(words)
        with services.store.transaction() as db:
            if looks_like:
                walked = _look(db, asker, pressed, services.clock())
            else:
                save = _steps(lambda _: Noted(words, box.indicator))
                walked = save(db, asker, pressed, services.clock())
        if not walked.is_open or walked.notice == "too_long":
            ack(
                response_action="errors",
                errors={NOTE: _LATE if not walked.is_open else _TOO_LONG},
            )
            return
        if looks_like:
            warning = (
                f"*This looks like {looks_like}.* Nothing about a student belongs here, so please "
                "take that out. If it is something else, save the same words once more."
            )
            again = _note_modal(walked, box.warning_of(words), words, warning)
            ack(response_action="update", view=again)
            return
        ack()
        _draw_card(client, walked, in_thread=box.in_thread)

    return on_save


def _note_modal(
    walked: Walked, box: NoteBox, words: str, warning: str | None = None
) -> dict[str, Any]:
    rating: Rating | None = walked.walk.ratings.get(box.indicator)
    asks = None
    if rating and rating.value is not None:
        asks = walked.session.scale.point(rating.value).asks
    statement = walked.session.statement(box.indicator)
    return note_modal(box, statement, asks or _SHOWS_OR_HINDERS, words, warning)


def _answer(
    services: Services, client: WebClient, asker: Who, body: dict[str, Any], outcome: Outcome
) -> None:
    in_thread = _spot(body).thread_ts is not None
    message = walks.answer_to(services, outcome, in_thread=in_thread)
    _show(services, client, asker, body, outcome, message)


def _show(
    services: Services,
    client: WebClient,
    asker: Who,
    body: dict[str, Any],
    outcome: Outcome,
    message: dict[str, Any],
) -> None:
    """Draw the message that was clicked anew, or post a new one where it cannot be."""
    spot, card_ts = _spot(body), _spot(body).oldest
    try:
        redrawing.redraw(client, body, message)
    except (TryLater, Undeliverable) as failed:
        log.info("A card is posted anew", extra={"reason": failed.reason})
        where = {"channel": spot.channel, "thread_ts": spot.thread_ts}
        card_ts = delivery.post(client, new_id(), **where, **message)
        with services.store.transaction() as db:
            thread = spot.thread_ts or card_ts
            participant = outcome.walked.walk.participant
            identities.place(db, asker.tenant, participant, spot.channel, thread, card_ts)
    leave_behind(client, outcome.walked, outcome.told.place, spot, card_ts)


def _draw_card(client: WebClient, walked: Walked, *, in_thread: bool) -> None:
    """Draw the card in front anew after a window was sent: that brings no address to answer at."""
    stands = walked.identity
    if stands.card_ts is None:
        return
    message = walk_message(walked, in_thread=in_thread and stands.card_ts != stands.thread_ts)
    try:
        delivery.call(client, "chat.update", channel=stands.channel, ts=stands.card_ts, **message)
    except (TryLater, Undeliverable) as failed:
        # What it shows is out of date, and the next click on it brings it up to date.
        log.info("A card stays as it is", extra={"reason": failed.reason})


def _place(db: Database, asker: Who, body: dict[str, Any], walked: Walked) -> None:
    """Note that the card stands in the message that was clicked."""
    spot = _spot(body)
    if walked.identity.card_ts != spot.oldest:
        thread = spot.thread_ts or spot.oldest
        participant = walked.walk.participant
        identities.place(db, asker.tenant, participant, spot.channel, thread, spot.oldest)


def _spot(body: dict[str, Any]) -> Spot:
    container = body["container"]
    return Spot(container["channel_id"], container.get("thread_ts"), container["message_ts"])


def _pressed(body: dict[str, Any]) -> Pressed:
    """Return what a button or a chosen entry carries; raises Refused where another wrote it."""
    action = body["actions"][0]
    try:
        return Pressed.from_value(action.get("value") or action["selected_option"]["value"])
    except (ValueError, KeyError, TypeError):
        raise Refused(_UNREADABLE) from None

"""Takes each message in once, before Slack is told that it arrived, and finishes what was left.

The middleware commits a message that is for the bot to the inbox; Bolt acknowledges after it. A
repeat stops here. What a crash or a rate limit left open is dispatched again by ``finish_open``.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from sqlite_utils import Database

from bot.hearing import Message, human_message, is_for_bot, is_mention, small_talk
from bot.pace import PACE
from bot.planning import words
from bot.process import is_gone
from bot.services import Services
from bot.who import tenant_of, who
from conversations import inbox, outbox, threads
from conversations.inbox import Key, Taken
from conversations.threads import Place

log = logging.getLogger(__name__)

_EVENTS = ("message", "app_mention")
_TAKEN = "taken"
_WAITS = (1, 5, 15, 60, 120, 300, 600)
"""Seconds before an open message is tried again, by attempt."""
_SPREAD = 1.5


def leave_out_bots(
    body: dict[str, Any],
    next: Callable[[], BoltResponse],  # noqa: A002
) -> BoltResponse:
    """Acknowledge what no person has said, before anything is looked up for it.

    A middleware that runs once the signature is verified; the bot's own posts come back here too.
    """
    event = body.get("event") or {}
    if event.get("type") in _EVENTS and human_message(event) is None:
        return BoltResponse(status=200)
    return next()


def install(app: App, services: Services) -> None:
    """Add the middleware to the app."""

    def take_in(
        context: BoltContext,
        body: dict[str, Any],
        next: Callable[[], BoltResponse],  # noqa: A002
    ) -> BoltResponse:
        event = body.get("event") or {}
        if event.get("type") not in _EVENTS or context.get(_TAKEN):
            return next()
        message = human_message(event)
        taken = message and _take_in(services, context, body, message)
        if taken is None:
            return context.ack()
        context[_TAKEN] = taken
        return next()

    app.use(take_in)


def taken_from(context: BoltContext) -> Taken:
    """Return the inbox row of the message that a listener is called for."""
    taken: Taken = context[_TAKEN]
    return taken


def take_click(
    services: Services, context: BoltContext, body: dict[str, Any], channel: str, name: str
) -> Taken | None:
    """Take in a click that posts something, so that it is done once; None where it was taken.

    ``name`` says what is posted, so that a second click or a second person changes nothing.
    """
    if context.get(_TAKEN):
        return taken_from(context)
    return _keep(services, Key(tenant_of(context), channel, name), body)


def finish_open(app: App, services: Services) -> int:
    """Dispatch again what is open and held by nobody; return how many messages that were."""
    count = 0
    while True:
        with services.store.transaction() as db:
            now = services.clock()
            taken = inbox.take_up(
                db, services.process, now, lambda name: is_gone(name, services.process)
            )
            if taken is None:
                inbox.forget_old(db, now)
                return count
            if taken.attempts > inbox.MOST_ATTEMPTS:
                log.error("A message was given up", extra={"attempts": taken.attempts})
                _settle(db, taken, "given_up", now)
                continue
        count += 1
        # Socket Mode's requests carry no signature: this one was verified when it came.
        app.dispatch(
            BoltRequest(body=dict(taken.body), mode="socket_mode", context={_TAKEN: taken})
        )


def try_again(services: Services, taken: Taken, seconds: float, *, unsure: bool) -> None:
    """Put a message back until Slack takes its answer."""
    wait = max(seconds, _WAITS[min(taken.attempts, len(_WAITS)) - 1])
    # Those that wait for the same limit must not all come back at the same moment.
    wait *= random.uniform(1, _SPREAD)  # noqa: S311
    # What an earlier attempt may have posted stays in doubt until somebody has looked.
    unsure = unsure or taken.state == "sending"
    with services.store.transaction() as db:
        until = services.clock() + timedelta(seconds=wait)
        inbox.put_back(db, taken, until, unsure=unsure)


def finish(services: Services, taken: Taken, outcome: str) -> None:
    """Note that a message is dealt with, and how."""
    with services.store.transaction() as db:
        inbox.finish(db, taken, outcome, services.clock())


def give_up(services: Services, taken: Taken, reason: str) -> None:
    """Note that a message gets no answer; a click may be tried again by whoever clicked."""
    with services.store.transaction() as db:
        _settle(db, taken, reason, services.clock())


def _settle(db: Database, taken: Taken, reason: str, now: datetime) -> None:
    if taken.body.get("type") == "block_actions":
        inbox.forget(db, taken)
    else:
        inbox.finish(db, taken, reason, now)


def _take_in(
    services: Services, context: BoltContext, body: dict[str, Any], message: Message
) -> Taken | None:
    tenant = tenant_of(context)
    named = message.direct or is_mention(body["event"], context.bot_user_id)
    place = Place(tenant, message.channel, message.thread or "")
    if not named:
        if not message.thread:
            return None
        with services.store.reading() as db:
            thread = threads.find(db, place, services.clock())
            is_heard = words.is_heard(services, db, message, who(context))
        if thread is None and not is_heard:
            return None
        if not is_heard and not is_for_bot(message, thread):
            # A thank-you to the bot is no talk among people.
            if small_talk(message.text) is None:
                with services.store.transaction() as db:
                    threads.note_speaker(db, place, who(context).person)
            return None
    return _keep(services, Key(tenant, message.channel, message.ts), body)


def _keep(services: Services, key: Key, body: dict[str, Any]) -> Taken | None:
    now = services.clock()
    with services.store.transaction() as db:
        taken = inbox.take_in(db, key, body, services.process, now)
        if taken:
            # Its answer takes the room of a reminder.
            outbox.count(db, key.tenant, now, PACE)
    return taken

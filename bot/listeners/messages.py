"""Questions in channels, threads and direct messages."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery, intake, posting, questions
from bot.blocks.levels import level_question
from bot.blocks.notes import note
from bot.blocks.text import as_typed
from bot.delivery import TryLater, Undeliverable
from bot.hearing import Message, human_message, is_mention
from bot.listeners import rating_words
from bot.listeners.rating_words import Aside, Said, Unclear
from bot.planning import words
from bot.posting import Spot
from bot.questions import CHANNEL, DIRECT, Asked, Reply
from bot.reminding import words as reminder_words
from bot.services import Services
from bot.who import Who, who
from conversations import answers, inbox, people, threads
from conversations.database import new_id
from conversations.inbox import Taken
from conversations.threads import Place

log = logging.getLogger(__name__)

_LOOKING = "is looking it up…"
_REFUSED = (
    "Slack does not let me answer in this place. Please ask me in a direct message, or with "
    "`/blueprint` and your question."
)


def register(app: App, services: Services) -> None:
    """Listen to mentions and messages; intake has let through only what is for the bot."""

    def on_message(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        taken = intake.taken_from(context)
        message = human_message(event)
        if message is None:
            intake.finish(services, taken, "ignored")
            return
        named = message.direct or is_mention(event, context.bot_user_id)
        asked = _asked(message, who(context).tenant, who(context).person)
        with posting.held(services, taken):
            said = words.hear(
                services, taken, message, who(context), named=named, bot=context.bot_user_id
            )
            if said:
                words.reply(services, client, taken, message, said)
                return
            heard = None
            if message.direct and message.thread:
                reminded = reminder_words.hear(services, taken, message, who(context))
                if reminded:
                    reminder_words.reply(services, client, taken, message, reminded)
                    return
            if message.direct:
                heard = rating_words.hear(services, taken, message, who(context))
            if isinstance(heard, Said | Unclear):
                rating_words.reply(services, client, taken, message, heard)
                return
            if message.direct and not message.thread:
                # A card that is in front goes first.
                reminded = reminder_words.hear(services, taken, message, who(context))
                if reminded:
                    reminder_words.reply(services, client, taken, message, reminded)
                    return
            if message.direct and heard is None:
                said = words.hear_at_top_level(services, taken, message, who(context))
                if said:
                    words.reply(services, client, taken, message, said)
                    return
            asked = replace(asked, level=heard.level) if heard else asked
            _answer(services, client, taken, asked, named=named, aside=heard)

    app.event("message")(on_message)
    app.event("app_mention")(on_message)


def _asked(message: Message, tenant: str, person: str) -> Asked:
    thread = message.thread or message.ts
    places = [Place(tenant, message.channel, thread)]
    if message.direct and message.thread is None:
        # In direct messages the conversation also goes on at top level.
        places.append(Place(tenant, message.channel, ""))
    return Asked(
        tenant=tenant,
        person=person,
        words=as_typed(message.text),
        surface=DIRECT if message.direct else CHANNEL,
        places=tuple(places),
        thread_ts=thread,
        question_ts=message.ts,
    )


def _answer(
    services: Services,
    client: WebClient,
    taken: Taken,
    asked: Asked,
    *,
    named: bool,
    aside: Aside | None = None,
) -> None:
    if asked.surface == DIRECT and asked.thread_ts:
        questions.set_status(client, asked.channel, asked.thread_ts, _LOOKING)
    answer_id = taken.answer_id or new_id()
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        expects_answer = named or taken.state == "sending" or _goes_on_alone(services, db, asked)
        reply = questions.answer(services, db, asked, answer_id)
        silent = not expects_answer and not reply.given.answered
        if silent:
            # Among people who talk to each other, what is not covered was not meant for the bot.
            answers.remove(db, asked.tenant, answer_id)
            threads.note_speaker(db, asked.places[0], asked.person)
            inbox.finish(db, taken, "not_for_the_bot", services.clock())
        else:
            inbox.start_sending(db, taken, answer_id)
    if silent:
        return
    try:
        ts = posting.post_once(services, client, taken, reply.given, reply.message)
    except Undeliverable:
        _say_refused(client, asked)
        raise
    if aside:
        asker = Who(asked.tenant, asked.person)
        spot = Spot(asked.channel, asked.thread_ts, asked.question_ts or "")
        rating_words.give_card_again(
            services, client, taken, asker, aside, spot=spot, delivery_id=f"{answer_id}-card"
        )
    with services.store.transaction() as db:
        if ts:
            answers.record_posted(db, asked.tenant, answer_id, ts)
        questions.remember(services, db, asked, reply)
        ask = reply.asks_for_level and people.ask_once(
            db, asked.tenant, asked.person, services.clock()
        )
        inbox.finish(db, taken, "answered", services.clock())
    if ask:
        _ask_for_level(client, asked, reply)


def _goes_on_alone(services: Services, db: Database, asked: Asked) -> bool:
    """Tell whether somebody follows up on the answer to themselves, and nobody spoke between."""
    place = asked.places[0]
    thread = threads.find(db, place, services.clock())
    asker = answers.last_asker(db, place.tenant, place.channel, place.thread)
    return thread is not None and thread.last_speaker is None and asker == asked.person


def _say_refused(client: WebClient, asked: Asked) -> None:
    """Tell the asker that their answer cannot stand here, where Slack lets that through."""
    with contextlib.suppress(TryLater, Undeliverable):
        delivery.call(
            client,
            "chat.postEphemeral",
            channel=asked.channel,
            user=asked.person,
            **note(_REFUSED),
        )


def _ask_for_level(client: WebClient, asked: Asked, reply: Reply) -> None:
    """Ask, only the asker and only once, where they work."""
    question = level_question(reply.given.id)
    try:
        if asked.surface == CHANNEL:
            delivery.call(
                client,
                "chat.postEphemeral",
                channel=asked.channel,
                user=asked.person,
                thread_ts=asked.thread_ts,
                **question,
            )
        else:
            delivery.call(
                client,
                "chat.postMessage",
                channel=asked.channel,
                thread_ts=asked.thread_ts,
                **question,
            )
    except (TryLater, Undeliverable) as failed:
        log.info("The question for a level was not sent", extra={"reason": failed.reason})

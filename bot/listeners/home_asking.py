"""A question asked from App Home: its window, and the answer as a direct message."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, intake, posting, questions
from bot.blocks.homes.asking import ASK, ASKED, ask_window, asked_window
from bot.blocks.text import as_typed
from bot.listeners.answers import open_modal
from bot.questions import DIRECT, Asked
from bot.services import Services
from bot.who import Who, who
from conversations import answers, inbox
from conversations.database import new_id
from conversations.inbox import Taken
from conversations.threads import Place

_EMPTY = "Please type your question in a few words."


def register(app: App, services: Services) -> None:
    """Listen to the button and to its window."""

    def on_ask(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        open_modal(client, body, ask_window())

    def on_asked(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        view = body["view"]
        words = as_typed(str(view["state"]["values"]["question"]["question"]["value"] or ""))
        if not words:
            ack(response_action="errors", errors={"question": _EMPTY})
            return
        asker = who(context)
        # However often the window is sent, there is one answer to the same words.
        said = hashlib.blake2b(words.encode(), digest_size=8).hexdigest()
        taken = intake.take_click(services, context, body, asker.person, f"{view['id']}-{said}")
        ack(response_action="update", view=asked_window())
        if taken:
            with posting.held(services, taken):
                _answer(services, client, taken, asker, words)

    app.action(ASK)(on_ask)
    app.view(ASKED)(on_asked)


def _answer(services: Services, client: WebClient, taken: Taken, asker: Who, words: str) -> None:
    opened = delivery.call(client, "conversations.open", users=asker.person)
    channel = str(opened["channel"]["id"])
    asked = Asked(
        tenant=asker.tenant,
        person=asker.person,
        words=words,
        surface=DIRECT,
        # As if they had written it there: the conversation goes on at top level.
        places=(Place(asker.tenant, channel, ""),),
    )
    answer_id = taken.answer_id or new_id()
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        reply = questions.answer(services, db, asked, answer_id)
        inbox.start_sending(db, taken, answer_id)
    ts = posting.post_once(services, client, taken, reply.given, reply.message)
    with services.store.transaction() as db:
        if ts:
            answers.record_posted(db, asker.tenant, answer_id, ts)
            # And in the thread of the answer.
            asked = replace(asked, places=(*asked.places, Place(asker.tenant, channel, ts)))
        questions.remember(services, db, asked, reply)
        inbox.finish(db, taken, "answered", services.clock())

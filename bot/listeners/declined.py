"""Under a question that is not covered: the nearest blocks, and a way to a person."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, questions, redrawing
from bot.blocks.answer import Setting
from bot.blocks.notes import note
from bot.blocks.passing import KIND
from bot.delivery import TryLater, Undeliverable
from bot.listeners.commands import answer_for_asker
from bot.questions import CHANNEL, COMMAND, Asked
from bot.services import Services
from bot.who import who
from conversations import answers, outbox, teams
from conversations.answers import Given
from conversations.threads import Place

_NEAREST = re.compile(r"ask_block_\d")
_GONE = "I no longer have this question. Please ask it once more."
_NOBODY = (
    "Nobody is named for such questions yet. The person who installed me, or a workspace admin, "
    "can name a coordinator in my Home tab."
)
_NOT_YOURS = "Only the person who asked can pass this on. Ask me yourself, and you can pass it too."


def register(app: App, services: Services) -> None:
    """Listen to the buttons of a question that is not covered."""

    def on_nearest(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        block = body["actions"][0]["value"]
        words = f"What does the Blueprint say about “{services.engine.title(block)}”?"
        _answer_here(services, client, body, context, words, block)

    def on_pass(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = who(context)
        with services.store.reading() as db:
            given = answers.find(db, asker.tenant, body["actions"][0]["value"])
        if given is None or given.person != asker.person:
            ack()
            redrawing.whisper(client, body, note(_NOT_YOURS if given else _GONE))
            return
        where = _permalink(client, given)
        with services.store.transaction() as db:
            coordinators = teams.coordinators(db, asker.tenant)
            for coordinator in coordinators:
                outbox.enqueue(
                    db,
                    tenant=asker.tenant,
                    subject_type="answer",
                    subject_id=given.id,
                    recipient=coordinator,
                    kind=KIND,
                    occurrence="1",
                    payload={"person": given.person, "question": given.question, "link": where},
                    due_at=services.clock(),
                    now=services.clock(),
                )
        ack()
        named = " and ".join(f"<@{coordinator}>" for coordinator in coordinators)
        said = f"Passed on to {named}, who will see it in school hours." if named else _NOBODY
        redrawing.whisper(client, body, note(said))

    app.action(_NEAREST)(on_nearest)
    app.action("pass_question")(on_pass)


def _answer_here(
    services: Services,
    client: WebClient,
    body: dict[str, Any],
    context: BoltContext,
    words: str,
    block: str,
) -> None:
    """Answer in the thread; once for the thread, however often and by whom it is clicked."""
    asker, container = who(context), body["container"]
    channel = container["channel_id"]
    if container.get("is_ephemeral"):
        redrawing.whisper(client, body, answer_for_asker(services, asker, channel, words))
        return
    thread = container.get("thread_ts") or container["message_ts"]
    answer_id = f"{container['message_ts']}-{block.replace('/', '-')}"
    asked = Asked(
        tenant=asker.tenant,
        person=asker.person,
        words=words,
        surface=CHANNEL,
        places=(Place(asker.tenant, channel, thread),),
        thread_ts=thread,
    )
    with services.store.transaction() as db:
        if answers.find(db, asker.tenant, answer_id):
            return
        setting = Setting(question=words, in_thread=True)
        reply = questions.answer(services, db, asked, setting, answer_id)
    try:
        ts = delivery.post(client, answer_id, channel=channel, thread_ts=thread, **reply.message)
    except (TryLater, Undeliverable):
        with services.store.transaction() as db:
            answers.remove(db, asker.tenant, answer_id)
        redrawing.whisper(
            client, body, note("Slack is busy just now. Please click once more in a minute.")
        )
        return
    with services.store.transaction() as db:
        answers.record_posted(db, asker.tenant, answer_id, ts)
        questions.remember(services, db, asked, reply)


def _permalink(client: WebClient, given: Given) -> str | None:
    """Return the address of the question in a channel; what was asked in private has none."""
    if given.surface == COMMAND or not given.question_ts or given.channel.startswith("D"):
        return None
    try:
        # This method takes a form, not JSON.
        answered = client.api_call(
            "chat.getPermalink",
            params={"channel": given.channel, "message_ts": given.question_ts},
        )
    except Exception:
        return None
    return str(answered["permalink"])

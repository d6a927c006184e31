"""Under a question that is not covered: the nearest blocks, examples, and a way to a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import intake, posting, questions, redrawing
from bot.blocks.notes import note
from bot.blocks.passing import KIND
from bot.listeners.commands import answer_for_asker
from bot.questions import CHANNEL, COMMAND, DIRECT, Asked
from bot.services import Services
from bot.who import Who, who
from conversations import answers, coordinators, inbox, outbox
from conversations.answers import Given
from conversations.database import new_id
from conversations.inbox import Taken
from conversations.threads import Place

_NEAREST = re.compile(r"ask_block_\d")
_EXAMPLE = re.compile(r"ask_example_\d")
_GONE = "I no longer have this question. Please ask it once more."
_NO_SUCH_BLOCK = "I no longer have that one. Please ask me in your own words."
_NOBODY = (
    "Nobody is named for such questions yet, so it has gone to nobody. Your EL director may be a "
    "good person to ask. A workspace admin, or whoever installed me, can name a coordinator in my "
    "Home tab."
)
_ADDRESS_SECONDS = 15.0
_NOT_YOURS = "Only the person who asked can pass this on. Ask me yourself, and you can pass it too."


def register(app: App, services: Services) -> None:
    """Listen to the buttons of a question that is not covered."""

    def on_nearest(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        try:
            title = services.engine.title(body["actions"][0]["value"])
        except KeyError:
            ack()
            redrawing.whisper(client, body, note(_NO_SUCH_BLOCK))
            return
        words = f"What does the Blueprint say about “{title}”?"
        ask(ack, body, context, client, words)

    def on_example(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ask(ack, body, context, client, body["actions"][0]["value"])

    def ask(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, words: str
    ) -> None:
        container, asker = body["container"], who(context)
        channel = container["channel_id"]
        if container.get("is_ephemeral"):
            message = answer_for_asker(services, asker, channel, words)
            ack()
            redrawing.whisper(client, body, message)
            return
        name = f"{container['message_ts']}-{body['actions'][0]['value']}"
        taken = intake.take_click(services, context, body, channel, name)
        ack()
        if taken:
            with posting.held(services, taken):
                _answer_here(services, client, taken, asker, body, words)

    def on_pass(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = who(context)
        with services.store.transaction() as db:
            given = answers.find(db, asker.tenant, body["actions"][0]["value"])
            mine = given if given and given.person == asker.person else None
            # Slack may take longer to tell an address than it waits for us: it is added later.
            named = _pass_on(services, db, mine, None) if mine else []
        ack()
        if mine is None:
            redrawing.whisper(client, body, note(_NOT_YOURS if given else _GONE))
            return
        where = _permalink(client, mine)
        if where:
            with services.store.transaction() as db:
                _pass_on(services, db, mine, where)
        people = " and ".join(f"<@{coordinator}>" for coordinator in named)
        said = f"Passed on to {people}. It reaches them in school hours." if named else _NOBODY
        redrawing.whisper(client, body, note(said))

    app.action(_NEAREST)(on_nearest)
    app.action(_EXAMPLE)(on_example)
    app.action("pass_question")(on_pass)


def _pass_on(services: Services, db: Database, given: Given, where: str | None) -> list[str]:
    """Queue the letter to each coordinator, the question's address in it where it is known."""
    named = coordinators.coordinators(db, given.tenant)
    now = services.clock()
    waits = _has_address(given) and where is None
    due_at = now + timedelta(seconds=_ADDRESS_SECONDS if waits else 0)
    for coordinator in named:
        outbox.enqueue(
            db,
            tenant=given.tenant,
            subject_type="answer",
            subject_id=given.id,
            recipient=coordinator,
            kind=KIND,
            occurrence="1",
            payload={
                "person": given.person,
                "question": given.question,
                "link": where,
                "channel": given.channel if _has_address(given) else None,
            },
            due_at=due_at,
            now=now,
        )
    return named


def _answer_here(
    services: Services,
    client: WebClient,
    taken: Taken,
    asker: Who,
    body: dict[str, Any],
    words: str,
) -> None:
    """Answer in the thread; once for the thread, however often and by whom it is clicked."""
    container = body["container"]
    thread = container.get("thread_ts") or container["message_ts"]
    direct = taken.key.channel.startswith("D")
    asked = Asked(
        tenant=asker.tenant,
        person=asker.person,
        words=words,
        surface=DIRECT if direct else CHANNEL,
        places=(Place(asker.tenant, taken.key.channel, thread),),
        thread_ts=thread,
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
        questions.remember(services, db, asked, reply)
        inbox.finish(db, taken, "answered", services.clock())


def _has_address(given: Given) -> bool:
    """Tell whether a question stands where others can read it."""
    return given.surface != COMMAND and bool(given.question_ts) and given.channel[0] != "D"


def _permalink(client: WebClient, given: Given) -> str | None:
    """Return the address of the question in a channel; what was asked in private has none."""
    if not _has_address(given):
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

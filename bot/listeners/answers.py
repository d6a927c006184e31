"""The controls under an answer: other levels, more of it, official wording, sharing, quiet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, intake, posting, questions, redrawing
from bot.blocks.answer import Shown
from bot.blocks.notes import note
from bot.blocks.official import official_modal
from bot.delivery import TryLater, Undeliverable
from bot.questions import CHANNEL, COMMAND
from bot.services import Services
from bot.who import tenant_of, who
from conversations import answers, inbox, threads
from conversations.answers import Given
from conversations.database import timestamp
from conversations.inbox import Taken
from conversations.threads import Place
from retrieval import memory

_SHOW = re.compile(r"answer_(?:level_\w+|all|guidance|resources|less)")
_GONE = "I no longer have this answer. Ask once more, and I will look it up again."
_SHARED = "shared"
_NOT_SHARED = "I cannot post in this channel. Invite me here first, or copy the answer."
_LATE = "Sorry, the window that you asked for did not open in time. Please click once more."
_CANNOT_POST = frozenset(("not_in_channel", "channel_not_found"))


def register(app: App, services: Services) -> None:
    """Listen to the answer's buttons; each works for as long as the message stands."""

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        shown = _shown(body)
        asker = who(context)
        copied = False
        with services.store.transaction() as db:
            given = answers.find(db, asker.tenant, shown.answer_id)
            if given and given.person != asker.person:
                # The shared message is the asker's; anybody else looks at a copy of their own.
                given = questions.copy_for(db, given, asker.person)
                shown, copied = replace(shown, answer_id=given.id), True
            if given and shown.level and not copied:
                _remember_level(services, db, given, shown.level)
        ack()
        if given is None:
            redrawing.whisper(client, body, note(_GONE))
            return
        message = questions.again(services, given, shown)
        (redrawing.whisper if copied else redrawing.redraw)(client, body, message)

    def on_official(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        shown = _shown(body)
        with services.store.reading() as db:
            given = answers.find(db, tenant_of(context), shown.answer_id)
        if given is None:
            redrawing.whisper(client, body, note(_GONE))
            return
        items = questions.citations_of(services, given, shown.level)
        view = official_modal(items, services.official, services.engine.sources)
        open_modal(client, body, view)

    def on_share(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        shown = _shown(body)
        channel = body["container"]["channel_id"]
        taken = intake.take_click(services, context, body, channel, f"{shown.answer_id}-{_SHARED}")
        ack()
        if taken:
            with posting.held(services, taken):
                _share(services, client, body, taken, shown, who(context).person)

    app.action(_SHOW)(on_show)
    app.action("answer_official")(on_official)
    app.action("answer_share")(on_share)


def open_modal(
    client: WebClient, body: dict[str, Any], view: dict[str, Any], *, late: str = _LATE
) -> None:
    """Open a modal for whoever clicked; where the click is too old by now, say ``late`` instead.

    It says to click again unless something else is given, which is already escaped.
    """
    try:
        delivery.call(client, "views.open", trigger_id=body["trigger_id"], view=view)
    except (TryLater, Undeliverable):
        redrawing.whisper(client, body, note(late))


def _shown(body: dict[str, Any]) -> Shown:
    """Return the state that the clicked button carries; of none that is known, no answer's."""
    try:
        return Shown.from_value(body["actions"][0]["value"])
    except (ValueError, KeyError, TypeError):
        # Another release wrote it.
        return Shown("")


def _remember_level(services: Services, db: Any, given: Given, level: str) -> None:
    """Let follow-ups in the thread start from the level that the asker has switched to."""
    result = questions.result_of(services, given, level)
    # A private copy of what stands in a thread is no part of that thread.
    thread = given.thread_ts if given.surface != COMMAND else None
    place = Place(given.tenant, given.channel, thread or f"/{given.person}")
    threads.remember(db, place, memory.dump(result.context), services.clock())


def _share(
    services: Services,
    client: WebClient,
    body: dict[str, Any],
    taken: Taken,
    shown: Shown,
    person: str,
) -> None:
    """Post for everybody what only the asker saw."""
    tenant = taken.key.tenant
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        given = answers.find(db, tenant, shown.answer_id)
        if given and given.person != person:
            given = None
        if given:
            shared = replace(
                given,
                id=taken.key.ts,
                surface=CHANNEL,
                thread_ts=body["container"].get("thread_ts"),
                question_ts=None,
                at=timestamp(services.clock()) if taken.attempts == 1 else given.at,
            )
            answers.keep(db, shared)
            inbox.start_sending(db, taken, shared.id)
    if given is None:
        intake.give_up(services, taken, "gone")
        redrawing.whisper(client, body, note(_GONE))
        return
    message = questions.again(services, shared, replace(shown, answer_id=shared.id))
    try:
        ts = posting.post_once(services, client, taken, shared, message)
    except Undeliverable as refused:
        # Where the bot is no member, the click's own address still lets it speak.
        if refused.reason not in _CANNOT_POST or not redrawing.say_in_channel(body, message):
            redrawing.whisper(client, body, note(_NOT_SHARED))
            raise
        ts = None
    with services.store.transaction() as db:
        if ts:
            answers.record_posted(db, tenant, shared.id, ts)
            place = Place(tenant, shared.channel, shared.thread_ts or ts)
            result = questions.result_of(services, given, shown.level)
            threads.remember(db, place, memory.dump(result.context), services.clock())
        inbox.finish(db, taken, "shared", services.clock())
    redrawing.remove(body)

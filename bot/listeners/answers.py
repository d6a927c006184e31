"""The controls under an answer: other levels, more of it, official wording, sharing, quiet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, questions, redrawing
from bot.blocks.answer import Setting, Shown
from bot.blocks.help import help_message
from bot.blocks.notes import note
from bot.blocks.official import official_modal
from bot.delivery import TryLater, Undeliverable
from bot.questions import CHANNEL
from bot.services import Services
from bot.who import tenant_of, who
from conversations import answers, threads
from conversations.answers import Given
from conversations.threads import Place
from retrieval import memory

_SHOW = re.compile(r"answer_(?:level_\w+|all|guidance|resources|less)")
_GONE = "I no longer have this answer. Ask once more, and I will look it up again."
_SHARED = "shared"
_CANNOT_POST = frozenset(("not_in_channel", "channel_not_found"))


def register(app: App, services: Services) -> None:
    """Listen to the answer's buttons; each works for as long as the message stands."""

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        shown = Shown.from_value(body["actions"][0]["value"])
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
        message = questions.again(services, given, shown, questions.setting_of(given))
        (redrawing.whisper if copied else redrawing.redraw)(client, body, message)

    def on_official(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        shown = Shown.from_value(body["actions"][0]["value"])
        with services.store.reading() as db:
            given = answers.find(db, tenant_of(context), shown.answer_id)
        if given is None:
            redrawing.whisper(client, body, note(_GONE))
            return
        items = questions.citations_of(services, given, shown.level)
        view = official_modal(items, services.official, services.engine.sources)
        open_modal(client, body, view)

    def on_share(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        shown = Shown.from_value(body["actions"][0]["value"])
        _share(services, client, body, who(context).tenant, shown)

    def on_menu(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if body["actions"][0]["selected_option"]["value"] == "help":
            ack()
            redrawing.whisper(client, body, help_message())
            return
        container = body["container"]
        thread = container.get("thread_ts") or container["message_ts"]
        with services.store.transaction() as db:
            place = Place(tenant_of(context), container["channel_id"], thread)
            threads.set_quiet(db, place, True)
        ack()
        quiet = "I will stay quiet in this thread. Mention me whenever you want me back."
        redrawing.whisper(client, body, note(quiet))

    app.action(_SHOW)(on_show)
    app.action("answer_official")(on_official)
    app.action("answer_share")(on_share)
    app.action("thread_menu")(on_menu)


def open_modal(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a modal for whoever clicked; where the click is too old by now, say to click again."""
    try:
        delivery.call(client, "views.open", trigger_id=body["trigger_id"], view=view)
    except (TryLater, Undeliverable):
        late = "That window could not be opened in time. Please click once more."
        redrawing.whisper(client, body, note(late))


def _remember_level(services: Services, db: Any, given: Given, level: str) -> None:
    """Let follow-ups in the thread start from the level that the asker has switched to."""
    result = services.engine.answer(
        given.question, memory.load(given.context), given.level, at_level=level
    )
    place = Place(given.tenant, given.channel, given.thread_ts or f"/{given.person}")
    threads.remember(db, place, memory.dump(result.context), services.clock())


def _share(
    services: Services, client: WebClient, body: dict[str, Any], tenant: str, shown: Shown
) -> None:
    """Post for everybody what only the asker saw; a second click posts nothing more."""
    container = body.get("container") or {}
    with services.store.transaction() as db:
        given = answers.find(db, tenant, shown.answer_id)
        shared_id = f"{shown.answer_id}-{_SHARED}"
        again = given and answers.find(db, tenant, shared_id)
        if given and not again:
            shared = replace(
                given,
                id=shared_id,
                surface=CHANNEL,
                thread_ts=container.get("thread_ts"),
                question_ts=None,
            )
            answers.keep(db, shared)
    if given is None:
        redrawing.whisper(client, body, note(_GONE))
        return
    if again:
        return
    setting = Setting(question=given.question, asked_by=f"<@{given.person}>", in_thread=True)
    message = questions.again(services, shared, replace(shown, answer_id=shared_id), setting)
    try:
        ts = delivery.post(
            client,
            shared_id,
            channel=given.channel,
            thread_ts=shared.thread_ts,
            **message,
        )
    except (Undeliverable, TryLater) as refused:
        _share_as_guest(services, client, body, shared, message, refused.reason)
        return
    with services.store.transaction() as db:
        answers.record_posted(db, tenant, shared_id, ts)
        place = Place(tenant, given.channel, shared.thread_ts or ts)
        threads.remember(db, place, given.context, services.clock())
    redrawing.remove(body)


def _share_as_guest(
    services: Services,
    client: WebClient,
    body: dict[str, Any],
    shared: Given,
    message: dict[str, Any],
    reason: str,
) -> None:
    """Share where the bot is no member, by the click's own address."""
    if reason in _CANNOT_POST and redrawing.say_in_channel(body, message):
        redrawing.remove(body)
        return
    with services.store.transaction() as db:
        answers.remove(db, shared.tenant, shared.id)
    redrawing.whisper(
        client, body, note("I could not post this in the channel just now. Please try again.")
    )

"""The menu of an answer in a channel: stay quiet in this thread, or what can be asked."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.help import help_message
from bot.blocks.notes import note
from bot.services import Services
from bot.who import tenant_of
from conversations import threads
from conversations.threads import Place

_QUIET = "I will stay quiet in this thread from now on, and answer only when I am mentioned."


def register(app: App, services: Services) -> None:
    """Listen to the menu."""

    def on_menu(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if body["actions"][0]["selected_option"]["value"] == "help":
            ack()
            redrawing.whisper(client, body, help_message())
            return
        container = body["container"]
        thread = container.get("thread_ts") or container["message_ts"]
        with services.store.transaction() as db:
            place = Place(tenant_of(context), container["channel_id"], thread)
            threads.set_quiet(db, place)
        ack()
        redrawing.whisper(client, body, note(_QUIET))

    app.action("thread_menu")(on_menu)

"""The message shortcut "Ask the Blueprint": somebody's message, answered for whoever asks."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.notes import note
from bot.blocks.text import as_typed
from bot.listeners.commands import answer_for_asker
from bot.services import Services
from bot.who import who

SHORTCUT = "ask_blueprint"


def register(app: App, services: Services) -> None:
    """Listen to the shortcut; the answer comes by its response_url, so any channel will do."""

    def on_shortcut(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        words = as_typed(str(body["message"].get("text") or ""))
        if not words:
            redrawing.whisper(client, body, note("That message has no words that I could look up."))
            return
        message = answer_for_asker(services, who(context), str(body["channel"]["id"]), words)
        redrawing.whisper(client, body, message)

    app.message_shortcut(SHORTCUT)(on_shortcut)

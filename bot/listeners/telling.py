"""Says a sentence to whoever clicked, wherever they clicked."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.notes import note
from bot.blocks.teams import said_modal
from bot.blocks.text import escape
from bot.listeners.answers import open_modal


def tell(client: WebClient, body: dict[str, Any], sentence: str) -> None:
    """Say it under the message, or in a window: App Home has no message to say it under."""
    said = escape(sentence)
    if body.get("response_url"):
        redrawing.whisper(client, body, note(said))
    else:
        open_modal(client, body, said_modal("Not possible", said), late=said)

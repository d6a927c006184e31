"""What a person sees when something fails: a sentence, and a number that finds it in the log."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot import delivery
from bot.blocks.notes import note
from bot.blocks.text import escape
from bot.delivery import TryLater, Undeliverable
from bot.listeners.telling import tell
from conversations.errors import ConversationError

log = logging.getLogger(__name__)


def install(app: App) -> None:
    """Answer for every listener that raises."""

    app.error(answer)


def answer(
    error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
) -> BoltResponse:
    """Tell whoever acted what went wrong, or a number that finds it in the log."""
    if isinstance(error, ConversationError):
        sentence = str(error)
    else:
        reference = secrets.token_hex(3).upper()
        log.error("A listener failed", exc_info=error, extra={"reference": reference})
        sentence = (
            "Sorry, that went wrong on my side. Please try once more. If it happens again, "
            f"tell whoever runs this app the number {reference}."
        )
    return _tell(sentence, body, context, client)


def _tell(
    sentence: str, body: dict[str, Any], context: BoltContext, client: WebClient
) -> BoltResponse:
    if body.get("command"):
        return _acknowledged({"response_type": "ephemeral", **note(escape(sentence))})
    if body.get("type") == "view_submission":
        # The window stays open with everything typed in it.
        first = next((b["block_id"] for b in body["view"]["blocks"] if b["type"] == "input"), None)
        if first:
            return _acknowledged({"response_action": "errors", "errors": {first: sentence}})
        return _acknowledged(None)
    try:
        if body.get("trigger_id"):
            tell(client, body, sentence)
        elif context.channel_id and context.user_id:
            # Slack shows a private reply only in a thread that has begun.
            thread = (body.get("event") or {}).get("thread_ts")
            delivery.call(
                client,
                "chat.postEphemeral",
                channel=context.channel_id,
                user=context.user_id,
                thread_ts=thread,
                **note(escape(sentence)),
            )
    except (TryLater, Undeliverable) as failed:
        log.warning("An apology was not sent", extra={"reason": failed.reason})
    return _acknowledged(None)


def _acknowledged(answer: dict[str, Any] | None) -> BoltResponse:
    body = json.dumps(answer) if answer else ""
    return BoltResponse(status=200, body=body, headers={"content-type": ["application/json"]})

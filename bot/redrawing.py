"""Talks back to a click: redraws the message clicked, or tells only the person who clicked.

Each click brings a ``response_url``; where that fails, the message is updated or sent anew.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot import delivery
from bot.delivery import TryLater, Undeliverable

_SECONDS = 10
_OK = 200


def redraw(client: WebClient, body: Mapping[str, Any], message: Mapping[str, Any]) -> None:
    """Replace the message that was clicked; raises TryLater or Undeliverable if nothing helps."""
    if _respond(body, {**message, "replace_original": True}):
        return
    container = body.get("container") or {}
    if container.get("is_ephemeral"):
        _post_to_person(client, body, message)
        return
    delivery.call(
        client,
        "chat.update",
        channel=container.get("channel_id"),
        ts=container.get("message_ts"),
        **message,
    )


def whisper(client: WebClient, body: Mapping[str, Any], message: Mapping[str, Any]) -> None:
    """Tell only the person who clicked; raises Undeliverable if nothing helps.

    Where they clicked in App Home or in a window, it is a direct message.
    """
    thread = (body.get("container") or {}).get("thread_ts")
    only_them = {"replace_original": False, "response_type": "ephemeral"}
    in_thread = {"thread_ts": thread} if thread else {}
    if not _respond(body, {**message, **only_them, **in_thread}):
        _post_to_person(client, body, message)


def say_in_channel(body: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """Post for everybody in the channel by ``response_url``; return whether that worked."""
    return _respond(body, {**message, "replace_original": False, "response_type": "in_channel"})


def remove(body: Mapping[str, Any]) -> None:
    """Take away the message that was clicked, where Slack lets us."""
    _respond(body, {"delete_original": True})


def _respond(body: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    url = body.get("response_url")
    if not url:
        return False
    webhook = WebhookClient(url, timeout=_SECONDS, retry_handlers=[])
    try:
        answered = webhook.send_dict(dict(message))
    except (OSError, http.client.HTTPException):
        return False
    # A refusal may come with status 200 and say so in its body.
    return answered.status_code == _OK and '"ok":false' not in answered.body.replace(" ", "")


def _post_to_person(client: WebClient, body: Mapping[str, Any], message: Mapping[str, Any]) -> None:
    container = body.get("container") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id")
    person = body["user"]["id"]
    try:
        if channel:
            thread = container.get("thread_ts")
            where = {"channel": channel, "user": person, "thread_ts": thread}
            delivery.call(client, "chat.postEphemeral", **where, **message)
        else:
            delivery.call(client, "chat.postMessage", channel=person, **message)
    except TryLater as later:
        # A second try could show it twice, and the person can click again.
        raise Undeliverable(later.reason) from later

"""Sends to Slack so that nothing is repeated blindly: each outcome of a call has its name.

Slack has no idempotency key for posting. A message therefore carries the id of the row that it
fulfils as metadata; after a crash or a lost connection the conversation is searched for that id
before anything is sent again. Metadata can be read by others, so it holds the id and nothing else.
"""

from __future__ import annotations

import http.client
import logging
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

log = logging.getLogger(__name__)

EVENT_TYPE = "blueprint_delivery"
_RATE_LIMITED = 429
_SERVER_ERRORS = 500
_UNCERTAIN_SECONDS = 2.0
_TIMED_OUT_SECONDS = 15.0
_DEFAULT_RETRY_AFTER = 30.0
_PAGES = 5
_TRANSIENT = frozenset(
    (
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        # While a workspace moves into an organisation, Slack is away now and then.
        "team_added_to_org",
    )
)
# Besides its 429, Slack has words of its own for an app, or a workspace, that posts too much.
_LIMITED = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))


class TryLater(Exception):
    """Slack did not take the call now; ``unsure`` where it may have been carried out all the same.

    ``seconds`` is how long to wait before anything is tried again.
    """

    def __init__(self, seconds: float, unsure: bool, reason: str) -> None:
        """Say how long to wait, and why."""
        super().__init__(reason)
        self.seconds, self.unsure, self.reason = seconds, unsure, reason


class Undeliverable(Exception):
    """Slack refused for good; ``reason`` is its word for why, such as ``channel_not_found``."""

    def __init__(self, reason: str) -> None:
        """Keep Slack's word."""
        super().__init__(reason)
        self.reason = reason


class CannotTell(Exception):
    """The conversation cannot be read, so whether a message arrived stays unknown."""


def call(client: WebClient, method: str, **arguments: Any) -> Mapping[str, Any]:
    """Call a Web API method; arguments that are None are left out.

    Raises TryLater or Undeliverable.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        response = client.api_call(method, json=given)
    except SlackApiError as error:
        raise _refusal(error) from error
    except (ConnectionRefusedError, SlackClientError) as error:
        raise TryLater(_UNCERTAIN_SECONDS, False, type(error).__name__) from error
    except (OSError, http.client.HTTPException) as error:
        # An URLError wraps what went wrong; only a refused connection surely carried nothing.
        cause = error.reason if isinstance(error, URLError) else error
        unsure = not isinstance(cause, ConnectionRefusedError)
        # What timed out may still be under way at Slack, so it is left more time to show.
        slow = isinstance(cause, TimeoutError)
        seconds = _TIMED_OUT_SECONDS if slow else _UNCERTAIN_SECONDS
        raise TryLater(seconds, unsure, type(cause).__name__) from error
    data: Mapping[str, Any] = response.data  # type: ignore[assignment]
    return data


def post(client: WebClient, delivery_id: str, **message: Any) -> str:
    """Post a message that carries ``delivery_id``; return its ``ts``.

    Raises TryLater or Undeliverable.
    """
    return post_to(client, delivery_id, **message)[1]


def post_to(client: WebClient, delivery_id: str, **message: Any) -> tuple[str, str]:
    """Post a message as ``post`` does; return its conversation and its ``ts``."""
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": delivery_id}}
    posted = call(
        client,
        "chat.postMessage",
        unfurl_links=False,
        unfurl_media=False,
        metadata=metadata,
        **message,
    )
    return str(posted["channel"]), str(posted["ts"])


def find_posted(
    client: WebClient, delivery_id: str, channel: str, thread_ts: str | None, oldest: str
) -> str | None:
    """Return the ``ts`` of the message that carries ``delivery_id``, None if none arrived.

    ``oldest`` is a ``ts`` from before the message can have been sent. Raises CannotTell where the
    conversation cannot be read, TryLater where Slack does not answer now.
    """
    method = "conversations.replies" if thread_ts else "conversations.history"
    given = {"channel": channel, "oldest": oldest, "inclusive": 1, "limit": 100}
    given |= {"include_all_metadata": 1} | ({"ts": thread_ts} if thread_ts else {})
    for _ in range(_PAGES):
        try:
            page = _read(client, method, given)
        except Undeliverable as refused:
            raise CannotTell(refused.reason) from refused
        for message in page.get("messages", ()):
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT_TYPE and payload.get("id") == delivery_id:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
        given["cursor"] = cursor
    raise CannotTell("too_many_messages")


def _read(client: WebClient, method: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        # The reading methods take forms, not JSON.
        data: Mapping[str, Any] = client.api_call(method, params=dict(given)).data  # type: ignore[assignment]
    except SlackApiError as error:
        raise _refusal(error) from error
    except (OSError, http.client.HTTPException, SlackClientError) as error:
        raise TryLater(_UNCERTAIN_SECONDS, True, type(error).__name__) from error
    return data


def _refusal(error: SlackApiError) -> TryLater | Undeliverable:
    status = error.response.status_code
    # A server error's body is anything at all; its number says enough.
    server_error = status >= _SERVER_ERRORS
    reason = str(status if server_error else error.response.get("error", status))
    if " " in reason:
        # No word of Slack's: somebody in between answered with a page of their own.
        return TryLater(_UNCERTAIN_SECONDS, True, f"not_json_{status}")
    if status == _RATE_LIMITED or reason in _LIMITED:
        waited = error.response.headers.get("Retry-After", _DEFAULT_RETRY_AFTER)
        return TryLater(float(waited), False, "ratelimited")
    if server_error or reason in _TRANSIENT:
        return TryLater(_UNCERTAIN_SECONDS, True, reason)
    return Undeliverable(reason)

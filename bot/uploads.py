"""Files that are sent to a channel, a thread or a person."""

from __future__ import annotations

import http.client
import logging
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot import delivery

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file as it is sent; ``words`` say what a picture shows, for whoever does not see it."""

    name: str
    title: str
    content: str | bytes
    words: str | None = None


def upload(
    client: WebClient, file: Upload, channel: str, thread_ts: str | None = None
) -> str | None:
    """Upload a file; return its id, None where Slack did not take it."""
    try:
        answered = client.files_upload_v2(
            filename=file.name,
            title=file.title,
            content=file.content,
            alt_txt=file.words,
            channel=channel,
            thread_ts=thread_ts,
        )
    except (OSError, http.client.HTTPException, SlackClientError) as error:
        log.warning("A file was not uploaded", extra={"reason": type(error).__name__})
        return None
    return str(answered["files"][0]["id"])


def direct_channel(client: WebClient, person: str) -> str:
    """Return the direct messages with a person; raises TryLater or Undeliverable."""
    opened = delivery.call(client, "conversations.open", users=person)
    return str(opened["channel"]["id"])

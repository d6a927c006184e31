"""What the app writes: checking the content of a message and putting it in a channel."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox import events, inputs
from bot.sandbox.checks import check_message, check_metadata
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Workspace
from bot.sandbox.payloads import message_object


@dataclass(frozen=True)
class Content:
    """The checked content of a message."""

    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    unfurl_links: bool


def parsed(value: Any, error: str) -> Any:
    """An argument that a form carries as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise SlackError(error) from None


def as_flag(value: Any) -> bool:
    """A boolean argument of a form or of JSON."""
    return value in (True, "true", "True", "1", 1)


def content(args: dict[str, Any]) -> Content:
    """The content of a message from arguments, or Slack's refusal."""
    text = args.get("text") or ""
    blocks = parsed(args.get("blocks"), "invalid_blocks_format")
    if args.get("attachments") not in (None, "", "[]", []):
        raise SlackError("invalid_attachments")
    check_message(str(text), blocks)
    metadata = parsed(args.get("metadata"), "invalid_metadata_format")
    if metadata not in (None, {}):
        check_metadata(metadata)
    unfurl = as_flag(args.get("unfurl_links", True))
    return Content(str(text), inputs.with_ids(blocks or []), metadata, unfurl)


def post(
    core: Core,
    workspace: Workspace,
    channel: Channel,
    words: Content,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    ephemeral_to: str | None = None,
) -> Message:
    """Post as the bot; with `ephemeral_to`, for one person's eyes.

    Slack shows ephemeral replies only in a thread that has begun, and so does this.
    """
    message = Message(
        channel=channel.id,
        ts=core.state.next_ts(),
        user=workspace.bot_user,
        text=words.text,
        blocks=words.blocks,
        thread_ts=thread_ts,
        bot_id=workspace.bot.bot_id,
        metadata=words.metadata or None,
        ephemeral_to=ephemeral_to,
        subtype="thread_broadcast" if broadcast and thread_ts else None,
        unfurl_links=words.unfurl_links,
    )
    if ephemeral_to and thread_ts and not workspace.threads.get((channel.id, thread_ts)):
        return message
    core.state.put_message(workspace, message)
    events.message_posted(core, workspace, message)
    return message


def replace(core: Core, workspace: Workspace, message: Message, words: Content) -> None:
    """Put new content in a message of the bot's; empty metadata removes what there was."""
    before = message_object(core, workspace, message)
    message.text = words.text
    message.blocks = words.blocks
    if words.metadata is not None:
        message.metadata = words.metadata or None
    message.state = {
        user: inputs.initial_state(words.blocks, state) for user, state in message.state.items()
    }
    # Slack marks only messages of plain text as edited.
    message.edited = message.edited or not words.blocks
    core.state.put_message(workspace, message)
    events.message_changed(core, workspace, message, before)


def remove(core: Core, workspace: Workspace, message: Message) -> None:
    """Delete a message of the bot's."""
    before = message_object(core, workspace, message)
    core.state.remove_message(workspace, message)
    events.message_deleted(core, workspace, message, before)

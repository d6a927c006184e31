"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from typing import Any

from bot.sandbox import posting
from bot.sandbox.api.calls import Call, Family
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message
from bot.sandbox.payloads import message_object

family = Family()


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.optional("thread_ts")
    if thread_ts is None:
        return None
    parent = call.core.state.message(call.workspace, channel.id, thread_ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    # A reply to a reply lands in the same thread.
    return parent.thread_ts or parent.ts


def _writable(call: Call, *, by_name: bool = False) -> Channel:
    channel = call.channel(member=True, by_name=by_name)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


@family.method("chat.postMessage", "chat:write")
def post_message(call: Call) -> dict[str, Any]:
    """Post a message in a channel, a thread or direct messages."""
    channel = _writable(call, by_name=True)
    thread_ts = _thread(call, channel)
    words = posting.content(call.args)
    message = posting.post(
        call.core,
        call.workspace,
        channel,
        words,
        thread_ts=thread_ts,
        broadcast=call.flag("reply_broadcast"),
    )
    for key in ((channel.id, thread_ts or ""), (channel.id, message.ts)):
        if status := call.workspace.statuses.get(key):
            # A reply ends the status of its thread.
            status.text = ""
            call.core.state.put_status(call.workspace, status)
    body = message_object(call.core, call.workspace, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": body}


@family.method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(call: Call) -> dict[str, Any]:
    """Show a message to one member of a channel only."""
    channel = _writable(call, by_name=True)
    person = call.person()
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = _thread(call, channel)
    words = posting.content(call.args)
    message = posting.post(
        call.core, call.workspace, channel, words, thread_ts=thread_ts, ephemeral_to=person.id
    )
    return {"message_ts": message.ts}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.core.state.message(call.workspace, channel.id, call.need("ts"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if message.user != call.workspace.bot_user:
        raise SlackError(error)
    return message


@family.method("chat.update", "chat:write", tier=3)
def update(call: Call) -> dict[str, Any]:
    """Change a message of the bot's own; ephemeral ones cannot be."""
    channel = _writable(call)
    message = _own(call, channel, "cant_update_message")
    args = dict(call.args)
    if args.get("blocks") is None and args.get("text") is None:
        if args.get("metadata") is None:
            raise SlackError("no_text")
        # Blocks stay only where there is no new text either; otherwise the text replaces them.
        args.update(text=message.text, blocks=message.blocks)
    posting.replace(call.core, call.workspace, message, posting.content(args))
    body = message_object(call.core, call.workspace, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


@family.method("chat.delete", "chat:write", tier=3)
def delete(call: Call) -> dict[str, Any]:
    """Delete a message of the bot's own."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    posting.remove(call.core, call.workspace, message)
    return {"channel": channel.id, "ts": message.ts}


@family.method("chat.getPermalink", tier=None)
def get_permalink(call: Call) -> dict[str, Any]:
    """The address of a message on the sandbox's page."""
    channel = call.channel()
    ts = call.need("message_ts", "message_not_found")
    message = call.core.state.message(call.workspace, channel.id, ts)
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    permalink = f"{call.core.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        permalink += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": permalink}

"""conversations.*: what there is in channels and who is there."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api.calls import Call, Family, page_of
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message
from bot.sandbox.payloads import channel_object, message_object

family = Family()
HISTORY = ("channels:history", "groups:history", "im:history")
READ = ("channels:read", "groups:read", "im:read")
KINDS = {"public": "channels", "private": "groups", "im": "im"}


def _with_scope(call: Call, channel: Channel, right: str) -> Channel:
    scope = f"{KINDS[channel.kind]}:{right}"
    if scope not in call.grant.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(call.grant.scopes))
    return channel


@family.method("conversations.open", "im:write", tier=3)
def open_conversation(call: Call) -> dict[str, Any]:
    """Open the direct messages with a person."""
    user = call.need("users", "users_list_not_supplied")
    if "," in user:
        raise SlackError("method_not_supported_for_channel_type")
    person = call.workspace.people.get(user)
    if person is None or person.deleted:
        raise SlackError("user_not_found")
    if person.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = call.core.state.direct_channel(call.workspace, person.id)
    if call.flag("return_im"):
        bot = call.workspace.bot_user
        return {"channel": channel_object(call.workspace, channel, for_user=bot)}
    return {"channel": {"id": channel.id}}


@family.method("conversations.info", *READ, tier=3)
def info(call: Call) -> dict[str, Any]:
    """One conversation."""
    channel = _with_scope(call, call.channel(), "read")
    bot = call.workspace.bot_user
    return {"channel": channel_object(call.workspace, channel, for_user=bot)}


@family.method("conversations.members", *READ, tier=4)
def members(call: Call) -> dict[str, Any]:
    """The members of a conversation."""
    channel = _with_scope(call, call.channel(), "read")
    some, cursor = page_of(channel.members, call, 100)
    return {"members": some, "response_metadata": {"next_cursor": cursor}}


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest = call.optional("oldest") or "0"
    latest = call.optional("latest")
    inclusive = call.flag("inclusive")

    def inside(message: Message) -> bool:
        ts = float(message.ts)
        after = ts > float(oldest) or (inclusive and message.ts == oldest)
        before = latest is None or ts < float(latest) or (inclusive and message.ts == latest)
        return after and before

    try:
        return [message for message in messages if inside(message)]
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None


def _answer(call: Call, messages: list[Message]) -> dict[str, Any]:
    some, cursor = page_of(messages, call, 100)
    with_metadata = call.flag("include_all_metadata")
    answer: dict[str, Any] = {
        "messages": [
            message_object(call.core, call.workspace, message, with_metadata=with_metadata)
            for message in some
        ],
        "has_more": bool(cursor),
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def _readable(call: Call) -> Channel:
    return _with_scope(call, call.channel(member=True), "history")


@family.method("conversations.history", *HISTORY, tier=3)
def history(call: Call) -> dict[str, Any]:
    """The messages of a conversation, newest first, without replies in threads."""
    channel = _readable(call)
    found = call.core.state.visible(call.workspace, channel.id, None, None)
    return {**_answer(call, _between(call, found)[::-1]), "pin_count": 0}


@family.method("conversations.replies", *HISTORY, tier=3)
def replies(call: Call) -> dict[str, Any]:
    """A thread, its parent first, oldest first."""
    channel = _readable(call)
    ts = call.need("ts", "thread_not_found")
    parent = call.core.state.message(call.workspace, channel.id, ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    thread = parent.thread_ts or parent.ts
    found = call.core.state.visible(call.workspace, channel.id, None, thread)
    first = [message for message in found if message.ts == thread]
    rest = _between(call, [message for message in found if message.ts != thread])
    return _answer(call, first + rest)

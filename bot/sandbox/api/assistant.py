"""assistant.threads.*: the status line and the suggested prompts of agent surfaces."""

from __future__ import annotations

from typing import Any

from bot import limits
from bot.sandbox.api.calls import Call, Family
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Prompts, Status
from bot.sandbox.posting import parsed

family = Family()


def _channel(call: Call) -> Channel:
    wanted = call.need("channel_id", "channel_not_found")
    channel = call.core.state.channel(call.workspace, wanted)
    if call.workspace.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    return channel


@family.method("assistant.threads.setStatus", "assistant:write", "chat:write", tier=4)
def set_status(call: Call) -> dict[str, Any]:
    """Show what the app is doing in a thread; an empty status clears it."""
    channel = _channel(call)
    thread_ts = call.need("thread_ts")
    if call.core.state.message(call.workspace, channel.id, thread_ts) is None:
        raise SlackError("thread_not_found")
    status = Status(channel.id, thread_ts, call.optional("status") or "")
    call.core.state.put_status(call.workspace, status)
    return {}


@family.method("assistant.threads.setSuggestedPrompts", "assistant:write", tier=4)
def set_suggested_prompts(call: Call) -> dict[str, Any]:
    """Offer up to four prompts in direct messages, in one thread or at the top."""
    channel = _channel(call)
    if channel.kind != "im":
        raise SlackError("method_not_supported_for_channel_type")
    prompts = parsed(call.args.get("prompts"), "invalid_arguments")
    well_formed = isinstance(prompts, list) and all(
        isinstance(prompt, dict) and set(prompt) == {"title", "message"} and all(prompt.values())
        for prompt in prompts
    )
    if not well_formed or not 1 <= len(prompts) <= limits.SUGGESTED_PROMPTS:
        raise SlackError("invalid_arguments", ["[ERROR] invalid prompts [json-pointer:/prompts]"])
    call.core.state.put_prompts(
        call.workspace,
        Prompts(channel.id, call.optional("thread_ts"), call.optional("title") or "", prompts),
    )
    return {}

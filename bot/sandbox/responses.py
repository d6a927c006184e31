"""What the app sends to a response_url: a message in place, beside, or none."""

from __future__ import annotations

from typing import Any

from bot.sandbox import posting
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.handles import ResponseUrl
from bot.sandbox.model import Message, Workspace
from bot.sandbox.posting import as_flag


def respond(core: Core, handle_id: str, args: dict[str, Any]) -> None:
    """Do what one post to a response URL asks for."""
    handle = core.handles.use_response_url(handle_id)
    workspace = core.state.workspaces[handle.team_id]
    if not workspace.installed:
        raise SlackError("expired_url")
    clicked = None
    if handle.message_ts:
        clicked = core.state.message(workspace, handle.channel, handle.message_ts)
    if as_flag(args.get("delete_original")):
        posting.remove(core, workspace, _own(workspace, clicked))
        return
    words = posting.content(args)
    if as_flag(args.get("replace_original")):
        posting.replace(core, workspace, _own(workspace, clicked), words)
        return
    _beside(core, workspace, handle, words, args)


def _own(workspace: Workspace, clicked: Message | None) -> Message:
    if clicked is None:
        raise SlackError("message_not_found")
    if clicked.user != workspace.bot_user:
        raise SlackError("cant_update_message")
    return clicked


def _beside(
    core: Core,
    workspace: Workspace,
    handle: ResponseUrl,
    words: posting.Content,
    args: dict[str, Any],
) -> None:
    # Without thread_ts Slack answers in the channel, not in the thread that was clicked in.
    in_channel = args.get("response_type") == "in_channel"
    posting.post(
        core,
        workspace,
        workspace.channels[handle.channel],
        words,
        thread_ts=str(args["thread_ts"]) if args.get("thread_ts") else None,
        ephemeral_to=None if in_channel else handle.user,
    )

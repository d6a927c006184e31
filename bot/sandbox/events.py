"""The events that Slack sends when something happens in a workspace."""

from __future__ import annotations

from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.model import Channel, Message, Person, Workspace
from bot.sandbox.payloads import message_object, team_of, view_object

SUBSCRIPTIONS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}


def message_posted(core: Core, workspace: Workspace, message: Message) -> None:
    """A message, and an app_mention besides when the bot is called by name."""
    channel = workspace.channels[message.channel]
    if message.ephemeral_to or workspace.bot_user not in channel.members:
        return
    event = message_object(core, workspace, message, with_metadata=True)
    event |= {"channel": channel.id, "event_ts": message.ts}
    for name in ("reply_count", "reply_users_count", "reply_users", "latest_reply"):
        event.pop(name, None)
    if channel.shared:
        event |= {"user_team": event["team"], "source_team": event["team"]}
    _emit_message(core, workspace, channel, event)
    mentioned = f"<@{workspace.bot_user}>" in message.text
    if mentioned and channel.kind != "im" and not message.bot_id and not message.subtype:
        mention = {name: value for name, value in event.items() if name != "parent_user_id"}
        core.emit(workspace, "app_mention", mention | {"type": "app_mention"}, channel)


def message_changed(
    core: Core, workspace: Workspace, message: Message, before: dict[str, Any]
) -> None:
    """A message_changed with the message as it is and as it was."""
    _about(
        core,
        workspace,
        message,
        "message_changed",
        {
            "message": message_object(core, workspace, message),
            "previous_message": before,
        },
    )


def message_deleted(
    core: Core, workspace: Workspace, message: Message, before: dict[str, Any]
) -> None:
    """A message_deleted with the message as it was."""
    fields = {"previous_message": before, "deleted_ts": message.ts}
    _about(core, workspace, message, "message_deleted", fields)


def _about(
    core: Core, workspace: Workspace, message: Message, subtype: str, fields: dict[str, Any]
) -> None:
    channel = workspace.channels[message.channel]
    if message.ephemeral_to or workspace.bot_user not in channel.members:
        return
    ts = core.state.next_ts()
    event = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "ts": ts,
        "event_ts": ts,
        **fields,
    }
    _emit_message(core, workspace, channel, event)


def _emit_message(
    core: Core, workspace: Workspace, channel: Channel, event: dict[str, Any]
) -> None:
    event = event | {"channel_type": CHANNEL_TYPES[channel.kind]}
    core.emit(workspace, SUBSCRIPTIONS[channel.kind], event, channel)


def member_joined(core: Core, workspace: Workspace, channel: Channel, person: Person) -> None:
    """Somebody, perhaps the bot, came into a channel that the bot is in."""
    if workspace.bot_user not in channel.members:
        return
    event = {
        "type": "member_joined_channel",
        "user": person.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": team_of(workspace, person.id),
        "event_ts": core.state.next_ts(),
    }
    core.emit(workspace, "member_joined_channel", event, channel)


def home_opened(
    core: Core, workspace: Workspace, person: Person, channel: Channel, tab: str
) -> None:
    """A person opened the app's Home or Messages tab."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": core.state.next_ts(),
    }
    published = workspace.homes.get(person.id)
    if tab == "home" and published:
        event["view"] = view_object(core, workspace, workspace.views[published])
    core.emit(workspace, "app_home_opened", event)


def uninstalled(core: Core, workspace: Workspace) -> None:
    """The app was removed, and its tokens are void; the two arrive in no fixed order."""
    core.emit(
        workspace,
        "tokens_revoked",
        {
            "type": "tokens_revoked",
            "tokens": {"oauth": [], "bot": [workspace.bot_user]},
            "event_ts": core.state.next_ts(),
        },
    )
    core.emit(
        workspace,
        "app_uninstalled",
        {"type": "app_uninstalled", "event_ts": core.state.next_ts()},
    )

"""The objects of Slack's answers and events: messages, channels, users, views and files."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.core import Core
from bot.sandbox.model import Channel, File, Message, Person, View, Workspace


def message_object(
    core: Core, workspace: Workspace, message: Message, *, with_metadata: bool = False
) -> dict[str, Any]:
    """A message as history and events show it."""
    body: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": team_of(workspace, message.user),
    }
    if message.bot_id:
        body["bot_id"] = message.bot_id
        body["app_id"] = core.registration.app_id
        body["bot_profile"] = {
            "id": message.bot_id,
            "app_id": core.registration.app_id,
            "name": core.registration.name,
            "team_id": workspace.team_id,
            "deleted": False,
        }
    if message.client_msg_id:
        body["client_msg_id"] = message.client_msg_id
    if message.blocks:
        body["blocks"] = message.blocks
    if message.subtype:
        body["subtype"] = message.subtype
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.ts}
    if message.files:
        body["files"] = [
            file_object(core, workspace.files[file_id])
            for file_id in message.files
            if file_id in workspace.files
        ]
    if with_metadata and message.metadata:
        body["metadata"] = message.metadata
    body.update(_thread(workspace, message))
    return body


def _thread(workspace: Workspace, message: Message) -> dict[str, Any]:
    messages = workspace.messages.get(message.channel, {})
    if message.is_reply and message.thread_ts:
        parent = messages.get(message.thread_ts)
        found: dict[str, Any] = {"thread_ts": message.thread_ts}
        if parent is not None:
            found["parent_user_id"] = parent.user
        return found
    replies = workspace.threads.get((message.channel, message.ts))
    if not replies:
        return {}
    users = list(dict.fromkeys(messages[ts].user for ts in replies if ts in messages))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users[:5],
        "latest_reply": replies[-1],
        "is_locked": False,
        "subscribed": True,
    }


def team_of(workspace: Workspace, user: str) -> str:
    """The home team of a person."""
    person = workspace.people.get(user)
    return (person.team_id if person else "") or workspace.team_id


def channel_object(workspace: Workspace, channel: Channel, *, for_user: str) -> dict[str, Any]:
    """A conversation as conversations.info shows it to a user."""
    body: dict[str, Any] = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if channel.kind == "im":
        others = [member for member in channel.members if member != for_user]
        body.update(user=(others or channel.members)[0], is_open=True)
        return body
    body.update(
        name=channel.name,
        name_normalized=channel.name,
        is_channel=True,
        is_group=False,
        is_mpim=False,
        is_private=channel.kind == "private",
        is_general=channel.name == "general",
        is_member=for_user in channel.members,
        is_shared=channel.shared,
        is_ext_shared=channel.shared,
        creator=channel.members[0] if channel.members else "",
        topic={"value": channel.topic, "creator": "", "last_set": 0},
        purpose={"value": "", "creator": "", "last_set": 0},
        num_members=len(channel.members),
    )
    return body


def user_object(workspace: Workspace, person: Person, now: float) -> dict[str, Any]:
    """A user as users.info shows them, without the address that `users:read` does not give."""
    zone = ZoneInfo(person.tz)
    offset = datetime.fromtimestamp(now, zone).utcoffset()
    home = person.team_id or workspace.team_id
    body: dict[str, Any] = {
        "id": person.id,
        "team_id": home,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "team": home,
        },
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_stranger": home != workspace.team_id,
        "updated": 0,
    }
    if person.bot_id:
        body["profile"]["bot_id"] = person.bot_id
    if workspace.enterprise_id:
        body["enterprise_user"] = {
            "id": person.id,
            "enterprise_id": workspace.enterprise_id,
            "enterprise_name": workspace.enterprise_name or "",
            "teams": [workspace.team_id],
        }
    return body


def view_object(core: Core, workspace: Workspace, view: View) -> dict[str, Any]:
    """A view as views.* and interactions show it."""
    payload = view.payload
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "state": {"values": view.state},
        "hash": view.hash,
        "title": payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": bool(payload.get("clear_on_close", False)),
        "notify_on_close": bool(payload.get("notify_on_close", False)),
        "close": payload.get("close"),
        "submit": payload.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": core.registration.app_id,
        "external_id": payload.get("external_id", ""),
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot.bot_id,
    }


def file_object(core: Core, file: File) -> dict[str, Any]:
    """A file as messages and files.* show it."""
    address = f"{core.url}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": int(float(file.ts or 0)),
        "timestamp": int(float(file.ts or 0)),
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": [file.channel] if file.channel else [],
    }

"""The payloads of commands, clicks, submissions and shortcuts."""

from __future__ import annotations

from typing import Any

from bot.sandbox import inputs
from bot.sandbox.core import Core
from bot.sandbox.model import Channel, Message, Person, View, Workspace
from bot.sandbox.payloads import message_object, view_object


def command(
    core: Core, workspace: Workspace, person: Person, channel: Channel, typed: tuple[str, str]
) -> dict[str, str]:
    """The form of a slash command; `typed` is its name and the text behind it."""
    handle = core.handles.new_response_url(workspace.team_id, person.id, channel.id)
    form = {
        "token": core.registration.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": person.id,
        "user_name": person.name,
        "command": typed[0],
        "text": typed[1].strip(),
        "api_app_id": core.registration.app_id,
        "is_enterprise_install": "true" if _org_wide(core, workspace) else "false",
        "response_url": core.response_url(handle.id),
        "trigger_id": core.handles.new_trigger(workspace.team_id, person.id),
    }
    if workspace.enterprise_id:
        form["enterprise_id"] = workspace.enterprise_id
        form["enterprise_name"] = workspace.enterprise_name or ""
    return form


def _org_wide(core: Core, workspace: Workspace) -> bool:
    grants = core.grants.of_workspace(workspace)
    return bool(workspace.enterprise_id) and any(grant.org_wide for grant in grants)


def _common(
    core: Core, workspace: Workspace, person: Person, kind: str, view_id: str | None = None
) -> dict[str, Any]:
    enterprise = None
    if workspace.enterprise_id:
        enterprise = {"id": workspace.enterprise_id, "name": workspace.enterprise_name or ""}
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id or workspace.team_id,
        },
        "api_app_id": core.registration.app_id,
        "token": core.registration.verification_token,
        "trigger_id": core.handles.new_trigger(workspace.team_id, person.id, view_id),
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": enterprise,
        "is_enterprise_install": _org_wide(core, workspace),
    }


def block_actions(
    core: Core,
    workspace: Workspace,
    person: Person,
    target: Message | View,
    action: dict[str, Any],
) -> dict[str, Any]:
    """A click or a choice in a message or a view."""
    if isinstance(target, View):
        return {
            **_common(core, workspace, person, "block_actions", target.id),
            "container": {"type": "view", "view_id": target.id},
            "view": view_object(core, workspace, target),
            "actions": [action],
        }
    channel = workspace.channels[target.channel]
    handle = core.handles.new_response_url(
        workspace.team_id, person.id, channel.id, target.ts, target.thread_ts
    )
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": target.ts,
        "channel_id": channel.id,
        "is_ephemeral": target.ephemeral_to is not None,
    }
    if target.thread_ts:
        container["thread_ts"] = target.thread_ts
    payload = {
        **_common(core, workspace, person, "block_actions"),
        "container": container,
        "channel": _channel(channel),
        "state": {"values": inputs.state_of(target, person.id)},
        "response_url": core.response_url(handle.id),
        "actions": [action],
    }
    if target.ephemeral_to is None:
        # Slack does not repeat an ephemeral message to the app.
        payload["message"] = message_object(core, workspace, target)
    return payload


def _channel(channel: Channel) -> dict[str, str]:
    names = {"im": "directmessage", "private": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def view_submission(core: Core, workspace: Workspace, person: Person, view: View) -> dict[str, Any]:
    """The submission of a modal."""
    return {
        **_common(core, workspace, person, "view_submission", view.id),
        "view": view_object(core, workspace, view),
        "response_urls": [],
    }


def view_closed(
    core: Core, workspace: Workspace, person: Person, view: View, *, is_cleared: bool
) -> dict[str, Any]:
    """A modal that was closed without being submitted; it opens no other."""
    payload = _common(core, workspace, person, "view_closed")
    del payload["trigger_id"]
    return payload | {"view": view_object(core, workspace, view), "is_cleared": is_cleared}


def shortcut(
    core: Core, workspace: Workspace, person: Person, callback_id: str, message: Message | None
) -> dict[str, Any]:
    """A message shortcut, or a global one without a message."""
    action_ts = {"action_ts": core.state.next_ts(), "callback_id": callback_id}
    if message is None:
        return _common(core, workspace, person, "shortcut") | action_ts
    channel = workspace.channels[message.channel]
    handle = core.handles.new_response_url(
        workspace.team_id, person.id, channel.id, message.ts, message.thread_ts
    )
    return {
        **_common(core, workspace, person, "message_action"),
        **action_ts,
        "response_url": core.response_url(handle.id),
        "message_ts": message.ts,
        "channel": _channel(channel),
        "message": message_object(core, workspace, message),
    }

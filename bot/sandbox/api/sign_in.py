"""auth.*, oauth.v2.access, apps.*: who the app is, and how it got its token."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Any

from bot.sandbox import events
from bot.sandbox.api.calls import Call, Family
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.grants import Grant

family = Family()


@family.method("auth.test")
def test(call: Call) -> dict[str, Any]:
    """Whom the token belongs to."""
    workspace = call.workspace
    answer: dict[str, Any] = {
        "url": f"{call.core.url}/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": call.grant.org_wide,
    }
    if workspace.enterprise_id:
        answer["enterprise_id"] = workspace.enterprise_id
    return answer


@family.method("auth.revoke")
def revoke(call: Call) -> dict[str, Any]:
    """Give the token back."""
    if not call.flag("test"):
        call.grant.revoked = True
    return {"revoked": call.grant.revoked}


@family.method("apps.uninstall")
def uninstall(call: Call) -> dict[str, Any]:
    """Remove the app from the workspace."""
    _check_client(call.core, call.args, None)
    remove_app(call.core, call.workspace.team_id)
    return {}


def remove_app(core: Core, team_id: str) -> None:
    """Uninstall the app from a workspace: its tokens are void and the app is told."""
    workspace = core.state.workspaces[team_id]
    grants = core.grants.of_workspace(workspace)
    events.uninstalled(core, workspace)
    for grant in grants:
        grant.revoked = True
        core.state.keep(workspace, grant)
    workspace.installed = False
    core.state.put_workspace(workspace)


def _check_client(core: Core, args: dict[str, Any], authorization: str | None) -> None:
    client_id, secret = args.get("client_id"), args.get("client_secret")
    if authorization and authorization.startswith("Basic "):
        try:
            decoded = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise SlackError("invalid_client_id") from None
        client_id, _, secret = decoded.partition(":")
    if client_id != core.registration.client_id:
        raise SlackError("invalid_client_id")
    if secret != core.registration.client_secret:
        raise SlackError("bad_client_secret")


def connections_open(core: Core, args: dict[str, Any], authorization: str | None) -> dict[str, Any]:
    """apps.connections.open: an address for one Socket Mode connection."""
    token = args.get("token") or (authorization or "").removeprefix("Bearer ")
    if not token:
        raise SlackError("not_authed")
    if token != core.registration.app_token:
        known = token in core.grants.by_token
        raise SlackError("not_allowed_token_type" if known else "invalid_auth")
    ticket = secrets.token_urlsafe(16)
    core.tickets.add(ticket)
    address = core.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket?ticket={ticket}&app_id={core.registration.app_id}"}


def access(core: Core, args: dict[str, Any], authorization: str | None) -> dict[str, Any]:
    """oauth.v2.access: a token for a code, or a new pair for a refresh token."""
    _check_client(core, args, authorization)
    now = core.clock()
    if args.get("grant_type") == "refresh_token":
        grant = core.grants.refresh(str(args.get("refresh_token") or ""), now)
    else:
        code = core.grants.exchange(str(args.get("code") or ""), args.get("redirect_uri"), now)
        workspace = core.state.workspaces[code.team_id]
        rotating = core.registration.token_rotation
        grant = core.grants.issue(code, workspace.enterprise_id, now, rotating=rotating)
        for one in list(core.state.workspaces.values()):
            if one is workspace or (grant.org_wide and one.enterprise_id == grant.enterprise_id):
                one.installed = True
                core.state.put_workspace(one)
    core.state.keep(core.state.workspaces[grant.team_id], grant)
    return _granted(core, grant, now)


def _granted(core: Core, grant: Grant, now: float) -> dict[str, Any]:
    workspace = core.state.workspaces[grant.team_id]
    answer: dict[str, Any] = {
        "access_token": grant.token,
        "token_type": "bot",
        "scope": ",".join(grant.scopes),
        "bot_user_id": workspace.bot.id,
        "app_id": core.registration.app_id,
        "team": None if grant.org_wide else {"id": workspace.team_id, "name": workspace.name},
        "enterprise": None,
        "authed_user": {"id": grant.user},
        "is_enterprise_install": grant.org_wide,
    }
    if workspace.enterprise_id:
        answer["enterprise"] = {
            "id": workspace.enterprise_id,
            "name": workspace.enterprise_name or "",
        }
    if grant.refresh_token and grant.expires_at is not None:
        answer["refresh_token"] = grant.refresh_token
        answer["expires_in"] = int(grant.expires_at - now)
    return answer

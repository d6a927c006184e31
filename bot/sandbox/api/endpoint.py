"""The HTTP side of the Web API: reads a call, finds its method, answers as Slack does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.api import assistant, chat, conversations, files, sign_in, users, views
from bot.sandbox.api.calls import Call, Method
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.grants import Grant
from bot.sandbox.model import Workspace

FAMILIES = (assistant, chat, conversations, files, sign_in, users, views)
METHODS: dict[str, Method] = {
    name: method for module in FAMILIES for name, method in module.family.methods.items()
}
# Called without a bot token.
OPEN_METHODS: dict[str, Callable[[Core, dict[str, Any], str | None], dict[str, Any]]] = {
    "apps.connections.open": sign_in.connections_open,
    "oauth.v2.access": sign_in.access,
}


async def arguments(request: Request) -> dict[str, Any]:
    """The arguments of a call, from JSON, a form, or the address."""
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    args: dict[str, Any] = dict(request.query_params)
    if content_type.startswith("application/json"):
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        args.update(given)
    elif content_type.startswith("multipart/"):
        # Slack takes these too; no client of ours sends them.
        raise SlackError("invalid_post_type")
    elif body:
        args.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return args


def _workspace(core: Core, grant: Grant, args: dict[str, Any]) -> Workspace:
    if not grant.org_wide:
        return core.state.workspaces[grant.team_id]
    # An org-wide token reaches every workspace: the arguments say which is meant.
    trigger = core.handles.triggers.get(str(args.get("trigger_id")))
    wanted = args.get("team_id") or (trigger.team_id if trigger else None)
    channel = args.get("channel") or args.get("channel_id") or args.get("channels")
    user = args.get("user") or args.get("user_id") or args.get("users")
    for workspace in core.state.workspaces.values():
        if workspace.enterprise_id == grant.enterprise_id and (
            wanted == workspace.team_id
            or (wanted is None and (channel in workspace.channels or channel in workspace.people))
            or (wanted is None and channel is None and user in workspace.people)
            or (wanted is None and args.get("view_id") in workspace.views)
        ):
            return workspace
    return core.state.workspaces[grant.team_id]


def _check_scope(method: Method, grant: Grant) -> None:
    if method.scopes and not set(method.scopes) & set(grant.scopes):
        needed = ",".join(method.scopes[:1])
        raise SlackError("missing_scope", needed=needed, provided=",".join(grant.scopes))


class TooManyCalls(Exception):
    """A call over the rate limit."""

    def __init__(self, retry_after: int) -> None:
        """Keep the seconds to wait."""
        super().__init__(retry_after)
        self.retry_after = retry_after


def answer(
    core: Core, name: str, args: dict[str, Any], authorization: str | None
) -> dict[str, Any]:
    """Do one call."""
    if name in OPEN_METHODS:
        return {"ok": True, **OPEN_METHODS[name](core, args, authorization)}
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    bearer = (authorization or "").removeprefix("Bearer ").strip()
    if bearer == core.registration.app_token:
        raise SlackError("not_allowed_token_type")
    grant = core.grants.valid(bearer or args.get("token"), core.clock())
    _check_scope(method, grant)
    workspace = _workspace(core, grant, args)
    channel = args.get("channel")
    if name == "chat.postMessage" and channel in workspace.people:
        channel = core.state.direct_channel(workspace, str(channel)).id
    wait = core.meter.wait(workspace.team_id, name, method.tier, channel)
    if wait:
        raise TooManyCalls(wait)
    with core.state.changed:
        found = method.handler(Call(core, grant, workspace, args))
    return {"ok": True, **found}


def _too_many(retry_after: int) -> Response:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, 429, headers={"Retry-After": str(retry_after)})


async def call_method(core: Core, request: Request, drop: Callable[[], None]) -> Response:
    """Answer a request to /api/{method}; `drop` closes its connection."""
    name = request.path_params["method"]
    fault = core.faults.of_call(name) or Fault("none")
    if fault.kind == "rate_limited":
        return _too_many(fault.retry_after)
    if fault.kind == "server_error":
        return Response("Internal Server Error", 500)
    if fault.kind == "drop_before":
        drop()
        await asyncio.sleep(0)
        return Response()
    try:
        if fault.kind == "error":
            fields: dict[str, Any] = {"needed": fault.needed} if fault.needed else {}
            raise SlackError(fault.error, **fields)
        args = await arguments(request)
        body = answer(core, name, args, request.headers.get("authorization"))
    except SlackError as error:
        body = error.answer
    except TooManyCalls as error:
        return _too_many(error.retry_after)
    if fault.kind == "drop_after":
        drop()
        await asyncio.sleep(0)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    return JSONResponse(body)

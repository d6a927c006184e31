"""Opening, pushing and redrawing modals and Home tabs."""

from __future__ import annotations

import secrets
from typing import Any

from bot import limits
from bot.sandbox import inputs
from bot.sandbox.checks import check_view
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.model import View, Workspace
from bot.sandbox.workspace import new_id


def _new_hash(core: Core) -> str:
    return f"{int(core.clock())}.{secrets.token_urlsafe(6)}"


def _stored(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "blocks": inputs.with_ids(payload["blocks"])}


def _unique_external_id(workspace: Workspace, payload: dict[str, Any], but: View | None) -> None:
    wanted = payload.get("external_id")
    if wanted and any(
        view.payload.get("external_id") == wanted and view is not but
        for view in workspace.views.values()
    ):
        raise SlackError("duplicate_external_id")


def open_modal(core: Core, workspace: Workspace, user: str, payload: Any) -> View:
    """Put a modal in front of a person; on top of others it is pushed."""
    checked = check_view(payload, "modal")
    _unique_external_id(workspace, checked, None)
    with core.state.changed:
        stack = workspace.stacks.get(user, [])
        if len(stack) >= limits.VIEW_STACK:
            raise SlackError("push_limit_reached")
        stored = _stored(checked)
        view_id = new_id("V")
        view = View(
            id=view_id,
            type="modal",
            user=user,
            payload=stored,
            hash=_new_hash(core),
            root_id=stack[0] if stack else view_id,
            previous_id=stack[-1] if stack else None,
            state=inputs.initial_state(stored["blocks"]),
        )
        core.state.put_view(workspace, view)
    return view


def update(
    core: Core, workspace: Workspace, view: View, payload: Any, view_hash: str | None = None
) -> View:
    """Redraw a view; inputs that keep their ids keep what was typed."""
    checked = check_view(payload, view.type)
    _unique_external_id(workspace, checked, view)
    with core.state.changed:
        if view_hash and view_hash != view.hash:
            raise SlackError("hash_conflict")
        stored = _stored(checked)
        view.payload = stored
        view.state = inputs.initial_state(stored["blocks"], view.state)
        view.errors = {}
        view.warning = None
        view.hash = _new_hash(core)
        core.state.put_view(workspace, view)
    return view


def publish(
    core: Core, workspace: Workspace, user: str, payload: Any, view_hash: str | None
) -> View:
    """Publish a person's Home tab."""
    before = workspace.homes.get(user)
    if before is not None:
        return update(core, workspace, workspace.views[before], payload, view_hash)
    stored = _stored(check_view(payload, "home"))
    view_id = new_id("V")
    view = View(
        id=view_id,
        type="home",
        user=user,
        payload=stored,
        hash=_new_hash(core),
        root_id=view_id,
        state=inputs.initial_state(stored["blocks"]),
    )
    core.state.put_view(workspace, view)
    return view


def find(workspace: Workspace, view_id: str | None, external_id: str | None) -> View:
    """A view that is open or published, or `not_found`."""
    if view_id:
        view = workspace.views.get(view_id)
    else:
        matching = (
            view
            for view in workspace.views.values()
            if external_id and view.payload.get("external_id") == external_id
        )
        view = next(matching, None)
    if view is None:
        raise SlackError("not_found")
    return view

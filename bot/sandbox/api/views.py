"""views.*: modals and Home tabs."""

from __future__ import annotations

from typing import Any

from bot.sandbox import views
from bot.sandbox.api.calls import Call, Family
from bot.sandbox.checks import check_view
from bot.sandbox.errors import SlackError
from bot.sandbox.handles import Trigger
from bot.sandbox.model import View
from bot.sandbox.payloads import view_object
from bot.sandbox.posting import parsed

family = Family()


def _payload(call: Call) -> Any:
    call.need("view")
    return parsed(call.args["view"], "invalid_arguments")


def _trigger(call: Call) -> Trigger:
    trigger_id = call.need("trigger_id")
    return call.core.handles.use_trigger(trigger_id, call.workspace.team_id)


def _answer(call: Call, view: View) -> dict[str, Any]:
    return {"view": view_object(call.core, call.workspace, view)}


@family.method("views.open", tier=4)
def open_view(call: Call) -> dict[str, Any]:
    """Open a modal for the person who has just done something."""
    # A view that is refused leaves the trigger id good for another try.
    payload = check_view(_payload(call), "modal")
    trigger = _trigger(call)
    return _answer(call, views.open_modal(call.core, call.workspace, trigger.user, payload))


@family.method("views.push", tier=4)
def push(call: Call) -> dict[str, Any]:
    """Put a modal on top of the one in which the person has just done something."""
    # A view that is refused leaves the trigger id good for another try.
    payload = check_view(_payload(call), "modal")
    trigger = _trigger(call)
    if trigger.view_id is None or not call.workspace.stacks.get(trigger.user):
        raise SlackError("invalid_trigger_id")
    return _answer(call, views.open_modal(call.core, call.workspace, trigger.user, payload))


@family.method("views.update", tier=4)
def update(call: Call) -> dict[str, Any]:
    """Redraw a view."""
    payload = _payload(call)
    view = views.find(call.workspace, call.optional("view_id"), call.optional("external_id"))
    view_hash = call.optional("hash")
    return _answer(call, views.update(call.core, call.workspace, view, payload, view_hash))


@family.method("views.publish", tier=4)
def publish(call: Call) -> dict[str, Any]:
    """Publish the Home tab of a person."""
    user = call.need("user_id")
    payload = _payload(call)
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    view_hash = call.optional("hash")
    return _answer(call, views.publish(call.core, call.workspace, user, payload, view_hash))

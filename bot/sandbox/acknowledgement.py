"""What an acknowledgement does: the answer to a command, and to a submission."""

from __future__ import annotations

from typing import Any

from bot.sandbox import posting, views
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Person, View, Workspace
from bot.sandbox.outcome import Outcome

TROUBLE = "We had some trouble connecting. Try again?"


def apply_command_answer(
    core: Core, workspace: Workspace, person: Person, channel: Channel, outcome: Outcome
) -> Outcome:
    """Post what the acknowledgement of a command says, for the person or for all."""
    body = outcome.body
    if outcome.error or body in (None, "", {}):
        return outcome
    args = {"text": body} if isinstance(body, str) else body
    try:
        words = posting.content(args)
    except SlackError as error:
        outcome.error = error.code
        return outcome
    in_channel = args.get("response_type") == "in_channel"
    posting.post(core, workspace, channel, words, ephemeral_to=None if in_channel else person.id)
    return outcome


def apply_submission(core: Core, workspace: Workspace, view: View, outcome: Outcome) -> Outcome:
    """Close, redraw or cover the modal, or show errors under its inputs."""
    if outcome.error is None:
        try:
            _apply(core, workspace, view, outcome)
        except SlackError as error:
            outcome.error = error.code
            outcome.body = error.answer
    if outcome.error and view.id in workspace.views:
        view.warning = TROUBLE
        core.state.put_view(workspace, view)
    return outcome


def _apply(core: Core, workspace: Workspace, view: View, outcome: Outcome) -> None:
    body: dict[str, Any] = outcome.body if isinstance(outcome.body, dict) else {}
    action = body.get("response_action")
    if action == "errors":
        _show_errors(core, workspace, view, body, outcome)
    elif action == "update":
        views.update(core, workspace, view, body.get("view"))
        outcome.updated = True
    elif action == "push":
        views.open_modal(core, workspace, view.user, body.get("view"))
        outcome.pushed = True
    elif action in (None, "clear"):
        core.state.close_views(workspace, view.user, whole_stack=action == "clear")
        outcome.closed = True
    else:
        raise SlackError("invalid_response_action")


def _show_errors(
    core: Core, workspace: Workspace, view: View, body: dict[str, Any], outcome: Outcome
) -> None:
    errors = body.get("errors")
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
        raise SlackError("invalid_errors")
    view.errors = outcome.errors = {name: str(sentence) for name, sentence in errors.items()}
    view.warning = None
    core.state.put_view(workspace, view)

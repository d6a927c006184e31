"""A link is taken out of a plan, never before its window has said what goes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot import delivery
from bot.blocks.planning.removing import OPEN, SAVE, digest, removing_window, taken_out
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.services import Services
from conversations.database import new_id
from conversations.errors import NotFound
from conversations.planning import chain
from conversations.planning.permissions import stance
from conversations.planning.steering import Removed
from conversations.planning.steps import check_goes_on

_GONE = "That is not in the plan any more; somebody took it out meanwhile."
_TITLE = "Taken out"


def register(app: App, services: Services) -> None:
    """Listen to the button that takes out, and to its window."""
    app.action(OPEN)(clicking(services, _open))
    app.view(SAVE)(submitting(services, _save))


def _open(click: PlanClick) -> Talk:
    link_id = str(click.carried("id"))
    front = click.body.get("view") or {}
    behind = front["id"] if _is_about(front, link_id) else None
    return click.open(_window(click, link_id, new_id(), behind))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    link_id, number = str(click.carried("id")), str(click.carried("n"))
    with click.services.store.reading() as db:
        plan = click.seen(db)
    if chain.find(plan, link_id) is None:
        return said_modal(_TITLE, _GONE), None
    if digest(plan, link_id) != click.carried("goes"):
        return _window(click, link_id, number, click.carried("v"), again=True), None
    taken = click.take(Removed(link_id), proposal_id=number)
    view, talk = click.sent(taken)
    behind = click.carried("v")
    if not taken.changed or behind is None:
        return view, talk
    said = said_modal(_TITLE, taken_out(taken.before, link_id))

    def tell() -> None:
        # The window behind is about what is not there any more.
        delivery.call(click.client, "views.update", view_id=behind, view=said)
        if talk:
            talk()

    return view, tell


def _window(
    click: PlanClick, link_id: str, number: str, behind: str | None, *, again: bool = False
) -> View:
    with click.services.store.reading() as db:
        plan = click.seen(db)
        check_goes_on(plan)
        if chain.find(plan, link_id) is None:
            raise NotFound(_GONE)
        decides = stance(db, plan, Removed(link_id), click.person.person) == "do"
    return removing_window(plan, link_id, number, decides=decides, behind=behind, again=again)


def _is_about(view: Mapping[str, Any], link_id: str) -> bool:
    """Tell whether a window is about a link, by what it carries."""
    return f'"id": "{link_id}"' in str(view.get("private_metadata") or "")

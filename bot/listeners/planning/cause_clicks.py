"""What the listeners of causes share: which cause, which window is next, what is drawn after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import delivery, redrawing
from bot.blocks.planning.cause_replies import listed_in, replied
from bot.blocks.planning.cause_windows import cause_window
from bot.blocks.planning.replies import waits_for
from bot.listeners.planning.clicks import PlanClick, Talk, View
from conversations.database import new_id
from conversations.errors import NotFound
from conversations.planning.model import Plan
from conversations.planning.permissions import steers
from conversations.planning.service import Taken

GONE = "That cause is not in the plan any more; somebody took it out meanwhile."

_OURS = tuple(f"plan_{part}" for part in ("cause", "why", "merge", "datum", "bones", "roots"))


def cause_in(click: PlanClick, name: str = "id") -> tuple[Plan, str]:
    """Return the plan, and the cause that a button carries; raises NotFound or NotAllowed."""
    with click.services.store.reading() as db:
        plan = click.seen(db)
    cause_id = str(click.carried(name))
    if cause_id not in plan.causes:
        raise NotFound(GONE)
    return plan, cause_id


def show(click: PlanClick, view: View) -> Talk:
    """Return what shows a window; in the place of one about causes, if that is in front.

    So no more than one of them is ever open, and all that is shown is up to date.
    """
    front = click.body.get("view") or {}
    if not _is_ours(front):
        return click.open(view)

    def talk() -> None:
        delivery.call(click.client, "views.update", view_id=front["id"], view=view)

    return talk


def kept_for(click: PlanClick, plan: Plan, **more: object) -> dict[str, object]:
    """Return what a form keeps: the id of what it adds, and what is shown once it was sent.

    ``back`` leads back to the window of the cause; ``reply`` is the message in which a cause was
    answered: its channel and ``ts``, its causes and doubts.
    """
    kept: dict[str, object] = {"p": plan.id, "n": new_id(), **more}
    if _is_ours(click.body.get("view") or {}):
        kept["back"] = True
    ids, unsure = listed_in(click.body.get("message") or {})
    if ids:
        container = click.body["container"]
        kept["reply"] = [container["channel_id"], container["message_ts"], ids, unsure]
    return kept


def window_of(click: PlanClick, plan: Plan, cause_id: str, note: str = "") -> View:
    """Return the window of a cause as the person sees it."""
    person = click.person.person
    with click.services.store.reading() as db:
        may = steers(db, plan, person)
    return cause_window(plan, cause_id, viewer=person, steers=may, note=note)


def after_form(click: PlanClick, taken: Taken, cause_id: str) -> tuple[View | None, Talk | None]:
    """Return what follows a form that was sent: the cause again, if the form came from there."""
    back = click.kept.get("back") and cause_id in taken.plan.causes
    following = window_of(click, taken.plan, cause_id, "Saved.") if back else None
    view, talk = click.sent(taken, following)
    return view, _and_reply(click, taken, talk)


def after_button(click: PlanClick, taken: Taken, cause_id: str) -> Talk:
    """Return what is said after a button: in the window of the cause, if it stands there."""
    if not _is_ours(click.body.get("view") or {}):
        return click.after(taken)
    note = waits_for(taken.plan) if taken.proposed else "Saved."
    shown = show(click, window_of(click, taken.plan, cause_id, note))

    def talk() -> None:
        shown()
        click.draw()

    return talk


def redraw_reply(click: PlanClick, plan: Plan, settled: str) -> None:
    """Draw the message anew that was clicked; the bone of ``settled`` is no question any more."""
    ids, unsure = listed_in(click.body.get("message") or {})
    if ids:
        doubts = [one for one in unsure if one != settled]
        redrawing.redraw(click.client, click.body, replied(plan, ids, doubts))


def _and_reply(click: PlanClick, taken: Taken, talk: Talk | None) -> Talk | None:
    """Return the talk that draws the message anew, too, in which the causes were answered."""
    reply = click.kept.get("reply")
    if not reply or not taken.changed:
        return talk
    channel, ts, ids, unsure = reply

    def both() -> None:
        if talk:
            talk()
        message = replied(taken.plan, ids, unsure)
        delivery.call(click.client, "chat.update", channel=channel, ts=ts, **message)

    return both


def _is_ours(view: Mapping[str, Any]) -> bool:
    return str(view.get("callback_id") or "").startswith(_OURS)

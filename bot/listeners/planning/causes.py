"""Causes are shown and added: by bone, one by one, in the thread and in windows."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.cause_forms import ADD_SAVE, SORT, add_window, added_window
from bot.blocks.planning.cause_replies import BONE, DO
from bot.blocks.planning.cause_windows import all_window
from bot.blocks.planning.causes import ADD, ALL, OPEN
from bot.listeners.planning import asking_why, changing_causes
from bot.listeners.planning.cause_clicks import (
    cause_in,
    kept_for,
    redraw_reply,
    show,
    window_of,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning import bones
from bot.planning.students import no_student
from bot.services import Services
from conversations.errors import NotFound, Refused
from conversations.planning.exploring import CauseAdded, CauseMoved
from conversations.planning.typed_causes import split_causes

_EMPTY = "Please say at least one cause in words."
_UNKNOWN = (
    "I no longer know what that choice was for. The card of this step has its newest buttons."
)
_DEEDS = {
    "why": asking_why.ask,
    "edit": changing_causes.open_edit,
    "datum": changing_causes.open_datum,
    "merge": changing_causes.open_merge,
    "out": changing_causes.take_out,
}


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows that show causes and add them."""
    app.action(OPEN)(clicking(services, _open))
    app.action(ALL)(clicking(services, _open_all))
    app.action(ADD)(clicking(services, _open_add))
    app.view(ADD_SAVE)(submitting(services, _add))
    app.action(DO)(clicking(services, _do))
    app.action(BONE)(clicking(services, _choose_bone))


def _open(click: PlanClick) -> Talk:
    plan, cause_id = cause_in(click)
    return show(click, window_of(click, plan, cause_id))


def _open_all(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return show(click, all_window(plan, int(click.kept.get("start") or 0)))


def _open_add(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return show(click, add_window(plan, kept_for(click, plan)))


def _add(click: PlanClick) -> tuple[View | None, Talk | None]:
    typed = no_student(str(click.values["text"]["text"].get("value") or ""), "text")
    chosen = click.values["bone"]["bone"]["selected_option"]["value"]
    number = str(click.carried("n"))
    with click.services.store.reading() as db:
        plan = click.seen(db)
    known = {cause.text.casefold(): cause.id for cause in plan.causes.values()}
    events, already = [], []
    for place, text in enumerate(split_causes(typed)):
        cause_id = f"{number}{place}"
        # A window that is sent again finds the causes that it brought itself.
        if known.setdefault(text.casefold(), cause_id) != cause_id:
            already.append(text)
            continue
        bone = bones.sort(plan, text).bone if chosen == SORT else chosen
        events.append(CauseAdded(cause_id, bone, text, by=click.person.person))
    if not events and not already:
        raise Refused(_EMPTY, "text")
    taken = click.take(*events, proposal_id=number)
    return click.sent(taken, added_window(taken.plan, [event.id for event in events], already))


def _do(click: PlanClick) -> Talk:
    """Do what was chosen in the menu beside a cause."""
    deed = _DEEDS.get(str(click.carried("do")))
    if deed is None:
        raise NotFound(_UNKNOWN)
    return deed(click)


def _choose_bone(click: PlanClick) -> Talk:
    _, cause_id = cause_in(click)
    taken = click.take(CauseMoved(cause_id, str(click.carried("b"))))

    def talk() -> None:
        redraw_reply(click, taken.plan, cause_id)
        click.after(taken)()

    return talk

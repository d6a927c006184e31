"""Causes are changed: reworded, moved, merged, backed by data, taken out; bones are renamed."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning import cause_forms as forms
from bot.blocks.planning.cause_windows import (
    DATUM_ADD,
    DATUM_REMOVE,
    EDIT,
    MERGE,
    TAKE_OUT,
    all_window,
)
from bot.blocks.planning.causes import BONES
from bot.listeners.planning.cause_clicks import (
    after_button,
    after_form,
    cause_in,
    kept_for,
    redraw_reply,
    show,
    window_of,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.exploring import (
    BoneNamed,
    CauseMoved,
    CauseReworded,
    CausesMerged,
    DatumAdded,
    DatumRemoved,
)
from conversations.planning.model import Datum
from conversations.planning.steering import Removed

_NONE_ALIKE = "There is no other cause that could be the same: the rest answer its “why?”."
_NO_OTHER = "Please choose the other cause."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows that change causes."""
    app.action(EDIT)(clicking(services, open_edit))
    app.view(forms.EDIT_SAVE)(submitting(services, _edit))
    app.action(MERGE)(clicking(services, open_merge))
    app.action(forms.MERGE_WITH)(clicking(services, _choose_other))
    app.view(forms.MERGE_SAVE)(submitting(services, _merge))
    app.action(DATUM_ADD)(clicking(services, open_datum))
    app.view(forms.DATUM_SAVE)(submitting(services, _add_datum))
    app.action(DATUM_REMOVE)(clicking(services, _remove_datum))
    app.action(TAKE_OUT)(clicking(services, take_out))
    app.action(BONES)(clicking(services, _open_bones))
    app.view(forms.BONES_SAVE)(submitting(services, _name_bones))


def open_edit(click: PlanClick) -> Talk:
    """Open the window in which a cause is reworded or moved."""
    plan, cause_id = cause_in(click)
    return show(click, forms.edit_window(plan, cause_id, kept_for(click, plan, id=cause_id)))


def _edit(click: PlanClick) -> tuple[View | None, Talk | None]:
    plan, cause_id = cause_in(click)
    text = no_student(_typed(click, "text"), "text")
    where = click.values["where"]["where"]["selected_option"]["value"]
    kind, _, place = str(where).partition(":")
    above = place if kind == "under" else None
    bone = plan.causes[cause_id].bone if above else place
    taken = click.take(
        CauseReworded(cause_id, text),
        CauseMoved(cause_id, bone, above),
        proposal_id=str(click.carried("n")),
    )
    return after_form(click, taken, cause_id)


def open_merge(click: PlanClick) -> Talk:
    """Open the window in which two causes become one."""
    plan, cause_id = cause_in(click)
    try:
        view = forms.merge_window(plan, cause_id, kept_for(click, plan, id=cause_id))
    except LookupError:
        raise Refused(_NONE_ALIKE) from None
    return show(click, view)


def _choose_other(click: PlanClick) -> Talk:
    """Say what both bring."""
    plan, cause_id = cause_in(click)
    kept = forms.kept_in(click.body["view"])
    return show(click, forms.merge_window(plan, cause_id, kept, str(click.carried("other"))))


def _merge(click: PlanClick) -> tuple[View | None, Talk | None]:
    _, cause_id = cause_in(click)
    other = forms.other_in(click.values)
    if other is None:
        raise Refused(_NO_OTHER, "other")
    taken = click.take(CausesMerged(cause_id, other), proposal_id=str(click.carried("n")))
    return after_form(click, taken, cause_id)


def open_datum(click: PlanClick) -> Talk:
    """Open the window in which data is given for a cause."""
    plan, cause_id = cause_in(click, "cause" if "cause" in click.kept else "id")
    kept = kept_for(click, plan, id=cause_id)
    return show(click, forms.datum_window(plan, cause_id, kept))


def _add_datum(click: PlanClick) -> tuple[View | None, Talk | None]:
    _, cause_id = cause_in(click)
    said = {name: no_student(_typed(click, name), name) for name in ("source", "figure", "day")}
    number = str(click.carried("n"))
    datum = Datum(number, said["source"], said["day"], said["figure"])
    return after_form(click, click.take(DatumAdded(cause_id, datum), proposal_id=number), cause_id)


def _remove_datum(click: PlanClick) -> Talk:
    _, cause_id = cause_in(click, "cause")
    taken = click.take(DatumRemoved(cause_id, str(click.carried("id"))))
    return after_button(click, taken, cause_id)


def take_out(click: PlanClick) -> Talk:
    """Take a cause out; one with something hanging on it is shown first, with what goes along."""
    plan, cause_id = cause_in(click)
    if not chain.fallout(plan, cause_id).is_nothing:
        return show(click, window_of(click, plan, cause_id))
    taken = click.take(Removed(cause_id))
    if taken.proposed:
        return after_button(click, taken, cause_id)
    shown = show(click, all_window(taken.plan)) if click.body.get("view") else None

    def talk() -> None:
        if shown:
            shown()
        redraw_reply(click, taken.plan, cause_id)
        click.after(taken)()

    return talk


def _open_bones(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return show(click, forms.bones_window(plan, kept_for(click, plan)))


def _name_bones(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    names = {bone: str(click.values[bone]["name"].get("value") or "") for bone in plan.bones}
    for bone, name in names.items():
        if not name.strip():
            raise Refused("Please give the bone a name.", bone)
    renamed = [BoneNamed(bone, name) for bone, name in names.items()]
    return click.sent(click.take(*renamed, proposal_id=str(click.carried("n"))))


def _typed(click: PlanClick, name: str) -> str:
    return str(click.values[name][name].get("value") or "")

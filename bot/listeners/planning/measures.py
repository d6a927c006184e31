"""Measures: how the team will know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from slack_bolt import App

from bot import delivery
from bot.blocks.planning import forms
from bot.blocks.planning.measure_form import (
    ADD,
    EDIT,
    SAVE,
    measure_form,
    next_sort,
    said_numbers,
    suggested,
)
from bot.blocks.planning.measures import LIST, LIST_SHOWN, measure_list
from bot.blocks.planning.shown import Shown
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning import responsible
from conversations.planning.acting import MeasureAdded, MeasureChanged
from conversations.planning.model import WHOLE_GOAL, Every, Measure, Responsible, Sort
from conversations.planning.typed_amounts import Amount, read_amount, together

_GONE = "That measure is not in the plan any more; somebody took it out meanwhile."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of measures."""
    app.action(re.compile(rf"{ADD}(_\w+)?"))(clicking(services, _open_new))
    app.action(EDIT)(clicking(services, _open_change))
    app.view(SAVE)(submitting(services, _save))
    app.action(LIST)(clicking(services, _open_list))


def _open_new(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    serves = str(click.kept.get("serves") or WHOLE_GOAL)
    sort = click.kept.get("sort") or (next_sort(shown.plan) if serves == WHOLE_GOAL else "process")
    measure = suggested(shown.plan, new_id(), cast(Sort, sort), serves)
    if words := str(click.kept.get("w") or ""):
        measure = replace(measure, what=words)
    kept = {"id": measure.id, **_over(click)}
    return click.open(measure_form(shown, kept, measure, said_numbers(shown.plan, measure)))


def _open_change(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    measure = _measure(shown, click)
    return click.open(
        measure_form(shown, {"id": measure.id, "n": new_id(), **_over(click)}, measure)
    )


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    before = _measure(shown, click) if click.kept.get("n") else None
    baseline, target = _amount(shown, click, "baseline"), _amount(shown, click, "target")
    measure = Measure(
        id=str(click.carried("id")),
        sort=cast(Sort, forms.choice_in(click.values, "sort")),
        what=no_student(forms.text_in(click.values, "what"), "what"),
        serves=forms.choice_in(click.values, "serves"),
        unit=together(baseline, target),
        baseline=baseline.value if baseline else None,
        target=target.value if target else None,
        every=cast(Every, forms.choice_in(click.values, "every")),
        reader=_reader(shown, click, before),
    )
    if before and baseline is None and target is None:
        # Its readings are still in the unit that it had.
        measure = replace(measure, unit=before.unit)
    event = MeasureChanged(measure) if before else MeasureAdded(measure)
    taken = click.take(event, proposal_id=str(click.kept.get("n") or measure.id))
    following, draw = click.sent(taken)
    return following, _below(click, draw)


def _open_list(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(measure_list(click.shown(db)))


def _measure(shown: Shown, click: PlanClick) -> Measure:
    measure = shown.plan.measures.get(str(click.carried("id")))
    if measure is None:
        raise Refused(_GONE)
    return measure


def _amount(shown: Shown, click: PlanClick, name: str) -> Amount | None:
    typed = forms.text_in(click.values, name)
    return read_amount(typed, name, today=shown.today, calendar=shown.calendar)


def _reader(shown: Shown, click: PlanClick, before: Measure | None) -> Responsible | None:
    if shown.plan.is_personal:
        return Responsible(click.person.person)
    return responsible.chosen(
        forms.person_in(click.values, "reader"),
        forms.choice_in(click.values, "reader_name"),
        before.reader if before else None,
        shown.team,
        "reader_name",
    )


def _over(click: PlanClick) -> Mapping[str, Any]:
    """Return what to keep about the window over which another one opens."""
    view = click.body.get("view") or {}
    if view.get("type") != "modal":
        return {}
    deep = {"deep": 1} if view.get("previous_view_id") else {}
    return {**deep, "over": LIST_SHOWN} if view.get("callback_id") == LIST_SHOWN else deep


def _below(click: PlanClick, draw: Talk | None) -> Talk | None:
    """Return what draws the cards, and the list of measures under the window that was sent."""
    view_id = click.body["view"].get("previous_view_id")
    if not view_id or click.kept.get("over") != LIST_SHOWN or draw is None:
        return draw

    def talk() -> None:
        with click.services.store.reading() as db:
            below = measure_list(click.shown(db))
        delivery.call(click.client, "views.update", view_id=view_id, view=below)
        draw()

    return talk

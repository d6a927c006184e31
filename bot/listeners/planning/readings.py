"""Readings of measures: entered in a window, corrected, taken out, drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import App

from bot import delivery
from bot.blocks.planning import forms
from bot.blocks.planning.looking import CHART
from bot.blocks.planning.readings import (
    ADD,
    DAY,
    DAY_SAVE,
    ELSEWHERE,
    SAVE,
    TAKE_OUT,
    UNDO,
    WHICH,
    Kept,
    day_window,
    kept_message,
    kept_words,
    reading_window,
    taken_out_message,
    value_words,
)
from bot.blocks.planning.shown import Shown
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.listeners.planning.pictures import NO_FILES
from bot.planning import charts
from bot.planning.students import no_student
from bot.redrawing import redraw
from bot.services import Services
from conversations.database import new_id
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import chain
from conversations.planning.acting import ReadingTaken
from conversations.planning.model import Measure, Plan, Reading
from conversations.planning.permissions import stance
from conversations.planning.rhythm import as_reading
from conversations.planning.service import Taken
from conversations.planning.steering import Removed
from conversations.planning.typed_readings import read_reading

_GONE = "That measure is not in the plan any more."
_NO_READING = "That reading is not there any more; somebody took it out meanwhile."
_NO_MEASURES = "There are no measures in this plan yet, so there is nothing to read."
_ASK = "Please give one number, such as 14 of 20, 70% or 35."
_NOTHING = "There is nothing to draw yet: this measure has no reading."
_NOT_YOURS = "Only whoever typed this can say which measure is meant."
_NOT_YOUR_DAY = "Only whoever entered this reading, or looks after the plan, gives it another day."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of readings."""
    app.action(ADD)(clicking(services, _open))
    app.action(ELSEWHERE)(clicking(services, _open))
    app.view(SAVE)(submitting(services, _save))
    app.action(re.compile(rf"^{WHICH}_\d$"))(clicking(services, _for_measure))
    app.action(UNDO)(clicking(services, _undo))
    app.action(TAKE_OUT)(clicking(services, _take_out))
    app.action(DAY)(clicking(services, _open_day))
    app.view(DAY_SAVE)(submitting(services, _save_day))
    app.action(CHART)(clicking(services, _draw))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    plan = shown.plan
    if not plan.measures:
        raise Refused(_NO_MEASURES)
    only = next(iter(plan.measures)) if len(plan.measures) == 1 else ""
    chosen = str(click.kept.get("id") or only)
    measure = _measure(plan, chosen) if chosen else None
    kept = {"r": new_id(), **({"id": measure.id} if measure else {})}
    if "v" not in click.kept:
        return click.open(reading_window(shown, kept, measure))
    typed = _kept(click)
    day = date.fromisoformat(typed.d) if typed.d else None
    return click.open(reading_window(shown, kept, measure, typed=value_words(typed), day=day))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    chosen = str(click.kept.get("id") or forms.choice_in(_values(click), "measure"))
    measure = _measure(shown.plan, chosen)
    typed = read_reading(forms.text_in(_values(click), "value"), shown.today, shown.calendar)
    if typed is None:
        raise Refused(f"I cannot read that as a number. {_ASK}", "value")
    reading = as_reading(
        typed,
        measure,
        reading_id=str(click.carried("r")),
        day=forms.day_in(_values(click), "day") or shown.today,
        words=no_student(forms.text_in(_values(click), "words"), "words"),
        by=click.person.person,
    )
    taken = click.take(ReadingTaken(reading))
    said = kept_words(replace(shown, plan=taken.plan), taken.plan.readings[reading.id])
    following, draw = click.sent(taken, said_modal("Kept", f"✓  {said}"))
    return following, _and_chart(click, taken, draw)


def _for_measure(click: PlanClick) -> Talk:
    """Take a value that was typed for the measure that is meant."""
    kept = _kept(click)
    if kept.b != click.person.person:
        raise NotAllowed(_NOT_YOURS)
    with click.services.store.reading() as db:
        shown = click.shown(db)
    typed = kept.typed()
    reading = as_reading(
        typed,
        _measure(shown.plan, str(click.carried("m"))),
        reading_id=f"typed-{click.plan_id}-{kept.k}",
        day=typed.day or shown.today,
        words=no_student(kept.w, "words"),
        by=kept.b,
    )
    taken = click.take(ReadingTaken(reading))
    message = kept_message(replace(shown, plan=taken.plan), reading.id)
    return _redrawn(click, message, _and_chart(click, taken, click.after(taken)))


def _undo(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    reading = shown.plan.readings.get(str(click.carried("id")))
    if reading is None:
        return _redrawn(click, kept_message(shown, ""), None)
    taken = click.take(Removed(reading.id))
    after = click.after(taken)
    return after if taken.proposed else _redrawn(click, taken_out_message(shown, reading), after)


def _take_out(click: PlanClick) -> Talk:
    return click.after(click.take(Removed(str(click.carried("id")))))


def _open_day(click: PlanClick) -> Talk:
    shown, reading = _movable(click)
    container = click.body.get("container") or {}
    where = {"c": container.get("channel_id"), "t": container.get("message_ts")}
    return click.open(day_window(shown, reading, {"id": reading.id, "r": new_id(), **where}))


def _save_day(click: PlanClick) -> tuple[View | None, Talk | None]:
    shown, reading = _movable(click)
    day = forms.day_in(_values(click), "day") or shown.today
    moved = replace(reading, id=str(click.carried("r")), day=day)
    taken = click.take(Removed(str(click.carried("id"))), ReadingTaken(moved))
    following, draw = click.sent(taken)
    if not taken.changed:
        return following, draw
    message = kept_message(replace(shown, plan=taken.plan), moved.id)

    def talk() -> None:
        if click.kept.get("t"):
            where = {"channel": click.kept["c"], "ts": click.kept["t"]}
            delivery.call(click.client, "chat.update", **where, **message)
        if draw:
            draw()

    return following, _and_chart(click, taken, talk)


def _draw(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    measure = _measure(plan, str(click.carried("id")))
    if not chain.readings_of(plan, measure.id):
        raise Refused(_NOTHING)

    def talk() -> None:
        there = charts.draw(click.services, click.client, plan, measure.id)
        in_window = (click.body.get("view") or {}).get("type") == "modal"
        if not there:
            click.say("Run chart", NO_FILES)
        elif in_window:
            where = f"<#{plan.channel}>" if plan.channel else "our direct messages"
            said = f"The run chart stands in the plan's thread in {where}."
            click.open(said_modal("Run chart", said))()

    return talk


def _and_chart(click: PlanClick, taken: Taken, talk: Talk | None) -> Talk:
    """Return the talk after a reading: what is said, then the chart where there is enough."""
    services, client = click.services, click.client

    def both() -> None:
        if talk:
            talk()
        services.later(partial(charts.draw_new, services, client, taken.before, taken.plan))

    return both


def _redrawn(click: PlanClick, message: dict[str, Any], after: Talk | None) -> Talk:
    def talk() -> None:
        redraw(click.client, click.body, message)
        if after:
            after()

    return talk


def _kept(click: PlanClick) -> Kept:
    return Kept(**{name: click.carried(name) for name in ("v", "o", "pc", "w", "d", "k", "b")})


def _measure(plan: Plan, measure_id: str) -> Measure:
    measure = plan.measures.get(measure_id)
    if measure is None:
        raise NotFound(_GONE)
    return measure


def _movable(click: PlanClick) -> tuple[Shown, Reading]:
    """Return the plan with a reading of it that the person may take out and enter anew.

    Proposed by anybody else, it would stand there twice until somebody decides.
    """
    with click.services.store.reading() as db:
        shown = click.shown(db)
        reading = shown.plan.readings.get(str(click.carried("id")))
        if reading is None:
            raise NotFound(_NO_READING)
        if stance(db, shown.plan, Removed(reading.id), click.person.person) != "do":
            raise NotAllowed(_NOT_YOUR_DAY)
    return shown, reading


def _values(click: PlanClick) -> forms.Values:
    values: Any = click.values
    return values  # type: ignore[no-any-return]

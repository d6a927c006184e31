"""Drivers: added for a cause, changed, looked at all together."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.drivers import (
    ADD,
    ALL,
    ALONE,
    EDIT,
    SAVE,
    all_drivers_window,
    driver_window,
    first_words,
    unanswered,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.planning.checking import present
from conversations.planning.developing import DriverAdded, DriverChanged
from conversations.planning.model import Driver


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the windows of drivers."""
    app.action(ADD)(clicking(services, _open_new))
    app.action(EDIT)(clicking(services, _open))
    app.action(ALL)(clicking(services, _open_all))
    app.view(SAVE)(submitting(services, _save))


def _open_new(click: PlanClick) -> Talk:
    """Open a window for a driver, with words for the cause that it is to answer."""
    with click.services.store.reading() as db:
        plan = click.seen(db)
    waiting = unanswered(plan)
    cause = plan.causes.get(str(click.kept.get("cause") or ""))
    if cause is None and len(waiting) == 1:
        cause = waiting[0]
    begun = (first_words(cause), (cause.id,)) if cause else ("", ())
    return click.open(driver_window(plan, Driver(new_id(), *begun), is_new=True))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    driver = present(plan.drivers, str(click.carried("id")), "driver")
    return click.open(driver_window(plan, driver, is_new=False))


def _open_all(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(all_drivers_window(click.seen(db)))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    values, number = click.values, str(click.carried("id"))
    text = no_student(str(values["text"]["text"].get("value") or ""), "text")
    causes = tuple(one["value"] for one in values["causes"]["causes"].get("selected_options") or ())
    chosen = values.get("under", {}).get("under", {}).get("selected_option") or {"value": ALONE}
    under = None if chosen["value"] == ALONE else str(chosen["value"])
    made = DriverAdded if click.carried("new") else DriverChanged
    return click.sent(click.take(made(number, text, causes, under), proposal_id=number))

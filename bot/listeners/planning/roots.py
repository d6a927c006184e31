"""Root causes: each member marks, whoever looks after the plan confirms."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.cause_windows import MARK, ROOT
from bot.blocks.planning.roots import MARK_SEVERAL, MARKS_SAVE, marks_window
from bot.listeners.planning.cause_clicks import after_button, cause_in, show
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.services import Services
from conversations.planning.exploring import Marked, Rooted


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the window about root causes."""
    app.action(MARK_SEVERAL)(clicking(services, _open))
    app.view(MARKS_SAVE)(submitting(services, _save))
    app.action(MARK)(clicking(services, _mark))
    app.action(ROOT)(clicking(services, _root))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return show(click, marks_window(plan, click.person.person))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    person = click.person.person
    chosen = {
        option["value"]
        for by_input in click.values.values()
        for option in by_input["marks"]["selected_options"]
    }
    # What was added while the window was open is not unmarked, what was taken out is not missed.
    offered = {
        option["value"]
        for block in click.body["view"]["blocks"]
        if block["type"] == "input"
        for option in block["element"]["options"]
    }
    marks = [Marked(cause, person, cause in chosen) for cause in plan.causes if cause in offered]
    return click.sent(click.take(*marks))


def _mark(click: PlanClick) -> Talk:
    _, cause_id = cause_in(click)
    taken = click.take(Marked(cause_id, click.person.person, bool(click.carried("yes"))))
    return after_button(click, taken, cause_id)


def _root(click: PlanClick) -> Talk:
    _, cause_id = cause_in(click)
    taken = click.take(Rooted(cause_id, bool(click.carried("yes"))))
    return after_button(click, taken, cause_id)

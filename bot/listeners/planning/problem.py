"""The problem: the proposed statement is used, or one is written."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.problem import EDIT, SAVE, USE, problem_window
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.services import Services
from conversations.assessment.students import student_data
from conversations.errors import Refused
from conversations.planning.exploring import Framed
from conversations.planning.wording import proposed_problem


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the window of the problem."""
    app.action(USE)(clicking(services, _use))
    app.action(EDIT)(clicking(services, _open))
    app.view(SAVE)(submitting(services, _save))


def _use(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return click.after(click.take(Framed(proposed_problem(plan.origins))))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return click.open(problem_window(plan))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    typed = str(click.values["problem"]["problem"].get("value") or "")
    if about := student_data(typed):
        raise Refused(f"This looks like {about}. Please say it for a group of students.", "problem")
    return click.sent(click.take(Framed(typed)))

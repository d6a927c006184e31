"""A plan that is carried out: one's own tasks, and how a task stands by one button."""

from __future__ import annotations

import re
from typing import cast, get_args

from slack_bolt import App

from bot.blocks.planning.status_buttons import STAND
from bot.blocks.planning.statuses import WHICH, stood_message
from bot.blocks.planning.viewing import MINE
from bot.listeners.planning.clicks import PlanClick, Talk, clicking
from bot.planning import viewing
from bot.planning.students import no_student
from bot.redrawing import redraw
from bot.services import Services
from conversations.errors import NotFound
from conversations.planning.acting import TaskStood
from conversations.planning.model import Status, Task

_GONE = "That task is not in the plan any more."
_NOT_YOURS = "Only whoever wrote this can say which task is meant."


def register(app: App, services: Services) -> None:
    """Listen to the window of one's own tasks, and to the statuses of tasks."""
    app.action(re.compile(rf"^{MINE}(_\w+)?$"))(clicking(services, _open_mine))
    app.action(re.compile(rf"^{STAND}_\w+$"))(clicking(services, _stand))
    app.action(re.compile(rf"^{WHICH}_\d$"))(clicking(services, _stand_typed))


def _open_mine(click: PlanClick) -> Talk:
    start = int(click.kept.get("n") or 0)
    return click.instead(viewing.mine(click.services, click.person, click.plan_id, start))


def _stand(click: PlanClick) -> Talk:
    status = _status(str(click.body["actions"][0]["action_id"]).removeprefix(f"{STAND}_"))
    task = _task(click)
    # What was in the way is so no longer; any other note still says how far it is.
    note = "" if task.status == "blocked" else task.note
    return click.after(click.take(TaskStood(task.id, status, note)))


def _stand_typed(click: PlanClick) -> Talk:
    """Take a status that was typed for the task that is meant."""
    if click.carried("b") != click.person.person:
        raise NotFound(_NOT_YOURS)
    status, note = _status(str(click.carried("st"))), str(click.carried("w"))
    task = _task(click)
    taken = click.take(TaskStood(task.id, status, no_student(note, "note")))
    stood = taken.plan.tasks.get(task.id, task)
    message = stood_message(taken.plan, stood, status, kept=not taken.proposed)
    after = click.after(taken)

    def talk() -> None:
        redraw(click.client, click.body, message)
        after()

    return talk


def _task(click: PlanClick) -> Task:
    with click.services.store.reading() as db:
        task = click.seen(db).tasks.get(str(click.carried("id")))
    if task is None:
        raise NotFound(_GONE)
    return task


def _status(named: str) -> Status:
    if named not in get_args(Status):
        raise NotFound(_GONE)
    return cast(Status, named)

"""Tasks of the change ideas: who does what by when."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from slack_bolt import App

from bot import delivery
from bot.blocks.planning import forms
from bot.blocks.planning.shown import Shown
from bot.blocks.planning.task_form import (
    ADD,
    EDIT,
    MORE,
    SAVE,
    Draft,
    draft_of,
    drafted,
    task_form,
)
from bot.blocks.planning.task_windows import EARLIER, OPEN, STAND, school_day_window, task_window
from bot.blocks.planning.tasks import LIST, LIST_SHOWN, task_list
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning import responsible
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.chosen_days import chosen_day
from conversations.planning.model import Responsible, Status, Task

_GONE = "That task is not in the plan any more; somebody took it out meanwhile."
_GONE_BY = "That day has gone by. Please choose one that is still to come."
_NO_IDEA = "That change idea is not in the plan any more; somebody took it out meanwhile."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of tasks."""
    app.action(ADD)(clicking(services, _open_new))
    app.action(EDIT)(clicking(services, _open_change))
    app.action(MORE)(clicking(services, _show_more))
    app.view(SAVE)(submitting(services, _save))
    app.view(EARLIER)(submitting(services, _choose_earlier))
    app.action(OPEN)(clicking(services, open_task))
    app.view(STAND)(submitting(services, _stand))
    app.action(LIST)(clicking(services, _open_list))
    app.action(re.compile(rf"{LIST}_(back|on)"))(clicking(services, _turn_list))


def _open_new(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    idea = str(click.carried("idea"))
    if idea not in shown.plan.ideas:
        raise Refused(_NO_IDEA)
    return click.open(task_form(shown, {"id": new_id(), "idea": idea, **_over(click)}, Draft()))


def _open_change(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    task = _task(shown, click)
    kept = {"id": task.id, "n": new_id(), **_over(click)}
    return click.open(task_form(shown, kept, draft_of(shown, task), before=task))


def _show_more(click: PlanClick) -> Talk:
    """Draw the window anew with everything that may be said about a task."""
    view = click.body["view"]
    inside = replace(click, kept=json.loads(view["private_metadata"]))
    with click.services.store.reading() as db:
        shown = inside.shown(db)
    before = _before(shown, inside)
    draft = drafted(click.values, draft_of(shown, before) if before else Draft())
    after = task_form(shown, {**inside.kept, "more": 1}, draft, before=before)

    def talk() -> None:
        delivery.call(
            click.client, "views.update", view_id=view["id"], hash=view["hash"], view=after
        )

    return talk


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    before = _before(shown, click)
    draft = drafted(click.values, draft_of(shown, before) if before else Draft())
    no_student(draft.what, "what")
    no_student(draft.shows, "shows")
    due = _day(shown, "due", draft.due, draft.due_words, before.due if before else None)
    is_new_day = due != (before.due if before else None)
    if due and is_new_day and due < shown.today:
        raise Refused(_GONE_BY, "due_words" if draft.due_words else "due")
    starts_before = before.starts if before else None
    said: dict[str, Any] = {
        "what": draft.what,
        "owner": _owner(shown, click, draft, before),
        "support": draft.support,
        "starts": _day(shown, "starts", draft.starts, draft.starts_words, starts_before),
        "due": due,
        "shows": draft.shows,
    }
    number = str(click.carried("id"))
    if before:
        event: TaskAdded | TaskChanged = TaskChanged(number, **said)
    else:
        event = TaskAdded(number, str(click.carried("idea")), **said)
    taken = click.take(event, proposal_id=str(click.kept.get("n") or number))
    question = None
    if is_new_day and number in taken.plan.tasks:
        over = {name: click.kept[name] for name in ("over", "at") if name in click.kept}
        question = school_day_window(shown, taken.plan.tasks[number], over)
    following, draw = click.sent(taken, question)
    return following, _below(click, draw)


def _choose_earlier(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        task = _task(click.shown(db), click)
    day = date.fromisoformat(str(click.carried("d")))
    if task.due != date.fromisoformat(str(click.carried("was"))):
        return None, None
    event = TaskChanged(task.id, task.what, task.owner, task.support, task.starts, day, task.shows)
    following, draw = click.sent(click.take(event, proposal_id=f"{task.id}-{day}"))
    return following, _below(click, draw)


def open_task(click: PlanClick) -> Talk:
    """Open the window of a task. Raises NotAllowed or NotFound."""
    with click.services.store.reading() as db:
        shown = click.shown(db)
    is_deep = bool(_over(click).get("deep"))
    return click.open(task_window(shown, _task(shown, click), is_deep=is_deep))


def _stand(click: PlanClick) -> tuple[View | None, Talk | None]:
    status = cast(Status, forms.choice_in(click.values, "status"))
    note = no_student(forms.text_in(click.values, "note"), "note")
    event = TaskStood(str(click.carried("id")), status, note)
    return click.sent(click.take(event, proposal_id=str(click.body["view"]["id"])))


def _open_list(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(task_list(click.shown(db)))


def _turn_list(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        page = task_list(click.shown(db), int(click.carried("at")))

    def talk() -> None:
        view_id = click.body["view"]["id"]
        delivery.call(click.client, "views.update", view_id=view_id, view=page)

    return talk


def _task(shown: Shown, click: PlanClick) -> Task:
    task = shown.plan.tasks.get(str(click.carried("id")))
    if task is None:
        raise Refused(_GONE)
    return task


def _before(shown: Shown, click: PlanClick) -> Task | None:
    """Return the task that the window changes, None for a new one; raises Refused."""
    return _task(shown, click) if click.kept.get("n") else None


def _day(
    shown: Shown, name: str, picked: date | None, typed: str, before: date | None
) -> date | None:
    today, calendar = shown.today, shown.calendar
    return chosen_day(picked, typed, before, f"{name}_words", today=today, calendar=calendar)


def _owner(shown: Shown, click: PlanClick, draft: Draft, before: Task | None) -> Responsible | None:
    if shown.plan.is_personal:
        return Responsible(click.person.person)
    held = before.owner if before else None
    return responsible.chosen(draft.person, draft.member, held, shown.team, "owner_name")


def _over(click: PlanClick) -> Mapping[str, Any]:
    """Return over which window of tasks another one opens, so that it is drawn anew afterwards."""
    view = click.body.get("view") or {}
    if view.get("type") != "modal":
        return {}
    # Slack puts three windows above each other, and one that asks may come above this one.
    deep = {"deep": 1} if view.get("previous_view_id") else {}
    below = json.loads(view.get("private_metadata") or "{}")
    match view.get("callback_id"):
        case callback if callback == LIST_SHOWN:
            return {**deep, "over": LIST_SHOWN, "at": below.get("at", 0)}
        case callback if callback == STAND:
            return {**deep, "over": STAND}
    return deep


def _below(click: PlanClick, draw: Talk | None) -> Talk | None:
    """Return what draws the cards, and the window of tasks under the one that was sent."""
    view_id = click.body["view"].get("previous_view_id")
    over = click.kept.get("over")
    if not view_id or not over or draw is None:
        return draw

    def talk() -> None:
        with click.services.store.reading() as db:
            shown = click.shown(db)
        if over == STAND:
            below = task_window(shown, _task(shown, click))
        else:
            below = task_list(shown, int(click.kept.get("at") or 0))
        delivery.call(click.client, "views.update", view_id=view_id, view=below)
        draw()

    return talk

"""Buttons under tasks that were typed: under which idea they go, and on which school day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from slack_bolt import App

from bot import delivery
from bot.blocks.planning import forms
from bot.blocks.planning.task_replies import (
    DAY,
    ELSEWHERE,
    PLACE,
    UNDER,
    place_window,
    understood,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning import looks
from bot.planning.hearing.tasks import under
from bot.planning.hearing.typed import Typed
from bot.planning.students import no_student
from bot.redrawing import redraw
from bot.services import Services
from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.acting import TaskChanged
from conversations.planning.service import Taken

_NO_IDEA = "That change idea is not in the plan any more; somebody took it out meanwhile."
_MOVED = "That task has changed since. “Change” shows how it stands now."


def register(app: App, services: Services) -> None:
    """Listen to the buttons under typed tasks."""
    app.action(re.compile(rf"{UNDER}_\d"))(clicking(services, _under))
    app.action(ELSEWHERE)(clicking(services, _ask))
    app.view(PLACE)(submitting(services, _place))
    app.action(DAY)(clicking(services, _move_to_school_day))


def _under(click: PlanClick) -> Talk:
    taken, message = _add(click, str(click.carried("i")))
    talk = click.after(taken)

    def say() -> None:
        redraw(click.client, click.body, message)
        talk()

    return say


def _ask(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    at = click.body.get("container") or {}
    kept = {name: value for name, value in click.kept.items() if name != "p"}
    kept |= {"c": at.get("channel_id"), "ts": at.get("message_ts")}
    return click.open(place_window(plan, chain.tried(plan), kept, str(click.carried("w"))))


def _place(click: PlanClick) -> tuple[View | None, Talk | None]:
    taken, message = _add(click, forms.choice_in(click.values, "idea"))
    following, draw = click.sent(taken)

    def talk() -> None:
        at = {"channel": click.kept.get("c"), "ts": click.kept.get("ts")}
        delivery.call(click.client, "chat.update", **at, **message)
        if draw:
            draw()

    return following, talk


def _add(click: PlanClick, idea_id: str) -> tuple[Taken, dict[str, Any]]:
    """Add the typed tasks to an idea, once; return how they were understood."""
    words, key = str(click.carried("w")), str(click.carried("k"))
    no_student(words, "idea")
    with click.services.store.reading() as db:
        shown = click.shown(db)
    plan = shown.plan
    idea = plan.ideas.get(idea_id)
    if idea is None:
        raise Refused(_NO_IDEA, "idea")
    by = str(click.carried("b"))
    typed = Typed(plan, words, words, by, True, shown.today, shown.calendar, key, shown.team)
    heard = under(typed, idea, words.splitlines())
    taken = click.take(*heard.events, proposal_id=key)
    with click.services.store.reading() as db:
        after = looks.shown(click.services, db, taken.plan)
    return taken, heard.reply(after, taken)


def _move_to_school_day(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    task = plan.tasks.get(str(click.carried("id")))
    was = date.fromisoformat(str(click.carried("was")))
    if task is None or task.due != was:
        raise Refused(_MOVED)
    day = date.fromisoformat(str(click.carried("d")))
    event = TaskChanged(task.id, task.what, task.owner, task.support, task.starts, day, task.shows)
    taken = click.take(event, proposal_id=f"{task.id}-{day}")
    talk = click.after(taken)

    def say() -> None:
        if taken.changed:
            with click.services.store.reading() as db:
                shown = looks.shown(click.services, db, taken.plan)
            ids = [one for one in click.carried("all") if one in taken.plan.tasks]
            message = understood(shown, [taken.plan.tasks[one] for one in ids])
            redraw(click.client, click.body, message)
        talk()

    return say

"""The goal: said in a window, dated by one tap, with the day of its baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt import App

from bot.blocks.planning.goal import (
    BASELINE,
    BY,
    EDIT,
    SAVE,
    SAVE_BASELINE,
    baseline_window,
    goal_window,
)
from bot.blocks.planning.shown import Shown
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning.developing import GoalSet
from conversations.planning.model import Goal, Plan
from conversations.planning.typed_dates import read_date

_TYPED = ("what", "for_whom", "how_much", "serves")
_NO_GOAL = "There is no goal yet. Please say it first."
_NO_DAY = (
    "I cannot read a day in that. Please say it as “June 12” or “by the end of the school year”, "
    "or pick the day above."
)
_PAST = "Please give a day that is still to come."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of the goal."""
    app.action(EDIT)(clicking(services, _open))
    app.action(BY)(clicking(services, _date))
    app.action(BASELINE)(clicking(services, _open_baseline))
    app.view(SAVE)(submitting(services, _save))
    app.view(SAVE_BASELINE)(submitting(services, _save_baseline))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(goal_window(click.shown(db), new_id()))


def _date(click: PlanClick) -> Talk:
    """Take the day that was offered, unless somebody has said one meanwhile."""
    offered = date.fromisoformat(str(click.carried("d")))
    with click.services.store.transaction() as db:
        goal = _goal(click.seen(db))
        event = GoalSet(replace(goal, by_when=goal.by_when or offered))
        return click.after(click.take_in(db, event))


def _open_baseline(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    _goal(plan)
    return click.open(baseline_window(plan, new_id()))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    # What somebody else typed since the window was opened stays.
    changed = [name for name in _TYPED if not click.is_untouched(name)]
    typed: dict[str, Any] = {
        name: no_student(_value(click, name, "value"), name) for name in changed
    }
    with click.services.store.transaction() as db:
        shown = click.shown(db)
        goal = replace(shown.plan.goal or Goal(""), **typed)
        if not (click.is_untouched("by_when") and click.is_untouched("in_words")):
            goal = replace(goal, by_when=_by_when(click, shown))
        taken = click.take_in(db, GoalSet(goal), proposal_id=str(click.carried("n")))
    return click.sent(taken)


def _by_when(click: PlanClick, shown: Shown) -> date | None:
    """Return the day that was typed, else the one that was picked. Raises Refused."""
    words, picked = _value(click, "in_words", "value"), _value(click, "by_when", "selected_date")
    if words.strip():
        found = read_date(words, shown.today, shown.calendar)
        if found is None:
            raise Refused(_NO_DAY, "in_words")
        if found.day < shown.today:
            raise Refused(_PAST, "in_words")
        return found.day
    return date.fromisoformat(picked) if picked else None


def _save_baseline(click: PlanClick) -> tuple[View | None, Talk | None]:
    picked = date.fromisoformat(_value(click, "baseline_by", "selected_date"))
    with click.services.store.transaction() as db:
        event = GoalSet(replace(_goal(click.seen(db)), baseline_by=picked))
        taken = click.take_in(db, event, proposal_id=str(click.carried("n")))
    return click.sent(taken)


def _goal(plan: Plan) -> Goal:
    if plan.goal is None:
        raise Refused(_NO_GOAL)
    return plan.goal


def _value(click: PlanClick, name: str, kind: str) -> str:
    return str(click.values[name][name].get(kind) or "")

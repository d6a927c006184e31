""" "Why is that?": asked in a row until somebody says that it is deep enough."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.cause_windows import WHY
from bot.blocks.planning.why_window import ENOUGH, SAVE, ended_window, why_window
from bot.listeners.planning.cause_clicks import GONE, cause_in, kept_for, show
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.errors import NotFound
from conversations.planning import chain
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import DEEPEST_WHY
from conversations.planning.service import Taken


def register(app: App, services: Services) -> None:
    """Listen to the question and its answers."""
    app.action(WHY)(clicking(services, ask))
    app.view(SAVE)(submitting(services, _answer))
    app.action(ENOUGH)(clicking(services, _enough))


def ask(click: PlanClick) -> Talk:
    """Open the window that asks why."""
    plan, cause_id = cause_in(click)
    if chain.depth(plan, cause_id) >= DEEPEST_WHY:
        return show(click, ended_window(plan, cause_id, click.person.person))
    return show(click, why_window(plan, cause_id, kept_for(click, plan)))


def _answer(click: PlanClick) -> tuple[View | None, Talk | None]:
    taken, answer = _take(click)
    if answer not in taken.plan.causes:
        return click.sent(taken)
    if chain.depth(taken.plan, answer) >= DEEPEST_WHY:
        return click.sent(taken, ended_window(taken.plan, answer, click.person.person))
    return click.sent(taken, why_window(taken.plan, answer, {**click.kept, "n": new_id()}))


def _enough(click: PlanClick) -> Talk:
    """End the whys; an answer that stands in the window is kept."""
    plan, above = cause_in(click)
    if not _typed(click):
        return show(click, ended_window(plan, above, click.person.person))
    taken, answer = _take(click)
    last = answer if answer in taken.plan.causes else above
    shown = show(click, ended_window(taken.plan, last, click.person.person))

    def talk() -> None:
        shown()
        click.after(taken)()

    return talk


def _take(click: PlanClick) -> tuple[Taken, str]:
    """Keep the answer to a why; return its id."""
    with click.services.store.reading() as db:
        plan = click.seen(db)
    above, answer = str(click.carried("id")), str(click.carried("n"))
    if above not in plan.causes:
        raise NotFound(GONE)
    text = no_student(_typed(click), f"why:{above}")
    bone = plan.causes[above].bone
    added = CauseAdded(answer, bone, text, under=above, by=click.person.person)
    return click.take(added, proposal_id=answer), answer


def _typed(click: PlanClick) -> str:
    by_input = click.values.get(f"why:{click.carried('id')}") or {}
    return str((by_input.get("text") or {}).get("value") or "").strip()

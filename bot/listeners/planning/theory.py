"""The theory of action: edited, composed again, copied for others."""

from __future__ import annotations

from slack_bolt import App

from bot import redrawing
from bot.blocks.planning.theory import COMPOSE, COPY, EDIT, SAVE, copy_message, theory_window
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.errors import Refused
from conversations.planning.developing import TheoryWritten
from conversations.planning.wording import theory_of_action

_NOTHING = "There is no theory of action yet: it needs a goal and a driver."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the window of the theory of action."""
    app.action(EDIT)(clicking(services, _open))
    app.action(COMPOSE)(clicking(services, _compose))
    app.action(COPY)(clicking(services, _copy))
    app.view(SAVE)(submitting(services, _save))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(theory_window(click.seen(db)))


def _compose(click: PlanClick) -> Talk:
    return click.after(click.take(TheoryWritten("")))


def _copy(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    if not theory_of_action(plan):
        raise Refused(_NOTHING)
    return lambda: redrawing.whisper(click.client, click.body, copy_message(plan))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    typed = no_student(str(click.values["theory"]["theory"].get("value") or ""), "theory")
    with click.services.store.reading() as db:
        plan = click.seen(db)
    # Left as it was composed, it goes on following the chain.
    as_composed = not plan.theory and typed.strip() == theory_of_action(plan)
    return click.sent(click.take(TheoryWritten("" if as_composed else typed)))

"""What else has to be thought of: cost, schedule, professional learning, families."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning import forms
from bot.blocks.planning.considerations import EDIT, SAVE, considerations_window
from bot.blocks.planning.labels import HEADINGS
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.services import Services
from conversations.database import new_id
from conversations.planning.acting import Considered


def register(app: App, services: Services) -> None:
    """Listen to the button and the window of considerations."""
    app.action(EDIT)(clicking(services, _open))
    app.view(SAVE)(submitting(services, _save))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return click.open(considerations_window(plan, new_id()))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    # What somebody else typed since the window was opened stays.
    changed = [heading for heading in HEADINGS if not click.is_untouched(heading)]
    events = [
        Considered(heading, no_student(forms.text_in(click.values, heading), heading))
        for heading in changed
    ]
    return click.sent(click.take(*events, proposal_id=str(click.carried("n"))))

"""Changes that wait for an owner: accepted or declined, once."""

from __future__ import annotations

from functools import partial

from slack_bolt import App

from bot import redrawing
from bot.blocks.planning.proposals import ACCEPT, DECLINE, answered
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, clicking
from bot.planning.proposed import draw_everywhere, message_about
from bot.services import Services
from conversations.planning import service


def register(app: App, services: Services) -> None:
    """Listen to the two answers to a proposal."""
    app.action(ACCEPT)(clicking(services, partial(_answer, accept=True)))
    app.action(DECLINE)(clicking(services, partial(_answer, accept=False)))


def _answer(click: PlanClick, *, accept: bool) -> Talk:
    services, person = click.services, click.person
    proposal_id = str(click.carried("id"))
    with services.store.transaction() as db:
        proposal, taken = service.answer(
            db, person.tenant, proposal_id, accept=accept, by=person.person, now=services.clock()
        )
        message = message_about(services, db, person.tenant, proposal_id)
    mine = proposal.answered_by == person.person
    said = "" if mine else f"Somebody was quicker. {answered(proposal)}"

    def talk() -> None:
        if not click.body.get("view"):
            redrawing.redraw(click.client, click.body, message or {})
            if said:
                click.say("Answered", said)
        else:
            click.open(said_modal("Answered", said or answered(proposal)))()
        if taken.changed or click.body.get("view"):
            click.draw()
        services.later(partial(draw_everywhere, services, click.client, person.tenant, proposal_id))

    return talk

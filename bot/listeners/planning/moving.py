"""On and back between the stages of a plan."""

from __future__ import annotations

from functools import partial
from typing import get_args

from slack_bolt import App

from bot.blocks.planning.frame import AGAIN, GO_BACK, GO_ON, GO_TO, STEPS, steps_window
from bot.blocks.planning.replies import KEEP
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking
from bot.planning import pictures, words
from bot.redrawing import redraw
from bot.services import Services
from conversations.errors import NotFound, Refused
from conversations.planning import service, stages
from conversations.planning.model import Stage
from conversations.planning.service import Taken
from conversations.planning.steering import StageChosen

_MOVED = "The team has gone on since. The newest card in the thread shows where you are."
_GONE = "I no longer know that step. Please look for a newer message of mine."


def register(app: App, services: Services) -> None:
    """Listen to the buttons that lead on and back."""
    app.action(GO_ON)(clicking(services, _go_on))
    app.action(GO_BACK)(clicking(services, _go_back))
    app.action(GO_TO)(clicking(services, _go_to))
    app.action(STEPS)(clicking(services, _open_steps))
    app.action(AGAIN)(clicking(services, _show_again))
    app.action(KEEP)(clicking(services, _keep_words))


def _go_on(click: PlanClick) -> Talk:
    return _choose(click, stages.following(_at(click)))


def _go_back(click: PlanClick) -> Talk:
    return _choose(click, stages.previous(_at(click)))


def _go_to(click: PlanClick) -> Talk:
    to = click.carried("to")
    if to not in get_args(Stage):
        raise NotFound(_GONE)
    talk = _moved(click, click.take(StageChosen(to)))

    def say() -> None:
        # Cards have this button too: there the next card of the thread says it.
        if view := click.body.get("view"):
            said = said_modal("All steps", f"We are at *{stages.shown(to).title}* now.")
            _update(click, view, said)
        talk()

    return say


def _open_steps(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(steps_window(click.shown(db)))


def _show_again(click: PlanClick) -> Talk | None:
    """Show the card of the stage once more, at the end of the thread."""
    with click.services.store.transaction() as db:
        plan = click.seen(db)
        service.show_stage(db, plan, click.services.clock(), again=True)
    view = click.body.get("view")
    if view is None:
        return None
    where = f"in <#{plan.channel}>" if plan.channel else "in our direct messages"
    said = f"The card of this step is now the last message in the plan's thread {where}."
    return lambda: _update(click, view, said_modal("Action plan", said))


def _update(click: PlanClick, view: View, instead: View) -> None:
    click.client.views_update(view_id=view["id"], view=instead)


def _keep_words(click: PlanClick) -> Talk:
    """Keep typed words that looked like a student's data, for whoever vouches that they are not."""
    with click.services.store.transaction() as db:
        plan = click.seen(db)
        if plan.stage != click.carried("at"):
            raise Refused(_MOVED)
        text, key = str(click.carried("w")), str(click.carried("k"))
        said = words.keep(click.services, db, plan, text, key, click.person.person)
    if said is None:
        raise Refused(_MOVED)

    def talk() -> None:
        redraw(click.client, click.body, said.message)
        if said.changed:
            click.draw()

    return talk


def _choose(click: PlanClick, stage: Stage | None) -> Talk:
    if stage is None:
        raise NotFound(_GONE)
    with click.services.store.reading() as db:
        plan = click.seen(db)
    # Two who click at once go on by one.
    if plan.stage != _at(click):
        raise Refused(_MOVED)
    return _moved(click, click.take(StageChosen(stage)))


def _moved(click: PlanClick, taken: Taken) -> Talk:
    """Return the talk after a step: the cards, then the diagram of what the team goes on from."""
    talk = click.after(taken)
    draw = partial(
        pictures.show_what_is_left, click.services, click.client, taken.before, taken.plan
    )

    def both() -> None:
        talk()
        click.services.later(draw)

    return both


def _at(click: PlanClick) -> Stage:
    at: Stage = click.carried("at")
    return at

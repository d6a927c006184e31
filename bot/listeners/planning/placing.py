"""Where typed drivers and change ideas belong: whoever is asked chooses."""

from __future__ import annotations

import re

from slack_bolt import App

from bot.blocks.planning.placing import (
    CHOOSE,
    PLACE,
    SAVE,
    Sort,
    added,
    kept_message,
    place_window,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.redrawing import redraw
from bot.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the question where typed words belong."""
    app.action(re.compile(rf"{PLACE}_\d+"))(clicking(services, _place))
    app.action(CHOOSE)(clicking(services, _open))
    app.view(SAVE)(submitting(services, _save))


def _place(click: PlanClick) -> Talk:
    """Keep the words at a place; a second click shows where the first has put them."""
    sort, words, key = _words(click)
    events = added(sort, words, key, str(click.carried("t")))
    taken = click.take(*events, proposal_id=key)
    talk = click.after(taken)

    def say() -> None:
        if not taken.proposed:
            redraw(click.client, click.body, kept_message(taken.plan, events))
        talk()

    return say


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    return click.open(place_window(plan, *_words(click)))


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    sort, words, key = _words(click)
    place = str(click.values["place"]["place"]["selected_option"]["value"])
    return click.sent(click.take(*added(sort, words, key, place), proposal_id=key))


def _words(click: PlanClick) -> tuple[Sort, str, str]:
    sort: Sort = "idea" if click.carried("s") == "idea" else "driver"
    return sort, no_student(str(click.carried("w")), "place"), str(click.carried("k"))

"""The button that says which task typed words were about."""

from __future__ import annotations

import re

from slack_bolt import App

from bot import redrawing
from bot.blocks.reminding.replies import WHICH
from bot.blocks.text import as_typed
from bot.listeners.reminding.clicks import ReminderClick, Talk, clicking
from bot.reminding import words
from bot.reminding.task_words import Words
from bot.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the buttons under the question which task is meant."""
    app.action(re.compile(rf"{WHICH}_\d+"))(clicking(services, _this_one))


def _this_one(click: ReminderClick) -> Talk:
    raw, key = str(click.carried("w")), str(click.carried("k"))
    typed = Words("\n".join(filter(None, map(as_typed, raw.splitlines()))), raw)
    with click.services.store.transaction() as db:
        answered = words.take_in(click.services, db, click.about, typed, key)

    def talk() -> None:
        redrawing.redraw(click.client, click.body, answered.message)
        if answered.what != "nothing":
            words.follow(click.services, click.client, click.about)

    return talk

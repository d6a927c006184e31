"""Where a person works: the answer to a friendly question, or a setting in App Home."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, questions, redrawing
from bot.blocks.answer import Shown
from bot.blocks.levels import EVERYBODY, level_thanks
from bot.delivery import TryLater, Undeliverable
from bot.questions import COMMAND
from bot.services import Services
from bot.who import who
from conversations import answers, people

_CHOOSE = re.compile(r"level_choose_(classroom|school|district|state)")


def register(app: App, services: Services) -> None:
    """Listen to the choice of a level."""

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        action = body["actions"][0]
        level = action["action_id"].removeprefix("level_choose_")
        person = who(context)
        with services.store.transaction() as db:
            people.choose_level(db, person.tenant, person.person, level, services.clock())
            given = answers.find(db, person.tenant, action["value"])
        ack()
        mine = given if given and given.person == person.person else None
        if mine is None:
            redrawing.whisper(client, body, level_thanks(level))
            return
        message = questions.again(services, mine, Shown(mine.id, level))
        if mine.surface == COMMAND:
            redrawing.redraw(client, body, message)
            return
        redrawing.redraw(client, body, level_thanks(level))
        if mine.ts:
            try:
                delivery.call(client, "chat.update", channel=mine.channel, ts=mine.ts, **message)
            except (TryLater, Undeliverable):
                return

    def on_setting(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        chosen = body["actions"][0]["selected_option"]["value"]
        person = who(context)
        with services.store.transaction() as db:
            level = None if chosen == EVERYBODY else chosen
            people.choose_level(db, person.tenant, person.person, level, services.clock())
        ack()

    app.action(_CHOOSE)(on_choice)
    app.action("level_setting")(on_setting)

"""The button that draws the fishbone in the plan's thread."""

from __future__ import annotations

from slack_bolt import App

from bot.blocks.planning.causes import DRAW
from bot.listeners.planning.clicks import PlanClick, Talk, clicking
from bot.planning import pictures
from bot.services import Services
from conversations.errors import Refused

NO_FILES = (
    "I could not send the picture. Perhaps files are switched off here; whoever runs this app can "
    "allow me to send them. The causes themselves stay in Slack."
)
_NOTHING = "There are no causes to draw yet."


def register(app: App, services: Services) -> None:
    """Listen to the button."""
    app.action(DRAW)(clicking(services, _draw_fishbone))


def _draw_fishbone(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    if not plan.causes:
        raise Refused(_NOTHING)

    def talk() -> None:
        if not pictures.show(click.services, click.client, plan, pictures.FISHBONE):
            click.say("Fishbone", NO_FILES)

    return talk

"""App Home: drawn when it is opened, and again when something in it has changed."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.blocks.homes.look import TURN
from bot.blocks.homes.plans import EXPORTS, exports_window
from bot.blocks.homes.tasks import DO, MORE, OPEN
from bot.homes import drawing
from bot.listeners import home_asking
from bot.listeners.answers import open_modal
from bot.listeners.clicks import Click, Talk, clicking
from bot.listeners.planning.tasks import open_task
from bot.listeners.reminding.clicks import ReminderClick
from bot.listeners.reminding.tasks import ANSWERS
from bot.services import Services
from bot.who import Who, who
from conversations.coordinators import is_coordinator
from conversations.homes import plans

_TURNED = frozenset(("tasks", "teams", "plans"))


def register(app: App, services: Services) -> None:
    """Listen to the opening of the Home tab, and to what stands nowhere else."""

    def on_home(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        drawing.open_home(services, client, who(context), event.get("view"))

    app.event("app_home_opened", matchers=[lambda event: event.get("tab") == "home"])(on_home)
    app.action(re.compile(rf"{TURN}_\w+"))(clicking(services, _turn, Click))
    app.action(EXPORTS)(clicking(services, _exports, Click))
    app.action(MORE)(clicking(services, _answer, ReminderClick))
    home_asking.register(app, services)


def publish(services: Services, client: WebClient, viewer: Who) -> None:
    """Draw somebody's Home tab as things stand."""
    drawing.draw(services, client, viewer)


def _turn(click: Click) -> Talk | None:
    what, start = str(click.carried("what")), int(click.carried("n"))
    if what not in _TURNED:
        return None
    return lambda: drawing.turn(click.services, click.client, click.person, what, start)


def _answer(click: ReminderClick) -> Talk | None:
    """Do what was chosen in the menu of a task."""
    wanted = str(click.carried(DO))
    if wanted == OPEN:
        return open_task(click)
    answer = ANSWERS.get(wanted)
    return answer(click) if answer else None


def _exports(click: Click) -> Talk:
    person = click.person
    with click.services.store.reading() as db:
        coordinates = is_coordinator(db, person.tenant, person.person)
        found = plans.plans_shown(db, person.tenant, person.person, coordinates=coordinates)
    view = exports_window(found)
    return lambda: open_modal(click.client, click.body, view)

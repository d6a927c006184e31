"""What the plan still lacks: all of it in a window, and who is down for a lot."""

from __future__ import annotations

from slack_bolt import App

from bot import delivery
from bot.blocks.planning.review import ALL, ALL_WINDOW, LOAD, lacks_window, load_window
from bot.listeners.planning.clicks import PlanClick, Talk, clicking
from bot.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the buttons that show more."""
    app.action(ALL)(clicking(services, _all))
    app.action(LOAD)(clicking(services, _load))


def _all(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        view = lacks_window(click.shown(db), int(click.carried("start")))
    front = click.body.get("view") or {}
    if front.get("callback_id") != ALL_WINDOW:
        return click.open(view)

    def turn() -> None:
        delivery.call(click.client, "views.update", view_id=front["id"], view=view)

    return turn


def _load(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(load_window(click.shown(db), str(click.carried("id"))))

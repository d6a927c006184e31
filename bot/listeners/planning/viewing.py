"""The plan as everybody of the team looks at it, up and down the chain."""

from __future__ import annotations

import re

from slack_bolt import App

from bot.blocks.planning.beginning import OPEN, plans_window
from bot.blocks.planning.frame import SHOW
from bot.blocks.planning.pages import LOOK
from bot.blocks.planning.viewing import OTHERS
from bot.listeners.planning.clicks import PlanClick, Talk, clicking
from bot.planning import viewing
from bot.services import Services
from conversations.planning import service


def register(app: App, services: Services) -> None:
    """Listen to the buttons that open the plan's window, and to those between its pages."""
    app.action(re.compile(rf"^{SHOW}(_\w+)?$"))(clicking(services, _open))
    app.action(OPEN)(clicking(services, _open))
    app.action(re.compile(rf"^{LOOK}(_\w+)?$"))(clicking(services, _look))
    app.action(OTHERS)(clicking(services, _others))


def _open(click: PlanClick) -> Talk:
    view = viewing.window(click.services, click.person, click.plan_id, "")
    return click.open(view)


def _look(click: PlanClick) -> Talk:
    at, start = str(click.carried("at")), int(click.kept.get("n") or 0)
    view = viewing.window(click.services, click.person, click.plan_id, at, start)
    return click.instead(view)


def _others(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plans = service.plans_for(db, click.person.tenant, click.person.person)
    return click.instead(plans_window(plans, click.services.clock()))

"""Verbs for dialogues in App Home."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.homes import following
from bot.sandbox.actor import Actor
from bot.sandbox.checks import check_view
from bot.sandbox.model import View
from bot.workspaces import client_for
from tests.bot.assessing import Hours
from tests.bot.stage import Stage


def home(stage: Stage, actor: Actor) -> View:
    """Let somebody open their Home, and look at it."""
    actor.opens_home()
    stage.settle()
    return seen(actor)


def seen(actor: Actor) -> View:
    """Return somebody's Home as it stands."""
    assert actor.home is not None
    check_view({"type": "home", "blocks": actor.home.payload["blocks"]}, "home")
    return actor.home


def follow(stage: Stage, hours: Hours, seconds: float = 11) -> None:
    """Let some time pass, and draw the Homes that show less than there is."""
    hours.passes(seconds=seconds)
    services = stage.composed.services
    following.follow(services, partial(client_for, services.settings, stage.composed.workspaces))
    stage.settle()


def headers(view: View) -> list[str]:
    """Return the headings of a Home."""
    return [block["text"]["text"] for block in view.blocks if block["type"] == "header"]


def told(view: View) -> list[str]:
    """Return the texts of the sections of a Home, in order."""
    return [block["text"]["text"] for block in view.blocks if block["type"] == "section"]


def chooses(stage: Stage, actor: Actor, label: str, place: int = 0) -> Any:
    """Let somebody choose in the menu of a task in their Home."""
    menus = [
        (block, element)
        for block in seen(actor).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "overflow"
    ]
    block, menu = menus[place]
    values = {option["text"]["text"]: option["value"] for option in menu["options"]}
    outcome = actor.clicks(
        seen(actor), menu["action_id"], block_id=block["block_id"], value=values[label]
    )
    assert outcome.ok, outcome
    stage.settle()
    return outcome

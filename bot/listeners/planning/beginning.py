"""Beginning a plan: from a priority, from a command, from App Home."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot import delivery
from bot.assessing import channels
from bot.blocks.planning.beginning import (
    BEGIN,
    ME,
    PREPARE,
    WHO,
    begin_window,
    begun_window,
    plans_message,
)
from bot.listeners import clicks, home
from bot.listeners.answers import open_modal
from bot.listeners.clicks import Talk, View
from bot.listeners.steering import Click as SessionClick
from bot.planning import beginning, viewing
from bot.planning.beginning import Wanted
from bot.services import Services
from bot.who import Who
from conversations import people
from conversations.database import new_id
from conversations.errors import NotAllowed, Refused
from conversations.planning import service

_GUEST = "Action plans belong to the workspace that invited you."
_NOT_YET = "There are no results yet."


def register(app: App, services: Services) -> None:
    """Listen to what begins a plan."""
    app.action("session_plan")(clicks.clicking(services, _from_priority, SessionClick))
    app.action(PREPARE)(clicks.clicking(services, _from_nothing, clicks.Click))
    app.action(WHO)(clicks.clicking(services, _turn, clicks.Click))
    app.view(BEGIN)(clicks.submitting(services, _begin, clicks.Click))


def answer_command(
    services: Services, client: WebClient, asker: Who, body: dict[str, Any], about: str
) -> dict[str, Any] | None:
    """Open a window for ``/blueprint plan``, None then; or return the plans under way.

    It shows the only plan there is, or begins one.

    Raises NotAllowed for guests.
    """
    if asker.is_guest:
        raise NotAllowed(_GUEST)
    with services.store.reading() as db:
        plans = service.plans_for(db, asker.tenant, asker.person) if not about else []
    if len(plans) == 1:
        view = viewing.window(services, asker, plans[0].id, "")
        open_modal(client, body, view)
        return None
    if plans:
        return plans_message(plans, "{}", services.clock())
    open_modal(client, body, _window(services, asker, about))
    return None


def _from_priority(click: SessionClick) -> Talk:
    with click.services.store.reading() as db:
        if click.seen(db).session.phase != "done":
            raise Refused(_NOT_YET)
        rank = int(click.carried("r"))
        wanted = beginning.from_priority(click.services, db, click.session, click.person, rank)
        teams = beginning.teams_for(db, click.person)
    kept = {"id": new_id(), "s": click.session, "r": rank}
    view = begin_window(
        kept, title=wanted.title, teams=teams, team=wanted.team, channel=wanted.channel
    )
    return lambda: open_modal(click.client, click.body, view)


def _from_nothing(click: clicks.Click) -> Talk:
    view = _window(click.services, click.person, str(click.kept.get("about") or ""))
    return lambda: open_modal(click.client, click.body, view)


def _turn(click: clicks.Click) -> Talk:
    """Draw the window anew for whose plan it is."""
    view = click.body["view"]
    kept, chosen = json.loads(view["private_metadata"]), _chosen(click)
    with click.services.store.reading() as db:
        teams = beginning.teams_for(db, click.person)
    team = next((one for one in teams if one.id == chosen.team), None)
    channel = chosen.channel or (team.channel if team else None)
    after = begin_window(kept, title=chosen.title, teams=teams, team=chosen.team, channel=channel)

    def talk() -> None:
        delivery.call(
            click.client, "views.update", view_id=view["id"], hash=view["hash"], view=after
        )

    return talk


def _begin(click: clicks.Click) -> tuple[View | None, Talk | None]:
    wanted, who = _chosen(click), click.person
    if wanted.channel:
        channels.look_at(click.client, wanted.channel, _channel_input(click))
    with click.services.store.transaction() as db:
        level = people.level_of(db, who.tenant, who.person)
        if session := click.kept.get("s"):
            rank = int(click.carried("r"))
            priority = beginning.from_priority(click.services, db, str(session), who, rank)
            wanted = beginning.out_of_priority(wanted, priority)
        else:
            origins = beginning.from_words(click.services, wanted.title, level)
            wanted = replace(wanted, origins=origins)
        plan = beginning.begin(click.services, db, who, str(click.carried("id")), wanted)

    def talk() -> None:
        home.publish(click.services, click.client, who)

    return begun_window(plan), talk


def _window(services: Services, asker: Who, about: str) -> View:
    with services.store.reading() as db:
        teams = beginning.teams_for(db, asker)
    first = teams[0] if teams else None
    return begin_window(
        {"id": new_id()},
        title=about,
        teams=teams,
        team=first.id if first else None,
        channel=first.channel if first else None,
    )


def _chosen(click: clicks.Click) -> Wanted:
    values = click.values
    team = (values["team"][WHO].get("selected_option") or {}).get("value")
    # What was chosen for another team, until the window is drawn anew, is no channel for this one.
    chosen = values.get(f"channel:{team}") or {}
    channel = chosen.get("channel", {}).get("selected_conversation")
    return Wanted(
        title=str(values["title"]["title"].get("value") or ""),
        team=None if team in (None, ME) else team,
        channel=channel,
    )


def _channel_input(click: clicks.Click) -> str:
    return next((name for name in click.values if name.startswith("channel")), "channel")

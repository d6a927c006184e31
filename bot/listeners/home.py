"""App Home: published when it is opened, and again when something in it has changed."""

from __future__ import annotations

import logging

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import delivery
from bot.assessing import facilitating
from bot.blocks.home import home_view
from bot.blocks.planning import beginning
from bot.blocks.rosters import home_sections
from bot.blocks.under_way import home_section
from bot.delivery import TryLater, Undeliverable
from bot.rosters import full_roster_of
from bot.services import Services
from bot.who import Who, who
from conversations import people
from conversations.planning import service

log = logging.getLogger(__name__)


def register(app: App, services: Services) -> None:
    """Listen to the opening of the Home tab."""

    def on_home(context: BoltContext, client: WebClient) -> None:
        publish(services, client, who(context))

    app.event("app_home_opened", matchers=[lambda event: event.get("tab") == "home"])(on_home)


def publish(services: Services, client: WebClient, viewer: Who) -> None:
    """Draw somebody's Home tab as things stand."""
    roster = full_roster_of(services, client, viewer)
    with services.store.reading() as db:
        level = people.level_of(db, viewer.tenant, viewer.person)
        under_way = facilitating.under_way(services, db, viewer)
        under_plan = service.plans_for(db, viewer.tenant, viewer.person)
    teams, assessments = home_sections(roster), home_section(under_way)
    plans = beginning.home_section(under_plan, services.clock())
    if roster.is_guest:
        assessments, plans = [], []
    view = home_view(
        level,
        [
            *([] if under_way else assessments),
            *([] if under_plan else plans),
            *teams,
        ],
        under_way=[*(assessments if under_way else ()), *(plans if under_plan else ())],
        is_coordinator=roster.is_coordinator,
    )
    try:
        delivery.call(client, "views.publish", user_id=viewer.person, view=view)
    except (TryLater, Undeliverable) as failed:
        log.warning("A Home tab was not drawn", extra={"reason": failed.reason})

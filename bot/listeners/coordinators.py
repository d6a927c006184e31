"""Coordinators of a workspace: chosen in App Home."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.blocks.rosters import NAMED
from bot.directory import home_of, insider, look_up_all, may_name_coordinators
from bot.listeners import home
from bot.listeners.telling import tell
from bot.services import Services
from bot.who import Who, who
from conversations import outbox
from conversations.coordinators import coordinators, name_coordinator, remove_coordinator
from conversations.database import timestamp
from conversations.errors import ConversationError


def register(app: App, services: Services) -> None:
    """Listen to the choice of coordinators."""

    def on_choice(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        # First of all: Slack may take longer to say who somebody is than it waits for us.
        ack()
        try:
            person = insider(client, context, body)
            _choose(
                services, client, person, home_of(context), body["actions"][0]["selected_users"]
            )
        except ConversationError as refused:
            tell(client, body, str(refused))
        # Also after a refusal, so that the choice is shown as it stands.
        home.publish(services, client, who(context))

    app.action("coordinator_choose")(on_choice)


def _choose(
    services: Services, client: WebClient, person: Who, ours: Collection[str], chosen: list[str]
) -> None:
    now, tenant = services.clock(), person.tenant
    with services.store.reading() as db:
        before = coordinators(db, tenant)
    profiles = look_up_all(client, set(chosen) - set(before))
    may_name = person.person not in before and bool(may_name_coordinators(services, client, person))
    with services.store.transaction() as db:
        before = coordinators(db, tenant)
        for one in chosen:
            if one in before:
                continue
            name_coordinator(
                db,
                tenant,
                one,
                named_by=person.person,
                may_name=may_name,
                is_guest=one in profiles and profiles[one].is_outsider(ours),
                now=now,
            )
            if one != person.person:
                outbox.enqueue(
                    db,
                    tenant=tenant,
                    subject_type="coordinator",
                    subject_id=one,
                    recipient=one,
                    kind=NAMED,
                    occurrence=timestamp(now),
                    payload={"by": person.person},
                    due_at=now,
                    now=now,
                )
        # Last of all themselves: from then on they may change nothing.
        for one in sorted(set(before) - set(chosen), key=lambda one: one == person.person):
            remove_coordinator(db, tenant, one, removed_by=person.person, may_name=may_name)
            outbox.cancel(db, tenant, "coordinator", one, now)

"""Coordinators of a workspace: chosen in App Home."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.blocks.rosters import NAMED
from bot.directory import home_of, look_up_all, may_name_coordinators
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
        person, chosen = who(context), body["actions"][0]["selected_users"]
        with services.store.reading() as db:
            before = coordinators(db, person.tenant)
        profiles = look_up_all(client, set(chosen) - set(before))
        ours = home_of(context)
        guests = {one for one, profile in profiles.items() if profile.is_outsider(ours)}
        may_name = person.person not in before and bool(
            may_name_coordinators(services, client, person)
        )
        try:
            _choose(services, person, chosen, guests, may_name=may_name)
        except ConversationError as refused:
            ack()
            tell(client, body, str(refused))
        else:
            ack()
        home.publish(services, client, person)

    app.action("coordinator_choose")(on_choice)


def _choose(
    services: Services, person: Who, chosen: list[str], guests: set[str], *, may_name: bool
) -> None:
    now, tenant = services.clock(), person.tenant
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
                is_guest=one in guests,
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

"""Time zones of people, as their profiles in Slack have them."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.directory import look_up_all
from bot.services import Services
from bot.who import Who
from conversations import personal_hours


def follow_profile(services: Services, client: WebClient, person: Who) -> None:
    """Keep the time zone of somebody's profile, unless it was looked at within a day."""
    now = services.clock()
    with services.store.reading() as db:
        if not personal_hours.is_profile_old(db, person.tenant, person.person, now):
            return
    profile = look_up_all(client, [person.person]).get(person.person)
    if profile is None:
        return
    with services.store.transaction() as db:
        personal_hours.note_profile_zone(
            db, person.tenant, person.person, profile.timezone, now=now
        )

"""The names of everybody in a plan, for documents that leave Slack."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.blocks.planning.shown import Shown
from bot.directory import look_up_all
from bot.planning.reports import Names, people_in


def names_in(client: WebClient | None, shown: Shown) -> Names:
    """Return the names by user id: as the team has them, else as Slack says in time."""
    members = shown.team.members if shown.team else ()
    known = {member.person: member.name for member in members if member.person and member.name}
    missing = people_in(shown.plan) - known.keys()
    if client is None or not missing:
        return known
    profiles = look_up_all(client, missing)
    return known | {person: profile.name for person, profile in profiles.items() if profile.name}

"""Reads what a person may see and do with teams and coordinators."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk import WebClient

from bot.blocks.rosters import Roster
from bot.directory import may_name_coordinators
from bot.services import Services
from bot.who import Who
from conversations import teams
from conversations.coordinators import coordinators


def roster_of(services: Services, viewer: Who) -> Roster:
    """Return a person's teams; for a coordinator, all of the workspace."""
    with services.store.reading() as db:
        named = tuple(coordinators(db, viewer.tenant))
        if viewer.is_guest:
            return Roster(viewer.person, named, (), frozenset(), is_guest=True)
        every = viewer.person in named
        seen = (
            teams.open_teams(db, viewer.tenant)
            if every
            else teams.teams_of(db, viewer.tenant, viewer.person)
        )
    steered = frozenset(team.id for team in seen if every or viewer.person in team.coordinators)
    return Roster(viewer.person, named, tuple(seen), steered)


def full_roster_of(services: Services, client: WebClient, viewer: Who) -> Roster:
    """Return a person's teams and whether they may name coordinators, for which Slack is asked."""
    roster = roster_of(services, viewer)
    if roster.is_coordinator or roster.is_guest:
        return roster
    return replace(roster, may_name=may_name_coordinators(services, client, viewer))

"""Reads what a person may see and do with teams and coordinators."""

from __future__ import annotations

from sqlite_utils import Database

from bot.blocks.rosters import Roster
from bot.services import Services
from bot.who import Who
from conversations import teams
from conversations.coordinators import coordinators


def roster_of(services: Services, viewer: Who) -> Roster:
    """Return a person's teams; for a coordinator, all of the workspace."""
    with services.store.reading() as db:
        return roster_in(db, viewer)


def roster_in(db: Database, viewer: Who) -> Roster:
    """Return the same out of an open database."""
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

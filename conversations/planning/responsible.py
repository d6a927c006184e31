"""Who answers for something, chosen among people in Slack and members of the team without it."""

from __future__ import annotations

from conversations.errors import Refused
from conversations.planning.model import Responsible, is_known
from conversations.teams import Team

NOBODY, AS_BEFORE = "nobody", "before"
"""Choices beside the members without Slack: none of them, and who has left since."""

_ONE_OF_TWO = "Please choose one of the two: somebody in Slack, or somebody without."


def without_slack(team: Team | None, before: Responsible | None) -> dict[str, str]:
    """Return the names of those without Slack who may be chosen, by the id of their membership.

    Whoever has nobody to speak for them cannot; whoever was chosen ``before`` can, though they have
    left.
    """
    members = team.members if team else ()
    others = (one for one in members if one.person is None)
    names = {one.id: one.name for one in others if one.sponsor and is_known(one.sponsor)}
    if before and before.name and membership(team, before) == AS_BEFORE:
        names[AS_BEFORE] = before.name
    return names


def membership(team: Team | None, one: Responsible | None) -> str:
    """Return under which id a name is chosen; empty for somebody in Slack."""
    if one is None or not one.name:
        return ""
    members = team.members if team else ()
    found = (m.id for m in members if (m.name, m.sponsor) == (one.name, one.person))
    return next(found, AS_BEFORE)


def chosen(
    person: str, member: str, before: Responsible | None, team: Team | None, field: str
) -> Responsible | None:
    """Return who answers for something: a ``person`` in Slack, or a ``member`` without.

    Where both are given, the one that is new stands; who was there ``before`` need not be emptied.
    Raises Refused under ``field`` where both are new, or the member has left meanwhile.
    """
    if member in ("", NOBODY):
        return Responsible(person) if person else None
    if person and before is not None:
        if member == membership(team, before):
            return Responsible(person)
        if not before.name and person == before.person:
            person = ""
    if person:
        raise Refused(_ONE_OF_TWO, field)
    if member == AS_BEFORE:
        return before
    named = next((one for one in team.members if one.id == member), None) if team else None
    if named is None or not named.sponsor:
        raise Refused("That person is not in the team any more. Please choose again.", field)
    return Responsible(named.sponsor, named.name)

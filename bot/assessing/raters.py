"""Who is to rate in a self-assessment: a team, people chosen by name, everybody in a channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from slack_sdk import WebClient
from sqlite_utils import Database

from bot.assessing import channels
from bot.blocks.starting import CROWD, ME, OWN, PEOPLE, Choices
from bot.directory import Profile, look_up_all, look_up_many
from bot.services import Services
from bot.who import Who
from conversations.assessment.inviting import Invited
from conversations.errors import NotAllowed, Refused
from conversations.memberships import part_of
from conversations.teams import Team, check_no_guests, find_team, may_steer

MOST_AT_ONCE = 20
"""People who are looked up while a window waits for its answer."""

_MOST = 300
_FEWEST = 2
_TOO_FEW = "Please choose at least two people, or “Only me” above."
_SILENT = "Slack did not tell me in time who everybody is. Please try once more."


@dataclass(frozen=True)
class Starter:
    """Who sets a self-assessment up, and what Slack is asked through.

    ``ours`` are the ids of the workspace and its organisation, ``bot`` is the app's own user.
    """

    who: Who
    client: WebClient
    ours: frozenset[str]
    bot: str


@dataclass(frozen=True)
class Crowd:
    """The people outside a team who were chosen, and in which input."""

    people: tuple[str, ...]
    field: str


def crowd_of(by: Starter, choices: Choices) -> Crowd | None:
    """Return the people to look up, apps among them; None where a team or oneself rates.

    Raises Refused where a channel cannot be looked into.
    """
    if choices.who == PEOPLE:
        return Crowd(tuple(dict.fromkeys(choices.people)), "people")
    if choices.who == CROWD:
        if not choices.crowd:
            raise Refused("Please choose a channel.", "crowd")
        channels.look_at(by.client, choices.crowd, "crowd")
        inside = channels.members_of(by.client, choices.crowd, "crowd")
        return Crowd(tuple(one for one in inside if one != by.bot), "crowd")
    return None


def gather(
    services: Services, by: Starter, choices: Choices, crowd: Crowd | None
) -> tuple[Invited, ...]:
    """Return who rates, with role and level; raises NotAllowed, NotFound or Refused."""
    known: Mapping[str, Profile] = {}
    if crowd:
        look_up = look_up_many if len(crowd.people) > MOST_AT_ONCE else look_up_all
        known = look_up(by.client, crowd.people)
        inside = _insiders(by, choices, crowd, known)
    elif choices.who == ME:
        known = look_up_all(by.client, [by.who.person])
        inside = [by.who.person]
    with services.store.reading() as db:
        team = team_of(db, by.who, choices)
        if team:
            return members(team, choices)
        tenant = by.who.tenant
        return tuple(_rater(db, tenant, choices, one, known.get(one)) for one in inside)


def team_of(db: Database, person: Who, choices: Choices) -> Team | None:
    """Return the team that rates, None where there is none; raises NotAllowed or NotFound."""
    if choices.team is None:
        return None
    team = find_team(db, person.tenant, choices.team)
    if not team.member(person.person) and not may_steer(db, person.tenant, team.id, person.person):
        raise NotAllowed("Only a team's members and coordinators start its self-assessment.")
    return team


def members(team: Team, choices: Choices) -> tuple[Invited, ...]:
    """Return a team's members as those who rate; raises Refused where there are none."""
    if not team.members:
        raise Refused("Nobody is in that team yet. Its coordinators add members.", "who")
    return tuple(
        Invited(
            person=member.person or str(member.sponsor),
            name=member.name,
            level=member.level if choices.level == OWN else choices.level,
            role=member.role,
            on_behalf=member.person is None,
        )
        for member in team.members
    )


def joining(
    db: Database, tenant: str, people: Collection[str], known: Mapping[str, Profile]
) -> tuple[Invited, ...]:
    """Return people who join a self-assessment under way, each at their own level."""
    return tuple(_rater(db, tenant, Choices(), one, known.get(one)) for one in people)


def _insiders(
    by: Starter, choices: Choices, crowd: Crowd, known: Mapping[str, Profile]
) -> list[str]:
    inside = [one for one in crowd.people if one in known and not known[one].is_outsider(by.ours)]
    if not known or (choices.who == PEOPLE and set(crowd.people) - known.keys()):
        raise Refused(_SILENT, crowd.field)
    if choices.who == PEOPLE:
        check_no_guests(set(crowd.people) - set(inside), crowd.field)
    if len(inside) > _MOST:
        raise Refused(f"Please choose {_MOST} people at most.", crowd.field)
    if len(inside) < _FEWEST:
        raise Refused(_TOO_FEW, crowd.field)
    return inside


def _rater(
    db: Database, tenant: str, choices: Choices, person: str, profile: Profile | None
) -> Invited:
    role, level = part_of(db, tenant, person, profile.title if profile else "")
    name = profile.name if profile else ""
    return Invited(person, name, level if choices.level == OWN else choices.level, role)

"""Teams of a workspace: their channel, time zone and coordinators, and who may change them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.coordinators import is_coordinator
from conversations.database import timestamp
from conversations.errors import NotAllowed, NotFound, Refused

LONGEST_NAME = 80


@dataclass(frozen=True)
class Member:
    """Somebody in a team: a ``person`` in Slack, or a name with a ``sponsor`` in Slack."""

    id: str
    person: str | None
    name: str
    role: str
    level: str
    sponsor: str | None


@dataclass(frozen=True)
class Team:
    """A team with its present members, longest-serving first, and its own coordinators."""

    id: str
    name: str
    channel: str | None
    timezone: str
    members: tuple[Member, ...]
    coordinators: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The members who are in Slack."""
        return tuple(member.person for member in self.members if member.person)

    def member(self, person: str) -> Member | None:
        """Return the membership of a person in Slack."""
        return next((member for member in self.members if member.person == person), None)


_OPEN = "SELECT * FROM teams WHERE tenant = ? AND closed_at IS NULL"


def find_team(db: Database, tenant: str, team_id: str) -> Team:
    """Return an open team; raises NotFound."""
    for team in _teams(db, tenant, f"{_OPEN} AND id = ?", team_id):
        return team
    raise NotFound("That team is not there any more.")


def open_teams(db: Database, tenant: str) -> list[Team]:
    """Return all open teams of a workspace, by name."""
    return _teams(db, tenant, f"{_OPEN} ORDER BY name, id")


def teams_of(db: Database, tenant: str, person: str) -> list[Team]:
    """Return the open teams that a person belongs to or coordinates, by name."""
    teams = open_teams(db, tenant)
    return [team for team in teams if team.member(person) or person in team.coordinators]


def may_steer(db: Database, tenant: str, team_id: str, person: str) -> bool:
    """Tell whether a person may change a team: as its coordinator or the workspace's."""
    found = db.execute(
        "SELECT 1 FROM team_coordinators WHERE tenant = ? AND team = ? AND person = ?",
        [tenant, team_id, person],
    )
    return found.fetchone() is not None or is_coordinator(db, tenant, person)


def save_team(
    db: Database,
    tenant: str,
    team_id: str,
    *,
    name: str,
    channel: str | None,
    timezone: str,
    by: str,
    now: datetime,
) -> None:
    """Make a team under an id chosen beforehand, or change the one that has it.

    A new team is made by a coordinator of the workspace. Raises NotAllowed or Refused.
    """
    name = checked(name, "name", LONGEST_NAME, "Please give the team a name.")
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise Refused("Please choose one of the time zones offered.", "timezone") from None
    exists = db.execute(
        "SELECT closed_at FROM teams WHERE tenant = ? AND id = ?", [tenant, team_id]
    ).fetchone()
    if exists is None:
        check_may_make(db, tenant, by)
    else:
        check_may_steer(db, tenant, team_id, by)
        if exists[0] is not None:
            raise NotFound("That team is closed.")
    db.execute(
        "INSERT INTO teams (tenant, id, name, channel, timezone, made_by, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (tenant, id) DO UPDATE"
        " SET name = excluded.name, channel = excluded.channel, timezone = excluded.timezone",
        [tenant, team_id, name, channel, timezone, by, timestamp(now)],
    )


def close_team(db: Database, tenant: str, team_id: str, *, by: str, now: datetime) -> None:
    """Put a team away; what it did is kept. Raises NotAllowed."""
    check_may_steer(db, tenant, team_id, by)
    db.execute(
        "UPDATE teams SET closed_at = ? WHERE tenant = ? AND id = ? AND closed_at IS NULL",
        [timestamp(now), tenant, team_id],
    )


def set_team_coordinators(
    db: Database,
    tenant: str,
    team_id: str,
    people: Collection[str],
    *,
    guests: Collection[str],
    by: str,
    now: datetime,
) -> None:
    """Let ``people``, and nobody else, coordinate a team.

    ``guests`` are those among them who come from another workspace. Raises NotAllowed or Refused.
    """
    check_may_steer(db, tenant, team_id, by)
    if not people:
        raise Refused("Please choose at least one coordinator.", "coordinators")
    check_no_guests(set(people) & set(guests), "coordinators")
    before = set(find_team(db, tenant, team_id).coordinators)
    for person in before - set(people):
        db.execute(
            "DELETE FROM team_coordinators WHERE tenant = ? AND team = ? AND person = ?",
            [tenant, team_id, person],
        )
    for person in dict.fromkeys(people):
        if person not in before:
            db.execute(
                "INSERT INTO team_coordinators (tenant, team, person, named_by, at)"
                " VALUES (?, ?, ?, ?, ?)",
                [tenant, team_id, person, by, timestamp(now)],
            )


def _teams(db: Database, tenant: str, select: str, *more: str) -> list[Team]:
    """Return the teams that a query finds, in three queries however many there are."""
    found = list(db.query(select, [tenant, *more]))
    about = [tenant, json.dumps([team["id"] for team in found])]
    members: dict[str, list[Member]] = defaultdict(list)
    for row in db.query(
        "SELECT team, id, person, name, role, level, sponsor FROM members WHERE tenant = ?"
        " AND team IN (SELECT value FROM json_each(?)) AND left_at IS NULL"
        " ORDER BY joined_at, name, person, id",
        about,
    ):
        members[row.pop("team")].append(Member(**row))
    steering: dict[str, list[str]] = defaultdict(list)
    for row in db.query(
        "SELECT team, person FROM team_coordinators WHERE tenant = ?"
        " AND team IN (SELECT value FROM json_each(?)) ORDER BY at, person",
        about,
    ):
        steering[row["team"]].append(row["person"])
    return [
        Team(
            id=team["id"],
            name=team["name"],
            channel=team["channel"],
            timezone=team["timezone"],
            members=tuple(members[team["id"]]),
            coordinators=tuple(steering[team["id"]]),
        )
        for team in found
    ]


def checked(text: str, field: str, longest: int, missing: str) -> str:
    """Return what was typed, in one line; raises Refused where it is missing or too long."""
    text = " ".join(text.split())
    if not text:
        raise Refused(missing, field)
    if len(text) > longest:
        raise Refused(f"Please keep it within {longest} characters.", field)
    return text


def check_may_make(db: Database, tenant: str, person: str) -> None:
    """Raise NotAllowed where a person may not make a team."""
    if not is_coordinator(db, tenant, person):
        raise NotAllowed(
            "Teams are made by a coordinator of this workspace. My Home tab says who that is."
        )


def check_may_steer(db: Database, tenant: str, team_id: str, person: str) -> None:
    """Raise NotAllowed where a person may not change a team."""
    if not may_steer(db, tenant, team_id, person):
        raise NotAllowed(
            "Only the team's coordinators and the workspace's coordinators may change a team."
        )


def check_no_guests(guests: Collection[str], field: str) -> None:
    """Raise Refused where there are people from another workspace."""
    if guests:
        raise Refused("Please choose members of this workspace only, and no apps.", field)

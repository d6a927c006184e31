"""Who is in a team: joining, roles and levels, leaving.

A member who leaves is kept with the date; who comes back is a member anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from content.ids import LEVELS
from conversations.database import new_id, timestamp
from conversations.errors import Refused
from conversations.people import level_of
from conversations.teams import (
    LONGEST_NAME,
    Member,
    check_may_steer,
    check_no_guests,
    checked,
    find_team,
)

ROLES = (
    "ESL teacher",
    "Classroom teacher",
    "Principal",
    "Coach",
    "District leader",
    "Family member",
    "School committee",
    "Other",
)
UNSAID_ROLE = "Other"
USUAL_LEVEL = "school"
_LEVELS_OF_ROLES = {
    "ESL teacher": "classroom",
    "Classroom teacher": "classroom",
    "District leader": "district",
    "School committee": "district",
}
# The first word found in a job title gives the role away.
_TITLE_WORDS = (
    ("superintendent", "District leader"),
    ("district", "District leader"),
    ("director", "District leader"),
    ("principal", "Principal"),
    ("coach", "Coach"),
    ("esl", "ESL teacher"),
    ("teacher", "Classroom teacher"),
)
LONGEST_ROLE = 60


def set_members(
    db: Database,
    tenant: str,
    team_id: str,
    people: Sequence[str],
    *,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    guests: Collection[str],
    by: str,
    now: datetime,
) -> None:
    """Let ``people``, and nobody else in Slack, be members: others leave, new ones join.

    Who joins has the role and level they had before, else what their job title suggests and the
    level they said they work at. Raises NotAllowed or Refused.
    """
    check_may_steer(db, tenant, team_id, by)
    check_no_guests(set(people) & set(guests), "members")
    present = {m.person: m for m in find_team(db, tenant, team_id).members if m.person}
    for person, member in present.items():
        if person not in people:
            _end(db, tenant, member.id, now)
    for person in dict.fromkeys(people):
        if person not in present:
            role, level = part_of(db, tenant, person, titles.get(person, ""), team_id)
            member = Member(new_id(), person, names.get(person, ""), role, level, None)
            _join(db, member, tenant=tenant, team_id=team_id, now=now)


def add_named_member(
    db: Database,
    tenant: str,
    team_id: str,
    member_id: str,
    *,
    name: str,
    sponsor: str,
    role: str,
    level: str,
    sponsor_is_guest: bool,
    by: str,
    now: datetime,
) -> None:
    """Add somebody without Slack, whom ``sponsor`` speaks for; the same id again adds nobody.

    Raises NotAllowed, NotFound or Refused.
    """
    check_may_steer(db, tenant, team_id, by)
    find_team(db, tenant, team_id)
    name = checked(name, "name", LONGEST_NAME, "Please enter the person's name.")
    _check_role_and_level(role, level)
    if sponsor_is_guest:
        raise Refused("Please choose somebody of this workspace.", "sponsor")
    member = Member(member_id, None, name, role, level, sponsor)
    _join(db, member, tenant=tenant, team_id=team_id, now=now)


def change_member(
    db: Database,
    tenant: str,
    team_id: str,
    member_id: str,
    *,
    role: str,
    level: str,
    by: str,
) -> None:
    """Give a member another role or level. Raises NotAllowed or Refused."""
    check_may_steer(db, tenant, team_id, by)
    _check_role_and_level(role, level)
    db.execute(
        "UPDATE members SET role = ?, level = ? WHERE tenant = ? AND team = ? AND id = ?",
        [role, level, tenant, team_id, member_id],
    )


def change_sponsor(
    db: Database,
    tenant: str,
    team_id: str,
    member_id: str,
    sponsor: str,
    *,
    is_guest: bool,
    by: str,
) -> None:
    """Let somebody else in Slack speak for a member. Raises NotAllowed or Refused."""
    check_may_steer(db, tenant, team_id, by)
    if is_guest:
        raise Refused("Please choose somebody of this workspace.", "sponsor")
    db.execute(
        "UPDATE members SET sponsor = ? WHERE tenant = ? AND team = ? AND id = ?"
        " AND person IS NULL",
        [sponsor, tenant, team_id, member_id],
    )


def leave(
    db: Database, tenant: str, team_id: str, member_id: str, *, by: str, now: datetime
) -> None:
    """End a membership; everybody may end their own. Raises NotAllowed or NotFound."""
    team = find_team(db, tenant, team_id)
    own = team.member(by)
    if own is None or own.id != member_id:
        check_may_steer(db, tenant, team_id, by)
    if any(member.id == member_id for member in team.members):
        _end(db, tenant, member_id, now)


def part_of(
    db: Database, tenant: str, person: str, title: str, team_id: str | None = None
) -> tuple[str, str]:
    """Return somebody's role and level: as in ``team_id``, else as in any team that they were in.

    For whoever was in none, it is what their job title suggests and the level they said they work
    at.
    """
    before = db.execute(
        "SELECT role, level FROM members"
        " WHERE tenant = ? AND person = ? AND team = coalesce(?, team)"
        " ORDER BY left_at IS NULL DESC, joined_at DESC LIMIT 1",
        [tenant, person, team_id],
    ).fetchone()
    if before is not None:
        return before[0], before[1]
    words = title.casefold()
    role = next((role for word, role in _TITLE_WORDS if word in words), UNSAID_ROLE)
    level = level_of(db, tenant, person) or _LEVELS_OF_ROLES.get(role, USUAL_LEVEL)
    return role, level


def _join(
    db: Database,
    member: Member,
    *,
    tenant: str,
    team_id: str,
    now: datetime,
) -> None:
    db.execute(
        "INSERT INTO members (tenant, id, team, person, name, sponsor, role, level, joined_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, id) DO NOTHING",
        [
            *(tenant, member.id, team_id, member.person, member.name, member.sponsor),
            *(member.role, member.level, timestamp(now)),
        ],
    )


def _end(db: Database, tenant: str, member_id: str, now: datetime) -> None:
    db.execute(
        "UPDATE members SET left_at = ? WHERE tenant = ? AND id = ? AND left_at IS NULL",
        [timestamp(now), tenant, member_id],
    )


def _check_role_and_level(role: str, level: str) -> None:
    checked(role, "role", LONGEST_ROLE, "Please choose a role.")
    if level not in LEVELS:
        raise Refused("Please choose classroom, school, district or state.", "level")

"""Who is who: coordinators, teams and members, by whom they are named, and who may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from conversations import memberships, people, teams
from conversations.coordinators import (
    coordinators,
    is_coordinator,
    name_coordinator,
    remove_coordinator,
)
from conversations.database import Store
from conversations.errors import NotAllowed, NotFound, Refused

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
ADMIN, ANA, BEN, CARLA, DAN, GUEST = "UADMIN", "UANA", "UBEN", "UCARLA", "UDAN", "UGUEST"
DISTRICT, OTHER = "T1", "T2"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    with store.transaction() as db:
        yield db


def name(db: Database, person: str, by: str, **more: bool) -> bool:
    given = {"may_name": by == ADMIN, "is_guest": False} | more
    at = NOW + timedelta(seconds=len(coordinators(db, DISTRICT)))
    return name_coordinator(db, DISTRICT, person, named_by=by, now=at, **given)


def make(db: Database, team_id: str = "team", tenant: str = DISTRICT, by: str = ANA) -> str:
    teams.save_team(
        db,
        tenant,
        team_id,
        name="EL team",
        channel="C1",
        timezone="America/New_York",
        by=by,
        now=NOW,
    )
    return team_id


def members(
    db: Database, chosen: Sequence[str], by: str = ANA, guests: Sequence[str] = (), days: int = 0
) -> None:
    memberships.set_members(
        db,
        DISTRICT,
        "team",
        chosen,
        names={BEN: "Ben Carter", DAN: "Dan Whitfield"},
        titles={DAN: "Principal, Riverbend Elementary", CARLA: "Teacher, grade 4"},
        guests=guests,
        by=by,
        now=NOW + timedelta(days=days),
    )


def add_ruth(db: Database, by: str = ANA, **more: Any) -> None:
    given: dict[str, Any] = {
        "name": "Ruth Gold",
        "sponsor": BEN,
        "role": "School committee",
        "level": "district",
        "sponsor_is_guest": False,
    } | more
    memberships.add_named_member(db, DISTRICT, "team", "ruth", by=by, now=NOW, **given)


# Coordinators


def test_an_admin_names_the_first_coordinator_and_coordinators_name_others(db: Database) -> None:
    assert name(db, ANA, by=ADMIN)
    assert name(db, BEN, by=ANA)
    assert coordinators(db, DISTRICT) == [ANA, BEN]


def test_nobody_makes_themselves_a_coordinator_unless_they_are_an_admin(db: Database) -> None:
    with pytest.raises(NotAllowed, match="whoever installed the app or by a workspace admin"):
        name(db, CARLA, by=CARLA)
    assert coordinators(db, DISTRICT) == []
    assert name(db, ADMIN, by=ADMIN)


def test_a_coordinator_named_again_is_not_new(db: Database) -> None:
    name(db, ANA, by=ADMIN)
    assert not name(db, ANA, by=ANA)
    assert coordinators(db, DISTRICT) == [ANA]


def test_a_guest_of_a_shared_channel_is_never_a_coordinator(db: Database) -> None:
    with pytest.raises(Refused, match="member of this workspace"):
        name(db, GUEST, by=ADMIN, is_guest=True)


def test_who_left_is_replaced_by_the_same_people_but_never_by_nobody(db: Database) -> None:
    name(db, ANA, by=ADMIN)
    with pytest.raises(Refused, match="Name another coordinator first"):
        remove_coordinator(db, DISTRICT, ANA, removed_by=ADMIN, may_name=True)
    name(db, BEN, by=ADMIN)
    with pytest.raises(NotAllowed):
        remove_coordinator(db, DISTRICT, ANA, removed_by=CARLA, may_name=False)
    remove_coordinator(db, DISTRICT, ANA, removed_by=BEN, may_name=False)
    assert coordinators(db, DISTRICT) == [BEN]


# Teams


@pytest.fixture
def team(db: Database) -> str:
    name(db, ANA, by=ADMIN)
    return make(db)


def test_only_a_coordinator_makes_a_team(db: Database, team: str) -> None:
    assert teams.find_team(db, DISTRICT, team).name == "EL team"
    with pytest.raises(NotAllowed, match="coordinator of this workspace"):
        make(db, "another", by=BEN)


def test_saving_the_same_id_twice_changes_the_one_team(db: Database, team: str) -> None:
    teams.save_team(
        db,
        DISTRICT,
        team,
        name="  Multilingual   team ",
        channel=None,
        timezone="America/Chicago",
        by=ANA,
        now=NOW,
    )
    [found] = teams.open_teams(db, DISTRICT)
    assert (found.name, found.channel, found.timezone) == (
        "Multilingual team",
        None,
        "America/Chicago",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"timezone": "Mars"}, "timezone")],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    db: Database, team: str, given: dict[str, str], field: str
) -> None:
    values = {"name": "EL team", "timezone": "America/New_York"} | given
    with pytest.raises(Refused) as refused:
        teams.save_team(db, DISTRICT, team, channel=None, by=ANA, now=NOW, **values)
    assert refused.value.field == field


def test_a_team_s_own_coordinators_steer_it_and_only_it(db: Database, team: str) -> None:
    make(db, "another")
    teams.set_team_coordinators(db, DISTRICT, team, [BEN, ANA], guests=[], by=ANA, now=NOW)
    assert teams.may_steer(db, DISTRICT, team, BEN)
    assert not teams.may_steer(db, DISTRICT, "another", BEN)
    assert not is_coordinator(db, DISTRICT, BEN)
    teams.set_team_coordinators(db, DISTRICT, team, [BEN], guests=[], by=BEN, now=NOW)
    assert teams.find_team(db, DISTRICT, team).coordinators == (BEN,)
    with pytest.raises(NotAllowed):
        teams.set_team_coordinators(db, DISTRICT, team, [CARLA], guests=[], by=CARLA, now=NOW)
    with pytest.raises(Refused, match="at least one"):
        teams.set_team_coordinators(db, DISTRICT, team, [], guests=[], by=ANA, now=NOW)
    with pytest.raises(Refused, match="this workspace only"):
        teams.set_team_coordinators(db, DISTRICT, team, [GUEST], guests=[GUEST], by=ANA, now=NOW)


def test_a_closed_team_is_gone_from_sight_and_cannot_be_changed(db: Database, team: str) -> None:
    with pytest.raises(NotAllowed):
        teams.close_team(db, DISTRICT, team, by=BEN, now=NOW)
    teams.close_team(db, DISTRICT, team, by=ANA, now=NOW)
    assert teams.open_teams(db, DISTRICT) == []
    with pytest.raises(NotFound):
        make(db)


# Members


def test_members_join_with_what_their_title_says_and_the_level_they_chose(
    db: Database, team: str
) -> None:
    people.choose_level(db, DISTRICT, BEN, "classroom", NOW)
    members(db, [BEN, DAN])
    ben, dan = teams.find_team(db, DISTRICT, team).members
    assert (ben.person, ben.name, ben.role, ben.level) == (BEN, "Ben Carter", "Other", "classroom")
    assert (dan.role, dan.level, dan.sponsor) == ("Principal", "school", None)
    members(db, [CARLA, ANA])
    parts = {m.person: (m.role, m.level) for m in teams.find_team(db, DISTRICT, team).members}
    assert parts == {CARLA: ("Classroom teacher", "classroom"), ANA: ("Other", "school")}


def test_who_leaves_is_kept_and_who_comes_back_has_their_role_again(
    db: Database, team: str
) -> None:
    members(db, [BEN, DAN])
    first = teams.find_team(db, DISTRICT, team).members[0]
    memberships.change_member(
        db, DISTRICT, team, first.id, role="ESL teacher", level="classroom", by=ANA
    )
    members(db, [DAN], days=1)
    assert [m.person for m in teams.find_team(db, DISTRICT, team).members] == [DAN]
    assert teams.teams_of(db, DISTRICT, BEN) == []
    members(db, [DAN, BEN], days=2)
    back = teams.find_team(db, DISTRICT, team).member(BEN)
    assert back is not None
    assert back.id != first.id
    assert (back.role, back.level) == ("ESL teacher", "classroom")
    kept = db.execute("SELECT count(*) FROM members WHERE person = ?", [BEN]).fetchone()
    assert kept == (2,)


def test_everybody_may_leave_by_themselves_and_only_they_and_coordinators(
    db: Database, team: str
) -> None:
    members(db, [BEN, DAN])
    ben, dan = teams.find_team(db, DISTRICT, team).members
    with pytest.raises(NotAllowed):
        memberships.leave(db, DISTRICT, team, dan.id, by=BEN, now=NOW)
    memberships.leave(db, DISTRICT, team, ben.id, by=BEN, now=NOW)
    memberships.leave(db, DISTRICT, team, dan.id, by=ANA, now=NOW)
    assert teams.find_team(db, DISTRICT, team).members == ()


def test_a_member_without_slack_has_a_sponsor_and_is_added_once(db: Database, team: str) -> None:
    add_ruth(db)
    add_ruth(db)
    [ruth] = teams.find_team(db, DISTRICT, team).members
    assert (ruth.person, ruth.name, ruth.sponsor) == (None, "Ruth Gold", BEN)
    memberships.change_sponsor(db, DISTRICT, team, "ruth", DAN, is_guest=False, by=ANA)
    [ruth] = teams.find_team(db, DISTRICT, team).members
    assert ruth.sponsor == DAN


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": "  "}, "role"),
        ({"level": "planet"}, "level"),
        ({"sponsor_is_guest": True}, "sponsor"),
    ],
)
def test_a_member_without_slack_is_refused_beside_the_field(
    db: Database, team: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_ruth(db, **given)
    assert refused.value.field == field


def test_members_who_coordinate_nothing_change_nothing(db: Database, team: str) -> None:
    members(db, [BEN])
    ben = teams.find_team(db, DISTRICT, team).members[0]
    with pytest.raises(NotAllowed):
        members(db, [BEN, DAN], by=BEN)
    with pytest.raises(NotAllowed):
        add_ruth(db, by=BEN)
    with pytest.raises(NotAllowed):
        memberships.change_member(
            db, DISTRICT, team, ben.id, role="Principal", level="school", by=BEN
        )


def test_a_guest_of_a_shared_channel_is_never_a_member(db: Database, team: str) -> None:
    with pytest.raises(Refused) as refused:
        members(db, [BEN, GUEST], guests=[GUEST])
    assert refused.value.field == "members"


def test_teams_of_a_person_are_those_they_belong_to_or_coordinate(db: Database, team: str) -> None:
    make(db, "another")
    members(db, [BEN])
    teams.set_team_coordinators(db, DISTRICT, "another", [DAN], guests=[], by=ANA, now=NOW)
    assert [t.id for t in teams.teams_of(db, DISTRICT, BEN)] == [team]
    assert [t.id for t in teams.teams_of(db, DISTRICT, DAN)] == ["another"]
    assert teams.teams_of(db, DISTRICT, CARLA) == []


def test_another_workspace_sees_and_changes_nothing(db: Database, team: str) -> None:
    members(db, [BEN])
    ben = teams.find_team(db, DISTRICT, team).members[0]
    name_coordinator(db, OTHER, CARLA, named_by=ADMIN, may_name=True, is_guest=False, now=NOW)
    assert not is_coordinator(db, OTHER, ANA)
    assert not teams.may_steer(db, OTHER, team, ANA)
    assert teams.open_teams(db, OTHER) == []
    assert teams.teams_of(db, OTHER, BEN) == []
    with pytest.raises(NotFound):
        teams.find_team(db, OTHER, team)
    with pytest.raises(NotFound):
        memberships.leave(db, OTHER, team, ben.id, by=CARLA, now=NOW)
    memberships.change_member(db, OTHER, team, ben.id, role="Coach", level="state", by=CARLA)
    teams.close_team(db, OTHER, team, by=CARLA, now=NOW)
    make(db, team, tenant=OTHER, by=CARLA)
    assert teams.find_team(db, DISTRICT, team).members == (ben,)
    assert teams.find_team(db, OTHER, team).members == ()

"""How self-assessments stand, for those who rate, facilitate or coordinate; never a rating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations import coordinators, teams
from conversations.assessment import permissions, standing, store
from conversations.assessment.session import Left
from conversations.assessment.standing import Standing
from conversations.coordinators import is_coordinator
from conversations.database import Store
from conversations.forgetting import forget
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    STRANGER,
    close,
    known_as,
    rate,
    ruth,
    start,
    steer,
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    with kept.transaction() as db:
        coordinators.name_coordinator(
            db, DISTRICT, DAN, named_by=DAN, may_name=True, is_guest=False, now=NOW
        )
        zone = {"channel": None, "timezone": "America/New_York"}
        teams.save_team(db, DISTRICT, "team", name="EL team", **zone, by=DAN, now=NOW)  # type: ignore[arg-type]
        teams.set_team_coordinators(db, DISTRICT, "team", [CARLA], guests=(), by=DAN, now=NOW)
        yield db


def shown_to(db: Database, person: str) -> list[Standing]:
    coordinates = is_coordinator(db, DISTRICT, person)
    return standing.under_way(db, DISTRICT, person, coordinates=coordinates)


def test_each_sees_those_that_are_theirs_to_rate_to_steer_or_to_hand_over(db: Database) -> None:
    start(db, ANA, BEN)
    start(db, BEN, id="crowd", team=None)
    start(db, ANA, id="own", team=None, channel=None, facilitators=(ANA,))
    expected = {
        ANA: {"fall", "own"},
        BEN: {"fall", "crowd"},
        CARLA: {"fall"},
        DAN: {"fall", "crowd"},
        EVELYN: {"fall", "crowd"},
        STRANGER: set(),
    }
    for person, sessions in expected.items():
        found = shown_to(db, person)
        assert {one.id for one in found} == sessions, person
        for one in found:
            session = store.read_session(db, DISTRICT, one.id)
            assert one.steered == permissions.may_hand_over(db, session, person), (person, one.id)
    assert standing.under_way(db, OTHER, DAN, coordinates=True) == []


def test_it_tells_who_has_finished_and_counts_one_s_own_cards_alone(db: Database) -> None:
    start(db, ANA, BEN, CARLA, ruth(BEN))
    rate(db, ANA, 4, 1, 3)
    rate(db, BEN, 2)
    steer(db, Left(known_as(db, CARLA)))
    [fall] = shown_to(db, BEN)
    assert fall.finished == 1
    assert [rater.name for rater in fall.waiting] == ["Ben Carter", "Ruth Gold"]
    assert fall.mine == {known_as(db, BEN): (1, 3), known_as(db, BEN, "Ruth Gold"): (0, 3)}
    [fall] = shown_to(db, DAN)
    assert not fall.mine
    assert "value" not in repr(fall)
    close(db)
    [fall] = shown_to(db, DAN)
    assert fall.phase == "agreeing"


def test_who_asked_to_be_forgotten_is_not_named(db: Database) -> None:
    start(db, ANA, BEN)
    forget(db, ANA, None, now=NOW)
    [fall] = shown_to(db, EVELYN)
    assert [rater.name for rater in fall.waiting] == ["Ben Carter"]

"""What goes on by itself: sessions close, follow their teams and are redrawn, each on its own."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pytest

from conversations.assessment import service, store
from conversations.assessment.model import Session
from conversations.memberships import set_members
from tests.bot.assessing import TENANT, Hours, begin, card, deliver, rates, stands
from tests.bot.stage import Stage, words
from tests.bot.starting import make_team, pair, raters

WROTE = "What Ana wrote"


@dataclass
class Two:
    """Two sessions of one team; ``broken`` is stored in a way that cannot be read."""

    team: str
    broken: Session
    sound: Session


@pytest.fixture
def two(stage: Stage, hours: Hours) -> Two:
    team = make_team(stage, pair(stage))
    found = Two(team, *(begin(stage, stage.ana, stage.ben, team=team) for _ in range(2)))
    deliver(stage)
    for session in (found.broken, found.sound):
        rates(stage, session, stage.ana, 1, 2, words=WROTE)
    hours.passes(seconds=30)
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE sessions SET statements = ? WHERE id = ?", [WROTE, found.broken.id])
    return found


def test_a_session_that_cannot_be_read_keeps_no_other_from_closing(
    stage: Stage, hours: Hours, two: Two
) -> None:
    hours.passes(days=7)
    deliver(stage)
    assert stands(stage, two.sound).session.phase == "agreeing"


def test_a_session_that_cannot_be_read_keeps_no_other_from_following_its_team(
    stage: Stage, hours: Hours, two: Two
) -> None:
    with stage.composed.services.store.transaction() as db:
        people = [stage.ana.id, stage.ben.id, stage.carla.id]
        set_members(
            db,
            TENANT,
            two.team,
            people,
            names={stage.carla.id: "Carla"},
            titles={},
            guests=(),
            by=stage.evelyn.id,
            now=hours(),
        )
    deliver(stage)
    assert "Carla" in raters(stage, two.sound)


def test_a_session_that_cannot_be_read_keeps_no_other_from_being_drawn(
    stage: Stage, hours: Hours, two: Two
) -> None:
    hours.passes(days=1)
    with stage.composed.services.store.transaction() as db:
        store.touch(db, TENANT, two.broken.id, hours())
    rates(stage, two.sound, stage.ben, 3, 3, 3)
    deliver(stage)
    stage.sandbox.wait_for(
        lambda: "1 of 2 have finished" in words(card(stage, two.sound, service.OVERVIEW))
    )


def test_a_session_that_cannot_be_read_is_logged_once_an_hour_by_its_id(
    stage: Stage, hours: Hours, two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    def told() -> list[logging.LogRecord]:
        return [one for one in caplog.records if getattr(one, "subject", "") == two.broken.id]

    hours.passes(days=7)
    for _ in range(3):
        deliver(stage)
    [record] = told()
    assert record.exc_info is None
    assert WROTE not in str(vars(record))
    hours.passes(minutes=59)
    deliver(stage)
    assert len(told()) == 1
    hours.passes(minutes=2)
    deliver(stage)
    assert len(told()) == 2

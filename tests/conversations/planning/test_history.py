"""What happened to a plan: by whom, when, and enough to come to the same plan again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from conversations.errors import NotFound
from conversations.planning import history
from conversations.planning.acting import TaskStood
from conversations.planning.exploring import CauseAdded, Framed
from conversations.planning.steering import Ended, Removed, StageChosen
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CHAIN,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    empty,
    replayed,
    start,
    stored,
    take,
)


def test_every_kind_of_event_of_a_whole_plan_is_played_again(db: Database) -> None:
    start(db, *CHAIN)
    take(db, StageChosen("live"))
    take(db, TaskStood("t1", "done", "Three said yes"), by=ANA, now=NOW + timedelta(days=3))
    take(db, Removed("c1"), Ended(), now=NOW + timedelta(days=4))
    assert replayed(db) == stored(db)
    assert replayed(db).ended_at == NOW + timedelta(days=4)


def test_the_latest_come_first_with_who_did_it_and_when(db: Database) -> None:
    later = NOW + timedelta(hours=1)
    start(db, Framed("Few come"))
    take(db, CauseAdded("c1", "people", "Late", by=BEN), by=BEN, now=later)
    told = history.latest(db, DISTRICT, "plan", 5)
    assert [(one.by, one.at) for one in told] == [(BEN, later), (EVELYN, NOW)]
    assert told[0].event == CauseAdded("c1", "people", "Late", by=BEN)
    assert len(history.latest(db, DISTRICT, "plan", 1)) == 1


@pytest.mark.parametrize("event", CHAIN)
def test_an_event_is_read_as_it_was_kept(event: object) -> None:
    assert history.loaded(history.dumped(event)) == event  # type: ignore[arg-type]


def test_a_plan_that_began_with_something_in_it_is_played_again_from_there(db: Database) -> None:
    begun = empty(problem="Few come", stage="causes", step=3)
    start(db, problem=begun.problem, stage=begun.stage, step=3)
    take(db, CauseAdded("c1", "people", "Late"))
    assert replayed(db) == stored(db)
    assert stored(db).step == 4


def test_in_another_workspace_nothing_happened(db: Database) -> None:
    start(db, Framed("Few come"))
    with pytest.raises(NotFound):
        history.replay(db, OTHER, "plan")
    assert history.latest(db, OTHER, "plan", 5) == []

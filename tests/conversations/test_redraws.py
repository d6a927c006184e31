"""Which cards show less than there is to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations import outbox, redraws
from conversations.assessment import service as assessing
from conversations.assessment import store as sessions
from conversations.database import Store
from conversations.planning import service as planning
from conversations.planning.exploring import Framed
from conversations.redraws import GAP, Watched
from tests.conversations.assessment import teams
from tests.conversations.planning import plans

NOW = plans.NOW
Change = Callable[[Database, str, datetime], object]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    with kept.transaction() as db:
        plans.found_team(db)
        yield db


def rates(db: Database, words: str, now: datetime) -> None:
    sessions.touch(db, teams.DISTRICT, "fall", now)


def frames(db: Database, words: str, now: datetime) -> None:
    planning.take(db, plans.DISTRICT, "plan", [Framed(words)], by=plans.EVELYN, now=now)


@pytest.mark.parametrize(
    ("watched", "begin", "change"),
    [
        (assessing.WATCHED, lambda db: teams.start(db, teams.ANA, teams.BEN), rates),
        (planning.WATCHED, plans.start, frames),
    ],
    ids=["session", "plan"],
)
def test_a_change_that_looked_at_the_clock_before_the_one_that_is_drawn_is_drawn_too(
    db: Database, watched: Watched, begin: Callable[[Database], object], change: Change
) -> None:
    begin(db)
    [found] = db.query("SELECT id FROM outbox WHERE kind = ?", [watched.kinds[0]])
    row = outbox.read(db, plans.DISTRICT, found["id"])
    assert row is not None
    outbox.record_sent(db, row, "C1", "1.1", NOW)
    later = NOW + GAP
    change(db, "One", later)
    drawn = redraws.claim_one(db, watched, later)
    assert drawn is not None
    redraws.drawn(db, drawn.row, drawn.changed_at, later)
    assert redraws.claim_one(db, watched, later + GAP) is None
    # Somebody else waited for their turn to write meanwhile.
    change(db, "Two", later - GAP / 2)
    assert redraws.claim_one(db, watched, later + GAP) is not None

"""Events of a plan, each in one transaction, with what is sent because of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import proposals, service
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.exploring import CauseAdded, Framed, Rooted
from conversations.planning.model import Responsible, Stage
from conversations.planning.service import ANSWERED, BLOCKED, CARD, GIVEN, PROPOSED, STAGE
from conversations.planning.steering import (
    CycleTurned,
    Ended,
    Judged,
    StageChosen,
)
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DISTRICT,
    EVELYN,
    NOW,
    SPONSOR,
    empty,
    queued,
    replayed,
    start,
    stored,
    take,
)

LATER = NOW + timedelta(hours=1)


def test_a_plan_begins_once_with_a_card_in_the_teams_channel(db: Database) -> None:
    plan = start(db)
    again = service.start(db, empty(title="Another"), by=BEN, now=LATER)
    assert again == plan == stored(db) == replayed(db)
    assert queued(db, CARD) == ["C1"]


def test_the_card_of_a_plan_of_ones_own_comes_in_direct_messages(db: Database) -> None:
    start(db, by=ANA, owners=(ANA,), team=None, channel=None)
    take(db, StageChosen("causes"), by=ANA)
    assert queued(db, CARD) == queued(db, STAGE) == [ANA]


@pytest.mark.parametrize("title", [" ", "w" * 81])
def test_a_title_that_cannot_be_used_is_refused_before_anything_is_kept(
    db: Database, title: str
) -> None:
    with pytest.raises(Refused) as found:
        start(db, title=title)
    assert found.value.field == "title"
    assert db["plans"].count == 0


def test_several_events_are_taken_together_or_not_at_all(db: Database) -> None:
    start(db)
    before = stored(db)
    db.execute("SAVEPOINT one")
    with pytest.raises(Refused):
        take(db, Framed("Few come"), CauseAdded("c1", "people", " "))
    db.execute("ROLLBACK TO one")
    assert stored(db) == before == replayed(db)
    taken = take(db, Framed("Few come"), CauseAdded("c1", "people", "Late"))
    assert taken.changed
    assert (taken.before, taken.plan) == (before, stored(db))
    assert taken.plan.step == before.step + 2


def test_the_same_event_again_changes_nothing_and_leaves_no_row(db: Database) -> None:
    start(db, *CHAIN)
    rows = db["plan_history"].count
    assert not take(db, *CHAIN[1:5]).changed
    assert db["plan_history"].count == rows
    assert replayed(db) == stored(db)


def test_a_stages_card_is_sent_once_for_each_time_the_team_comes_to_it(db: Database) -> None:
    start(db)
    for stage in ("causes", "causes", "roots", "causes"):
        take(db, StageChosen(stage))
    assert queued(db, STAGE) == ["C1"] * 3
    service.show_stage(db, stored(db), NOW)
    assert queued(db, STAGE) == ["C1"] * 3
    take(db, Framed("Words change no stage"))
    assert queued(db, STAGE) == ["C1"] * 3


def test_while_a_plan_is_built_nobody_is_told_of_tasks_and_then_all_are_once(
    db: Database,
) -> None:
    start(db, *CHAIN)
    take(db, TaskAdded("x", "i1", "Print", Responsible(EVELYN)))
    take(db, TaskStood("t2", "done"))
    assert queued(db, GIVEN) == []
    take(db, StageChosen("live"))
    # Ben's is done, and Evelyn knows what she did herself.
    assert queued(db, GIVEN) == [ANA]
    take(db, StageChosen("review"))
    take(db, StageChosen("live"))
    assert queued(db, GIVEN) == [ANA]


def test_in_a_live_plan_whoever_gets_a_task_is_told_and_who_keeps_it_is_not(
    db: Database,
) -> None:
    start(db, *CHAIN)
    take(db, Judged("i2", "abandon"), StageChosen("live"))
    assert queued(db, GIVEN) == [ANA]
    take(db, TaskChanged("t1", "Ask everybody", Responsible(ANA)))
    assert queued(db, GIVEN) == [ANA]
    take(db, TaskChanged("t1", "Ask everybody", Responsible(BEN)))
    take(db, TaskAdded("x", "i1", "Print", Responsible(SPONSOR, "Ruth Gold")))
    take(db, TaskAdded("y", "i1", "Fold"), by=CARLA)
    take(db, TaskChanged("y", "Fold", Responsible(CARLA)), by=CARLA)
    assert queued(db, GIVEN) == [ANA, BEN, SPONSOR]


def test_at_the_end_nothing_more_is_sent(db: Database) -> None:
    start(db, *CHAIN)
    take(db, StageChosen("live"))
    take(db, Rooted("c1"), by=ANA)
    assert queued(db, PROPOSED) == [EVELYN]
    take(db, Ended())
    for kind in (CARD, STAGE, PROPOSED, ANSWERED, GIVEN):
        assert queued(db, kind) == []
    with pytest.raises(Refused, match="has ended"):
        take(db, Framed("More"))


def test_the_next_cycle_is_shown_as_a_stage(db: Database) -> None:
    start(db, *CHAIN)
    take(db, Judged("i1", "adapt"), CycleTurned(2))
    found = list(db.query("SELECT occurrence FROM outbox WHERE kind = ?", [STAGE]))
    assert [row["occurrence"] for row in found] == [f"2 ideas {stored(db).step}"]


def test_what_a_person_may_not_see_is_not_there_for_them(db: Database) -> None:
    start(db)
    assert service.seen_by(db, DISTRICT, "plan", ANA) == stored(db)
    with pytest.raises(NotFound):
        service.seen_by(db, DISTRICT, "gone", ANA)
    with pytest.raises(NotAllowed):
        service.seen_by(db, DISTRICT, "plan", "USOMEBODY")


def test_who_decides_hears_once_that_a_task_is_blocked_and_again_for_another_reason(
    db: Database,
) -> None:
    start(db, *CHAIN)
    take(db, TaskStood("t1", "blocked", "No translator"), by=ANA)
    assert queued(db, BLOCKED) == []
    take(db, TaskStood("t1", "to_do"), StageChosen("live"))
    for note in ("No translator", "No translator", "No paper"):
        take(db, TaskStood("t1", "blocked", note), by=ANA)
    assert queued(db, BLOCKED) == [EVELYN, EVELYN]
    take(db, TaskStood("t2", "blocked", "I know it myself"))
    assert queued(db, BLOCKED) == [EVELYN, EVELYN]


@pytest.mark.parametrize("stage", ["causes", "live"])
def test_of_several_things_one_of_which_is_refused_nothing_is_kept(
    db: Database, stage: Stage
) -> None:
    start(db)
    take(db, *CHAIN, StageChosen(stage), by=EVELYN)
    before = stored(db)
    # Whoever answers typed words says why they are refused, in the transaction that goes on.
    with pytest.raises(Refused):
        take(db, CauseAdded("c8", "people", "Late"), CauseAdded("c9", "people", "l" * 301), by=BEN)
    assert stored(db) == before == replayed(db)
    assert not proposals.open_ones(db, DISTRICT, before.id)

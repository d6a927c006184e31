"""Plans go on without somebody whose data was deleted; what was theirs alone goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlite_utils import Database

from conversations.forgetting import forget
from conversations.planning import permissions, progress
from conversations.planning.acting import TaskAdded
from conversations.planning.exploring import CauseAdded, Marked
from conversations.planning.forgetting import Traces
from conversations.planning.forgetting import forget as forget_in_plans
from conversations.planning.model import Responsible, is_known
from conversations.planning.service import CARD, GIVEN, PROPOSED, STAGE, answer, plans_for
from conversations.planning.steering import Handed, StageChosen
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    queued,
    replayed,
    start,
    stored,
    take,
)
from tests.conversations.planning.traces import RUTH, plans_with_ana

WORDS = "Nobody greets families on Fridays"
LATER = NOW + timedelta(days=1)
ALONE: dict[str, Any] = {"team": None, "channel": None}


def without_ana(db: Database) -> tuple[int, int]:
    return forget_in_plans(db, Traces(ANA, None, [WORDS], ["DUANA"]))


def test_the_history_still_leads_to_what_is_stored(db: Database) -> None:
    plans_with_ana(db, WORDS)
    assert replayed(db) == stored(db)
    before = stored(db)
    assert without_ana(db)[0] == 1
    after = stored(db)
    assert replayed(db) == after
    assert after.step == before.step
    assert [is_known(person) for person in after.owners] == [False, True]
    assert after.tasks["t3"].support[1] == BEN
    assert without_ana(db) == (0, 0)


def test_their_notes_are_quoted_no_longer_and_others_words_name_somebody(db: Database) -> None:
    plans_with_ana(db, WORDS)
    without_ana(db)
    plan = stored(db)
    assert plan.origins[0].evidence == ("Forms",)
    assert plan.problem.endswith("What we noted: “…” and “Forms”.")
    assert plan.causes["c5"].text == "Only somebody knows how"
    assert plan.causes["c5"].data[0].figure == "somebody asked 20"


def test_they_answer_for_nothing_and_nothing_is_sent_to_who_stands_in(db: Database) -> None:
    plans_with_ana(db, WORDS)
    forget(db, ANA, None, now=LATER)
    assert set(progress.load(stored(db))) == {BEN}
    assert plans_for(db, DISTRICT, ANA) == []
    answer(db, DISTRICT, "of-ana", accept=True, by=EVELYN, now=LATER)
    assert "c7" in stored(db).causes
    for event in (TaskAdded("t9", "i1", "Write", Responsible(BEN)), StageChosen("review")):
        take(db, event, now=LATER)
    take(db, StageChosen("live"), now=LATER)
    assert all(is_known(row["recipient"]) for row in db["outbox"].rows)
    assert queued(db, GIVEN) == [BEN, BEN]


def test_a_plan_whose_owner_is_gone_is_steered_by_the_teams_coordinators(db: Database) -> None:
    start(db, StageChosen("live"), by=ANA, owners=(ANA,))
    forget(db, ANA, None, now=LATER)
    assert permissions.deciders(db, stored(db)) == (CARLA,)
    take(db, CauseAdded("c1", "people", "No time"), by=BEN, proposal_id="p", now=LATER)
    assert queued(db, PROPOSED) == [CARLA]
    answer(db, DISTRICT, "p-0", accept=True, by=CARLA, now=LATER)
    handed = take(db, Handed((BEN,)), by=CARLA, now=LATER).plan
    assert handed.owners == (BEN,)
    assert replayed(db) == handed


def test_two_who_marked_a_cause_are_still_two_whoever_is_forgotten(db: Database) -> None:
    start(db, CauseAdded("c1", "people", "No time"))
    for person in (ANA, BEN):
        take(db, Marked("c1", person), by=person)
    for person in (ANA, BEN):
        forget(db, person, None, now=LATER)
    marks = stored(db).causes["c1"].marks
    assert len(set(marks)) == 2
    assert not any(map(is_known, marks))
    assert replayed(db) == stored(db)


def test_nothing_ties_what_somebody_did_in_one_plan_to_another(db: Database) -> None:
    for plan_id in ("plan", "other"):
        start(db, CauseAdded(plan_id, "people", "No time", by=ANA), id=plan_id)
    forget(db, ANA, None, now=LATER)
    assert stored(db).causes["plan"].by != stored(db, "other").causes["other"].by


def test_somebody_without_slack_is_not_named_any_more_and_who_speaks_for_them_is(
    db: Database,
) -> None:
    plans_with_ana(db, WORDS)
    assert forget(db, RUTH, None, now=LATER).mentions > 0
    assert stored(db).tasks["t3"].owner == Responsible(ANA, "somebody")
    assert stored(db).tasks["t2"].owner == Responsible(BEN, "somebody")
    assert replayed(db) == stored(db)
    assert db["plans"].count == 2


def test_a_plan_of_theirs_that_somebody_else_owns_too_stays_until_both_are_gone(
    db: Database,
) -> None:
    start(db, CauseAdded("c1", "people", "No time", by=ANA), by=ANA, **ALONE, owners=(ANA, BEN))
    assert queued(db, CARD) == [ANA]
    assert forget(db, ANA, None, now=LATER).plans == 0
    assert stored(db).owners[1] == BEN
    take(db, StageChosen("causes"), by=BEN, now=LATER)
    assert queued(db, STAGE) == [BEN]
    assert forget(db, BEN, None, now=LATER).plans == 1
    for table in ("plans", "causes", "plan_history", "outbox"):
        assert db[table].count == 0, table


def test_a_plan_in_another_workspace_is_left_alone(db: Database) -> None:
    start(db, CauseAdded("c1", "people", f"<@{ANA}>", by=ANA), owners=(ANA, EVELYN))
    forget(db, ANA, OTHER, now=LATER)
    assert stored(db).owners == (ANA, EVELYN)
    assert stored(db).causes["c1"].text == f"<@{ANA}>"


def test_an_id_that_begins_alike_is_somebody_else(db: Database) -> None:
    longer = f"{ANA}2"
    start(db, CauseAdded("c1", "people", f"<@{longer}> knows", by=longer), owners=(EVELYN, longer))
    before = stored(db)
    forget(db, ANA, None, now=LATER)
    assert stored(db) == before

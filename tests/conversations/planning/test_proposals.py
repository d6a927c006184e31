"""Changes that a member proposes and an owner accepts or declines."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlite_utils import Database

from conversations.database import Store
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import history, proposals, service
from conversations.planning.acting import TaskAdded
from conversations.planning.developing import DriverAdded
from conversations.planning.exploring import CauseAdded, CauseReworded
from conversations.planning.model import Responsible
from conversations.planning.proposals import Proposal
from conversations.planning.service import ANSWERED, GIVEN, PROPOSED, Taken
from conversations.planning.steering import Ended, Handed, Removed, StageChosen
from conversations.planning.steps import PlanEvent
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DISTRICT,
    EVELYN,
    NOW,
    STRANGER,
    queued,
    replayed,
    start,
    stored,
    take,
)

LATER = NOW + timedelta(hours=1)
CAUSE = CauseAdded("x", "people", "No time", by=ANA)


@pytest.fixture
def live(db: Database) -> Database:
    start(db, *CHAIN, owners=(EVELYN, CARLA))
    take(db, StageChosen("live"))
    return db


def proposed(db: Database, *events: PlanEvent, by: str = ANA) -> list[str]:
    taken = take(db, *events, by=by, proposal_id="p")
    assert not taken.changed
    return [proposal.id for proposal in taken.proposed]


def answer(db: Database, proposal: str, accept: bool, by: str = EVELYN) -> tuple[Proposal, Taken]:
    return service.answer(db, DISTRICT, proposal, accept=accept, by=by, now=LATER)


def test_every_owner_is_asked_once_and_who_proposed_is_told(live: Database) -> None:
    before = stored(live)
    assert proposed(live, CAUSE) == ["p-0"]
    assert proposed(live, CAUSE) == ["p-0"]
    assert stored(live) == before
    assert queued(live, PROPOSED) == [CARLA, EVELYN]
    known, taken = answer(live, "p-0", True)
    assert (known.state, known.answered_by) == ("accepted", EVELYN)
    assert taken.plan == stored(live) == replayed(live)
    assert taken.plan.causes["x"].by == ANA
    assert queued(live, ANSWERED) == [ANA]
    # The history says whose change it was.
    assert history.latest(live, DISTRICT, "plan", 1)[0].by == ANA
    # Proposed again by a late click, it is asked about no more, whoever owns the plan by now.
    take(live, Handed((BEN,)))
    live.execute("UPDATE outbox SET state = 'sent'")
    take(live, CauseReworded("x", "Late click"), by=ANA, proposal_id="p")
    assert queued(live, PROPOSED) == []


def test_declined_it_changes_nothing_and_is_told(live: Database) -> None:
    proposed(live, CAUSE)
    known, taken = answer(live, "p-0", False)
    assert (known.state, taken.changed) == ("declined", False)
    assert queued(live, ANSWERED) == [ANA]
    assert proposals.open_ones(live, DISTRICT, "plan") == []


def test_only_who_steers_the_plan_answers(live: Database) -> None:
    proposed(live, CAUSE)
    with pytest.raises(NotAllowed, match="look after"):
        answer(live, "p-0", True, by=ANA)
    with pytest.raises(NotAllowed, match="another team"):
        answer(live, "p-0", True, by=STRANGER)
    with pytest.raises(NotFound):
        answer(live, "gone", True)


def test_one_that_does_not_fit_any_more_says_so_and_can_be_declined(live: Database) -> None:
    proposed(live, CauseReworded("c4", "Nobody showed teachers how to book"))
    take(live, Removed("c4"))
    before = stored(live)
    with pytest.raises(Refused, match="not in the plan any more"):
        answer(live, "p-0", True)
    assert stored(live) == before
    assert answer(live, "p-0", False)[0].state == "declined"


def test_one_that_somebody_did_meanwhile_is_accepted_without_doing_it_twice(
    live: Database,
) -> None:
    proposed(live, CauseReworded("c4", "Nobody showed how"))
    take(live, CauseReworded("c4", "Nobody showed how"))
    known, taken = answer(live, "p-0", True)
    assert (known.state, taken.changed) == ("accepted", False)
    assert replayed(live) == stored(live)


def test_what_is_proposed_may_build_on_what_is_proposed_before_it(live: Database) -> None:
    built = (CAUSE, CauseAdded("y", "people", "Why so?", under="x"), DriverAdded("z", "T", ("x",)))
    first, second, third = proposed(live, *built)
    with pytest.raises(Refused):
        answer(live, third, True)
    for one in (first, second, third):
        assert answer(live, one, True)[0].state == "accepted"
    assert stored(live).drivers["z"].causes == ("x",)


def test_what_cannot_be_accepted_is_not_proposed(live: Database) -> None:
    with pytest.raises(Refused):
        take(live, CauseAdded("x", "people", " "), by=ANA, proposal_id="p")
    assert proposals.open_ones(live, DISTRICT, "plan") == []


def test_whoever_is_given_a_task_by_a_proposal_is_told_but_not_by_themselves(
    live: Database,
) -> None:
    proposed(
        live,
        TaskAdded("x", "i1", "Print", Responsible(STRANGER)),
        TaskAdded("y", "i1", "Fold", Responsible(ANA)),
    )
    before = queued(live, GIVEN)
    answer(live, "p-0", True)
    answer(live, "p-1", True)
    assert sorted([*before, STRANGER]) == list(queued(live, GIVEN))


def test_in_a_plan_that_has_ended_nothing_is_answered(live: Database) -> None:
    proposed(live, CAUSE)
    take(live, Ended())
    for accept in (True, False):
        with pytest.raises(Refused, match="has ended"):
            answer(live, "p-0", accept)
    assert queued(live, PROPOSED) == queued(live, ANSWERED) == []


def test_who_answers_what_they_proposed_before_is_not_told(live: Database) -> None:
    proposed(live, CAUSE)
    take(live, Handed((ANA,)))
    answer(live, "p-0", True, by=ANA)
    assert queued(live, ANSWERED) == []


def test_two_owners_who_answer_at_once_give_one_answer(kept: Store) -> None:
    with kept.transaction() as db:
        start(db, *CHAIN, owners=(EVELYN, CARLA))
        take(db, StageChosen("live"))
        proposed(db, CAUSE, by=BEN)
    line = threading.Barrier(2)
    said: list[Proposal] = []

    def act(person: str, accept: bool) -> None:
        line.wait(10)
        with Store(kept.path).transaction() as db:
            said.append(answer(db, "p-0", accept, by=person)[0])

    both = [threading.Thread(target=act, args=given) for given in ((EVELYN, True), (CARLA, False))]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert len(said) == 2
    assert said[0] == said[1]
    with kept.reading() as db:
        accepted = said[0].state == "accepted"
        assert ("x" in stored(db).causes) == accepted
        assert replayed(db) == stored(db)
        assert queued(db, ANSWERED) == [BEN]

"""A window that arrived unnoticed is sent again, perhaps in other words: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from conversations.planning import proposals, service
from conversations.planning.acting import MeasureAdded, ReadingTaken, TaskAdded
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded, CauseReworded, DatumAdded
from conversations.planning.model import Datum, Measure, Reading, Responsible
from conversations.planning.steering import StageChosen
from conversations.planning.steps import PlanEvent
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CHAIN,
    DISTRICT,
    NOW,
    TODAY,
    replayed,
    start,
    stored,
    take,
)

LETTERS = Measure("m9", "process", "Letters")
FIRST: Sequence[PlanEvent] = (
    CauseAdded("c9", "people", "No training"),
    DatumAdded("c9", Datum("x9", "Survey", "May", "3 of 9")),
    DriverAdded("d9", "Train", ("c9",)),
    IdeaAdded("i9", "d9", "Coach"),
    TaskAdded("t9", "i9", "Fold", Responsible(BEN)),
    MeasureAdded(LETTERS),
    ReadingTaken(Reading("r9", "m9", TODAY, 3, by=BEN)),
)
AGAIN: Sequence[PlanEvent] = (
    CauseAdded("c9", "people", "No training yet"),
    DatumAdded("c9", Datum("x9", "Survey", "May", "4 of 9")),
    DriverAdded("d9", "Train all", ("c9",)),
    IdeaAdded("i9", "d9", "Coach weekly"),
    TaskAdded("t9", "i9", "Fold letters", Responsible(ANA), due=TODAY),
    MeasureAdded(replace(LETTERS, what="Letters sent")),
    ReadingTaken(Reading("r9", "m9", TODAY, 4, by=BEN)),
)


def sends(db: Database, event: PlanEvent) -> service.Taken:
    """Let Ben send a window that says something."""
    return service.take(
        db, DISTRICT, "plan", [event], by=BEN, now=NOW, proposal_id="window", of_window=True
    )


def test_whatever_a_window_adds_it_says_in_its_last_words(db: Database) -> None:
    start(db, *CHAIN)
    for event in (*FIRST, *AGAIN):
        sends(db, event)
    plan = stored(db)
    assert plan.causes["c9"].text == "No training yet"
    assert [datum.figure for datum in plan.causes["c9"].data] == ["4 of 9"]
    assert plan.drivers["d9"].text == "Train all"
    assert plan.ideas["i9"].text == "Coach weekly"
    told = plan.tasks["t9"]
    assert (told.what, told.owner, told.due) == ("Fold letters", Responsible(ANA), TODAY)
    assert plan.measures["m9"].what == "Letters sent"
    assert plan.readings["r9"].value == 4
    assert replayed(db) == plan


def test_the_same_words_once_more_change_nothing(db: Database) -> None:
    start(db, *CHAIN)
    for event in FIRST:
        sends(db, event)
    before = stored(db)
    for event in FIRST:
        assert not sends(db, event).changed
    assert stored(db) == before


def test_a_proposal_that_waits_is_worded_anew_and_an_answered_one_is_not(db: Database) -> None:
    start(db, *CHAIN)
    take(db, StageChosen("live"))
    [first] = sends(db, FIRST[0]).proposed
    [again] = sends(db, AGAIN[0]).proposed
    assert again == replace(first, event=AGAIN[0])
    assert proposals.open_ones(db, DISTRICT, "plan") == [again]
    service.answer(db, DISTRICT, again.id, accept=False, by="UEVELYN", now=NOW)
    [settled] = sends(db, FIRST[0]).proposed
    assert (settled.state, settled.event) == ("declined", AGAIN[0])


def test_what_comes_of_no_window_undoes_nothing_that_was_said_since(db: Database) -> None:
    start(db, *CHAIN, FIRST[0], CauseReworded("c9", "No training in the first year"))
    take(db, FIRST[0])
    assert stored(db).causes["c9"].text == "No training in the first year"

"""Tasks, measures and readings, considerations, the team."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from conversations.errors import Refused
from conversations.planning.acting import (
    Aligned,
    Considered,
    CoreChosen,
    MeasureAdded,
    MeasureChanged,
    ReadingTaken,
    TaskAdded,
    TaskChanged,
    TaskStood,
)
from conversations.planning.model import CoreMember, Measure, Reading, Responsible
from conversations.planning.steps import PlanEvent, step
from tests.conversations.planning.plans import ANA, BEN, NOW, TODAY, after, whole

FRIDAY = date(2026, 12, 18)


def test_each_other_due_date_is_another_revision_and_other_words_are_not() -> None:
    plan = whole()
    revisions = []
    for due, what in ((FRIDAY, "Ask"), (FRIDAY, "Ask all"), (None, "Ask all"), (FRIDAY, "Ask")):
        plan = after(plan, TaskChanged("t1", what, Responsible(ANA), due=due))
        revisions.append(plan.tasks["t1"].revision)
    assert revisions == [1, 1, 2, 3]


def test_a_task_that_is_done_keeps_the_moment_it_was_done_first() -> None:
    later = NOW + timedelta(hours=1)
    plan = after(whole(), TaskStood("t1", "done"))
    plan = step(plan, TaskStood("t1", "done", "All three said yes"), later)
    assert (plan.tasks["t1"].done_at, plan.tasks["t1"].note) == (NOW, "All three said yes")
    plan = after(plan, TaskStood("t1", "under_way"))
    assert plan.tasks["t1"].done_at is None
    assert step(plan, TaskStood("t1", "done"), later).tasks["t1"].done_at == later


def test_the_same_status_without_a_note_keeps_the_note_that_is_there() -> None:
    plan = after(whole(), TaskStood("t1", "blocked", "No room"))
    assert step(plan, TaskStood("t1", "blocked"), NOW) is plan


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (TaskAdded("x", "i1", " "), "what"),
        (TaskAdded("x", "i1", "Ask", starts=FRIDAY, due=TODAY), "due"),
        (TaskAdded("x", "i1", "Ask", Responsible("", "Ruth")), "owner"),
        (TaskAdded("x", "i1", "Ask", Responsible(ANA, "w" * 81)), "owner"),
        (TaskAdded("x", "i1", "Ask", shows="w" * 1_501), "shows"),
        (TaskStood("t1", "lost"), "status"),  # type: ignore[arg-type]
        (MeasureAdded(Measure("x", "outcome", " ")), "what"),
        (MeasureAdded(Measure("x", "outcome", "Calls", serves="t1")), "serves"),
        (MeasureAdded(Measure("x", "outcome", "Calls", target=math.nan)), "target"),
        (MeasureAdded(Measure("x", "outcome", "Calls", baseline=math.inf)), "baseline"),
        (MeasureAdded(Measure("x", "sum", "Calls")), "sort"),  # type: ignore[arg-type]
        (ReadingTaken(Reading("x", "m1", TODAY + timedelta(days=1), 3)), "day"),
        (ReadingTaken(Reading("x", "m1", TODAY, 21, 20)), "value"),
        (ReadingTaken(Reading("x", "m1", TODAY, 0, 0)), "value"),
        (ReadingTaken(Reading("x", "m1", TODAY, -1, 20)), "value"),
        (ReadingTaken(Reading("x", "m1", TODAY, math.nan)), "value"),
        (ReadingTaken(Reading("x", "m1", TODAY, 1e300)), "value"),
        (CoreChosen((CoreMember("one", (6,)),)), "competencies"),
        (Considered("cost", "w" * 1_501), "cost"),
    ],
)
def test_what_cannot_be_used_says_which_field(event: PlanEvent, field: str) -> None:
    with pytest.raises(Refused) as found:
        step(whole(), event, NOW)
    assert found.value.field == field
    assert str(found.value).startswith(("Please", "That", "What", "It is due", "The part"))


def test_two_readings_of_a_day_stand_beside_each_other() -> None:
    plan = after(whole(), ReadingTaken(Reading("r3", "m1", TODAY, 12, 20)))
    assert [r.value for r in plan.readings.values() if r.measure == "m1"] == [9, 12]


def test_readings_stay_when_their_measure_changes() -> None:
    changed = MeasureChanged(Measure("m1", "process", "Conferences held", serves="d2", target=80))
    plan = after(whole(), changed)
    assert "r1" in plan.readings
    assert plan.measures["m1"].serves == "d2"


def test_support_and_considerations_are_kept_once_and_can_be_taken_away() -> None:
    plan = after(whole(), TaskChanged("t1", "Ask", support=(BEN, ANA, BEN)))
    assert plan.tasks["t1"].support == (BEN, ANA)
    plan = after(plan, Considered("cost", " $300 "), Considered("families", "ELPAC in May"))
    assert plan.considerations == {"cost": "$300", "families": "ELPAC in May"}
    assert after(plan, Considered("cost", " ")).considerations == {"families": "ELPAC in May"}


def test_a_core_member_and_an_alignment_are_there_once() -> None:
    chosen = (CoreMember("one", (1,)), CoreMember("two"), CoreMember("one", (3, 2, 2)))
    plan = after(whole(), CoreChosen(chosen), Aligned(("team/plans/1", "team/plans/1")))
    assert plan.core == (CoreMember("one", (2, 3)), CoreMember("two"))
    assert plan.aligned == ("team/plans/1",)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (TaskAdded, {"id": "t1", "idea": "i1", "what": "Again"}),
        (MeasureAdded, {"measure": Measure("m1", "outcome", "Again")}),
        (ReadingTaken, {"reading": Reading("r1", "m1", TODAY, 1)}),
    ],
)
def test_what_was_added_is_not_added_again(kind: Any, given: dict[str, Any]) -> None:
    plan = whole()
    assert step(plan, kind(**given), NOW) is plan
    assert replace(plan) == plan

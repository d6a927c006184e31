"""How far a plan has come, computed and never typed in."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.planning import progress
from conversations.planning.acting import (
    MeasureChanged,
    ReadingTaken,
    TaskAdded,
    TaskStood,
)
from conversations.planning.model import Measure, Reading, Responsible
from conversations.planning.progress import Progress, Way
from conversations.planning.steering import Judged
from tests.conversations.planning.plans import ANA, BEN, CARLA, TODAY, after, empty, whole

DECEMBER_15 = date(2026, 12, 15)


def measured(baseline: float | None, target: float | None, unit: str = "%") -> Way:
    changed = Measure("m1", "outcome", "Held", unit=unit, baseline=baseline, target=target)
    plan = after(whole(), MeasureChanged(changed))
    return progress.of_measure(plan, plan.measures["m1"])


def test_a_task_is_overdue_the_day_after_and_done_never() -> None:
    plan = whole()
    assert progress.of_plan(plan, DECEMBER_15) == Progress(2, 0, 0, 0)
    assert progress.of_plan(plan, date(2026, 12, 16)) == Progress(2, 0, 0, 1)
    stuck = after(plan, TaskStood("t1", "blocked", "No translator"))
    assert progress.of_plan(stuck, date(2026, 12, 16)) == Progress(2, 0, 1, 0), "counted once"
    plan = after(plan, TaskStood("t1", "done"), TaskStood("t2", "blocked"))
    assert progress.of_plan(plan, date(2026, 12, 16)) == Progress(2, 1, 1, 0)
    assert progress.of_plan(empty(), TODAY) == Progress(0, 0, 0, 0)


def test_tasks_of_an_abandoned_idea_count_no_longer() -> None:
    plan = after(whole(), Judged("i1", "abandon"))
    assert progress.of_plan(plan, date(2027, 1, 1)) == Progress(1, 0, 0, 0)
    assert progress.load(plan) == {BEN: 1}


@pytest.mark.parametrize(
    ("baseline", "target", "share"),
    [
        (25, 65, 0.5),
        (65, 25, 0.5),  # From above: fewer are better.
        (45, 80, 0),
        (60, 80, -0.75),
        (20, 40, 1.25),
        (None, 80, None),
        (25, None, None),
        (45, 45, None),
    ],
)
def test_the_way_from_baseline_to_target(
    baseline: float | None, target: float | None, share: float | None
) -> None:
    # The reading is 9 of 20, which is 45 percent.
    way = measured(baseline, target)
    assert way.latest is not None
    assert way.latest.id == "r1"
    assert way.share == pytest.approx(share) if share is not None else way.share is None


def test_the_latest_reading_is_of_the_latest_day_and_then_the_one_entered_last() -> None:
    plan = after(
        whole(),
        ReadingTaken(Reading("old", "m1", date(2026, 9, 1), 1, 20)),
        ReadingTaken(Reading("again", "m1", TODAY, 10, 20)),
    )
    latest = progress.of_measure(plan, plan.measures["m1"]).latest
    assert latest is not None
    assert latest.id == "again"
    assert progress.of_measure(plan, plan.measures["m3"]) == Way(None, None)


def test_a_load_is_open_tasks_heaviest_first_without_those_who_are_forgotten() -> None:
    plan = after(
        whole(),
        TaskAdded("x1", "i1", "Write", Responsible(BEN)),
        TaskAdded("x2", "i1", "Call", Responsible(CARLA)),
        TaskAdded("x3", "i1", "Ask", Responsible("forgotten 12ab")),
        TaskStood("x2", "done"),
    )
    assert list(progress.load(plan).items()) == [(BEN, 2), (ANA, 1)]

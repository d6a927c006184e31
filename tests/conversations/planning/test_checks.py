"""What a plan still lacks: listed kindly, each with where it is mended, and gone once it is."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.planning import checks
from conversations.planning.acting import (
    Aligned,
    CoreChosen,
    MeasureChanged,
    TaskAdded,
    TaskChanged,
    TaskStood,
)
from conversations.planning.checks import lacks
from conversations.planning.developing import DriverAdded, GoalSet
from conversations.planning.exploring import DatumAdded, Rooted
from conversations.planning.model import (
    HEAVY_LOAD,
    CoreMember,
    Datum,
    Goal,
    Measure,
    Plan,
    Responsible,
)
from conversations.planning.stages import WALK
from conversations.planning.steering import Judged, Removed
from conversations.planning.steps import PlanEvent
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CALENDAR,
    CORE,
    TODAY,
    after,
    empty,
    whole,
)

JUNE_11, CHRISTMAS = date(2027, 6, 11), date(2026, 12, 25)
IN_SUMMER, AFTER_GOAL = date(2027, 7, 20), date(2027, 6, 14)
CROWD = tuple(CoreMember(f"m{n}", (1, 2, 3, 4, 5)) for n in range(6))
ASKED = GoalSet(Goal("More families come", baseline_by=date(2027, 1, 15)))


def kinds(plan: Plan, about: str | None = None) -> list[str]:
    """Return what kinds of things a plan lacks, all or about one link."""
    found = lacks(plan, CALENDAR, TODAY)
    return [lack.kind for lack in found if about is None or lack.about == about]


def sentences(plan: Plan, kind: str) -> list[str]:
    return [lack.sentence for lack in lacks(plan, CALENDAR, TODAY) if lack.kind == kind]


def good() -> Plan:
    """Return a plan that lacks nothing."""
    measured = {"baseline": 1.0, "target": 2.0, "reader": Responsible(ANA)}
    return after(
        whole(),
        DatumAdded("c2", Datum("x1", "Letters", "fall 2026", "40 of 44 in English only")),
        DatumAdded("c3", Datum("x2", "Booking log", "fall 2026", "9 of 20 on the last day")),
        TaskChanged("t2", "Draft the form", Responsible(BEN), due=date(2026, 12, 14)),
        MeasureChanged(Measure("m1", "outcome", "Conferences", **measured)),  # type: ignore[arg-type]
        MeasureChanged(Measure("m2", "process", "Forms", serves="i2", **measured)),  # type: ignore[arg-type]
        MeasureChanged(Measure("m3", "balancing", "Hours", serves="d1", **measured)),  # type: ignore[arg-type]
        CoreChosen(CORE),
        Aligned(("team/plans/1",)),
    )


def test_a_good_plan_lacks_nothing_and_an_empty_one_is_told_where_to_begin() -> None:
    assert lacks(good(), CALENDAR, TODAY) == ()
    assert kinds(empty()) == ["no_problem", "no_root", "no_goal", "no_core", "not_aligned"]


@pytest.mark.parametrize(
    ("event", "kind", "about"),
    [
        (Rooted("c4"), "no_driver", "c4"),
        (Rooted("c4"), "no_data", "c4"),
        (GoalSet(Goal("More families come")), "goal_part", ""),
        (Removed("m1"), "no_measure", ""),
        (DriverAdded("d4", "Time", ("c1",)), "no_idea", "d4"),
        (DriverAdded("d4", "Time", ("c1",)), "no_root_behind", "d4"),
        (Removed("t1"), "no_task", "i1"),
        (TaskAdded("t3", "i1", "Write", due=date(2026, 12, 14)), "no_owner", "t3"),
        (TaskAdded("t3", "i1", "Write", Responsible("forgotten 1")), "no_owner", "t3"),
        (TaskAdded("t3", "i1", "Write", Responsible(ANA)), "no_due", "t3"),
        (TaskAdded("t3", "i1", "Write", Responsible(ANA), due=CHRISTMAS), "no_school", "t3"),
        (TaskAdded("t3", "i1", "Write", Responsible(ANA), due=IN_SUMMER), "no_school", "t3"),
        (TaskAdded("t3", "i1", "Write", Responsible(ANA), due=AFTER_GOAL), "after_goal", "t3"),
        (MeasureChanged(Measure("m1", "outcome", "More")), "no_baseline", "m1"),
        (MeasureChanged(Measure("m1", "outcome", "More")), "no_target", "m1"),
        (MeasureChanged(Measure("m1", "outcome", "More")), "no_reader", "m1"),
        (CoreChosen(CORE[:2]), "core_size", ""),
        (CoreChosen(CORE[:2]), "competencies", ""),
        (CoreChosen(CROWD), "core_size", ""),
        (Aligned(()), "not_aligned", ""),
    ],
)  # fmt: skip
def test_what_is_taken_out_is_asked_for(event: PlanEvent, kind: str, about: str) -> None:
    assert kind not in kinds(good())
    assert kind in kinds(after(good(), event), about)


def test_every_sentence_says_what_to_do_and_every_stage_is_one_to_go_to() -> None:
    poor = after(
        whole(),
        Rooted("c4"),
        ASKED,
        TaskChanged("t1", "Ask", None, due=CHRISTMAS),
        CoreChosen(CORE[:1]),
        *(TaskAdded(f"x{n}", "i1", "Write", Responsible(ANA)) for n in range(HEAVY_LOAD)),
    )
    said = [*lacks(poor, CALENDAR, TODAY), *lacks(empty(), CALENDAR, TODAY)]
    assert len({lack.kind for lack in said}) > 14
    for lack in said:
        assert lack.stage in {one.stage for one in WALK}
        assert lack.sentence.endswith("?") or ": " in lack.sentence or "any time" in lack.sentence
        assert not any(word in lack.sentence.lower() for word in ("must be", "error", "invalid"))


def test_of_an_abandoned_idea_nothing_is_asked() -> None:
    plan = after(whole(), Judged("i2", "abandon", "Nobody used it."))
    assert kinds(plan, "t2") == []
    assert kinds(plan, "i2") == []
    assert "no_idea" in kinds(plan, "d3")


def test_what_is_done_needs_no_date_any_more() -> None:
    assert kinds(whole(), "t2") == ["no_due"]
    assert kinds(after(whole(), TaskStood("t2", "done")), "t2") == []


def test_a_baseline_that_is_on_its_way_is_waited_for_until_its_day() -> None:
    plan = after(whole(), ASKED)
    assert "You will have it by January 15, 2027" in sentences(plan, "no_baseline")[0]
    late = [x.sentence for x in lacks(plan, CALENDAR, JUNE_11) if x.kind == "no_baseline"]
    assert "has it come in?" in late[0]
    assert all("When will you have it?" in said for said in late[1:])


def test_a_heavy_load_is_of_open_tasks_that_are_tried() -> None:
    many = [TaskAdded(f"x{n}", "i2", "Write", Responsible(ANA)) for n in range(HEAVY_LOAD - 1)]
    plan = after(whole(), *many)
    assert kinds(plan, ANA) == ["heavy_load"]
    assert sentences(plan, "heavy_load") == [
        f"<@{ANA}> is down for {HEAVY_LOAD} open tasks. Could somebody share them?"
    ]
    assert kinds(after(plan, TaskStood("x0", "done")), ANA) == []
    assert kinds(after(plan, Judged("i2", "abandon")), ANA) == []


def test_somebody_alone_needs_no_core_team() -> None:
    assert "no_core" not in kinds(whole(team=None, channel=None))


def test_competencies_that_nobody_brings() -> None:
    assert checks.uncovered(after(whole(), CoreChosen(CORE[:2]))) == (4, 5)

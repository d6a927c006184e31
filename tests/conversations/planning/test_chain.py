"""What hangs on what, and what goes along when a link is taken out."""

from __future__ import annotations

import pytest

from conversations.planning import chain
from conversations.planning.chain import Fallout
from conversations.planning.developing import DriverAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.steering import Judged, Removed
from tests.conversations.planning.plans import after, empty, whole


@pytest.mark.parametrize(
    ("link", "gone", "said"),
    [
        # Two causes answered by d2: it stays, and d1 goes with the only one it answers.
        (
            "c1",
            Fallout(
                causes=("c2",), drivers=("d1",), ideas=("i1",), tasks=("t1",), measures=("m3",)
            ),
            "1 cause, 1 driver, 1 change idea, 1 task and 1 measure",
        ),
        ("c3", Fallout(causes=("c4",)), "1 cause"),
        (
            "d2",
            Fallout(
                drivers=("d3",), ideas=("i2",), tasks=("t2",), measures=("m2",), readings=("r2",)
            ),
            "1 driver, 1 change idea, 1 task, 1 measure and 1 reading",
        ),
        ("m1", Fallout(readings=("r1",)), "1 reading"),
        ("t1", Fallout(), ""),
        ("goal", Fallout(), ""),
        ("gone long ago", Fallout(), ""),
    ],
)
def test_what_goes_along_is_said_beforehand(link: str, gone: Fallout, said: str) -> None:
    plan = whole()
    told = chain.fallout(plan, link)
    assert told == gone
    assert told.in_words() == said
    assert told.is_nothing == (not said)
    if chain.find(plan, link):
        assert chain.orphans(after(plan, Removed(link))) == []


def test_several_of_a_kind_are_counted() -> None:
    plan = after(whole(), CauseAdded("c5", "practice", "Late", under="c4"))
    assert chain.fallout(plan, "c3").in_words() == "2 causes"


def test_a_driver_lets_go_of_a_cause_that_is_taken_out() -> None:
    assert after(whole(), Removed("c3")).drivers["d2"].causes == ("c2",)


def test_a_secondary_driver_hangs_on_its_primary_one_and_needs_no_cause() -> None:
    plan = after(whole(), DriverAdded("d4", "Time to call", ("c4",), under="d1"))
    plan = after(plan, Removed("c4"))
    assert plan.drivers["d4"].causes == ()
    assert chain.answered(plan, plan.drivers["d4"]) == ("c2",)
    assert "d4" in chain.fallout(plan, "d1").drivers


def test_the_chain_can_be_walked_both_ways() -> None:
    plan = whole()
    assert [d.id for d in chain.primary(plan)] == ["d1", "d2"]
    assert [d.id for d in chain.secondary(plan, "d2")] == ["d3"]
    assert [i.id for i in chain.ideas_of(plan, "d3")] == ["i2"]
    assert [t.id for t in chain.tasks_of(plan, "i2")] == ["t2"]
    assert [m.id for m in chain.measures_of(plan, "goal")] == ["m1"]
    assert [c.id for c in chain.whys(plan, "c1")] == ["c2"]
    assert (chain.depth(plan, "c2"), chain.height(plan, "c1"), chain.depth(plan, "c1")) == (1, 1, 0)


def test_of_an_abandoned_idea_nothing_is_tried_any_more() -> None:
    plan = after(whole(), Judged("i1", "abandon"))
    assert [i.id for i in chain.tried(plan)] == ["i2"]
    assert [t.id for t in chain.tasks_tried(plan)] == ["t2"]


def test_what_hangs_in_the_air_is_found() -> None:
    broken = whole(causes={}, ideas={})
    assert {"d1", "d2", "t1", "t2", "m2"} <= set(chain.orphans(broken))
    assert chain.orphans(empty()) == []

"""Exploring the problem: causes on bones, "why?" under them, merged, moved, marked."""

from __future__ import annotations

import pytest

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.exploring import (
    BoneNamed,
    CauseAdded,
    CauseMoved,
    CausesMerged,
    DatumAdded,
    DatumRemoved,
    Framed,
    Marked,
    Rooted,
)
from conversations.planning.model import DEEPEST_WHY, LONGEST_LINE, Datum, Plan
from conversations.planning.steps import PlanEvent, step
from tests.conversations.planning.plans import ANA, BEN, NOW, after, empty, whole


def deep(prefix: str, whys: int, bone: str = "people") -> tuple[PlanEvent, ...]:
    """Return a cause with so many whys, one under the other: a0, a1 and so on."""
    return tuple(
        CauseAdded(f"{prefix}{n}", bone, f"{prefix} {n}", f"{prefix}{n - 1}" if n else None)
        for n in range(whys + 1)
    )


def refused(plan: Plan, event: PlanEvent) -> Refused:
    with pytest.raises(Refused) as found:
        step(plan, event, NOW)
    return found.value


def test_why_is_asked_five_times_at_most_and_the_words_say_so() -> None:
    plan = after(empty(), *deep("a", DEEPEST_WHY))
    assert "enough" in str(refused(plan, CauseAdded("b", "people", "Why?", under="a5")))


def test_a_why_stands_on_the_bone_of_its_cause() -> None:
    plan = after(whole(), CauseAdded("c5", "people", "No list", under="c1"))
    assert plan.causes["c5"].bone == "families"
    plan = after(plan, CauseMoved("c1", "practice"))
    assert {plan.causes[c].bone for c in ("c1", "c2", "c5")} == {"practice"}


def test_moving_keeps_whys_and_never_goes_in_circles_or_too_deep() -> None:
    plan = after(empty(), *deep("a", 3), *deep("b", 2, "practice"))
    assert "itself" in str(refused(plan, CauseMoved("a0", "people", "a2")))
    assert "itself" in str(refused(plan, CauseMoved("a0", "people", "a0")))
    assert "enough" in str(refused(plan, CauseMoved("a0", "people", "b2")))
    plan = after(plan, CauseMoved("b0", "ignored", "a1"))
    assert (chain.depth(plan, "b2"), plan.causes["b2"].bone) == (4, "people")
    assert chain.depth(after(plan, CauseMoved("b1", "families")), "b2") == 1


def test_merging_keeps_what_was_said_marked_shown_and_built_on() -> None:
    plan = after(
        whole(),
        Marked("c1", ANA),
        Marked("c3", BEN),
        Marked("c3", ANA),
        DatumAdded("c3", Datum("x", "Log", "fall", "9 of 20")),
        CausesMerged("c1", "c3"),
    )
    one = plan.causes["c1"]
    assert one.also == ("Interpreters are booked too late",)
    assert set(one.marks) == {ANA, BEN}
    assert one.is_root
    assert [datum.id for datum in one.data] == ["x"]
    assert [why.id for why in chain.whys(plan, "c1")] == ["c2", "c4"]
    assert plan.causes["c4"].bone == "families"
    assert plan.drivers["d2"].causes == ("c1", "c2")
    # Merged a second time, both wordings are still there.
    plan = after(plan, CauseAdded("c6", "people", "All late"), CausesMerged("c6", "c1"))
    assert plan.causes["c6"].also == (
        "Invitations go out in English only",
        "Interpreters are booked too late",
    )


def test_what_cannot_be_one_is_refused_with_why() -> None:
    plan = after(whole(), *deep("a", DEEPEST_WHY))
    assert "two different" in str(refused(plan, CausesMerged("c1", "c1")))
    assert "the other's" in str(refused(plan, CausesMerged("c1", "c2")))
    assert "the other's" in str(refused(plan, CausesMerged("c2", "c1")))
    assert "enough" in str(refused(plan, CausesMerged("a5", "c1")))
    assert "not in the plan any more" in str(refused(plan, CausesMerged("c1", "gone")))


def test_a_mark_counts_once_stays_in_its_place_and_can_be_taken_back() -> None:
    plan = after(whole(), Marked("c1", ANA), Marked("c1", BEN))
    assert step(plan, Marked("c1", ANA), NOW) is plan
    assert after(plan, Marked("c1", ANA, False)).causes["c1"].marks == (BEN,)


def test_a_datum_is_added_once_even_when_its_cause_was_merged() -> None:
    datum = DatumAdded("c1", Datum("x", "Survey", "", "31 of 88"))
    plan = after(whole(), datum, CausesMerged("c3", "c1"))
    assert step(plan, DatumAdded("c3", datum.datum), NOW) is plan
    assert after(plan, DatumRemoved("c3", "x")).causes["c3"].data == ()


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Framed("  "), "problem"),
        (Framed("w" * 1_501), "problem"),
        (CauseAdded("x", "people", " \n "), "text"),
        (CauseAdded("x", "people", "w" * (LONGEST_LINE + 1)), "text"),
        (CauseAdded("x", "people", "\ud83d"), "text"),
        (BoneNamed("people", "w" * 41), "name"),
        (DatumAdded("c1", Datum("x", "", "fall", "3")), "source"),
        (DatumAdded("c1", Datum("x", "Log", "fall", "")), "figure"),
    ],
)
def test_what_cannot_be_used_says_which_words(event: PlanEvent, field: str) -> None:
    assert refused(whole(), event).field == field


def test_what_is_gone_is_said_to_be_gone() -> None:
    for event in (CauseMoved("gone", "people"), Marked("gone", ANA), Rooted("gone")):
        assert str(refused(whole(), event)).startswith("That cause is not in the plan any more")
    assert "bone" in str(refused(whole(), CauseAdded("x", "gone", "Words")))


def test_what_was_typed_is_kept_as_it_is_but_for_space() -> None:
    plan = after(empty(), CauseAdded("x", "people", "  <!channel>\n *no*  time "))
    assert plan.causes["x"].text == "<!channel> *no* time"


def test_a_root_cause_can_be_one_that_only_contributes_after_all() -> None:
    plan = whole()
    assert [cause.id for cause in plan.roots] == ["c2", "c3"]
    assert [cause.id for cause in after(plan, Rooted("c2", False)).roots] == ["c3"]

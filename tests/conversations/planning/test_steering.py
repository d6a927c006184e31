"""Moving between stages, judging a cycle, handing over, ending."""

from __future__ import annotations

from typing import get_args

import pytest

from conversations.errors import Refused
from conversations.planning import stages
from conversations.planning.exploring import Framed
from conversations.planning.model import Plan, Stage
from conversations.planning.steering import (
    CycleTurned,
    Ended,
    Handed,
    Judged,
    Removed,
    StageChosen,
    Titled,
)
from conversations.planning.steps import PlanEvent, step
from tests.conversations.planning.plans import BEN, EVELYN, NOW, after, whole


def test_the_walk_goes_through_every_stage_to_a_live_plan_and_back() -> None:
    stage: Stage | None = "problem"
    walked = []
    while stage is not None:
        walked.append(stage)
        stage = stages.following(stage)
    assert set(walked) | {"ended"} == set(get_args(Stage))
    assert walked[-1] == "live"
    back = list(walked)
    for here in reversed(walked):
        assert here == back.pop()
        assert stages.previous(here) == (back[-1] if back else None)
    assert stages.previous("ended") is None


def test_a_cycle_starts_from_what_was_decided_and_turns_once() -> None:
    plan = whole(stage="live")
    with pytest.raises(Refused, match="at least one change idea"):
        step(plan, CycleTurned(2), NOW)
    plan = after(plan, Judged("i1", "adapt", "Two people."), Judged("i2", "abandon", "Unused"))
    plan = after(plan, CycleTurned(2))
    assert (plan.cycle, plan.stage) == (2, "ideas")
    assert (plan.ideas["i1"].verdict, plan.ideas["i1"].cycle) == (None, 2)
    # Why it is adapted is still known.
    assert plan.ideas["i1"].why == "Two people."
    assert (plan.ideas["i2"].verdict, plan.ideas["i2"].cycle) == ("abandon", 1)
    # A late click does not send a team back to where the cycle began.
    plan = after(plan, StageChosen("live"))
    assert step(plan, CycleTurned(2), NOW) is plan


def test_a_verdict_can_be_taken_back() -> None:
    plan = after(whole(), Judged("i1", "adopt", "It works"), Judged("i1", None))
    assert plan.ideas["i1"].verdict is None


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Titled(" "), "a title"),
        (Titled("w" * 81), "within 80"),
        (StageChosen("ended"), "one of the steps"),
        (StageChosen("moon"), "one of the steps"),  # type: ignore[arg-type]
        (Handed(()), "at least one person"),
        (Judged("i1", "burn"), "adopt, adapt or abandon"),  # type: ignore[arg-type]
        (Judged("gone", "adopt"), "not in the plan any more"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(event: PlanEvent, said: str) -> None:
    with pytest.raises(Refused, match=said):
        step(whole(), event, NOW)


def test_what_is_out_stays_out() -> None:
    plan = after(whole(), Removed("i1"))
    assert step(plan, Removed("i1"), NOW) is plan


@pytest.mark.parametrize("stage", [*get_args(Stage)][:-1])
def test_a_plan_can_be_ended_at_any_stage_and_takes_nothing_then(stage: Stage) -> None:
    plan: Plan = step(whole(stage=stage), Ended(), NOW)
    assert (plan.stage, plan.ended_at, plan.is_live) == ("ended", NOW, False)
    for event in (Framed("More"), StageChosen("goal"), Ended(), Removed("c1")):
        with pytest.raises(Refused, match="has ended"):
            step(plan, event, NOW)


def test_owners_are_there_once() -> None:
    assert after(whole(), Handed((BEN, EVELYN, BEN))).owners == (BEN, EVELYN)

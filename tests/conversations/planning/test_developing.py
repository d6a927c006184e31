"""The goal, drivers and change ideas."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conversations.errors import Refused
from conversations.planning.developing import (
    DriverAdded,
    DriverChanged,
    GoalSet,
    IdeaAdded,
    IdeaChanged,
    IdeaWeighed,
    TheoryWritten,
)
from conversations.planning.model import Goal, Source
from conversations.planning.steering import CycleTurned, Judged
from conversations.planning.steps import PlanEvent, step
from tests.conversations.planning.plans import NOW, TODAY, after, empty, whole


def test_a_goal_is_for_a_day_to_come_and_one_that_has_come_may_be_kept() -> None:
    with pytest.raises(Refused, match="still to come"):
        step(empty(), GoalSet(Goal("More come", by_when=TODAY - timedelta(days=1))), NOW)
    plan = after(empty(), GoalSet(Goal("More come", by_when=TODAY)))
    later = NOW + timedelta(days=9)
    plan = step(plan, GoalSet(Goal("Many more come", by_when=TODAY)), later)
    assert plan.goal == Goal("Many more come", by_when=TODAY)


def test_today_is_where_the_team_is() -> None:
    # At three in the morning in London it is still yesterday evening in Massachusetts.
    night = NOW.replace(hour=3)
    plan = step(empty(), GoalSet(Goal("More", by_when=date(2026, 11, 30))), night)
    assert plan.goal is not None


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (DriverAdded("x", "Time"), "at least one cause"),
        (DriverAdded("x", "Time", ("gone",)), "not in the plan any more"),
        (DriverAdded("x", "", ("c1",)), "what has to change"),
        (DriverAdded("x", "Time", under="d3"), "under a primary one"),
        (DriverChanged("d1", "Time", under="d1"), "under a primary one"),
        (DriverChanged("d2", "Time", under="d1"), "under a primary one"),
        (DriverChanged("d3", "Time"), "at least one cause"),
        (IdeaAdded("x", "gone", "Call"), "That driver is not in the plan any more"),
        (IdeaChanged("i1", "Call", "gone"), "That driver is not in the plan any more"),
        (IdeaWeighed("i1", 4, 1), "low, medium or high"),
        (TheoryWritten("w" * 1_501), "within 1,500 characters"),
        (GoalSet(Goal(" ")), "what is to be reached"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(event: PlanEvent, said: str) -> None:
    with pytest.raises(Refused, match=said):
        step(whole(), event, NOW)


def test_a_secondary_driver_may_become_a_primary_one_and_back() -> None:
    plan = after(whole(), DriverChanged("d3", "Teachers can book", ("c4",)))
    assert plan.drivers["d3"].under is None
    plan = after(plan, DriverChanged("d3", "Teachers can book", ("c4", "c4"), under="d1"))
    assert (plan.drivers["d3"].under, plan.drivers["d3"].causes) == ("d1", ("c4",))


def test_an_idea_moves_with_its_tasks_and_keeps_where_it_came_from() -> None:
    source = Source("leaders/resources/3", "A form", "Resource 3", None)
    plan = after(whole(), IdeaAdded("i3", "d1", "A form", source), IdeaWeighed("i3", 3, None))
    plan = after(plan, IdeaChanged("i3", "Our form", "d2"))
    idea = plan.ideas["i3"]
    assert (idea.source, idea.driver, idea.impact, idea.ease) == (source, "d2", 3, None)


def test_an_idea_belongs_to_the_cycle_in_which_it_came_up() -> None:
    plan = after(whole(), Judged("i1", "adopt"), CycleTurned(2), IdeaAdded("i3", "d1", "Call"))
    assert (plan.ideas["i1"].cycle, plan.ideas["i3"].cycle) == (1, 2)


def test_what_was_added_is_not_added_again_whatever_else_has_its_id() -> None:
    plan = whole()
    for event in (
        DriverAdded("d1", "Other words", ("c1",)),
        IdeaAdded("i1", "d1", "Other words"),
        IdeaAdded("t1", "d1", "Another kind of thing"),
    ):
        assert step(plan, event, NOW) is plan

"""What typed words mean between the goal and the theory of action."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.planning.hearing.developing import read
from bot.planning.hearing.typed import Typed
from conversations.calendar import Calendar
from conversations.errors import Refused
from conversations.planning.developing import GoalSet, TheoryWritten
from conversations.planning.model import Cause, Driver, Plan, Stage
from conversations.planning.steps import step

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLAN = Plan(
    tenant="T",
    id="p",
    title="A plan",
    team=None,
    channel=None,
    owners=("U",),
    timezone="America/New_York",
    begun_at=NOW,
    bones={"people": "People"},
    causes={"c": Cause("c", "people", "Letters are in English", is_root=True)},
    drivers={"d": Driver("d", "Letters in every language", ("c",))},
)
STAGES: tuple[Stage, ...] = ("goal", "drivers", "ideas", "theory")


def typed(words: str, stage: Stage = "goal", *, named: bool = True) -> Typed:
    return Typed(
        plan=replace(PLAN, stage=stage),
        words=words,
        raw=words,
        by="U",
        named=named,
        today=date(2026, 11, 24),
        calendar=Calendar(ZoneInfo("America/New_York")),
        key="1.2",
    )


@given(
    st.sampled_from(("", "Goal: ", "our goal is that ", "driver - ", "Ideas: ", "theory: ")),
    st.text(max_size=200),
    st.sampled_from(STAGES),
    st.booleans(),
)
def test_whatever_is_typed_means_something_that_can_be_done_or_is_refused(
    lead: str, words: str, stage: Stage, named: bool
) -> None:
    meant = typed(lead + words, stage, named=named)
    with suppress(Refused):
        heard = read(meant)
        plan = meant.plan
        for event in heard.events if heard else ():
            plan = step(plan, event, NOW)


@pytest.mark.parametrize(
    ("words", "what", "by_when"),
    [
        ("More families come by June 11", "More families come", date(2027, 6, 11)),
        ("By June 11, more families come", "more families come", date(2027, 6, 11)),
        ("More families, by June 11, come to us", "More families, come to us", date(2027, 6, 11)),
        ("More families come", "More families come", None),
        ("Our goal is that families hear us", "families hear us", None),
        ("as many as in June 2019", "as many as in June 2019", None),
        ("by June 11", "by June 11", date(2027, 6, 11)),
    ],
)
def test_a_goal_is_parted_from_its_day(words: str, what: str, by_when: date | None) -> None:
    heard = read(typed(words))
    assert heard is not None
    [event] = heard.events
    assert isinstance(event, GoalSet)
    assert (event.goal.what, event.goal.by_when) == (what, by_when)


def test_the_first_word_says_what_it_is_wherever_the_team_stands() -> None:
    heard = read(typed("Theory of action: if we call, they come", "drivers", named=False))
    assert heard is not None
    assert heard.events == (TheoryWritten("if we call, they come"),)


@pytest.mark.parametrize(
    "talk",
    [
        "goal setting conferences are next week",
        "what a good idea",
        "ideas for lunch?",
        "the driver of the late bus is ill",
    ],
)
def test_talk_among_colleagues_is_left_alone(talk: str) -> None:
    assert all(read(typed(talk, stage, named=False)) is None for stage in STAGES)

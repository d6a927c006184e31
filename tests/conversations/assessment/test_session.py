"""Facilitating: each step in its phase, and an exit from wherever a session has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.assessment import findings
from conversations.assessment.model import LONGEST_WORDS, Agreement, Assessment, Rating, Vote
from conversations.assessment.session import (
    Accepted,
    Agreed,
    Cancelled,
    Chosen,
    Closed,
    Consented,
    Extended,
    Handed,
    Joined,
    KeptOwn,
    Left,
    MovedOn,
    SessionEvent,
    Started,
    Voted,
    step,
)
from conversations.errors import Refused
from tests.conversations.assessment.teams import (
    EVELYN,
    NOW,
    SCALE,
    SPLIT_WIDE,
    Rater,
    after,
    assessed,
    statement,
)

ONE, TWO, THREE = (statement(n).id for n in (1, 2, 3))
PRIORITISING, AGREEING = MovedOn("prioritising"), MovedOn("agreeing")
HIGH = Vote(3, 3, 3)

indicators = st.sampled_from([ONE, TWO, THREE, "blueprint/p9/b9/school/1"])
raters = st.sampled_from(["r1", "r2", "r3", "r9"])
weights = st.integers(0, 4)
events: st.SearchStrategy[SessionEvent] = st.one_of(
    st.just(Started((EVELYN,))),
    st.sampled_from([Closed(), Accepted(), Cancelled(), PRIORITISING, AGREEING]),
    st.builds(Extended, st.just(NOW) | st.just(NOW + timedelta(days=1))),
    st.builds(Joined, raters, st.sampled_from(["school", "state"]), st.just("Coach")),
    st.builds(Left, raters),
    st.builds(Consented, raters, st.booleans()),
    st.builds(
        Agreed,
        indicators,
        st.integers(0, 5),
        st.sampled_from(["", "Two grades do"]),
        before=st.none() | st.integers(1, 4),
    ),
    st.builds(
        Voted, raters, st.dictionaries(indicators, st.builds(Vote, weights, weights, weights))
    ),
    st.builds(KeptOwn, raters, st.none() | indicators),
    st.builds(Chosen, st.lists(indicators, max_size=4).map(tuple)),
    st.builds(Handed, st.sampled_from([(), (EVELYN,), ("UBEN",)])),
)
values = st.lists(st.none() | st.sampled_from(SCALE.values), max_size=3)
teams = st.lists(values, min_size=1, max_size=4)


def steps(assessment: Assessment, given: Sequence[SessionEvent]) -> Assessment:
    for event in given:
        try:
            assessment, _ = step(assessment, event, NOW)
        except Refused:
            continue
    return assessment


def led_on(assessment: Assessment) -> Assessment:
    """Take whatever leads on, as a facilitator who follows the buttons would."""
    session = assessment.session
    match session.phase:
        case "rating":
            return after_any(assessment, Closed())
        case "agreeing" if not findings.findings(assessment):
            return after_any(assessment, Cancelled())
        case "agreeing":
            agreed = (
                Agreed(f.statement.id, f.median or 1)
                for f in findings.findings(assessment)
                if f.statement.id not in session.agreements
            )
            return after(assessment, *agreed, PRIORITISING)
        case "prioritising":
            return after(assessment, Chosen(tuple(findings.growth_areas(assessment)[:3])))
    return assessment


def after_any(assessment: Assessment, event: SessionEvent) -> Assessment:
    return step(assessment, event, NOW)[0]


# Whatever comes


@given(teams, st.lists(events))
def test_whatever_comes_a_session_stays_sound_and_has_an_exit(
    rated: Sequence[Sequence[int | None]], given: Sequence[SessionEvent]
) -> None:
    assessment = assessed(*rated, phase="rating", cards=3)
    for event in given:
        before = assessment
        assessment = steps(assessment, [event])
        session = assessment.session
        assert session.step == before.session.step + (session != before.session)
        assert all(a.value in SCALE.values for a in session.agreements.values())
        assert set(before.session.agreements) <= set(session.agreements)
        assert len(session.priorities) <= 3
        assert set(before.participants) <= set(assessment.participants) == set(assessment.walks)
        assert set(assessment.own) | set(assessment.votes) <= set(assessment.participants)
        assert all(assessment.votes.values())
        assert all(before.walks[p].ratings == assessment.walks[p].ratings for p in before.walks)
        if before.session.phase in ("done", "cancelled"):
            assert session == before.session
    for _ in range(4):
        assessment = led_on(assessment)
    assert assessment.session.phase in ("done", "cancelled")


@given(teams, st.lists(events))
def test_before_the_close_nothing_is_shown_and_small_groups_only_where_all_agree(
    rated: Sequence[Sequence[int | None]], given: Sequence[SessionEvent]
) -> None:
    assessment = steps(assessed(*rated, phase="rating", cards=3), given)
    group = findings.raters(assessment, "school")
    shown = findings.findings(assessment)
    if assessment.session.phase in ("rating", "cancelled"):
        assert shown == []
    if shown and len(group) < 3 and len(assessment.participants) > 1:
        assert all(rater.consents for rater in group)


# Closing


def test_closing_when_nobody_has_rated_cancels_and_says_so() -> None:
    closed, notice = step(assessed([], [], phase="rating", cards=3), Closed(), NOW)
    assert (closed.session.phase, closed.session.ended_at, notice) == (
        "cancelled",
        NOW,
        "nobody_rated",
    )


def test_a_later_close_has_to_be_still_to_come() -> None:
    rating = assessed([3], phase="rating")
    later = NOW + timedelta(days=9)
    assert after(rating, Extended(later)).session.closes_at == later
    with pytest.raises(Refused, match="still to come") as refused:
        step(rating, Extended(NOW), NOW)
    assert refused.value.field == "closes"


# Who takes part


def test_a_joiner_gets_all_cards_and_a_level_without_cards_is_refused() -> None:
    joined = after(assessed([3], phase="rating"), Joined("new", "school", "Coach"))
    assert (joined.walks["new"].state, joined.walks["new"].at) == ("invited", 0)
    with pytest.raises(Refused, match="Nothing is rated at that level"):
        step(joined, Joined("other", "state", "Coach"), NOW)


def test_who_left_counts_and_who_comes_back_goes_on_where_they_stood() -> None:
    assessment = after(assessed([1], [2], [3], phase="rating"), Left("r1"))
    assert assessment.participants["r1"].left
    closed = after(assessment, Closed())
    assert findings.findings(closed)[0].values == (1, 2, 3)
    back = after(assessment, Joined("r1", "school", "Coach"))
    assert not back.participants["r1"].left
    assert back.walks["r1"].ratings == {ONE: Rating(1)}
    assert back.participants["r1"].role == "ESL teacher"


# Agreeing


def test_of_two_facilitators_who_agree_at_once_the_second_is_told() -> None:
    first = after(assessed(*([value] for value in SPLIT_WIDE)), Agreed(ONE, 2))
    second, notice = step(first, Agreed(ONE, 3), NOW)
    assert (second, notice) == (first, "too_late")
    # Who has seen the first agreement may change it.
    assert after(first, Agreed(ONE, 3, before=2)).session.agreements[ONE].value == 3


def test_what_is_agreed_keeps_its_rationale_and_dissent_and_has_limits() -> None:
    split = assessed(*([value] for value in SPLIT_WIDE))
    agreed = after(split, Agreed(ONE, 2, " Two grades do. ", " Not grade 8. "))
    assert agreed.session.agreements[ONE] == Agreement(2, "Two grades do.", "Not grade 8.")
    for event, field in (
        (Agreed(ONE, 5), "value"),
        (Agreed(ONE, 2, "x" * (LONGEST_WORDS + 1)), "rationale"),
        (Agreed(ONE, 2, "", "x" * (LONGEST_WORDS + 1)), "dissent"),
    ):
        with pytest.raises(Refused) as refused:
            step(split, event, NOW)
        assert refused.value.field == field


def test_one_click_takes_the_medians_of_all_that_is_not_split_and_changes_no_agreement() -> None:
    assessment = assessed([1, 3, None], [2, 4, None], [4, 3, 2])
    talked = after(assessment, Agreed(TWO, 4))
    accepted = after(talked, Accepted())
    assert {i: a.value for i, a in accepted.session.agreements.items()} == {TWO: 4, THREE: 2}


def test_nothing_agreed_leads_nowhere_and_one_agreement_does() -> None:
    assessment = assessed([1], [2], [2])
    with pytest.raises(Refused, match="Agree on at least one rating first"):
        step(assessment, PRIORITISING, NOW)
    there = after(assessment, Accepted(), PRIORITISING)
    assert after(there, AGREEING, PRIORITISING).session.phase == "prioritising"


# Prioritising


def prioritising(*values: int) -> Assessment:
    return after(assessed(*[values] * 3), Accepted(), PRIORITISING)


def test_one_to_three_priorities_are_taken_and_a_fourth_is_refused_with_the_reason() -> None:
    assessment = prioritising(1, 1, 1, 1)
    growing = findings.growth_areas(assessment)
    with pytest.raises(Refused, match="everything at once moves little") as refused:
        step(assessment, Chosen(tuple(growing)), NOW)
    assert refused.value.field == "priorities"
    with pytest.raises(Refused, match="at least one"):
        step(assessment, Chosen(()), NOW)
    done = after(assessment, Chosen((THREE, ONE)))
    assert (done.session.phase, done.session.ended_at) == ("done", NOW)
    # What grows beside a priority in its block goes along with the first of them.
    fourth = statement(4).id
    assert [p.indicators for p in done.session.priorities] == [(THREE, TWO, fourth), (ONE,)]


def test_only_growth_areas_are_chosen_voted_on_or_kept() -> None:
    assessment = prioritising(1, 4)
    with pytest.raises(Refused, match="among the growth areas"):
        step(assessment, Chosen((TWO,)), NOW)
    with pytest.raises(Refused, match="one of the growth areas"):
        step(assessment, KeptOwn("r1", TWO), NOW)
    voted = after(assessment, Voted("r1", {ONE: HIGH, TWO: HIGH}))
    assert voted.votes == {"r1": {ONE: HIGH}}
    assert after(assessment, Voted("r1", {TWO: HIGH})) == assessment


def test_where_everything_is_a_strength_nothing_has_to_be_chosen() -> None:
    assert after(prioritising(4), Chosen(())).session.phase == "done"


@pytest.mark.parametrize("vote", [Vote(0, 1, 1), Vote(1, 4, 1), Vote(1, 1, -1)])
def test_a_weight_off_its_scale_is_refused(vote: Vote) -> None:
    with pytest.raises(Refused, match="low, medium or high"):
        step(prioritising(1), Voted("r1", {ONE: vote}), NOW)


def test_an_own_priority_is_one_and_may_be_taken_back_also_when_all_is_done() -> None:
    assessment = after(prioritising(1, 1), KeptOwn("r1", ONE), KeptOwn("r1", TWO))
    assert assessment.own == {"r1": TWO}
    done = after(assessment, Chosen((ONE,)))
    assert after(done, KeptOwn("r1", None)).own == {}


def test_a_vote_again_changes_only_what_it_names() -> None:
    low = Vote(1, 1, 1)
    assessment = after(prioritising(1, 1), Voted("r1", {ONE: HIGH, TWO: HIGH}))
    assert after(assessment, Voted("r1", {TWO: low})).votes == {"r1": {ONE: HIGH, TWO: low}}


# Too late


@pytest.mark.parametrize(
    ("phase", "late"),
    [
        ("agreeing", Closed()),
        ("agreeing", Extended(NOW + timedelta(days=1))),
        ("agreeing", Joined("new", "school", "Coach")),
        ("agreeing", Voted("r1", {})),
        ("agreeing", Chosen((ONE,))),
        ("prioritising", Agreed(ONE, 2)),
        ("prioritising", Accepted()),
        ("rating", Accepted()),
        ("rating", Consented("r1", True)),
        ("rating", PRIORITISING),
        ("done", Cancelled()),
        ("done", Handed(("UBEN",))),
        ("done", Chosen((ONE,))),
        ("cancelled", KeptOwn("r1", ONE)),
        ("agreeing", Left("r9")),
        ("prioritising", Voted("r9", {ONE: HIGH})),
        ("prioritising", KeptOwn("r9", ONE)),
    ],
)
def test_what_comes_too_late_for_its_phase_changes_nothing(phase: Any, late: SessionEvent) -> None:
    agreed = {ONE: Agreement(1)}
    assessment = assessed([1], [1], [1], phase=phase, agreements=agreed)
    assert step(assessment, late, NOW) == (assessment, "too_late")


def test_the_facilitators_are_never_nobody() -> None:
    assessment = assessed([1], [1], [1])
    assert after(assessment, Handed(("UBEN",))).session.facilitators == ("UBEN",)
    with pytest.raises(Refused) as refused:
        step(assessment, Handed(()), NOW)
    assert refused.value.field == "facilitators"


def test_started_twice_starts_once() -> None:
    begun = after(assessed([1], phase="rating"), Started((EVELYN,), NOW + timedelta(days=1)))
    assert step(begun, Started(("UBEN",)), NOW) == (begun, "too_late")


def test_levels_go_by_themselves() -> None:
    assessment = assessed(Rater([1]), Rater([1]), Rater([1]), Rater([4], "district"))
    assert [f.statement.level for f in findings.findings(assessment)] == ["school"]

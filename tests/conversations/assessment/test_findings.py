"""What the ratings show, and of whom nothing is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.assessment import findings
from conversations.assessment.model import Agreement, Assessment
from conversations.assessment.session import Accepted, Closed, Consented
from tests.conversations.assessment.teams import (
    NOW,
    SCALE,
    SPLIT_WIDE,
    Rater,
    after,
    assessed,
    statement,
    without,
)

ONE, TWO, THREE, FOUR = (statement(n).id for n in (1, 2, 3, 4))
ADMINISTRATOR = "Principal"


def columns(*given: tuple[int | None, ...], phase: str = "agreeing") -> Assessment:
    """Return a session with the ratings of each indicator given beside each other."""
    return assessed(*zip(*given, strict=True), phase=phase)


# Medians and splits


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([4], 4), ([1, 4], 1), ([1, 2, 4], 2), ([4, 3, 2, 1], 2), ([2, 2, 3, 4], 2)],
)
def test_the_median_is_the_middle_and_of_an_even_number_the_lower_middle(
    values: list[int], middle: int | None
) -> None:
    assert findings.median(values) == middle


@given(st.lists(st.sampled_from(SCALE.values), min_size=1))
def test_the_median_is_a_rating_that_somebody_gave_and_half_are_at_or_below(
    values: list[int],
) -> None:
    middle = findings.median(values)
    assert middle in values
    assert sum(v <= middle for v in values) * 2 >= len(values)
    assert sum(v < middle for v in values) * 2 < len(values)


def test_dont_know_is_counted_and_shown_but_not_averaged() -> None:
    [found] = findings.findings(columns((1, 3, None, None)))
    assert (found.values, found.dont_know, found.median, found.spread) == ((1, 3), 2, 1, 2)
    assert found.counts == {1: 1, 3: 1}


def test_where_all_say_dont_know_there_is_no_median_no_split_and_no_proposal() -> None:
    assessment = columns((None, None, None))
    [found] = findings.findings(assessment)
    assert (found.median, found.spread, found.is_split, found.dont_know) == (None, 0, False, 3)
    assert findings.proposals(assessment) == {}


def test_two_points_make_a_split_and_one_does_not_and_the_widest_comes_first() -> None:
    assessment = columns((2, 3, 3), (2, 4, 4), (1, 4, 4), (1, 1, 3))
    assert [f.statement.id for f in findings.splits(assessment)] == [THREE, TWO, FOUR]
    assert findings.proposals(assessment) == {ONE: 3}


def test_what_was_agreed_is_neither_an_open_split_nor_proposed_again() -> None:
    assessment = assessed(
        *zip(SPLIT_WIDE, (3, 3, 3), strict=True), agreements={ONE: Agreement(2), TWO: Agreement(3)}
    )
    assert [f.statement.id for f in findings.splits(assessment)] == [ONE]
    assert findings.open_splits(assessment) == []
    assert findings.proposals(assessment) == {}


def test_what_nobody_spoke_to_is_no_finding() -> None:
    assessment = assessed([3], [3], [3], cards=2)
    assert [f.statement.id for f in findings.findings(assessment)] == [ONE]
    assert findings.finding_of(assessment, TWO) is None


# Levels


def test_medians_and_splits_stay_within_a_level() -> None:
    low, high = [Rater([1], "classroom")] * 3, [Rater([4], "district")] * 3
    assessment = assessed(*low, *high)
    medians = {f.statement.level: f.median for f in findings.findings(assessment)}
    assert medians == {"classroom": 1, "district": 4}
    assert findings.splits(assessment) == []


def test_a_small_group_of_one_level_hides_that_level_and_no_other() -> None:
    assessment = assessed(*[Rater([2], "classroom")] * 3, *[Rater([4], "district")] * 2)
    assert [f.statement.level for f in findings.findings(assessment)] == ["classroom"]
    assert [one.id for one in findings.asked_to_consent(assessment)] == ["r4", "r5"]
    assert set(after(assessment, Accepted()).session.agreements) == {
        statement(1, "classroom").id,
    }


# Small groups


def test_two_raters_are_hidden_until_both_have_agreed() -> None:
    two = after(assessed([1], [4], phase="rating"), Closed())
    assert findings.findings(two) == []
    one_agrees = after(two, Consented("r1", True))
    assert findings.findings(one_agrees) == []
    both = after(one_agrees, Consented("r2", True))
    assert findings.findings(both)[0].values == (1, 4)


def test_one_who_refuses_keeps_it_hidden_and_may_think_again() -> None:
    two = assessed([1], [4])
    refused = after(two, Consented("r1", True), Consented("r2", False))
    assert findings.findings(refused) == []
    assert findings.proposals(refused) == {}
    assert findings.findings(after(refused, Consented("r2", True)))


def test_who_has_rated_nothing_is_no_rater_and_makes_no_group_larger() -> None:
    assessment = assessed([3], [3], [])
    assert findings.findings(assessment) == []
    assert [one.id for one in findings.asked_to_consent(assessment)] == ["r1", "r2"]


def test_who_only_said_dont_know_or_has_left_is_a_rater_all_the_same() -> None:
    assessment = without(assessed([3], [None], [2]), "r3", left=True)
    assert findings.is_shown(assessment, "school")
    assert findings.asked_to_consent(assessment) == []


def test_three_are_shown_whatever_anybody_says_about_it() -> None:
    assessment = without(assessed([1], [1], [1]), "r1", consents=False)
    assert findings.findings(assessment)


def test_somebody_alone_sees_their_own_and_is_not_asked() -> None:
    alone = assessed([4], team=None, channel=None)
    assert findings.findings(alone)[0].values == (4,)
    assert findings.asked_to_consent(alone) == []


def test_the_only_rater_of_a_team_is_not_alone() -> None:
    # Whoever facilitates, or is in the channel, would read what one person said.
    for only in (assessed([4]), assessed([4], team=None), assessed([4], channel=None)):
        assert findings.findings(only) == []
        assert [one.id for one in findings.asked_to_consent(only)] == ["r1"]


@pytest.mark.parametrize("phase", ["rating", "cancelled"])
def test_nothing_is_shown_before_the_close_or_of_what_was_cancelled(phase: str) -> None:
    assert findings.findings(columns((1, 2, 4), phase=phase)) == []
    assert findings.findings(assessed([4], phase=phase, team=None, channel=None)) == []


# Roles


def roles(teachers: list[int | None], administrators: list[int | None]) -> dict[str, int]:
    raters = [Rater([value]) for value in teachers]
    raters += [Rater([value], role=ADMINISTRATOR) for value in administrators]
    [found] = findings.findings(assessed(*raters))
    return dict(found.roles)


def test_roles_that_disagree_are_shown_only_with_three_raters_each() -> None:
    assert roles([2, 2, 3], [4, 4, 3]) == {"teachers": 2, "administrators": 4}
    assert roles([2, 2, 3], [4, 4]) == {}
    # Who does not know is no rater of that indicator.
    assert roles([2, 2, 3], [4, 4, None]) == {}
    assert roles([2, 2, 3], [2, 2, 2]) == {}


def test_teachers_of_either_kind_are_one_group_and_who_has_no_group_is_in_none() -> None:
    raters = [
        Rater([1], role="ESL teacher"),
        Rater([1], role="Classroom teacher"),
        Rater([1], role="Classroom teacher"),
        *[Rater([3], role="Coach")] * 3,
        *[Rater([4], role="Night watch")] * 3,
    ]
    [found] = findings.findings(assessed(*raters))
    assert found.roles == {"teachers": 1, "coaches": 3}


# Strengths and growth


def agreed(*values: int) -> Assessment:
    agreements = {statement(n).id: Agreement(value) for n, value in enumerate(values, start=1)}
    return assessed([None] * len(values), phase="prioritising", agreements=agreements)


def test_strengths_and_growth_areas_stand_as_in_the_blueprint() -> None:
    assessment = agreed(2, 4, 1, 3)
    assert findings.strengths(assessment) == [TWO]
    assert findings.growth_areas(assessment) == [ONE, THREE]


def test_where_nothing_is_low_what_is_in_between_can_grow_and_strengths_never() -> None:
    assert findings.growth_areas(agreed(3, 4, 3)) == [ONE, THREE]
    assert findings.growth_areas(agreed(4, 4)) == []


def test_what_the_team_did_not_agree_on_is_neither() -> None:
    assessment = assessed([1, 4], [1, 4], [1, 4], phase="prioritising")
    assert findings.strengths(assessment) + findings.growth_areas(assessment) == []


def test_a_close_in_the_middle_shows_what_there_is() -> None:
    assessment = assessed([1, 2], [2], [2, 3], phase="rating", cards=5)
    found = findings.findings(after(assessment, Closed()))
    assert [(f.statement.id, f.values) for f in found] == [(ONE, (1, 2, 2)), (TWO, (2, 3))]
    assert after(assessment, Closed()).session.closed_at == NOW

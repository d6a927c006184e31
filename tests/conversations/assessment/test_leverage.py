"""The order of the growth areas, and the words that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from conversations.assessment import findings, leverage
from conversations.assessment.model import Agreement, Assessment, Vote
from tests.conversations.assessment.teams import assessed, statement, without

ONE, TWO, THREE = (statement(n).id for n in (1, 2, 3))
LOW, MEDIUM, HIGH = Vote(1, 1, 1), Vote(2, 2, 2), Vote(3, 3, 3)


def voted(*votes: Mapping[str, Vote], alone: bool = False, **agreed: int) -> Assessment:
    """Return a session with the agreed ratings of one, two and three, and votes of r1, r2 …"""
    values = {"one": 2, "two": 2, "three": 2} | agreed
    agreements = {statement(n).id: Agreement(v) for n, v in enumerate(values.values(), start=1)}
    raters = [[1, 1, 1]] if alone else [[1, 1, 1]] * max(3, len(votes))
    more = {"team": None, "channel": None} if alone else {}
    assessment = assessed(*raters, phase="prioritising", agreements=agreements, **more)
    return replace(assessment, votes={f"r{n}": v for n, v in enumerate(votes, start=1)})


def order(assessment: Assessment) -> list[str]:
    return [ranked.indicator for ranked in leverage.order(assessment)]


def reason(assessment: Assessment, indicator: str = ONE) -> str:
    return next(r.reason for r in leverage.order(assessment) if r.indicator == indicator)


def test_need_impact_and_ease_count_alike_and_are_added_up() -> None:
    easy = {ONE: Vote(1, 1, 3), TWO: Vote(3, 2, 2), THREE: Vote(2, 2, 2)}
    assert order(voted(easy, easy, easy)) == [TWO, THREE, ONE]


def test_means_count_so_that_one_who_votes_on_more_weighs_no_more() -> None:
    assert order(voted({ONE: MEDIUM}, {ONE: MEDIUM}, {TWO: HIGH})) == [TWO, ONE, THREE]


def test_what_is_equal_goes_by_the_lower_rating_then_as_in_the_blueprint() -> None:
    same = {ONE: MEDIUM, TWO: MEDIUM, THREE: MEDIUM}
    assert order(voted(same, same, same, three=1)) == [THREE, ONE, TWO]
    assert order(voted(three=1)) == [THREE, ONE, TWO]


def test_the_order_is_said_in_words() -> None:
    votes = [{ONE: Vote(3, 2, 1)}, {ONE: Vote(3, 2, 1)}, {ONE: Vote(2, 2, 2)}]
    assert reason(voted(*votes)) == (
        "High need, medium impact, low ease (3 votes). Agreed rating: 2, Beginning."
    )
    assert reason(voted(*votes), TWO) == "Agreed rating: 2, Beginning."


def test_halves_count_upwards_in_words() -> None:
    torn = [{ONE: LOW}, {ONE: MEDIUM}, {TWO: LOW}]
    assert reason(voted(*torn)).startswith("Medium need, medium impact, medium ease (2 votes)")


def test_votes_of_fewer_than_three_are_hidden_in_order_and_words_alike() -> None:
    two = voted({THREE: HIGH}, {THREE: HIGH})
    assert not leverage.votes_are_shown(two)
    assert order(two) == [ONE, TWO, THREE]
    assert "vote" not in " ".join(ranked.reason for ranked in leverage.order(two))
    both = without(without(two, "r1", consents=True), "r2", consents=True)
    assert leverage.votes_are_shown(both)
    assert order(both) == [THREE, ONE, TWO]


def test_an_empty_ballot_is_no_voter() -> None:
    assert leverage.voters(voted({ONE: HIGH}, {ONE: HIGH}, {})) == 2
    assert not leverage.votes_are_shown(voted())


def test_the_votes_of_somebody_alone_count() -> None:
    alone = voted({THREE: HIGH, ONE: LOW}, alone=True)
    assert order(alone) == [THREE, ONE, TWO]
    assert reason(alone, THREE) == ("High need, high impact, high ease. Your rating: 2, Beginning.")


weights = st.builds(Vote, *[st.integers(1, 3)] * 3)
ballots = st.lists(st.dictionaries(st.sampled_from([ONE, TWO, THREE]), weights), max_size=6)


@given(ballots, st.integers(1, 2), st.integers(1, 2))
def test_each_growth_area_has_one_place_with_a_sentence(
    votes: list[dict[str, Vote]], one: int, two: int
) -> None:
    assessment = voted(*votes, one=one, two=two)
    ranked = leverage.order(assessment)
    assert sorted(r.indicator for r in ranked) == sorted(findings.growth_areas(assessment))
    assert all(r.reason.endswith(".") for r in ranked)
    # Who voted in which order makes no difference.
    turned = replace(assessment, votes=dict(reversed(list(assessment.votes.items()))))
    assert [r.reason for r in leverage.order(turned)] == [r.reason for r in ranked]

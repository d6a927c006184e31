"""The walk through the cards: each step by itself, and whatever order steps come in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.assessment.model import LONGEST_WORDS, Rating, Walk
from conversations.assessment.walk import (
    Begun,
    Cards,
    Moved,
    Noted,
    Notice,
    Paused,
    Rated,
    Turned,
    WalkEvent,
    step,
)
from tests.conversations.assessment.teams import SCALE, statement

CARDS = Cards([statement(n) for n in (1, 2, 3)], SCALE)
ONE, TWO, THREE = (card.id for card in CARDS.statements)
FIRST = Walk("r1", "school")
NEXT, BACK = Moved("next"), Moved("back")
REFUSED = ("old_card", "closed", "too_long", "first")

words = st.sampled_from(["", "  ", "Sign-in sheets", "ça va", "x" * LONGEST_WORDS, "x" * 1600])
indicators = st.sampled_from([ONE, TWO, THREE, "blueprint/p9/b9/school/1"])
events: st.SearchStrategy[WalkEvent] = st.one_of(
    st.just(Begun()),
    st.builds(Rated, indicators, st.sampled_from([None, -1, 0, 1, 2, 3, 4, 5]), words),
    st.builds(Noted, words, st.none() | indicators, st.booleans()),
    st.sampled_from([NEXT, BACK, Paused()]),
    st.builds(Turned, indicators),
)


def goes(*given: WalkEvent, start: Walk = FIRST) -> tuple[Walk, Notice]:
    walk = start
    notice: Notice = ""
    for event in given:
        walk, notice = step(walk, CARDS, event)
    return walk, notice


def stands(*given: WalkEvent, start: Walk = FIRST) -> tuple[str, int]:
    walk, _ = goes(*given, start=start)
    return walk.state, walk.at


# Whatever comes


@given(st.lists(st.tuples(events, st.sampled_from([None, None, 0, -1, 3]))))
def test_whatever_comes_the_walk_stays_sound(given: Sequence[tuple[WalkEvent, int | None]]) -> None:
    walk = FIRST
    for event, behind in given:
        before, seen = walk, None if behind is None else walk.step + behind
        walk, notice = step(walk, CARDS, event, seen)
        assert all(r.value is None or r.value in SCALE.values for r in walk.ratings.values())
        assert set(before.ratings) <= set(walk.ratings) <= {ONE, TWO, THREE}
        assert set(walk.notes) <= {ONE, TWO, THREE} - set(walk.ratings)
        assert 0 <= walk.at < len(CARDS.statements)
        assert walk.step == before.step + (walk != before)
        if behind:
            assert (walk, notice) == (before, "old_card")
        if notice in REFUSED:
            assert walk == before


@given(st.lists(events))
def test_no_word_that_was_taken_is_lost_while_words_are_added(given: Sequence[WalkEvent]) -> None:
    walk = FIRST
    for event in given:
        before = walk
        walk, notice = step(walk, CARDS, event)
        typed = getattr(event, "words", "").strip()
        if notice in REFUSED or (isinstance(event, Noted) and not event.adds):
            continue
        said = [*walk.notes.values(), *(rating.words for rating in walk.ratings.values())]
        for words_taken in (typed, *before.notes.values()):
            assert any(words_taken in there for there in said) or not words_taken


@given(st.lists(events))
def test_from_wherever_it_stands_it_can_be_finished(given: Sequence[WalkEvent]) -> None:
    walk, _ = goes(*given)
    for _ in range(2 * len(CARDS.statements) + 1):
        if walk.state == "finished":
            return
        walk, _ = step(walk, CARDS, NEXT)
    raise AssertionError(walk)


@given(st.lists(events), events, st.none() | st.integers(-2, 2))
def test_after_the_close_nothing_changes(
    given: Sequence[WalkEvent], late: WalkEvent, seen: int | None
) -> None:
    walk, _ = goes(*given)
    shut = Cards(CARDS.statements, SCALE, is_open=False)
    assert step(walk, shut, late, seen) == (walk, "closed")


@given(st.lists(events, min_size=1))
def test_the_same_click_again_changes_nothing(given: Sequence[WalkEvent]) -> None:
    walk = FIRST
    for event in given:
        seen = walk.step
        walk, _ = step(walk, CARDS, event, seen)
        again, _ = step(walk, CARDS, event, seen)
        if walk.step != seen:
            assert again == walk


# Card by card


def test_ratings_that_ask_for_evidence_ask_once_and_the_others_go_straight_on() -> None:
    assert stands(Begun(), Rated(ONE, 3)) == ("card", 1)
    assert stands(Begun(), Rated(ONE, None)) == ("card", 1)
    assert stands(Begun(), Rated(ONE, 4)) == ("evidence", 0)
    assert stands(Begun(), Rated(ONE, 4, "Sheets")) == ("card", 1)
    assert stands(Begun(), Rated(ONE, 1), Noted("No time")) == ("card", 1)
    assert stands(Begun(), Rated(ONE, 1), NEXT) == ("card", 1)
    # What was typed before the rating is its evidence; asked again, it would be overwritten.
    assert stands(Begun(), Noted("No time"), Rated(ONE, 1)) == ("card", 1)


def test_the_last_card_finishes_and_who_comes_back_sees_first_what_is_open() -> None:
    through = (Begun(), Rated(ONE, 3), NEXT, Rated(THREE, 3))
    assert stands(*through) == ("finished", 2)
    assert stands(*through, Begun()) == ("card", 1)
    assert stands(*through, Begun(), Rated(TWO, 3), NEXT, Begun()) == ("card", 0)


def test_a_pause_keeps_the_card_and_typing_takes_it_up_again() -> None:
    paused = (Begun(), NEXT, Paused())
    assert stands(*paused) == ("paused", 1)
    assert stands(*paused, Begun()) == ("card", 1)
    assert stands(*paused, Noted("Sheets")) == ("card", 1)
    assert stands(*paused, Rated(TWO, 3)) == ("card", 2)


def test_back_goes_from_evidence_to_its_card_and_stops_at_the_first() -> None:
    assert stands(Begun(), NEXT, Rated(TWO, 4), BACK) == ("card", 1)
    assert stands(Begun(), NEXT, Rated(TWO, 4), BACK, BACK) == ("card", 0)
    assert goes(Begun(), BACK)[1] == "first"
    assert stands(Begun(), NEXT, NEXT, NEXT, BACK) == ("card", 2)


def test_an_answer_is_changed_and_its_evidence_stays() -> None:
    walk, _ = goes(Begun(), Rated(ONE, 4, "Sheets"), BACK, Rated(ONE, 2))
    assert walk.ratings[ONE] == Rating(2, "Sheets")
    walk, _ = goes(Turned(ONE), Rated(ONE, 3, "Fewer sheets"), start=walk)
    assert walk.ratings[ONE] == Rating(3, "Fewer sheets")


def test_who_changes_an_answer_is_not_led_through_the_others_again() -> None:
    through = (Begun(), Rated(ONE, 3), Rated(TWO, 3), Rated(THREE, 3))
    assert stands(*through, Turned(ONE), Rated(ONE, None)) == ("finished", 0)
    assert stands(*through, Turned(ONE), Rated(ONE, 1)) == ("evidence", 0)
    assert stands(*through, Turned(ONE), Rated(ONE, 1), NEXT) == ("finished", 0)
    assert stands(*through, Turned(ONE), NEXT) == ("card", 1), "to look through them all"
    assert stands(Begun(), NEXT, Rated(TWO, 3), BACK, BACK, Rated(ONE, 3)) == ("card", 2)


def test_words_before_a_rating_are_kept_beside_what_comes_with_it() -> None:
    walk, notice = goes(Begun(), Noted("Interpreters at conferences"))
    assert (notice, walk.notes) == ("kept_note", {ONE: "Interpreters at conferences"})
    walk, _ = goes(Rated(ONE, 3, "not at open house"), start=walk)
    assert walk.ratings[ONE].words == "Interpreters at conferences\nnot at open house"
    assert walk.notes == {}


def test_evidence_is_added_or_takes_the_place_of_what_stood_there_also_later() -> None:
    rated = (Begun(), Rated(ONE, 4, "Sheets"))
    walk, notice = goes(*rated, Noted("Photos", ONE, adds=True))
    assert (notice, walk.ratings[ONE].words, walk.at) == ("noted", "Sheets\nPhotos", 1)
    walk, _ = goes(Noted("Minutes", ONE), start=walk)
    assert walk.ratings[ONE].words == "Minutes"


def test_a_note_that_is_emptied_is_gone() -> None:
    walk, _ = goes(Begun(), Noted("Sheets"), Noted(" "))
    assert walk.notes == {}


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        (Rated(TWO, 3), "old_card"),
        (Rated(ONE, 5), "old_card"),
        (Rated(ONE, 3, "x" * (LONGEST_WORDS + 1)), "too_long"),
        (Noted("x" * (LONGEST_WORDS + 1)), "too_long"),
        (Noted("Sheets", "blueprint/p9/b9/school/1"), "old_card"),
    ],
)
@pytest.mark.parametrize("before", [(), (Begun(), Paused()), (Begun(),)])
def test_what_cannot_be_used_changes_nothing_wherever_the_walk_stands(
    before: Sequence[WalkEvent], event: WalkEvent, notice: str
) -> None:
    walk, _ = goes(*before)
    assert step(walk, CARDS, event) == (walk, notice)


def test_words_that_are_added_count_with_those_that_stand_there() -> None:
    walk, _ = goes(Begun(), Rated(ONE, 4, "x" * 1_000))
    assert goes(Noted("y" * 600, ONE, adds=True), start=walk) == (walk, "too_long")
    assert goes(Noted("y" * 600, ONE), start=walk)[1] == "noted"

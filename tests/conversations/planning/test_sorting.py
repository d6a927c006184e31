"""Causes land on the bone where a facilitator would put them, or are marked as a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.bones import load_bones
from conversations.planning.sorting import UNSURE, Sorted, bone_for
from tests.conversations.planning.causes import HELD_OUT, LAST, LATER, SEEN

BONES = load_bones()


def right(causes: list[tuple[str, str]]) -> float:
    return sum(bone_for(text, BONES).bone == bone for text, bone in causes) / len(causes)


def right_where_sure(causes: list[tuple[str, str]]) -> tuple[int, float]:
    sure = [(bone_for(text, BONES), bone) for text, bone in causes]
    hits = [found.bone == bone for found, bone in sure if found.sure]
    return len(hits), sum(hits) / len(hits)


def test_most_causes_that_no_word_was_chosen_by_are_put_right() -> None:
    assert right(SEEN) >= 0.9
    assert right(HELD_OUT) >= 0.8


def test_what_it_is_sure_of_is_right_even_in_a_tone_that_it_does_not_know() -> None:
    # Said in passing, half of the causes share no telling word with any bone: then it has to ask.
    for causes, share in ((HELD_OUT, 0.6), (LATER, 0.6), (LAST, 0.3)):
        sure, hits = right_where_sure(causes)
        assert sure >= share * len(causes)
        assert hits >= 0.9


@pytest.mark.parametrize(
    ("cause", "bone"),
    [
        ("Scheduling conflicts", "policy"),
        ("SCHEDULES conflict", "policy"),
        ("Untrained subs", "people"),
        ("Budget", "resources"),
        ("Parents’ languages", "families"),
    ],
)
def test_endings_and_capitals_do_not_matter(cause: str, bone: str) -> None:
    assert bone_for(cause, BONES).bone == bone


def test_a_cause_that_says_nothing_is_a_guess() -> None:
    assert bone_for("hmm", BONES) == Sorted(UNSURE, sure=False)
    assert bone_for("", BONES) == Sorted(UNSURE, sure=False)


@given(st.text())
def test_every_text_gets_one_of_the_bones(text: str) -> None:
    assert bone_for(text, BONES).bone in {bone.id for bone in BONES}

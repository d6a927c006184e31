"""The driver diagram: its picture, and the words that stand for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.large_plan import large_plan
from conversations.exports import driver_layout
from conversations.exports.driver_diagram import (
    driver_diagram,
    driver_diagram_svg,
    driver_diagram_words,
)
from conversations.exports.driver_layout import layout
from conversations.exports.in_words import LONGEST_WORDS
from conversations.exports.lettering import Lettering
from conversations.exports.picture import Picture
from conversations.exports.plan_report import DriverDiagram, DriverShown, IdeaShown
from conversations.exports.surface import Frame
from tests.conversations.exports import pictures

LARGE = large_plan().diagram
OWN = IdeaShown("Keep a shelf of scaffolds", verdict="Adapted")
CITED = IdeaShown("Plan together", "P2 · BB1 · School 3", impact=3, ease=2)
SMALL = DriverDiagram(
    "24 of 40 newcomers make progress.",
    (
        DriverShown(
            "Language in every unit",
            ("No coaching",),
            (DriverShown("Common planning", ideas=(CITED,)), DriverShown("Coaching")),
            (OWN,),
        ),
        DriverShown("Families are heard"),
    ),
)

_judged = st.none() | st.integers(1, 3)
_ideas = st.builds(
    IdeaShown,
    pictures.words,
    pictures.words,
    impact=_judged,
    ease=_judged,
    verdict=pictures.words,
)
_leaves = st.builds(
    DriverShown,
    pictures.words,
    st.lists(pictures.words, max_size=2).map(tuple),
    ideas=st.lists(_ideas, max_size=4).map(tuple),
)
_drivers = st.recursive(
    _leaves,
    lambda under: st.builds(
        DriverShown,
        pictures.words,
        secondary=st.lists(under, max_size=3).map(tuple),
        ideas=st.lists(_ideas, max_size=2).map(tuple),
    ),
    max_leaves=4,
)
diagrams = st.builds(DriverDiagram, pictures.words, st.lists(_drivers, max_size=5).map(tuple))


@pytest.fixture(scope="module")
def letters() -> Lettering:
    return pictures.letters()


def placed(diagram: DriverDiagram) -> Picture:
    return layout(diagram, pictures.letters())


def frames(picture: Picture) -> dict[str, Frame]:
    return {" ".join(each.paragraph.lines): each.frame for each in picture.written}


@settings(max_examples=25, deadline=None)
@given(diagram=diagrams)
def test_nothing_overlaps_whatever_was_typed(letters: Lettering, diagram: DriverDiagram) -> None:
    pictures.check(layout(diagram, letters), letters)


def test_thirty_ideas_stay_apart_and_are_all_there_in_full(letters: Lettering) -> None:
    picture = layout(LARGE, letters)
    pictures.check(picture, letters)
    said = frames(picture)
    assert not [line for line in said if "…" in line]
    for driver in driver_layout.all_drivers(LARGE):
        assert driver.text in said
        assert {idea.text for idea in driver.ideas} <= set(said)
    assert 1400 <= picture.width <= 2000


def test_the_columns_stand_in_order_and_have_their_names() -> None:
    told = frames(placed(SMALL))
    names = ["Goal", "Primary drivers", "Secondary drivers", "Change ideas"]
    lefts = [told[name].x for name in names]
    assert lefts == sorted(set(lefts))
    for name, box in (
        ("Goal", SMALL.goal),
        ("Primary drivers", "Families are heard"),
        ("Secondary drivers", "Coaching"),
        ("Change ideas", CITED.text),
        ("Change ideas", OWN.text),
    ):
        assert 0 < told[box].x - told[name].x < 20


def test_every_box_hangs_on_the_one_that_it_belongs_to() -> None:
    picture = placed(SMALL)
    joined = {
        (_box_at(picture, stroke.points[0]), _box_at(picture, stroke.points[-1]))
        for stroke in picture.strokes
    }
    assert joined == {
        (SMALL.goal, "Language in every unit"),
        (SMALL.goal, "Families are heard"),
        ("Language in every unit", "Common planning"),
        ("Language in every unit", "Coaching"),
        ("Language in every unit", OWN.text),
        ("Common planning", CITED.text),
    }


def _box_at(picture: Picture, point: tuple[float, float]) -> str:
    """Return the first words of the box whose edge a point is on."""
    for shape in picture.shapes:
        (left, top), _, (right, bottom), _ = shape.points
        if point[0] in (left, right) and top <= point[1] <= bottom:
            return next(
                " ".join(words.paragraph.lines)
                for words in picture.written
                if left <= words.frame.x < right and top <= words.frame.y < bottom
            )
    raise AssertionError(point)


def test_a_column_that_nothing_stands_in_is_left_out() -> None:
    told = frames(placed(DriverDiagram("Goal", (DriverShown("One", ideas=(OWN,)),))))
    assert "Secondary drivers" not in told
    assert list(frames(placed(DriverDiagram("", ())))) == ["Goal", "No goal yet"]


def test_an_idea_carries_its_source_and_how_it_was_judged_and_decided() -> None:
    told = frames(placed(SMALL))
    assert "P2 · BB1 · School 3 · Impact\u202f●●● · Ease\u202f●●○" in told
    assert "Adapted" in told
    assert "Root cause: No coaching" in told


def test_the_picture_is_as_wide_as_a_slide_wants_it() -> None:
    width, height = pictures.look(driver_diagram(SMALL)).size
    assert width == 1400
    assert height <= 0.72 * width


def test_the_svg_is_named_described_and_the_same_each_time() -> None:
    svg = driver_diagram_svg(SMALL)
    assert pictures.told_by(svg) == ("Driver diagram", driver_diagram_words(SMALL))
    assert svg == driver_diagram_svg(SMALL)
    assert b"date" not in svg.lower()


def test_whatever_was_typed_is_drawn() -> None:
    odd = "👩🏽‍🏫\x00\ud800\u202e $\\frac{$ " + "W" * 400
    idea = IdeaShown(odd, odd, verdict=odd)
    diagram = DriverDiagram(odd, (DriverShown(odd, (odd,), (DriverShown(odd, ideas=(idea,)),)),))
    assert pictures.look(driver_diagram(diagram)).width >= 1400
    pictures.told_by(driver_diagram_svg(diagram))


def test_the_words_say_what_the_picture_says() -> None:
    assert driver_diagram_words(SMALL) == (
        "Driver diagram of the goal: 24 of 40 newcomers make progress. 2 primary drivers, "
        "2 secondary drivers, 2 change ideas. "
        "Language in every unit: Keep a shelf of scaffolds (adapted). "
        "Language in every unit, by Common planning: Plan together (P2 · BB1 · School 3, "
        "impact high, ease medium). "
        "Language in every unit, by Coaching: nothing yet. "
        "Families are heard: nothing yet."
    )


@settings(max_examples=60, deadline=None)
@given(diagram=diagrams, times=st.integers(1, 40))
def test_the_words_keep_to_their_limit(diagram: DriverDiagram, times: int) -> None:
    told = driver_diagram_words(replace(diagram, drivers=diagram.drivers * times))
    assert len(told) <= LONGEST_WORDS
    assert told.endswith(".")


def test_words_that_are_too_many_end_after_a_whole_idea() -> None:
    told = driver_diagram_words(LARGE)
    assert len(told) <= LONGEST_WORDS
    assert told.endswith(". The document has the rest.")
    last = told.removesuffix(". The document has the rest.").split("; ")[-1]
    ideas = [idea for driver in driver_layout.all_drivers(LARGE) for idea in driver.ideas]
    assert any(last.endswith(idea.text) for idea in ideas)

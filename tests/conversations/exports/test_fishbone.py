"""The fishbone: its picture, and the words that stand for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.large_plan import large_plan
from conversations.exports import fishbone_layout, shades
from conversations.exports.fishbone import fishbone, fishbone_svg, fishbone_words
from conversations.exports.fishbone_layout import layout
from conversations.exports.in_words import LONGEST_WORDS
from conversations.exports.lettering import Lettering
from conversations.exports.picture import Picture
from conversations.exports.plan_report import BoneShown, CauseShown, Fishbone
from conversations.exports.surface import Surface
from tests.conversations.exports import pictures

LARGE = large_plan().fishbone
SMALL = Fishbone(
    "14 of 40 newcomers made progress",
    (
        BoneShown(
            "People",
            (
                CauseShown(
                    "No coaching.",
                    is_root=True,
                    marks=4,
                    data=("Walkthroughs, March 2026: 6 of 22 lessons",),
                    whys=(CauseShown("No time", whys=(CauseShown("No block", is_root=True),)),),
                ),
                CauseShown("One ESL teacher", marks=1),
            ),
        ),
        BoneShown("Data", ()),
    ),
)

_deepest = st.builds(CauseShown, pictures.words, st.booleans())
_whys = st.recursive(
    _deepest,
    lambda under: st.builds(
        CauseShown,
        pictures.words,
        st.booleans(),
        data=st.lists(pictures.words, max_size=1).map(tuple),
        whys=st.lists(under, max_size=2).map(tuple),
    ),
    max_leaves=6,
)
_causes = st.builds(
    CauseShown,
    pictures.words,
    st.booleans(),
    st.integers(0, 12),
    st.lists(pictures.words, max_size=2).map(tuple),
    st.lists(_whys, max_size=2).map(tuple),
)
_bones = st.builds(BoneShown, pictures.words, st.lists(_causes, max_size=5).map(tuple))
fishbones = st.builds(Fishbone, pictures.words, st.lists(_bones, max_size=9).map(tuple))


@pytest.fixture(scope="module")
def letters() -> Lettering:
    return pictures.letters()


def placed(diagram: Fishbone) -> Picture:
    return layout(diagram, pictures.letters())


def written(picture: Picture) -> list[str]:
    return [" ".join(each.paragraph.lines) for each in picture.written]


@settings(max_examples=25, deadline=None)
@given(diagram=fishbones)
def test_nothing_overlaps_whatever_was_typed(letters: Lettering, diagram: Fishbone) -> None:
    pictures.check(layout(diagram, letters), letters)


def test_forty_causes_stay_apart_and_are_all_there_in_full(letters: Lettering) -> None:
    picture = layout(LARGE, letters)
    pictures.check(picture, letters)
    said = " | ".join(written(picture)).replace("\u202f", " ")
    assert "…" not in said
    for cause in fishbone_layout.all_causes(LARGE):
        assert cause.text in said
        assert all(line in said for line in cause.data)
    assert 1400 <= picture.width <= 2000


def test_five_whys_hang_one_under_the_other() -> None:
    cause = CauseShown("Why 5", is_root=True)
    for number in (4, 3, 2, 1):
        cause = CauseShown(f"Why {number}", whys=(cause,))
    picture = placed(Fishbone("P", (BoneShown("B", (CauseShown("It", whys=(cause,)),)),)))
    places = {" ".join(w.paragraph.lines): w.frame for w in picture.written}
    chain = [places[name] for name in ("It", "Why 1", "Why 2", "Why 3", "Why 4", "Why 5")]
    assert [frame.x for frame in chain] == sorted({frame.x for frame in chain})
    assert [frame.y for frame in chain] == sorted({frame.y for frame in chain})


def test_a_root_cause_is_told_by_its_shape_and_weight_and_by_the_legend() -> None:
    other = Fishbone("P", (BoneShown("B", (CauseShown("It"),)),))
    root = Fishbone("P", (BoneShown("B", (CauseShown("It", is_root=True),)),))
    assert len(placed(root).shapes) == len(placed(other).shapes) + 2
    bold = {" ".join(w.paragraph.lines): w.paragraph.style.bold for w in placed(root).written}
    assert bold["It"]
    assert "root cause, in bold" in bold
    assert "root cause, in bold" not in written(placed(other))


def test_an_empty_bone_is_drawn_with_its_name() -> None:
    assert "Data" in written(placed(SMALL))


def test_words_from_right_to_left_keep_their_letters_and_their_side() -> None:
    arabic = "ACCESS لا تفهم العائلات نتائج"
    (found,) = [
        w
        for w in placed(Fishbone("P", (BoneShown("B", (CauseShown(arabic),)),))).written
        if arabic in " ".join(w.paragraph.lines)
    ]
    assert found.paragraph.leftwards


def test_letters_have_contrast_on_what_they_are_written_on() -> None:
    picture = placed(SMALL)
    for each in picture.written:
        colours = [shades.WHITE] + [
            shape.fill
            for shape in picture.shapes
            if min(x for x, _ in shape.points) <= each.frame.x
            and max(x for x, _ in shape.points) >= each.frame.x + each.frame.width
            and min(y for _, y in shape.points) <= each.frame.y
            and max(y for _, y in shape.points) >= each.frame.y + each.frame.height
        ]
        assert shades.contrast(each.paragraph.style.colour, colours[-1]) >= 4.5


@pytest.mark.parametrize("diagram", [SMALL, LARGE, Fishbone("", ())], ids=["small", "large", "no"])
def test_the_picture_has_the_size_that_was_laid_out(diagram: Fishbone) -> None:
    texts = [cause.text for cause in fishbone_layout.all_causes(diagram)]
    picture = layout(diagram, Surface(1, texts).letters)
    width, height = pictures.look(fishbone(diagram)).size
    assert (width, height) == (round(picture.width), int(picture.height))


def test_the_svg_is_named_described_and_the_same_each_time() -> None:
    svg = fishbone_svg(replace(SMALL, problem="<Newcomers> & 学校\x00"))
    assert pictures.told_by(svg) == (
        "Fishbone diagram",
        fishbone_words(replace(SMALL, problem="<Newcomers> & 学校")),
    )
    assert svg == fishbone_svg(replace(SMALL, problem="<Newcomers> & 学校\x00"))
    assert b"date" not in svg.lower()


def test_whatever_was_typed_is_drawn() -> None:
    odd = "👩🏽‍🏫\x00\ud800\u202e $\\frac{$ " + "W" * 400
    diagram = Fishbone(odd, (BoneShown(odd, (CauseShown(odd, True, 2, (odd,)),)),))
    assert pictures.look(fishbone(diagram)).width >= 600
    pictures.told_by(fishbone_svg(diagram))


def test_the_words_say_what_the_picture_says() -> None:
    assert fishbone_words(SMALL) == (
        "Fishbone diagram of the problem: 14 of 40 newcomers made progress. "
        "2 causes on 2 bones, 2 root causes. "
        "People: No coaching (root cause, 4 marks, Walkthroughs, March 2026: 6 of 22 lessons), "
        "why? No time, why? No block (root cause); One ESL teacher (1 mark). "
        "Data: nothing yet."
    )
    assert fishbone_words(Fishbone(" ", ())) == (
        "Fishbone diagram of the problem: No problem statement yet. 0 causes on 0 bones, "
        "0 root causes."
    )


@settings(max_examples=60, deadline=None)
@given(diagram=fishbones, times=st.integers(1, 40))
def test_the_words_keep_to_their_limit(diagram: Fishbone, times: int) -> None:
    told = fishbone_words(replace(diagram, bones=diagram.bones * times))
    assert len(told) <= LONGEST_WORDS
    assert told.endswith(".")


def test_words_that_are_too_many_end_after_a_whole_cause() -> None:
    told = fishbone_words(LARGE)
    assert len(told) <= LONGEST_WORDS
    assert told.endswith(". The document has the rest.")
    last = told.removesuffix(". The document has the rest.").split("; ")[-1].split(": ")[-1]
    texts = {cause.text for bone in LARGE.bones for cause in bone.causes}
    assert last.removesuffix(" (root cause)") in texts

"""The picture of the agreed ratings, and the sentences that stand for it."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from content import ids
from conversations.exports.heat_strip import (
    LONGEST_WORDS,
    WIDTH,
    folds,
    heat_strip,
    heat_strip_words,
)
from conversations.exports.report import Report
from conversations.exports.shades import shade
from tests.conversations.exports.reports import SCALE, rating, report, row, whole

ROOT = Path(__file__).parents[3]
FAMILY = "blueprint/p1/b2/school/1"


def drawn(told: Report) -> Image.Image:
    png = heat_strip(told)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(png)).convert("RGB")


def fills(told: Report) -> list[int]:
    """Return of how many pixels each point's fill is."""
    counts = {found: count for count, found in drawn(told).getcolors(1 << 24) or []}
    return [counts[tuple(bytes.fromhex(shade(value, 4)[1:]))] for value in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("told", "tallest"),
    [
        (report(row(FAMILY, rating(3), agreed=3)), 1.0),
        (whole(blocks=3), 1.5),
        (whole(compared=True), 3.0),
        (whole(ids.LEVELS, compared=True), 4.0),
        (report(), 1.0),
    ],
    ids=["1 indicator", "9", "32", "128", "none"],
)
def test_it_is_as_wide_as_it_should_be_and_no_taller_than_it_must(
    told: Report, tallest: float
) -> None:
    width, height = drawn(told).size
    assert width == WIDTH
    assert height / width <= tallest


def test_every_cell_is_filled_by_its_rating() -> None:
    legend = fills(report())
    for value in (1, 2, 3, 4):
        filled = fills(report(row(FAMILY, agreed=value)))
        more = [there - before > 5_000 for there, before in zip(filled, legend, strict=True)]
        assert more == [value == point for point in (1, 2, 3, 4)]


def test_a_hidden_cell_tells_nothing_and_is_told_from_one_not_agreed() -> None:
    hidden = report(row(FAMILY, hidden=True))
    assert heat_strip(report(row(FAMILY, hidden=True, agreed=4, before=2))) == heat_strip(hidden)
    assert heat_strip(report(row(FAMILY))) != heat_strip(hidden)


def test_an_earlier_round_is_drawn_with_the_way_since() -> None:
    pictures = {heat_strip(report(row(FAMILY, agreed=2, before=b))) for b in (None, 1, 2, 3)}
    assert len(pictures) == 4


def test_whatever_was_typed_is_drawn() -> None:
    labels = ("尚未", "ការចាប់ផ្តើម", "Começando \u200d", "$\\frac{$")
    points = tuple(
        point.model_copy(update={"label": label})
        for point, label in zip(SCALE.points, labels, strict=True)
    )
    told = report(
        row(FAMILY, agreed=3, block="الشراكة مع الأسر " * 12),
        title="学校 👩🏽‍🏫\x00\ud800\u202e $x^2$ " + "W" * 400,
        team="\ufffe",
        scale=SCALE.model_copy(update={"points": points}),
    )
    assert drawn(told).width == WIDTH


def test_long_words_keep_to_the_page() -> None:
    points = tuple(point.model_copy(update={"label": "W" * 40}) for point in SCALE.points)
    told = report(
        row(FAMILY, block="W" * 90),
        title="W" * 400,
        team="W " * 300,
        scale=SCALE.model_copy(update={"points": points}),
    )
    picture = drawn(told)
    margin = picture.crop((WIDTH - 20, 0, WIDTH, picture.height))
    assert margin.getcolors() == [(margin.width * margin.height, (255, 255, 255))]


def test_what_turns_words_round_is_left_out() -> None:
    assert heat_strip(report(title="a\u202eb\u2066c")) == heat_strip(report(title="abc"))


def test_pictures_drawn_at_once_do_not_mix() -> None:
    told = [whole(blocks=1), whole(("state",), 2)] * 3
    alone = [heat_strip(each) for each in told[:2]] * 3
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(heat_strip, told)) == alone


def test_it_can_be_cut_between_blocks_only() -> None:
    told = whole(("school", "district"), 3)
    picture = drawn(told)
    found = folds(told)
    assert len(found) == 2
    for fold in found:
        middle = [
            picture.getpixel((WIDTH // 2, round(fold * picture.height) + y)) for y in range(-9, 2)
        ]
        assert middle[0] == (255, 255, 255)
        assert set(middle) != {(255, 255, 255)}, "a rule begins each block"


def test_the_words_say_what_the_picture_says() -> None:
    told = report(
        row("blueprint/p1/b2/school/1", agreed=2, before=1),
        row("blueprint/p1/b2/school/2", agreed=4, before=4),
        row("blueprint/p1/b2/district/1", agreed=2, before=3),
        row("blueprint/p1/b2/district/2"),
        row("blueprint/p1/b3/school/1", hidden=True, agreed=4, before=1),
        earlier=date(2026, 3, 13),
    )
    assert heat_strip_words(told) == (
        "Agreed ratings by Lincoln School leadership team: EL self-assessment, fall 2026, "
        "October 5 to November 2, 2026. "
        "5 indicators in 2 building blocks, at school and district level. "
        "On the scale from 1 to 4: 2 at 2 (Beginning), 1 at 4 (Established), "
        "1 without an agreed rating and 1 not shown, to protect a small group. "
        "Since the earlier round, closed March 13, 2026: 1 went up, 1 went down, 1 stayed. "
        "P1 · BB2, Effective family engagement: school 2, 4; district 2, none. "
        "P1 · BB3, Asset-based teaching and learning: school not shown."
    )


def test_the_words_of_one_person_who_has_only_begun() -> None:
    assert heat_strip_words(report(team="", closed=None)) == (
        "Agreed ratings: EL self-assessment, fall 2026, Begun October 5, 2026, still open. "
        "0 indicators in 0 building blocks. On the scale from 1 to 4: none."
    )


@pytest.mark.parametrize("length", [10, 400, 5_000])
def test_the_words_keep_to_their_limit_and_end_with_a_sentence(length: int) -> None:
    told = replace(whole(ids.LEVELS, compared=True), title="\x07T" * length, team="e\n" * length)
    words = heat_strip_words(told)
    assert len(words) <= LONGEST_WORDS
    assert words.endswith(".")
    assert "\x07" not in words
    assert "P1 · BB1" in words


def test_the_words_say_so_where_they_leave_blocks_out() -> None:
    told = whole(ids.LEVELS)
    rows = tuple(replace(each, label="P1 · " + "B" * 120 + " · State 1") for each in told.rows)
    words = heat_strip_words(replace(told, rows=rows))
    assert len(words) <= LONGEST_WORDS
    assert words.endswith(". The document has the rest.")


def test_the_drawing_libraries_are_read_only_when_something_is_drawn() -> None:
    names = ("report", "heat_strip", "document", "table")
    script = "; ".join(f"import conversations.exports.{name}" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", f"{script}; import sys; print(*sys.modules)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert not set(done.stdout.split()) & {"matplotlib", "numpy", "docx", "pydantic", "yaml"}

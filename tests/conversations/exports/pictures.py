"""What every picture of a diagram must keep to, and words of many scripts to draw it with."""

from __future__ import annotations

import io
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from hypothesis import strategies as st
from PIL import Image

from conversations.exports.lettering import Lettering
from conversations.exports.picture import Picture, Point, Shape
from conversations.exports.surface import Frame, Surface

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 15
"""No letters are smaller than so many pixels."""

_WORDS = (
    "a",
    "Newcomers",
    "in grades 6 to 8",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "ACCESS",
    "kreyòl ayisyen",
    "🎉",
    "العائلات لا تفهم",
    "המשפחות",
    "学校的核心课文只有英文版而且只有一个阅读水平",
    "លទ្ធផលទៅដល់គ្រូយឺតណាស់ហើយគ្មានការប្រជុំ",
    "परिवारों को",
    "$x^2$",
    "<b>&",
)

words = st.lists(st.sampled_from(_WORDS), min_size=0, max_size=9).map(" ".join)


def letters() -> Lettering:
    """Return the fonts for all of the words above."""
    return Surface(1, _WORDS).letters


def look(png: bytes) -> Image.Image:
    """Open a picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(png)).convert("RGB")


def told_by(svg: bytes) -> tuple[str, str]:
    """Return the title and the description of an SVG."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn by the test itself
    assert root.get("role") == "img"
    named = {part.get("id"): part.text or "" for part in root if part.tag.startswith(SVG)}
    title, description = (root.get("aria-labelledby") or "").split()
    return named[title], named[description]


def check(picture: Picture, measured: Lettering) -> None:
    """Fail where anything overlaps, leaves the page or is too small."""
    page = Frame(0, 0, picture.width, picture.height)
    frames = [written.frame for written in picture.written]
    bounds = [_bounds(shape) for shape in picture.shapes]
    for written in picture.written:
        words = written.paragraph
        assert words.style.size >= SMALLEST
        for line in words.lines:
            width = measured.width(line, words.style.size, bold=words.style.bold)
            assert width <= written.frame.width + 0.01, line
    for frame in frames + bounds:
        assert _holds(page, frame), "leaves the page"
    for one, other in combinations(frames, 2):
        assert _apart(one, other), "words over words"
    for frame in frames:
        for shape in bounds:
            assert _apart(frame, shape) or _holds(shape, frame), "words over an edge"
    for one, other in combinations(bounds, 2):
        assert _apart(one, other) or _holds(one, other) or _holds(other, one), "shapes overlap"
    for stroke in picture.strokes:
        for start, end in pairwise(stroke.points):
            for frame in frames + bounds:
                assert not _crosses(start, end, frame), "a line runs through"


def _bounds(shape: Shape) -> Frame:
    across, down = zip(*shape.points, strict=True)
    return Frame(min(across), min(down), max(across) - min(across), max(down) - min(down))


def _apart(one: Frame, other: Frame) -> bool:
    return (
        one.x + one.width <= other.x + 0.01
        or other.x + other.width <= one.x + 0.01
        or one.y + one.height <= other.y + 0.01
        or other.y + other.height <= one.y + 0.01
    )


def _holds(outer: Frame, inner: Frame) -> bool:
    return (
        outer.x <= inner.x + 0.01
        and outer.y <= inner.y + 0.01
        and outer.x + outer.width >= inner.x + inner.width - 0.01
        and outer.y + outer.height >= inner.y + inner.height - 0.01
    )


def _crosses(start: Point, end: Point, frame: Frame) -> bool:
    """Return whether a line passes through the inside of a frame (Liang and Barsky's clipping)."""
    enters, leaves = 0.0, 1.0
    for axis, low, high in (
        (0, frame.x + 1, frame.x + frame.width - 1),
        (1, frame.y + 1, frame.y + frame.height - 1),
    ):
        if low >= high:
            return False
        way = end[axis] - start[axis]
        if way == 0:
            if not low < start[axis] < high:
                return False
            continue
        first, last = sorted(((low - start[axis]) / way, (high - start[axis]) / way))
        enters, leaves = max(enters, first), min(leaves, last)
    return enters < leaves

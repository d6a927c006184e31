"""What a diagram puts where, in pixels, before anything is drawn; y runs down from the top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from conversations.exports.lettering import Lettering, runs_leftwards
from conversations.exports.surface import Frame, Surface

WIDTHS = (1400, 1700, 2000)
"""Pixels across, the narrowest first: there the letters are the largest on a slide."""

_SLIDE = 0.72
"""A picture no taller than this share of its width fills a slide."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """How words are written; ``size`` is in pixels."""

    size: float
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Written:
    """Lines in their place; those of a right-to-left paragraph end at its right edge."""

    frame: Frame
    paragraph: Paragraph


@dataclass(frozen=True)
class Paragraph:
    """Lines that keep to a width, measured and not yet placed."""

    lines: tuple[str, ...]
    style: Style
    width: float
    leading: float
    leftwards: bool = False

    @property
    def height(self) -> float:
        """How tall the lines stand."""
        return len(self.lines) * self.leading

    def at(self, x: float, y: float) -> Written:
        """Place the paragraph by its left top corner."""
        return Written(Frame(x, y, self.width, self.height), self)


@dataclass(frozen=True)
class Stroke:
    """A line through points, so many pixels thick."""

    points: tuple[Point, ...]
    colour: str
    thickness: float


@dataclass(frozen=True)
class Shape:
    """A filled area between points."""

    points: tuple[Point, ...]
    fill: str
    edge: str


@dataclass(frozen=True)
class Picture:
    """All of a diagram: strokes lie under shapes, shapes under words."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    shapes: tuple[Shape, ...]
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Part:
    """What belongs together in a picture."""

    strokes: tuple[Stroke, ...] = ()
    shapes: tuple[Shape, ...] = ()
    written: tuple[Written, ...] = ()

    @staticmethod
    def of(*parts: Part) -> Part:
        """Put parts together, the first ones underneath."""
        return Part(
            tuple(chain.from_iterable(part.strokes for part in parts)),
            tuple(chain.from_iterable(part.shapes for part in parts)),
            tuple(chain.from_iterable(part.written for part in parts)),
        )


def paragraph(
    letters: Lettering, text: str, style: Style, width: float, *, most: int = 6
) -> Paragraph:
    """Break words into lines that keep to a width, the last with an ellipsis where cut."""
    lines = letters.lines(text, width, style.size, bold=style.bold, most=most)
    leading = letters.leading * style.size
    return Paragraph(tuple(lines), style, width, leading, runs_leftwards(text))


def snug(letters: Lettering, text: str, style: Style, width: float, *, most: int = 6) -> Paragraph:
    """Break words into lines, and keep to no more width than these need."""
    broken = paragraph(letters, text, style, width, most=most)
    needed = max(letters.width(line, style.size, bold=style.bold) for line in broken.lines)
    return Paragraph(broken.lines, style, needed, broken.leading, broken.leftwards)


def rectangle(frame: Frame, fill: str, edge: str) -> Shape:
    """Return a box."""
    right, bottom = frame.x + frame.width, frame.y + frame.height
    corners = ((frame.x, frame.y), (right, frame.y), (right, bottom), (frame.x, bottom))
    return Shape(corners, fill, edge)


def fitting(draft: Callable[[int], Picture]) -> Picture:
    """Return the narrowest picture that fills a slide, or else the widest."""
    for width in WIDTHS:
        picture = draft(width)
        if picture.height <= _SLIDE * picture.width:
            break
    return picture


def draw(picture: Picture, surface: Surface) -> None:
    """Draw a picture on a surface that has the letters for it."""
    surface.width = round(picture.width)
    for stroke in picture.strokes:
        surface.stroke(stroke.points, stroke.colour, stroke.thickness)
    for shape in picture.shapes:
        surface.shape(shape.points, shape.fill, shape.edge)
    for written in picture.written:
        _write(written, surface)


def _write(written: Written, surface: Surface) -> None:
    frame, words = written.frame, written.paragraph
    for place, line in enumerate(words.lines):
        surface.line(
            Frame(frame.x, frame.y + place * words.leading, frame.width, words.leading),
            line,
            words.style.size,
            words.style.colour,
            bold=words.style.bold,
            leftwards=words.leftwards,
        )

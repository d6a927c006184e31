"""Where everything in a driver diagram stands: a tree that grows from the goal to the right.

Whatever hangs on a box stands beside it, in rows that no other box shares; so a line from a
primary driver to an idea of its own passes the column of secondary drivers without meeting one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from conversations.exports.lettering import NARROW, Lettering
from conversations.exports.picture import (
    Paragraph,
    Part,
    Picture,
    Stroke,
    Style,
    fitting,
    paragraph,
    rectangle,
    snug,
)
from conversations.exports.plan_report import DriverDiagram, DriverShown, IdeaShown
from conversations.exports.surface import Frame

NO_GOAL = "No goal yet"

_INK, _QUIET, _LINE = "#1b1b1b", "#4a4f57", "#5d6670"
_GOAL_FILL, _PRIMARY_FILL, _SECONDARY_FILL, _IDEA_FILL = "#12355b", "#c6dbef", "#eaf1f9", "#ffffff"
_EDGE, _TAG = "#2b4a6b", "#1b1b1b"

_HEADING = Style(20, _QUIET, bold=True)
_GOAL = Style(22, "#ffffff", bold=True)
_PRIMARY, _SECONDARY, _IDEA = Style(19, _INK, bold=True), Style(19, _INK), Style(19, _INK)
_SMALL = Style(16, _QUIET)
_SMALL_ON_BLUE = Style(16, "#33393f")
_VERDICT = Style(16, _TAG, bold=True)

_MARGIN, _PAD_X, _PAD_Y, _BETWEEN = 30, 14, 8, 64
_SIBLINGS, _FAMILIES = 8, 18
_SMALL_GAP, _TAG_GAP, _TAG_PAD = 5, 12, 7

_HEADINGS = ("Goal", "Primary drivers", "Secondary drivers", "Change ideas")
_SHARES = (1.0, 1.1, 1.0, 2.1)
_GOAL_COLUMN, _PRIMARY_COLUMN, _SECONDARY_COLUMN, _IDEA_COLUMN = range(4)
_FILLS = (_GOAL_FILL, _PRIMARY_FILL, _SECONDARY_FILL, _IDEA_FILL)
_WIDEST_SHARE = 420


@dataclass(frozen=True)
class Columns:
    """The left edges and widths of the columns that are used."""

    left: dict[int, float]
    width: dict[int, float]

    def inner(self, column: int) -> float:
        """How wide words in a box of a column may run."""
        return self.width[column] - 2 * _PAD_X


@dataclass(frozen=True)
class _Box:
    """A box, measured, and those that hang on it."""

    column: int
    words: tuple[Paragraph, ...]
    verdict: Paragraph | None = None
    children: tuple[_Box, ...] = ()

    @property
    def height(self) -> float:
        rows = [words.height for words in self.words]
        if self.verdict and len(rows) == 1:
            rows.append(self.verdict.height)
        return sum(rows) + _SMALL_GAP * (len(rows) - 1) + 2 * _PAD_Y

    @property
    def span(self) -> float:
        """How tall the rows of the box and of all that hangs on it are together."""
        return max(self.height, self.children_span)

    @property
    def children_span(self) -> float:
        gaps = sum(_gap(one, other) for one, other in pairwise(self.children))
        return sum(child.span for child in self.children) + gaps


def layout(diagram: DriverDiagram, letters: Lettering) -> Picture:
    """Place all of a driver diagram."""
    return fitting(lambda width: _draft(diagram, letters, width))


def _draft(diagram: DriverDiagram, letters: Lettering, width: float) -> Picture:
    columns = _columns(diagram, width)
    headings = [
        snug(letters, _HEADINGS[column], _HEADING, columns.width[column]).at(left, _MARGIN)
        for column, left in columns.left.items()
    ]
    top = _MARGIN + max(heading.frame.height for heading in headings) + 14
    goal = _goal(diagram, letters, columns)
    last = max(columns.left)
    width = columns.left[last] + columns.width[last] + _MARGIN
    bottom = top + goal.span
    key: tuple[Paragraph, ...] = ()
    if line := _key(diagram):
        key = (paragraph(letters, line, _SMALL, width - 2 * _MARGIN),)
    whole = Part.of(
        Part(written=tuple(headings)),
        _placed(goal, columns, top),
        Part(written=tuple(words.at(_MARGIN, bottom + 24) for words in key)),
    )
    bottom += sum(words.height + 24 for words in key)
    return Picture(width, bottom + _MARGIN, whole.strokes, whole.shapes, whole.written)


def _columns(diagram: DriverDiagram, width: float) -> Columns:
    drivers = list(all_drivers(diagram))
    used = [_GOAL_COLUMN]
    used += [_PRIMARY_COLUMN] if drivers else []
    used += [_SECONDARY_COLUMN] if any(driver.secondary for driver in drivers) else []
    used += [_IDEA_COLUMN] if any(driver.ideas for driver in drivers) else []
    room = width - 2 * _MARGIN - _BETWEEN * (len(used) - 1)
    share = min(room / sum(_SHARES[column] for column in used), _WIDEST_SHARE)
    left, widths, x = {}, {}, float(_MARGIN)
    for column in used:
        left[column], widths[column] = x, share * _SHARES[column]
        x += widths[column] + _BETWEEN
    return Columns(left, widths)


def _goal(diagram: DriverDiagram, letters: Lettering, columns: Columns) -> _Box:
    goal = letters.drawable(diagram.goal) or NO_GOAL
    words = paragraph(letters, goal, _GOAL, columns.inner(_GOAL_COLUMN), most=14)
    drivers = tuple(_primary(driver, letters, columns) for driver in diagram.drivers)
    return _Box(_GOAL_COLUMN, (words,), children=drivers)


def _primary(driver: DriverShown, letters: Lettering, columns: Columns) -> _Box:
    secondary = tuple(_secondary(each, letters, columns) for each in _below(driver))
    ideas = tuple(_idea(idea, letters, columns) for idea in driver.ideas)
    words = _driver_words(driver, _PRIMARY, letters, columns.inner(_PRIMARY_COLUMN))
    return _Box(_PRIMARY_COLUMN, words, children=secondary + ideas)


def _secondary(driver: DriverShown, letters: Lettering, columns: Columns) -> _Box:
    words = _driver_words(driver, _SECONDARY, letters, columns.inner(_SECONDARY_COLUMN))
    ideas = tuple(_idea(idea, letters, columns) for idea in driver.ideas)
    return _Box(_SECONDARY_COLUMN, words, children=ideas)


def _driver_words(
    driver: DriverShown, style: Style, letters: Lettering, width: float
) -> tuple[Paragraph, ...]:
    causes = (f"Root cause: {cause}" for cause in driver.causes)
    return (
        paragraph(letters, driver.text, style, width),
        *(paragraph(letters, cause, _SMALL_ON_BLUE, width, most=4) for cause in causes),
    )


def _idea(idea: IdeaShown, letters: Lettering, columns: Columns) -> _Box:
    width = columns.inner(_IDEA_COLUMN)
    words = paragraph(letters, idea.text, _IDEA, width)
    verdict = None
    if idea.verdict:
        verdict = snug(letters, idea.verdict, _VERDICT, width * 0.4, most=1)
        width -= verdict.width + 2 * _TAG_PAD + _TAG_GAP
    notes = idea_notes(idea)
    small = (paragraph(letters, notes, _SMALL, width, most=3),) if notes else ()
    return _Box(_IDEA_COLUMN, (words, *small), verdict)


def idea_notes(idea: IdeaShown) -> str:
    """Return where an idea comes from and how its impact and ease were judged, in a line."""
    judged = (("Impact", idea.impact), ("Ease", idea.ease))
    dots = (f"{name}{NARROW}{'●' * value}{'○' * (3 - value)}" for name, value in judged if value)
    return " · ".join([idea.source, *dots] if idea.source else dots)


def _placed(box: _Box, columns: Columns, top: float) -> Part:
    """Place a box in the middle of its rows, and all that hangs on it beside it."""
    left, width = columns.left[box.column], columns.width[box.column]
    frame = Frame(left, top + (box.span - box.height) / 2, width, box.height)
    y, written = frame.y + _PAD_Y, []
    for words in box.words:
        written.append(words.at(left + _PAD_X, y))
        y += words.height + _SMALL_GAP
    parts = [Part((), (rectangle(frame, _FILLS[box.column], _EDGE),), tuple(written))]
    if box.verdict:
        parts.append(_tag(box.verdict, frame))
    row = top + (box.span - box.children_span) / 2
    middle, right = frame.y + frame.height / 2, left + width
    for place, child in enumerate(box.children):
        row += _gap(box.children[place - 1], child) if place else 0
        parts.append(_placed(child, columns, row))
        parts.append(_joined((right, middle), (columns.left[child.column], row + child.span / 2)))
        row += child.span
    return Part.of(*parts)


def _tag(verdict: Paragraph, frame: Frame) -> Part:
    x = frame.x + frame.width - _PAD_X - verdict.width
    y = frame.y + frame.height - _PAD_Y - verdict.height
    edge = Frame(x - _TAG_PAD, y - 2, verdict.width + 2 * _TAG_PAD, verdict.height + 4)
    return Part((), (rectangle(edge, "#ffffff", _TAG),), (verdict.at(x, y),))


def _joined(start: tuple[float, float], end: tuple[float, float]) -> Part:
    trunk = start[0] + _BETWEEN / 2
    return Part((Stroke((start, (trunk, start[1]), (trunk, end[1]), end), _LINE, 2.5),))


def _gap(one: _Box, other: _Box) -> float:
    return _FAMILIES if one.column < _IDEA_COLUMN or other.column < _IDEA_COLUMN else _SIBLINGS


def _key(diagram: DriverDiagram) -> str:
    """Return a line on what the signs mean that are used."""
    ideas = [idea for driver in all_drivers(diagram) for idea in driver.ideas]
    said = []
    if any(idea.impact or idea.ease for idea in ideas):
        said.append("Impact and ease: ●○○ low, ●●○ medium, ●●● high.")
    if any(idea.source for idea in ideas):
        said.append("A source under an idea says where it comes from; the others are the team's.")
    return " ".join(said)


def all_drivers(diagram: DriverDiagram) -> Iterator[DriverShown]:
    """Yield each primary driver, then those under it."""
    for driver in diagram.drivers:
        yield driver
        yield from _below(driver)


def _below(driver: DriverShown) -> Iterator[DriverShown]:
    """Yield the drivers under one, however deep: a diagram has a single column for them."""
    for secondary in driver.secondary:
        yield secondary
        yield from _below(secondary)

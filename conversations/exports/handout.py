"""How high the parts of a handout stand, in points: what keeps it to the pages that it may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.exports import grouping
from conversations.exports.fitting import cut, lines
from conversations.exports.look import (
    ACROSS,
    BOX_PADDING,
    CELL_AFTER,
    COMPACT,
    MARGIN,
    PAPER,
)
from conversations.exports.passage import Cell, Passage, Strong, said

_BORDER = 1.5
_CELL_PADDING = 0.16
"""Inches at the left and the right of what stands in a cell, together."""
_CELL_BULLET = 0.15
_BULLET = 0.25
_BOX_INDENT = 0.2
_BOLD = 1.08
"""How much wider bold letters run."""

PAGE = (PAPER[1] - 2 * MARGIN) * 72 - 16
"""What a page holds, less a line: programs differ a little in where they set what."""


def title(text: str) -> float:
    """Return the height of the title."""
    size = COMPACT.sizes["Title"]
    count = lines(text, ACROSS, size * _BOLD)
    return count * COMPACT.line(size) + (COMPACT.before or 0) + BOX_PADDING


def heading() -> float:
    """Return the height of a heading that takes one line."""
    return (COMPACT.before or 0) + COMPACT.line(COMPACT.sizes["Heading 1"])


def paragraph(passage: Passage) -> float:
    """Return the height of a paragraph or of an entry of a list."""
    if passage.listed:
        # Entries of a list stand close together.
        return _tall(passage, ACROSS - _BULLET, COMPACT.body)
    return _tall(passage, ACROSS, COMPACT.body) + COMPACT.after


def box(passage: Passage) -> float:
    """Return the height of a paragraph in a box."""
    inside = _tall(passage, ACROSS - _BOX_INDENT, COMPACT.body)
    return inside + 2 * (BOX_PADDING + COMPACT.after + _BORDER)


def row(inches: Sequence[float], cells: Sequence[Cell]) -> float:
    """Return the height of a row of a table whose columns have these widths."""
    tallest = max(
        sum(_in_cell(passage, width) for passage in cell)
        for cell, width in zip(cells, inches, strict=True)
    )
    return tallest + _BORDER


def header() -> float:
    """Return the height of the row of a table that names its columns."""
    return row((1.0,), ((said(""),),))


@dataclass(frozen=True)
class Table:
    """A table that stands in a part: its columns with their widths in inches, and its rows."""

    columns: Mapping[str, float]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def height(self) -> float:
        """How high it stands, with the white below it."""
        below = COMPACT.after + _BORDER
        return header() + sum(row(tuple(self.columns.values()), each) for each in self.rows) + below


@dataclass(frozen=True)
class Part:
    """What stands under one heading of a handout."""

    heading: str
    passages: tuple[Passage, ...]
    table: Table | None = None

    @property
    def height(self) -> float:
        """How high it stands."""
        table = self.table.height if self.table else 0
        return heading() + table + sum(map(paragraph, self.passages))


def listing(
    heading: str,
    columns: Mapping[str, float],
    rows: Sequence[tuple[Cell, ...]],
    *,
    noun: str,
    most: float,
    whole: int | None = None,
) -> Part:
    """Return a part with as many rows as fit in so many points, and how many more there are.

    ``whole`` is how many there are, where not all of them are at hand.
    """
    count = len(rows) if whole is None else whole
    shown = len(rows)
    while True:
        table = Table(columns, tuple(rows[:shown])) if shown else None
        part = Part(heading, more(count - shown, noun), table)
        if not shown or part.height <= most:
            return part
        shown -= 1


def more(count: int, noun: str) -> tuple[Passage, ...]:
    """Return where the rest stands, if there is a rest."""
    if not count:
        return ()
    return (said(f"and {grouping.counted(count, f'more {noun}')} in the whole plan"),)


def body(text: str, most: int) -> str:
    """Return words cut to so many lines of a paragraph or of an entry of a list."""
    return cut(text, ACROSS - _BULLET, COMPACT.body * _BOLD, most)


def cell(text: str, inches: float, most: int, *, bold: bool = False) -> str:
    """Return words cut to so many lines of a cell, in a column of a width."""
    size = COMPACT.cell * (_BOLD if bold else 1)
    return cut(text, inches - _CELL_PADDING - _CELL_BULLET, size, most)


def labelled(label: str, text: str, inches: float, most: int) -> Passage:
    """Return words after a label that stands out, cut to so many lines of a cell."""
    return said(Strong(label), cell(f"{label}{text}", inches, most, bold=True).removeprefix(label))


def _in_cell(passage: Passage, inches: float) -> float:
    across = inches - _CELL_PADDING - (_CELL_BULLET if passage.listed else 0)
    return _tall(passage, across, COMPACT.cell) + CELL_AFTER


def _tall(passage: Passage, inches: float, size: float) -> float:
    text = "".join(part if isinstance(part, str) else part.text for part in passage.parts)
    bold = any(isinstance(part, Strong) for part in passage.parts)
    return lines(text, inches, size * (_BOLD if bold else 1)) * COMPACT.line(size)

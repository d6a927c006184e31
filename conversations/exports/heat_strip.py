"""A picture of the agreed ratings: a row for each building block, a cell for each indicator.

Each cell says its number and is filled by it, light to dark in one hue. Levels stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.exports import grouping, shades
from conversations.exports.grouping import HIDDEN, Block, Group
from conversations.exports.legible import one_line
from conversations.exports.report import Report, ReportRow
from conversations.exports.surface import Frame, Surface

WIDTH = 1000
"""Pixels across; a phone shows about a third of that, so no letters here are small."""

LONGEST_WORDS = 2_000
"""Characters of what may stand for a picture where it is not seen."""

_MARGIN = 28
_INNER = WIDTH - 2 * _MARGIN
_MOST_CELLS_IN_A_LINE = 4
_CELL_GAP = 6
_GROUP_GAP = 26
_SAMPLE_WIDTH, _SAMPLE_HEIGHT = 60, 50
_BESIDE_SAMPLE = _SAMPLE_WIDTH + 12

_TEXT = "#1b1b1b"
_QUIET = "#4a4f57"
_EDGE = "#5d6670"
_RULE = "#d5dae0"

_NOT_AGREED = "No agreed rating"
_HATCHES = {_NOT_AGREED: "..", HIDDEN: "//"}
_ORDER = "Each cell is one indicator, in the Blueprint's order."
_CREDIT = (
    "Building blocks and indicators: Massachusetts Blueprint for English Learner Success, in plain "
    "words. The ratings and their scale are not the Department's."
)


def heat_strip(report: Report) -> bytes:
    """Return the picture as a PNG."""
    surface, height, _ = _drawn(report)
    return surface.png(height)


def folds(report: Report) -> tuple[float, ...]:
    """Return where the picture can be cut between building blocks, as shares of its height."""
    _, height, tops = _drawn(report)
    return tuple(top / height for top in tops[1:])


def heat_strip_words(report: Report) -> str:
    """Return what the picture says, in sentences, for whoever does not see it."""
    blocks = grouping.blocks(report.rows)
    said = _summary(report)
    for titled in (True, False):
        whole = " ".join([said, *(_block_words(block, titled) for block in blocks)])
        if len(whole) <= LONGEST_WORDS:
            return whole
    rest = "The document has the rest."
    for block in blocks:
        longer = f"{said} {_block_words(block, False)}"
        if len(longer) + len(rest) + 1 > LONGEST_WORDS:
            break
        said = longer
    return f"{said} {rest}"


def _summary(report: Report) -> str:
    by = f" by {one_line(report.team, 100)}" if report.team else ""
    sentences = [
        f"Agreed ratings{by}: {one_line(report.title, 200)}, {grouping.span(report)}.",
        f"{grouping.scope(report)}.",
        f"On the scale from 1 to {len(report.scale.points)}: {grouping.tally(report)}.",
    ]
    ways = [_before(row)[-1] for row in grouping.moves(report)]
    if ways:
        closed = f", closed {grouping.day(report.earlier)}" if report.earlier else ""
        up, down, same = (ways.count(way) for way in "↑↓=")
        sentences.append(
            f"Since the earlier round{closed}: {up} went up, {down} went down, {same} stayed."
        )
    return " ".join(sentences)


def _block_words(block: Block, titled: bool) -> str:
    levels = (
        f"{group.level} {', '.join(_cell_words(row) for row in group.rows)}"
        for group in block.groups
    )
    name = f"{block.locator}, {one_line(block.title)}" if titled else block.locator
    return f"{name}: {'; '.join(levels)}."


def _cell_words(row: ReportRow) -> str:
    if row.hidden:
        return "not shown"
    return "none" if row.agreed is None else str(row.agreed)


@dataclass(frozen=True)
class _Columns:
    """Where the cells stand: the left edge of each level, the size of a cell, how many abreast."""

    left: dict[str, float]
    width: float
    height: float
    abreast: int
    points: int
    beside_title: bool

    def frame(self, level: str, place: int, y: float) -> Frame:
        """Return where the cell of a level's indicator stands when its first line starts at y."""
        line, column = divmod(place, self.abreast)
        x = self.left[level] + column * (self.width + _CELL_GAP)
        return Frame(x, y + line * (self.height + _CELL_GAP), self.width, self.height)


def _columns(report: Report) -> _Columns:
    levels, blocks = grouping.levels(report.rows), grouping.blocks(report.rows)
    counts = {
        level: max(len(group.rows) for block in blocks if (group := block.group(level)))
        for level in levels
    }
    slots = {level: min(count, _MOST_CELLS_IN_A_LINE) for level, count in counts.items()}
    cells, alone = sum(slots.values()), len(levels) == 1
    room = _INNER * 0.4 if alone else _INNER
    gaps = _GROUP_GAP * (len(levels) - 1) + _CELL_GAP * (cells - len(levels))
    width = min((room - gaps) / max(cells, 1), 140)
    x = WIDTH - _MARGIN - width * cells - gaps if alone else _MARGIN
    left = {}
    for level, count in slots.items():
        left[level] = x
        x += count * (width + _CELL_GAP) - _CELL_GAP + _GROUP_GAP
    return _Columns(
        left=left,
        width=width,
        height=96 if alone or _compared(report) else 76,
        abreast=max(slots.values(), default=1),
        points=len(report.scale.points),
        beside_title=alone,
    )


def _drawn(report: Report) -> tuple[Surface, float, list[float]]:
    """Return the surface with all on it, its height, and where each block begins."""
    labels = [point.label for point in report.scale.points]
    texts = [report.title, report.team, *labels, *(row.block for row in report.rows)]
    surface = Surface(WIDTH, texts)
    y = _legend(surface, report, _head(surface, report))
    columns, tops = _columns(report), []
    for block in grouping.blocks(report.rows):
        tops.append(y)
        y = _block(surface, block, columns, y)
    y = surface.paragraph(_MARGIN, y + 16, _CREDIT, 22, _QUIET, width=_INNER)
    return surface, y + 20, tops


def _head(surface: Surface, report: Report) -> float:
    y = surface.paragraph(_MARGIN, 28, report.title, 44, _TEXT, width=_INNER, bold=True)
    levels = grouping.levels(report.rows)
    scope = f"Agreed ratings, {levels[0]} level" if len(levels) == 1 else "Agreed ratings"
    for line in (report.team, grouping.span(report), scope):
        y = surface.paragraph(_MARGIN, y + 4, line, 30, _QUIET, width=_INNER)
    return y


def _legend(surface: Surface, report: Report, y: float) -> float:
    frame = Frame(_MARGIN, y + 20, _SAMPLE_WIDTH, _SAMPLE_HEIGHT)
    points = report.scale.points
    for sample, words in _samples(report):
        (label,) = surface.letters.lines(words, _INNER - _BESIDE_SAMPLE, 28, most=1)
        width = _BESIDE_SAMPLE + surface.letters.width(label, 28)
        if frame.x + width > WIDTH - _MARGIN:
            frame = replace(frame, x=_MARGIN, y=frame.y + frame.height + 10)
        _cell(surface, sample, len(points), frame)
        surface.text(frame.x + _BESIDE_SAMPLE, frame.y + 8, label, 28, _TEXT)
        frame = replace(frame, x=frame.x + width + 32)
    y = frame.y + frame.height + 10
    for line in [_ORDER, _earlier(report)] if _compared(report) else [_ORDER]:
        y = surface.paragraph(_MARGIN, y + 4, line, 26, _QUIET, width=_INNER)
    return y + 18


def _samples(report: Report) -> list[tuple[int | str, str]]:
    used = {_shown(row) for row in report.rows}
    return [
        *((point.value, point.label) for point in report.scale.points),
        *((words, words) for words in _HATCHES if words in used),
    ]


def _compared(report: Report) -> bool:
    return any(row.before is not None and not row.hidden for row in report.rows)


def _earlier(report: Report) -> str:
    closed = f" (closed {grouping.day(report.earlier)})" if report.earlier else ""
    return (
        f"The small number was agreed in the earlier round{closed}; since then: "
        "↑ up, ↓ down, = the same."
    )


def _shown(row: ReportRow) -> int | str:
    if row.hidden:
        return HIDDEN
    return _NOT_AGREED if row.agreed is None else row.agreed


def _block(surface: Surface, block: Block, columns: _Columns, y: float) -> float:
    surface.rule(y, _MARGIN, WIDTH - _MARGIN, _RULE)
    top = y + 16
    title_end = _title(surface, block, columns, top)
    ends = [title_end]
    for group in block.groups:
        y = top
        if not columns.beside_title:
            level = group.level.capitalize()
            surface.text(columns.left[group.level], title_end, level, 26, _QUIET)
            y = title_end + 36
        ends.append(_group(surface, group, columns, y))
    return max(ends) + 16


def _title(surface: Surface, block: Block, columns: _Columns, y: float) -> float:
    locator = surface.letters.drawable(block.locator)
    surface.text(_MARGIN, y + 5, locator, 26, _QUIET, bold=True)
    if columns.beside_title:
        width = min(columns.left.values()) - _MARGIN - 24
        return surface.paragraph(_MARGIN, y + 36, block.title, 32, _TEXT, width=width)
    indent = surface.letters.width(locator, 26, bold=True) + 18
    return surface.paragraph(_MARGIN + indent, y, block.title, 32, _TEXT, width=_INNER - indent)


def _group(surface: Surface, group: Group, columns: _Columns, y: float) -> float:
    for place, row in enumerate(group.rows):
        frame = columns.frame(group.level, place, y)
        _cell(surface, _shown(row), columns.points, frame, _before(row))
    return frame.y + frame.height


def _before(row: ReportRow) -> str:
    if row.hidden or row.before is None:
        return ""
    if row.agreed is None:
        return str(row.before)
    way = "=" if row.agreed == row.before else "↑" if row.agreed > row.before else "↓"
    return f"{row.before}{way}"


def _cell(surface: Surface, shown: int | str, points: int, frame: Frame, before: str = "") -> None:
    fill, number, hatch = shades.WHITE, "", None
    if isinstance(shown, str):
        hatch = _HATCHES[shown]
    else:
        fill, number = shades.shade(shown, points), str(shown)
    surface.box(frame, fill=fill, edge=_EDGE, hatch=hatch)
    middle, ink = frame.x + frame.width / 2, shades.ink(fill)
    if not before:
        size = min(42, frame.height * 0.62)
        surface.centred(middle, frame.y + frame.height / 2, number, size, ink)
        return
    low = frame.y + frame.height * 0.78
    if hatch:
        surface.box(Frame(middle - 20, low - 16, 40, 32), fill=fill, edge=fill)
    surface.centred(middle, frame.y + frame.height * 0.36, number, 42, ink)
    surface.centred(middle, low, before, 26, ink)

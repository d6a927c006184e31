"""The plot of a run chart: axes, readings, the lines across, and what marks more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from conversations.exports.legible import one_line
from conversations.exports.lettering import Lettering
from conversations.exports.run_rules import Signal
from conversations.exports.run_series import Series, number
from conversations.exports.surface import Surface
from conversations.exports.value_axis import ValueAxis, value_axis

MARGIN, INNER = 28, 944
"""Pixels left and right of all that is drawn, and between."""

LABEL = 28
"""Pixels that most words are tall."""

QUIET, DATA = "#4a4f57", "#084594"
"""The colours of what explains, and of the readings."""

_PLOT_HEIGHT = 430
_LANE = 42
_BESIDE = 18
_TICK, _LATEST = 26, 38

_GRID = "#e1e5ea"
_AXIS = "#5d6670"
_WHITE = "#ffffff"
_SIGNAL = "#b35900"
_COLOURS = {"Target": "#17693a", "Median": QUIET, "Baseline": "#6b3fa0"}
_DASHES = {"Target": (5.0, 2.5), "Median": None, "Baseline": (1.0, 2.0)}


@dataclass(frozen=True)
class _Plot:
    """Where the plot stands in the picture, and where in it each reading does."""

    left: float
    right: float
    top: float
    axis: ValueAxis
    shown: Series

    @property
    def bottom(self) -> float:
        return self.top + _PLOT_HEIGHT

    def x(self, when: date) -> float:
        """Return where a day stands; a day of its own stands at the right, beside its label."""
        first, last = self.shown.readings[0].on, self.shown.readings[-1].on
        if first == last:
            return self.right - 16
        room = self.right - self.left - 32
        return self.left + 16 + room * (when - first).days / (last - first).days

    def y(self, value: float) -> float:
        return self.bottom - self.axis.share(value) * _PLOT_HEIGHT

    def point(self, place: int) -> tuple[float, float]:
        return self.x(self.shown.readings[place].on), self.y(self.shown.values[place])


@dataclass(frozen=True)
class _Beside:
    """A label to the right of the plot: lines with their sizes, and the value they stand beside."""

    lines: tuple[tuple[str, float, bool], ...]
    value: float
    colour: str

    @property
    def height(self) -> float:
        return sum(1.25 * size for _, size, _ in self.lines)

    @property
    def middle(self) -> float:
        """How far down the middle of its first line is."""
        return 0.62 * self.lines[0][1]


def draw_plot(surface: Surface, shown: Series, y: float) -> float:
    """Draw the plot of a series from y on, and return where it ends."""
    axis = value_axis(
        [*shown.values, *(value for _, value in shown.levels)], is_percent=shown.is_percent
    )
    marks = [_mark(tick, axis, shown) for tick in axis.ticks]
    rules = [rule for rule in ("shift", "trend") if any(s.rule == rule for s in shown.signals)]
    letters, names = surface.letters, [rule.capitalize() for rule in rules]
    left = max(
        *(letters.width(mark, _TICK) for mark in marks),
        *(letters.width(name, _TICK) for name in names),
        0,
    )
    beside = _labels(shown)
    room = max(
        (letters.width(*line[:2], bold=line[2]) for each in beside for line in each.lines),
        default=0,
    )
    unit = "" if shown.is_percent else one_line(shown.measure.unit, 80)
    over = ("The axis does not begin at 0" if axis.is_cut else "", unit)
    top = y + 22 + _LANE * len(rules) + (20 if rules else 0) + (36 if any(over) else 0)
    plot = _Plot(
        left=MARGIN + left + 12,
        right=MARGIN + INNER - room - _BESIDE,
        top=top,
        axis=axis,
        shown=shown,
    )
    if any(over):
        (line,) = letters.lines("; ".join(part for part in over if part), INNER, _TICK, most=1)
        surface.text(MARGIN, top - 52, line, _TICK, QUIET)
    for place, rule in enumerate(rules):
        lane = y + 18 + _LANE * place
        _lane(surface, plot, [s for s in shown.signals if s.rule == rule], lane)
    _grid(surface, plot, marks)
    _levels(surface, plot)
    _readings(surface, plot)
    _beside(surface, plot, beside)
    return _dates(surface, plot)


def _mark(tick: float, axis: ValueAxis, shown: Series) -> str:
    return number(tick, axis.decimals) + ("%" if shown.is_percent else "")


def _labels(shown: Series) -> list[_Beside]:
    labels = []
    if shown.readings:
        part = shown.part(-1)
        lines = ((shown.figure(shown.values[-1]), _LATEST, True), (part, LABEL, False))
        labels.append(_Beside(lines if part else lines[:1], shown.values[-1], DATA))
    for name, value in shown.levels:
        line = (f"{name} {shown.figure(value)}", LABEL, False)
        labels.append(_Beside((line,), value, _COLOURS[name]))
    return labels


def _grid(surface: Surface, plot: _Plot, marks: Sequence[str]) -> None:
    for tick, mark in zip(plot.axis.ticks, marks, strict=True):
        y = plot.y(tick)
        is_edge = tick in (plot.axis.ticks[0], 0)
        colour, thickness = (_AXIS, 2.0) if is_edge else (_GRID, 1.5)
        surface.stroke([(plot.left, y), (plot.right, y)], colour, thickness)
        _right_aligned(surface, plot.left - 10, y - _TICK * 0.6, mark, _TICK)


def _levels(surface: Surface, plot: _Plot) -> None:
    for name, value in plot.shown.levels:
        across = [(plot.left, plot.y(value)), (plot.right, plot.y(value))]
        surface.stroke(across, _COLOURS[name], 3, _DASHES[name])


def _readings(surface: Surface, plot: _Plot) -> None:
    shown, count = plot.shown, len(plot.shown.readings)
    if not count:
        words, middle = "No readings yet", (plot.left + plot.right) / 2
        wide = surface.letters.width(words, 34)
        surface.text(middle - wide / 2, plot.top + _PLOT_HEIGHT * 0.42, words, 34, QUIET)
        return
    points = [plot.point(place) for place in range(count)]
    if count > 1:
        surface.stroke(points, DATA, 4)
    marked = {n for each in shown.signals for n in range(each.first, each.last + 1)}
    radius = 8 if count <= 30 else 5.5
    for place, point in enumerate(points):
        size = radius if place < count - 1 else radius + 5
        if place in marked:
            _dot(surface, point, size + 5, _SIGNAL)
        _dot(surface, point, size, DATA)


def _dot(surface: Surface, middle: tuple[float, float], radius: float, fill: str) -> None:
    turns = [2 * pi * n / 32 for n in range(32)]
    x, y = middle
    surface.shape([(x + radius * cos(t), y + radius * sin(t)) for t in turns], fill, _WHITE)


def _lane(surface: Surface, plot: _Plot, found: Sequence[Signal], y: float) -> None:
    """Draw where each signal of a rule lasts, above the plot, with how many readings it took."""
    name = found[0].rule.capitalize()
    _right_aligned(surface, plot.left - 10, y + 2, name, _TICK)
    for signal in found:
        left, right = plot.point(signal.first)[0] - 10, plot.point(signal.last)[0] + 10
        corners = [(left, y), (right, y), (right, y + 34), (left, y + 34)]
        surface.shape(corners, _SIGNAL, _WHITE)
        arrow = "↑" if signal.up else "↓"
        for words in (f"{signal.points} {_way(signal)}", f"{signal.points} {arrow}", arrow):
            wide = surface.letters.width(words, 24, bold=True)
            if wide <= right - left - 8:
                surface.centred((left + right) / 2, y + 17, words, 24, _WHITE)
                break


def _way(signal: Signal) -> str:
    if signal.rule == "shift":
        return "above" if signal.up else "below"
    return "up" if signal.up else "down"


def _beside(surface: Surface, plot: _Plot, labels: Sequence[_Beside]) -> None:
    wanted = [(plot.y(each.value) - each.middle, each.height) for each in labels]
    for label, top in zip(labels, spread(wanted, plot.top - 20, plot.bottom), strict=True):
        x, y = plot.right + _BESIDE, top
        joint = [(plot.right, plot.y(label.value)), (x - 6, top + label.middle)]
        surface.stroke(joint, label.colour, 1.5)
        for words, size, bold in label.lines:
            surface.text(x, y + 0.1 * size, words, size, label.colour, bold=bold)
            y += 1.25 * size


def spread(wanted: Sequence[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Return tops near the wanted ones, so that labels do not overlap.

    ``wanted`` are pairs of a top and a height. Labels keep their order and, where there is room
    for all of them, stay between ``top`` and ``bottom``.
    """
    order = sorted(range(len(wanted)), key=lambda each: wanted[each][0])
    tops = [0.0] * len(wanted)
    free = top
    for each in order:
        tops[each] = max(wanted[each][0], free)
        free = tops[each] + wanted[each][1]
    free = bottom
    for each in reversed(order):
        tops[each] = min(tops[each], free - wanted[each][1])
        free = tops[each]
    return tops


def _dates(surface: Surface, plot: _Plot) -> float:
    """Write the days of readings under the axis, the first and the last and what fits between."""
    days = sorted({each.on for each in plot.shown.readings})
    if not days:
        return plot.bottom + 28
    for each in days:
        surface.stroke([(plot.x(each), plot.bottom), (plot.x(each), plot.bottom + 8)], _AXIS, 2)
    years: set[int] = set()
    for each, left in _fitting(surface.letters, plot, days):
        surface.text(left, plot.bottom + 14, f"{each:%b} {each.day}", _TICK, QUIET)
        if each.year not in years:
            surface.text(left, plot.bottom + 14 + 1.25 * _TICK, f"{each:%Y}", _TICK, QUIET)
            years.add(each.year)
    return plot.bottom + 14 + 2.5 * _TICK + 12


def _fitting(letters: Lettering, plot: _Plot, days: Sequence[date]) -> Iterator[tuple[date, float]]:
    """Yield the days that there is room to write, with where their words begin."""
    spans = []
    for each in days:
        wide = letters.width(f"{each:%b} {each.day}", _TICK)
        left = min(max(plot.x(each) - wide / 2, MARGIN), MARGIN + INNER - wide)
        spans.append((each, left, left + wide))
    last = spans[-1]
    free = float("-inf")
    for each, left, right in spans:
        if each == last[0] or (left >= free and right + 22 <= last[1]):
            yield each, left
            free = right + 22


def _right_aligned(surface: Surface, x: float, y: float, words: str, size: float) -> None:
    surface.text(x - surface.letters.width(words, size), y, words, size, QUIET)

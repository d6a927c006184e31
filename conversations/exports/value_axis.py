"""The axis that values are read from: where it begins and ends, and the round numbers along it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = 4
_CLOSE_TOGETHER = 0.1
_HALF = 50


@dataclass(frozen=True)
class ValueAxis:
    """An axis from the first of its ticks to the last, with as many decimals as these need."""

    ticks: tuple[float, ...]
    decimals: int

    @property
    def is_cut(self) -> bool:
        """Whether it leaves out zero, which a reader has to be told."""
        return not self.ticks[0] <= 0 <= self.ticks[-1]

    def share(self, value: float) -> float:
        """Return how far up the axis a value stands, from 0 to 1."""
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


def value_axis(values: Sequence[float], *, is_percent: bool) -> ValueAxis:
    """Return an axis for all the values.

    It begins at zero, so that a change looks as large as it is, unless the values lie so close
    together, and so far from zero, that nothing could be seen of them. Percentages end at 100,
    unless all are under 50.
    """
    low, high = min(values, default=0), max(values, default=0)
    if 0 < high - low < _CLOSE_TOGETHER * max(abs(low), abs(high)) and low * high > 0:
        # With as much air as the values take, so that small steps do not fill the picture.
        air = (high - low) / 2
        most = 100 if is_percent and high <= 100 else math.inf
        return _axis(low - air, min(high + air, most))
    is_whole = is_percent and (high >= _HALF or low == high == 0)
    return _axis(min(low, 0), max(high, 100 if is_whole else 0))


def _axis(low: float, high: float) -> ValueAxis:
    step = _round_step((high - low) / _STEPS or 1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(n * step for n in range(first, max(last, first + 1) + 1))
    decimals = next(n for n in range(20) if math.isclose(round(step, n), step))
    return ValueAxis(ticks, decimals)


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= least * (1 - 1e-9))

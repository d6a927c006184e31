"""When a run chart shows more than chance: the rules for a shift and for a trend.

After Perla RJ, Provost LP, Murray SK, "The run chart: a simple analytical tool for learning from
variation in healthcare processes", BMJ Quality & Safety 2011; 20:46-51. Each rule is rarely met
where nothing has changed (about one chart in twenty).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Literal

ENOUGH = 10
"""Readings that it takes before a rule says anything."""

_SHIFT = 6
_TREND = 5


@dataclass(frozen=True)
class Signal:
    """More than chance, from the place ``first`` to the place ``last`` in the readings.

    ``points`` is how many readings count towards it; ``up`` means above the median for a shift,
    and rising for a trend.
    """

    rule: Literal["shift", "trend"]
    first: int
    last: int
    points: int
    up: bool


def signals(values: Sequence[float]) -> tuple[Signal, ...]:
    """Return the shifts and trends of values in their order of time; none where too few."""
    if len(values) < ENOUGH:
        return ()
    return (*shifts(values, median(values)), *trends(values))


def shifts(values: Sequence[float], middle: float) -> Iterator[Signal]:
    """Yield where six or more values in a row lie on one side of the middle.

    A value on it neither adds to a shift nor ends one.
    """
    sides = ((place, value > middle) for place, value in enumerate(values) if value != middle)
    for up, run in groupby(sides, key=lambda each: each[1]):
        places = [place for place, _ in run]
        if len(places) >= _SHIFT:
            yield Signal("shift", places[0], places[-1], len(places), up)


def trends(values: Sequence[float]) -> Iterator[Signal]:
    """Yield where five or more values in a row go up, or go down.

    A value that repeats the one before it neither adds to a trend nor ends one.
    """
    changing = [
        place for place, value in enumerate(values) if not place or value != values[place - 1]
    ]
    steps = ((start, end, values[end] > values[start]) for start, end in pairwise(changing))
    for up, run in groupby(steps, key=lambda step: step[2]):
        taken = list(run)
        if len(taken) + 1 >= _TREND:
            yield Signal("trend", taken[0][0], taken[-1][1], len(taken) + 1, up)

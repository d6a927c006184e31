"""What a run chart shows of a measure: its readings in order, their median, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from conversations.exports.grouping import day
from conversations.exports.legible import one_line
from conversations.exports.plan_report import MeasureShown, ReadingShown
from conversations.exports.run_rules import ENOUGH, Signal, signals

_ENOUGH_FOR_MEDIAN = 3


@dataclass(frozen=True)
class Series:
    """A measure's readings by date, those of one day as they came; ``values`` belong to them.

    Parts of a whole count as percent; a part of nothing ("0 of 0") is no reading. ``middle`` is
    the median, None where there are too few readings for one.
    """

    measure: MeasureShown
    readings: tuple[ReadingShown, ...]
    values: tuple[float, ...]
    middle: float | None
    signals: tuple[Signal, ...]

    @property
    def is_percent(self) -> bool:
        """Whether values are percentages."""
        return _is_percent(self.measure)

    @property
    def levels(self) -> Iterator[tuple[str, float]]:
        """The lines across, each with its name."""
        for name, value in (
            ("Target", self.measure.target),
            ("Median", self.middle),
            ("Baseline", self.measure.baseline),
        ):
            if value is not None:
                yield name, value

    def figure(self, value: float) -> str:
        """Return a value as it is written beside a line, without its unit unless that is %."""
        return f"{number(value, 1)}%" if self.is_percent else number(value)

    def told(self, value: float) -> str:
        """Return a value with its unit."""
        unit = "" if self.is_percent else f" {one_line(self.measure.unit, 60)}"
        return (self.figure(value) + unit).rstrip()

    def part(self, place: int) -> str:
        """Return "14 of 20" for a reading that is a part of a whole, else nothing."""
        reading = self.readings[place]
        if reading.of is None:
            return ""
        return f"{number(reading.value)} of {number(reading.of)}"

    def reading(self, place: int) -> str:
        """Return a reading as it is told: "70% (14 of 20)"."""
        part = self.part(place)
        return self.told(self.values[place]) + (f" ({part})" if part else "")


def series(measure: MeasureShown) -> Series:
    """Return what there is to show of a measure."""
    readings = tuple(
        sorted((each for each in measure.readings if each.of != 0), key=lambda each: each.on)
    )
    values = tuple(
        each.value if each.of is None else 100 * each.value / each.of for each in readings
    )
    middle = median(values) if len(values) >= _ENOUGH_FOR_MEDIAN else None
    return Series(measure, readings, values, middle, signals(values))


def findings(shown: Series, most: int | None = None) -> list[str]:
    """Return what can be said about the readings, in sentences; of signals the latest ``most``."""
    count = len(shown.readings)
    if not count:
        return ["No readings yet."]
    if count < ENOUGH:
        so_far = "1 reading" if count == 1 else f"{count} readings"
        return [
            f"Too early to see a pattern: {so_far} so far. With {ENOUGH} or more, a change can be "
            "told from chance."
        ]
    if not shown.signals:
        return ["No shift and no trend: so far the ups and downs are what chance alone makes."]
    latest = sorted(shown.signals, key=lambda each: each.last)
    if most is not None:
        latest = latest[-most:]
    more = "That is" if len(latest) == 1 else "Each is"
    return [*(_said(shown, each) for each in latest), f"{more} more than chance: what changed?"]


def _said(shown: Series, signal: Signal) -> str:
    first, last = (shown.readings[place].on for place in (signal.first, signal.last))
    when = f"{day(first)} to {day(last)}" if first != last else day(first)
    if signal.rule == "shift":
        side = "above" if signal.up else "below"
        return f"A shift: {signal.points} readings in a row {side} the median, {when}."
    way = "up" if signal.up else "down"
    return f"A trend: {signal.points} readings in a row going {way}, {when}."


def number(value: float, decimals: int = 2) -> str:
    """Return a number as people write it: "1,250", "3.5", no zeros at the end."""
    if value and abs(value) < 10**-decimals:
        return f"{value:.1g}"
    # Adding nothing turns minus zero into zero.
    whole, _, rest = f"{round(value, decimals) + 0.0:,.{decimals}f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".") if rest else whole


def _is_percent(measure: MeasureShown) -> bool:
    return measure.unit.strip() == "%" or any(each.of is not None for each in measure.readings)

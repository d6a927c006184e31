"""When a measure is to be read again, and what a typed value means to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.errors import Refused
from conversations.planning import chain
from conversations.planning.model import Every, Measure, Plan, Reading
from conversations.planning.typed_amounts import PERCENT
from conversations.planning.typed_readings import TypedReading

DAYS: Mapping[Every, int] = {"week": 7, "two_weeks": 14, "month": 30, "term": 90, "year": 365}
"""How many days pass between two readings."""


@dataclass(frozen=True)
class Waiting:
    """A measure that is to be read; ``since`` is the day it was to be, None if never read."""

    measure: Measure
    since: date | None


def to_read(plan: Plan, today: date) -> tuple[Waiting, ...]:
    """Return the measures that are to be read by ``today``: never read first, then longest ago."""
    waiting = []
    for measure in plan.measures.values():
        readings = chain.readings_of(plan, measure.id)
        since = readings[-1].day + timedelta(days=DAYS[measure.every]) if readings else None
        if since is None or since <= today:
            waiting.append(Waiting(measure, since))
    return tuple(sorted(waiting, key=lambda one: one.since or date.min))


def as_reading(
    typed: TypedReading,
    measure: Measure,
    *,
    reading_id: str,
    day: date,
    words: str,
    by: str,
    field: str = "value",
) -> Reading:
    """Return a typed value as a reading of a measure, in what the measure counts.

    "14 of 20" is a part of a whole, but 14 where the measure counts things. Raises Refused under
    ``field`` for a percentage of what is counted.
    """
    counts = measure.unit not in ("", PERCENT)
    if counts and typed.is_percent:
        said = f"“{measure.what}” is counted in {measure.unit}. Please give the number of them."
        raise Refused(said, field)
    aimed = measure.baseline is not None or measure.target is not None
    is_number = counts or (not measure.unit and aimed)
    whole = None if is_number else typed.of
    return Reading(reading_id, measure.id, day, typed.value, whole, words, by)

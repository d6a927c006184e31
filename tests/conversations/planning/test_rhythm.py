"""When measures are to be read again, and what typed values mean to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.errors import Refused
from conversations.planning.model import Measure, Plan, Reading
from conversations.planning.rhythm import as_reading, to_read
from conversations.planning.typed_readings import TypedReading

TODAY = date(2026, 12, 1)
WEEKLY = Measure("w", "process", "Calls home", every="week")
YEARLY = Measure("y", "outcome", "Families who feel welcome", every="year")
PLAN = Plan(
    *("T", "p", "Newcomers", None, None, ("U",), "America/New_York"),
    begun_at=datetime(2026, 9, 1, tzinfo=UTC),
    bones={},
    measures={"y": YEARLY, "w": WEEKLY},
)


def days_ago(days: int, measure: str) -> Reading:
    return Reading(f"{measure}{days}", measure, TODAY - timedelta(days=days), 1)


def test_a_measure_is_to_be_read_once_its_days_have_passed_and_if_it_never_was() -> None:
    assert {one.measure.id for one in to_read(PLAN, TODAY)} == {"w", "y"}
    readings = {one.id: one for one in (days_ago(20, "w"), days_ago(6, "w"))}
    [never] = to_read(replace(PLAN, readings=readings), TODAY)
    assert (never.measure.id, never.since) == ("y", None)
    readings = {one.id: one for one in (days_ago(7, "w"), days_ago(364, "y"))}
    [waits] = to_read(replace(PLAN, readings=readings), TODAY)
    assert (waits.measure.id, waits.since) == ("w", TODAY)


@pytest.mark.parametrize(
    ("unit", "target", "value", "whole"),
    [
        ("%", 80, 14, 20),
        ("", None, 14, 20),
        ("conferences", 20, 14, None),
        ("", 20, 14, None),
    ],
)
def test_a_part_of_a_whole_is_one_unless_things_are_counted(
    unit: str, target: float | None, value: float, whole: float | None
) -> None:
    measure = replace(WEEKLY, unit=unit, target=target)
    typed = TypedReading(14, 20, False, "", None)
    read = as_reading(typed, measure, reading_id="r", day=TODAY, words="", by="U")
    assert (read.value, read.whole) == (value, whole)


def test_a_percentage_of_what_is_counted_is_asked_about() -> None:
    typed = TypedReading(70, None, True, "", None)
    with pytest.raises(Refused, match="counted in calls"):
        as_reading(
            typed, replace(WEEKLY, unit="calls"), reading_id="r", day=TODAY, words="", by="U"
        )

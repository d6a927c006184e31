"""The seasons of a school year end with the district's own."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from conversations.calendar import Calendar
from conversations.planning.school_year import season

USUAL = Calendar(ZoneInfo("America/New_York"))
EARLY = Calendar(
    ZoneInfo("America/New_York"),
    first_days=frozenset({date(2027, 8, 25)}),
    last_days=frozenset({date(2027, 6, 10)}),
)


def test_spring_ends_with_school_and_summer_where_school_begins() -> None:
    assert season("spring", 2027, USUAL).last == date(2027, 6, 15)
    assert season("spring", 2027, EARLY).last == date(2027, 6, 10)
    assert season("summer", 2027, USUAL).last == date(2027, 8, 31)
    assert season("summer", 2027, EARLY).last == date(2027, 8, 24)
    assert season("winter", 2026, EARLY).last == date(2027, 3, 19)

"""The rules for a run chart, on series made by hand and on any series at all."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.exports.run_rules import Signal, shifts, signals, trends

SERIES = st.lists(st.integers(0, 6).map(float), max_size=60)


def shift(*values: float) -> list[Signal]:
    return list(shifts(values, 50))


def test_six_in_a_row_on_one_side_are_a_shift_and_five_are_not() -> None:
    assert shift(40, 60, 70, 60, 55, 90, 51) == [Signal("shift", 1, 6, 6, up=True)]
    assert shift(60, 40, 30, 49, 10, 0, 40) == [Signal("shift", 1, 6, 6, up=False)]
    assert shift(40, 60, 70, 60, 55, 90, 49) == []


def test_a_value_on_the_median_neither_adds_to_a_shift_nor_ends_it() -> None:
    assert shift(50, 60, 60, 60, 50, 50, 60, 60, 60, 50) == [Signal("shift", 1, 8, 6, up=True)]
    assert shift(60, 60, 50, 60, 60, 50, 60) == []


def test_five_in_a_row_going_one_way_are_a_trend_and_four_are_not() -> None:
    assert list(trends([3, 1, 2, 3, 4, 5, 2])) == [Signal("trend", 1, 5, 5, up=True)]
    assert list(trends([1, 9, 7, 5, 4, 1, 2])) == [Signal("trend", 1, 5, 5, up=False)]
    assert list(trends([3, 1, 2, 3, 4, 2])) == []


def test_a_repeated_value_neither_adds_to_a_trend_nor_ends_it() -> None:
    assert list(trends([1, 1, 2, 3, 3, 3, 4, 5, 5])) == [Signal("trend", 0, 7, 5, up=True)]
    assert list(trends([1, 2, 2, 3, 3, 4])) == []


def test_a_peak_ends_one_trend_and_begins_the_next() -> None:
    assert list(trends([1, 2, 3, 4, 5, 4, 3, 2, 1])) == [
        Signal("trend", 0, 4, 5, up=True),
        Signal("trend", 4, 8, 5, up=False),
    ]


def test_a_step_is_found_as_a_shift_before_it_and_one_after() -> None:
    assert signals([10] * 3 + [12] * 3 + [80] * 3 + [82] * 3) == (
        Signal("shift", 0, 5, 6, up=False),
        Signal("shift", 6, 11, 6, up=True),
    )


@pytest.mark.parametrize(("count", "found"), [(9, 0), (10, 1)])
def test_with_few_readings_nothing_is_said(count: int, found: int) -> None:
    assert len(signals([float(n) for n in range(count)])) == found


@given(SERIES)
def test_what_is_found_is_what_the_rule_says(values: list[float]) -> None:
    for signal in signals(values):
        span = values[signal.first : signal.last + 1]
        if signal.rule == "shift":
            apart = [value - median(values) for value in span]
            counted = [value for value in apart if value]
            assert signal.points == len(counted) >= 6
        else:
            apart = [after - before for before, after in pairwise(span)]
            counted = [value for value in apart if value]
            assert signal.points == len(counted) + 1 >= 5
        assert all((value > 0) == signal.up for value in counted)


@given(SERIES, st.integers(0, 60))
def test_an_unbroken_run_of_six_or_five_is_never_missed(values: list[float], start: int) -> None:
    middle = median(values) if values else 0
    six, five = values[start : start + 6], values[start : start + 5]
    places = set(range(start, start + 6))
    if len(six) == 6 and (min(six) > middle or max(six) < middle):
        assert any(places <= set(range(s.first, s.last + 1)) for s in shifts(values, middle))
    if len(five) == 5 and (five == sorted(set(five)) or five == sorted(set(five), reverse=True)):
        places = set(range(start, start + 5))
        assert any(places <= set(range(s.first, s.last + 1)) for s in trends(values))


@given(SERIES)
def test_upside_down_the_signals_are_the_same_the_other_way(values: list[float]) -> None:
    turned = signals([-value for value in values])
    assert turned == tuple(
        Signal(s.rule, s.first, s.last, s.points, not s.up) for s in signals(values)
    )

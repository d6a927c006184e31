"""Fills are read in colour blindness and in grey, and numbers on them by everybody."""

from __future__ import annotations

from itertools import pairwise

import pytest

from conversations.exports.shades import WHITE, contrast, ink, shade

SCALES = range(2, 8)


@pytest.mark.parametrize("points", SCALES)
def test_a_number_is_legible_on_every_fill(points: int) -> None:
    for value in range(1, points + 1):
        fill = shade(value, points)
        assert contrast(ink(fill), fill) >= 4.5


@pytest.mark.parametrize("points", SCALES)
def test_a_higher_rating_is_clearly_darker_also_in_grey(points: int) -> None:
    against_white = [contrast(WHITE, shade(value, points)) for value in range(1, points + 1)]
    for lower, higher in pairwise(against_white):
        assert higher / lower > 1.2


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)

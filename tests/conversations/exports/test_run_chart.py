"""The run chart of a measure, and the sentences that stand for it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from benchmarks.large_plan import large_plan
from conversations.exports.in_words import LONGEST_WORDS
from conversations.exports.plan_report import MeasureShown, ReadingShown
from conversations.exports.run_chart import WIDTH, run_chart, run_chart_svg, run_chart_words
from conversations.exports.run_plot import spread
from conversations.exports.run_series import number
from conversations.exports.value_axis import value_axis

ROOT = Path(__file__).parents[3]
TITLE = "Newcomers in grades 6 to 8"
DATA, TARGET, MEDIAN, BASELINE, AXIS = "#084594", "#17693a", "#4a4f57", "#6b3fa0", "#5d6670"
SIGNAL = (0xB3, 0x59, 0x00)
START = date(2026, 9, 14)


def measure(
    *values: float,
    of: float | None = 20,
    gaps: tuple[int, ...] = (7,),
    unit: str = "%",
    baseline: float | None = 45,
    target: float | None = 90,
) -> MeasureShown:
    """Return a measure with readings so many days apart, in turn."""
    spaced = (gaps[place % len(gaps)] for place in range(len(values)))
    days = accumulate(spaced, lambda when, gap: when + timedelta(days=gap), initial=START)
    return MeasureShown(
        sort="process",
        what="Conferences with an interpreter",
        serves="Families are heard",
        unit=unit,
        baseline=baseline,
        target=target,
        every="each month",
        reader="Ana Lopes",
        readings=tuple(
            ReadingShown(on, value, of) for on, value in zip(days, values, strict=False)
        ),
    )


SEVEN = measure(9, 10, 8, 12, 11, 13, 14, gaps=(7, 14, 28, 9))
SHIFTED = measure(9, 10, 8, 9, 10, 9, 12, 13, 14, 13, 16, 15)
SCORES = measure(742, 745, 741, 748, of=None, unit="points", baseline=740, target=760)


def drawn(told: MeasureShown, title: str = TITLE) -> Image.Image:
    png = run_chart(told, title)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(png)).convert("RGB")


def strokes(told: MeasureShown, colour: str, thickness: float) -> list[list[tuple[float, float]]]:
    """Return the lines of a colour and thickness in the SVG, as points."""
    svg = run_chart_svg(told, TITLE).decode()
    paths = re.findall(r'<path d="([^"]*)"[^>]*style="([^"]*)"', svg)
    wanted = (f"stroke: {colour};", f"stroke-width: {thickness:g}")
    return [
        [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", drawn)]
        for drawn, style in paths
        if wanted[0] in f"{style};" and re.search(rf"{wanted[1]}(;|$)", style)
    ]


def level(told: MeasureShown, colour: str) -> float:
    """Return how far down the line of a level runs."""
    (((_, y), (_, also)),) = strokes(told, colour, 3)
    assert y == also
    return y


def bottom(told: MeasureShown) -> float:
    return max(y for line in strokes(told, AXIS, 2) if line[0][1] == line[1][1] for _, y in line)


@pytest.mark.parametrize(
    "told",
    [
        SEVEN,
        SHIFTED,
        SCORES,
        measure(),
        measure(14),
        measure(*[9, 14] * 30),
        measure(5, 5, 5, of=None),
        measure(9, 12, 10, gaps=(0,)),
        measure(baseline=None, target=None, unit="hours"),
        large_plan().measures[-1],
    ],
)
def test_it_is_as_wide_as_a_phone_needs_and_no_taller_than_it_must(told: MeasureShown) -> None:
    width, height = drawn(told).size
    assert width == WIDTH
    assert height / width <= 1.2


def test_readings_stand_at_their_dates_and_values() -> None:
    (points,) = strokes(SEVEN, DATA, 4)
    days = [(each.on - SEVEN.readings[0].on).days for each in SEVEN.readings]
    wide = points[-1][0] - points[0][0]
    assert [x - points[0][0] for x, _ in points] == pytest.approx(
        [wide * each / days[-1] for each in days], abs=0.01
    )
    target, baseline = level(SEVEN, TARGET), level(SEVEN, BASELINE)
    expected = [
        baseline + (target - baseline) * (5 * each.value - 45) / (90 - 45)
        for each in SEVEN.readings
    ]
    assert [y for _, y in points] == pytest.approx(expected, abs=0.01)


def test_readings_are_joined_in_time_order_whatever_order_they_came_in() -> None:
    mixed = replace(SEVEN, readings=SEVEN.readings[::-1])
    assert strokes(mixed, DATA, 4) == strokes(SEVEN, DATA, 4)


def test_readings_of_one_day_stand_above_one_another_as_they_came() -> None:
    ((*same, later),) = strokes(measure(9, 12, 10, 14, gaps=(0, 0, 30)), DATA, 4)
    assert len({x for x, _ in same}) == 1
    assert later[0] > same[0][0]
    highest = min(same, key=lambda each: each[1])
    assert same.index(highest) == 1


def test_the_median_is_drawn_from_three_readings_on() -> None:
    assert level(measure(9, 18, 16), MEDIAN) == pytest.approx(
        level(measure(9, 18, 16, target=80), TARGET), abs=0.01
    )
    assert strokes(measure(9, 18), MEDIAN, 3) == []


def test_the_axis_begins_at_zero_and_percentages_end_at_a_hundred() -> None:
    target, baseline, zero = level(SEVEN, TARGET), level(SEVEN, BASELINE), bottom(SEVEN)
    assert (zero - target) / (zero - baseline) == pytest.approx(90 / 45, abs=0.01)
    assert value_axis([45, 90], is_percent=True).ticks == (0, 25, 50, 75, 100)
    assert value_axis([10, 55], is_percent=True).ticks[-1] == 100
    assert value_axis([2, 9], is_percent=True).ticks[-1] == 10


def test_close_together_and_far_from_zero_the_axis_begins_later_and_says_so() -> None:
    axis = value_axis([740, 742, 760], is_percent=False)
    assert axis.is_cut
    assert axis.ticks[0] > 700
    assert not value_axis([740, 740], is_percent=False).is_cut
    assert not value_axis([600, 760], is_percent=False).is_cut
    assert value_axis([93, 96, 98], is_percent=True).ticks[-1] <= 100
    target, baseline, lowest = level(SCORES, TARGET), level(SCORES, BASELINE), bottom(SCORES)
    assert lowest - baseline < baseline - target, "zero is far below"


VALUES = st.lists(
    st.floats(-1e9, 1e9).map(lambda value: round(value, 3)) | st.integers(0, 100).map(float),
    max_size=20,
)


@example([0.002], False)
@given(VALUES, st.booleans())
def test_the_axis_has_room_for_every_value_at_round_numbers(
    values: list[float], is_percent: bool
) -> None:
    axis = value_axis(values, is_percent=is_percent)
    assert 2 <= len(axis.ticks) <= 8
    assert all(-1e-6 <= axis.share(value) <= 1 + 1e-6 for value in values)
    assert axis.is_cut or min(axis.ticks, key=abs) == 0
    marks = [number(tick, axis.decimals) for tick in axis.ticks]
    assert len(set(marks)) == len(marks)
    assert [float(mark.replace(",", "")) for mark in marks] == pytest.approx(axis.ticks)


@given(
    st.lists(st.tuples(st.floats(0, 430), st.floats(20, 90)), max_size=4),
)
def test_labels_do_not_overlap_and_keep_their_order(wanted: list[tuple[float, float]]) -> None:
    tops = spread(wanted, 0, 430)
    order = sorted(range(len(wanted)), key=lambda each: tops[each])
    assert [wanted[each][0] for each in order] == sorted(top for top, _ in wanted)
    edges = [edge for each in order for edge in (tops[each], tops[each] + wanted[each][1])]
    assert all(low <= high + 1e-6 for low, high in zip([0, *edges], [*edges, 430], strict=True))


def test_a_signal_is_drawn_and_chance_is_not() -> None:
    def has_signal(told: MeasureShown) -> bool:
        return any(colour == SIGNAL for _, colour in drawn(told).getcolors(1 << 24) or [])

    assert has_signal(SHIFTED)
    assert not has_signal(measure(*[9, 14] * 6))
    assert not has_signal(replace(SHIFTED, readings=SHIFTED.readings[:9]))


def test_a_reading_of_nothing_at_all_is_no_reading() -> None:
    nothing = ReadingShown(START - timedelta(days=7), 0, 0)
    told = replace(SEVEN, readings=(nothing, *SEVEN.readings))
    assert run_chart(told, TITLE) == run_chart(SEVEN, TITLE)


NASTY = "学校 👩🏽‍🏫\x00\ud800\u202e $x^2$ الشراكة مع الأسر " + "W" * 400


@pytest.mark.parametrize("words", [NASTY, "\x07"])
def test_whatever_was_typed_is_drawn_and_keeps_to_the_page(words: str) -> None:
    told = replace(SHIFTED, what=words, unit=words, every=words, reader=words)
    parts = tuple(replace(each, of=None) for each in told.readings)
    for shown in (told, replace(told, readings=parts)):
        picture = drawn(shown, words)
        margin = picture.crop((WIDTH - 20, 0, WIDTH, picture.height))
        assert margin.getcolors() == [(margin.width * margin.height, (255, 255, 255))]
        ElementTree.fromstring(run_chart_svg(shown, words))  # noqa: S314


@pytest.mark.parametrize("value", [1e12, -1e12, 0.0004, 1234567.891])
def test_very_large_and_very_small_values_keep_to_the_page(value: float) -> None:
    told = measure(value, value / 3, value, of=None, unit="dollars", baseline=0, target=value * 2)
    picture = drawn(told)
    margin = picture.crop((WIDTH - 20, 0, WIDTH, picture.height))
    assert margin.getcolors() == [(margin.width * margin.height, (255, 255, 255))]


def test_the_vector_picture_says_what_it_shows_and_is_the_same_each_time() -> None:
    svg = run_chart_svg(SEVEN, TITLE)
    assert svg == run_chart_svg(SEVEN, TITLE)
    root = ElementTree.fromstring(svg)  # noqa: S314
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == "Conferences with an interpreter"
    assert root.findtext(f"{name}desc") == run_chart_words(SEVEN, TITLE)


def test_the_words_say_what_the_picture_says() -> None:
    assert run_chart_words(measure(9, 12, 14), TITLE) == (
        "Run chart of a measure: Conferences with an interpreter. "
        "It belongs to: Newcomers in grades 6 to 8. "
        "Latest: 70% (14 of 20) on September 28, 2026. "
        "Target: 90%. Median: 60%. Baseline: 45%. "
        "Too early to see a pattern: 3 readings so far. "
        "With 10 or more, a change can be told from chance. "
        "Readings: September 14, 2026: 45% (9 of 20); September 21, 2026: 60% (12 of 20); "
        "September 28, 2026: 70% (14 of 20)."
    )


def test_the_words_of_a_measure_without_readings_and_of_one_in_another_unit() -> None:
    assert run_chart_words(measure(), "") == (
        "Run chart of a measure: Conferences with an interpreter. Target: 90%. Baseline: 45%. "
        "No readings yet."
    )
    hours = measure(3.5, of=None, unit="hours", baseline=None, target=1250.25)
    said = run_chart_words(hours, "")
    assert "Latest: 3.5 hours on September 14, 2026. Target: 1,250.25 hours." in said
    assert "1 reading so far" in said


def test_the_words_name_signals_and_what_is_left_to_chance() -> None:
    assert (
        "A shift: 6 readings in a row below the median, September 14, 2026 to October 19, 2026. "
        "A shift: 6 readings in a row above the median, October 26, 2026 to November 30, 2026. "
        "Each is more than chance: what changed?"
    ) in run_chart_words(SHIFTED, TITLE)
    rising = run_chart_words(measure(12, 9, 12, 9, 10, 11, 12, 13, 9, 12), TITLE)
    assert (
        "A trend: 5 readings in a row going up, October 5, 2026 to November 2, 2026. "
        "That is more than chance: what changed?"
    ) in rising
    assert "No shift and no trend" in run_chart_words(measure(*[9, 14] * 6), TITLE)


@given(
    st.lists(st.tuples(st.dates(), st.floats(0, 1e6), st.none() | st.integers(0, 40)), max_size=60),
    st.text(),
    st.text(),
)
def test_the_words_keep_to_their_limit_and_end_with_a_sentence(
    readings: list[tuple[date, float, int | None]], what: str, title: str
) -> None:
    shown = tuple(ReadingShown(*each) for each in readings)
    words = run_chart_words(replace(SEVEN, what=what * 40, readings=shown), title * 40)
    assert len(words) <= LONGEST_WORDS
    assert words.endswith((".", "?"))


def test_of_many_readings_the_words_keep_the_last() -> None:
    told = measure(*[9, 14] * 30)
    words = run_chart_words(replace(told, what="What " * 60), TITLE)
    assert "The last readings: " in words
    assert words.endswith("November 1, 2027: 70% (14 of 20).")


def test_libraries_are_read_only_when_something_is_drawn() -> None:
    names = ("run_chart", "task_table", "due_dates", "run_rules")
    script = "; ".join(f"import conversations.exports.{name}" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", f"{script}; import sys; print(*sys.modules)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert not set(done.stdout.split()) & {"matplotlib", "numpy", "icalendar", "docx"}

"""A run chart: a measure's readings over time, as a picture and in words."""

from __future__ import annotations

from conversations.exports.grouping import day
from conversations.exports.in_words import LONGEST_WORDS
from conversations.exports.legible import one_line
from conversations.exports.plan_report import MeasureShown
from conversations.exports.run_plot import DATA, INNER, LABEL, MARGIN, QUIET, draw_plot
from conversations.exports.run_series import Series, findings, series
from conversations.exports.surface import Surface

WIDTH = 2 * MARGIN + INNER
"""Pixels across; a phone shows about a third of that, so no letters here are small."""

_MOST_SIGNALS = 2
_TEXT = "#1b1b1b"
_RULES = (
    "Shift: 6 or more readings in a row on one side of the median. Trend: 5 or more in a row going "
    "one way (Perla, Provost and Murray, 2011)."
)


def run_chart(measure: MeasureShown, title: str) -> bytes:
    """Return the picture as a PNG; ``title`` says what the measure belongs to."""
    surface, height = _drawn(measure, title)
    return surface.png(height)


def run_chart_svg(measure: MeasureShown, title: str) -> bytes:
    """Return the picture as an SVG; the same measure gives the same bytes."""
    surface, height = _drawn(measure, title)
    return surface.svg(height, _name(measure), run_chart_words(measure, title))


def run_chart_words(measure: MeasureShown, title: str) -> str:
    """Return what the picture says, in at most 2,000 characters, for whoever does not see it."""
    shown = series(measure)
    sentences = [f"Run chart of a measure: {_name(measure)}."]
    if of := one_line(title, 200):
        sentences.append(f"It belongs to: {of.rstrip('.')}.")
    if shown.readings:
        sentences.append(f"Latest: {_latest(shown)}.")
    sentences += [f"{name}: {shown.told(value)}." for name, value in shown.levels]
    said = " ".join([*sentences, *findings(shown, _MOST_SIGNALS)])
    told = [f"{day(each.on)}: {shown.reading(n)}" for n, each in enumerate(shown.readings)]
    if not told:
        return said
    for first in range(len(told)):
        begins = "Readings" if not first else "The last readings"
        whole = f"{said} {begins}: {'; '.join(told[first:])}."
        if len(whole) <= LONGEST_WORDS:
            return whole
    return said


def _drawn(measure: MeasureShown, title: str) -> tuple[Surface, float]:
    """Return the surface with all on it, and its height."""
    shown = series(measure)
    surface = Surface(WIDTH, [measure.what, measure.unit, measure.every, measure.reader, title])
    y = _head(surface, measure, title, shown)
    y = draw_plot(surface, shown, y)
    for sentence in findings(shown, _MOST_SIGNALS) if shown.readings else ():
        y = surface.paragraph(MARGIN, y + 6, sentence, LABEL, _TEXT, width=INNER)
    if shown.signals:
        y = surface.paragraph(MARGIN, y + 8, _RULES, 22, QUIET, width=INNER)
    return surface, y + 24


def _name(measure: MeasureShown) -> str:
    return one_line(measure.what, 300).rstrip(".") or "Measure without a name"


def _latest(shown: Series) -> str:
    return f"{shown.reading(-1)} on {day(shown.readings[-1].on)}"


def _head(surface: Surface, measure: MeasureShown, title: str, shown: Series) -> float:
    y = surface.paragraph(MARGIN, 26, _name(measure), 40, _TEXT, width=INNER, bold=True)
    read = f"read by {one_line(measure.reader, 60)}" if one_line(measure.reader) else ""
    facts = [one_line(f"{measure.sort} measure").capitalize(), one_line(measure.every, 60), read]
    for line in (one_line(title), ", ".join(fact for fact in facts if fact)):
        if line:
            y = surface.paragraph(MARGIN, y + 4, line, LABEL, QUIET, width=INNER)
    if shown.readings:
        latest = f"Latest: {_latest(shown)}"
        y = surface.paragraph(MARGIN, y + 10, latest, 32, DATA, width=INNER, bold=True)
    return y

"""The card that asks for a reading of a measure."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.days import full_day
from bot.blocks.planning.looking import READING_ADD
from bot.blocks.planning.shown import Shown, value
from bot.blocks.planning.standing import measure_line, told
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.planning import chain
from conversations.planning.model import Every, Measure, Reading
from conversations.planning.typed_amounts import PERCENT
from conversations.reminders.periods import Period


def measure_card(shown: Shown, measure: Measure, period: Period) -> dict[str, Any]:
    """Return the question what a measure reads for a ``period``."""
    asked = f"What does it read for {_words(shown, measure.every, period)}?"
    said = f"*{escape(shorten(measure.what, 300))}*\n{asked}"
    blocks: list[Block] = [
        section(f"{said} Answer here in the thread, such as “{_example(measure)}”."),
        context(measure_line(shown, measure), _plan(shown, measure)),
        actions(_enter(shown, measure)),
    ]
    return fitting.message(said, blocks)


def measure_entry(shown: Shown, measure: Measure, period: Period) -> list[Block]:
    """Return the same as an entry of a person's message of the day."""
    asked = f"What does it read for {_words(shown, measure.every, period)}?"
    said = f"*{escape(shorten(measure.what, 150))}*\n{asked} {_plan(shown, measure)}"
    return [section(said), actions(_enter(shown, measure))]


def read_card(shown: Shown, measure: Measure, reading: Reading) -> dict[str, Any]:
    """Return what is left of the question once a reading is there."""
    day = full_day(reading.day, shown.today)
    said = (
        f"✓  {escape(shorten(measure.what, 300))}: *{told(measure, reading)}* on {day}. Thank you!"
    )
    blocks = [section(said), context(_plan(shown, measure)), actions(_enter(shown, measure))]
    return fitting.message(said, blocks)


def latest(shown: Shown, measure: Measure) -> Reading | None:
    """Return the latest reading of a measure."""
    readings = chain.readings_of(shown.plan, measure.id)
    return readings[-1] if readings else None


def _enter(shown: Shown, measure: Measure) -> Block:
    spoken = shorten(f"Enter a reading: {measure.what}", 75)
    kept = value(shown.plan, id=measure.id)
    return button("Enter a reading", READING_ADD, kept, accessibility_label=spoken)


def _example(measure: Measure) -> str:
    if measure.unit and measure.unit != PERCENT:
        return f"35 {escape(measure.unit)}"
    return "14 of 20"


def _plan(shown: Shown, measure: Measure) -> str:
    name = measure.reader.name if measure.reader else ""
    whose = f" · for {escape(name)}" if name else ""
    return f"Plan: {escape(shorten(shown.plan.title, 100))}{whose}"


def _words(shown: Shown, every: Every, period: Period) -> str:
    """Return a period as it is said, such as "November" or "the week of Monday, November 23"."""
    first = period.first
    match every:
        case "week":
            return f"the week of {full_day(first, shown.today)}"
        case "two_weeks":
            return f"the two weeks from {full_day(first, shown.today)}"
        case "month":
            return f"{first:%B}" if first.year == shown.today.year else f"{first:%B %Y}"
        case "term":
            year, _, term = period.name.partition("-")
            return f"the {term} of {year}"
    return f"the school year {period.name}"

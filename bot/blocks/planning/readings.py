"""Readings of measures: the window for one, what is said once it is kept, which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning import forms
from bot.blocks.planning.carrying import carrying, told_if_cut
from bot.blocks.planning.days import short_day
from bot.blocks.planning.looking import OUT, READING_ADD
from bot.blocks.planning.shown import Shown, value
from bot.blocks.planning.standing import amount, measure_line, told
from bot.blocks.text import Block, actions, button, escape, section, shorten
from conversations.planning.model import Measure, Plan, Reading
from conversations.planning.typed_amounts import PERCENT
from conversations.planning.typed_readings import TypedReading

ADD, SAVE = READING_ADD, "plan_reading_save"
UNDO, DAY, DAY_SAVE = "plan_reading_undo", "plan_reading_day", "plan_reading_day_save"
WHICH, ELSEWHERE = "plan_reading_which", "plan_reading_elsewhere"
TAKE_OUT = OUT

ENOUGH_FOR_CHART = 3
_MOST_OFFERED = 4


@dataclass(frozen=True)
class Kept:
    """A typed value while it is asked which measure is meant; ``k`` is the message's key."""

    v: float
    o: float | None
    pc: bool
    w: str
    d: str | None
    k: str
    b: str

    @classmethod
    def of(cls, typed: TypedReading, words: str, key: str, by: str) -> Kept:
        """Return what a button holds of a typed value."""
        day = typed.day.isoformat() if typed.day else None
        return cls(typed.value, typed.of, typed.is_percent, words, day, key, by)

    def typed(self) -> TypedReading:
        """Return the value as it was read."""
        day = date.fromisoformat(self.d) if self.d else None
        return TypedReading(self.v, self.o, self.pc, self.w, day)


def reading_window(
    shown: Shown,
    kept: dict[str, Any],
    measure: Measure | None,
    *,
    typed: str = "",
    day: date | None = None,
) -> dict[str, Any]:
    """Return the window in which a reading is entered; without a measure it asks which.

    ``kept`` has the reading's new id as "r".
    """
    plan = shown.plan
    if measure:
        blocks: list[Block] = [section(measure_line(shown, measure, 300))]
    else:
        labels = {
            one.id: shorten(one.what, limits.OPTION_LABEL)
            for one in list(plan.measures.values())[: limits.SELECT_OPTIONS]
        }
        menu = select_one("measure", labels, next(iter(labels)) if len(labels) == 1 else None)
        blocks = [input_block("measure", "Which measure?", menu)]
    hint = "A part of a whole as 14 of 20. For a group, never for one student."
    blocks.append(forms.line("value", "What does it read?", typed, example=_example(measure)))
    blocks[-1]["hint"] = {"type": "plain_text", "text": hint, "emoji": True}
    picker = {
        "type": "datepicker",
        "action_id": "day",
        "initial_date": (day or shown.today).isoformat(),
    }
    blocks.append(input_block("day", "On which day?", picker))
    blocks.append(
        forms.line("words", "A line about it", "", example="two asked in advance", optional=True)
    )
    return fitting.modal(
        "A reading",
        blocks,
        submit="Keep it",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, **{n: v for n, v in kept.items() if n != "p"}),
    )


def kept_message(shown: Shown, reading_id: str) -> dict[str, Any]:
    """Return what was kept of a typed reading, with the buttons that correct it."""
    plan, reading = shown.plan, shown.plan.readings.get(reading_id)
    if reading is None:
        return fitting.message("It is taken out again.", [section("✓  It is taken out again.")])
    carried = value(plan, id=reading.id)
    row = [
        button("Undo", UNDO, carried, accessibility_label="Undo: take this reading out again"),
        button("Change the day", DAY, carried),
    ]
    said = kept_words(shown, reading)
    return fitting.message(said, [section(f"✓  {said}"), actions(*row)])


def kept_words(shown: Shown, reading: Reading) -> str:
    """Return a reading as it was kept, such as "14 of 20 (70%) on Thu, Dec 3 for “…”"."""
    measure = shown.plan.measures[reading.measure]
    day = short_day(reading.day, shown.today)
    said = f"*{told(measure, reading)}* on {day} for “{escape(shorten(measure.what, 200))}”"
    aim = f"; target {amount(measure, measure.target)}" if measure.target is not None else ""
    return f"{said}{aim}."


def taken_out_message(shown: Shown, reading: Reading) -> dict[str, Any]:
    """Return what is said once a reading is taken out."""
    measure = shown.plan.measures.get(reading.measure)
    what = f"{told(measure, reading)} for “{escape(shorten(measure.what, 200))}”" if measure else ""
    said = f"Taken out again: {what or 'the reading'}. Type it once more if you meant another."
    return fitting.message(said, [section(said)])


def day_window(shown: Shown, reading: Reading, kept: dict[str, Any]) -> dict[str, Any]:
    """Return the window that changes the day of a reading."""
    picker = {
        "type": "datepicker",
        "action_id": "day",
        "initial_date": reading.day.isoformat(),
    }
    return fitting.modal(
        "The day of a reading",
        [section(kept_words(shown, reading)), input_block("day", "On which day?", picker)],
        submit="Save",
        close="Cancel",
        callback_id=DAY_SAVE,
        private_metadata=value(shown.plan, **kept),
    )


def which_message(plan: Plan, kept: Kept, meant: Sequence[Measure]) -> dict[str, Any]:
    """Return the question which measure a typed value is of; its buttons keep the value."""
    said = f"Which measure is *{value_words(kept)}* for? I keep it as soon as you say."
    rest = {name: held for name, held in asdict(kept).items() if name != "w"}
    offered = []
    for place, measure in enumerate(meant[:_MOST_OFFERED]):
        carried = carrying(plan, kept.w, m=measure.id, **rest)
        spoken = shorten(f"For: {measure.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
        offered.append(
            button(measure.what, f"{WHICH}_{place}", carried, accessibility_label=spoken)
        )
    if len(meant) > _MOST_OFFERED:
        offered.append(button("Another measure", ELSEWHERE, carrying(plan, kept.w, **rest)))
    cut = told_if_cut(kept.w, (one["value"] for one in offered))
    return fitting.message(said, [section(said), actions(*offered), *cut])


def value_words(kept: Kept) -> str:
    """Return a value as it was typed, such as "14 of 20"."""
    if kept.o is not None:
        return f"{kept.v:g} of {kept.o:g}"
    return f"{kept.v:g}{PERCENT if kept.pc else ''}"


def _example(measure: Measure | None) -> str:
    if measure is None or measure.unit in ("", PERCENT):
        return "14 of 20, 70% or 35"
    return f"35 {measure.unit}"

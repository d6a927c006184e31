"""Reads where a measure stands or is to go, as people type it: "14 of 20", "70%", "35 families"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conversations.calendar import Calendar
from conversations.errors import Refused
from conversations.planning.typed_readings import read_reading

PERCENT = "%"

_LONGEST_UNIT, _MOST_WORDS = 30, 3
_ASK = "Please give one number, such as 14 of 20, 70% or 35."


@dataclass(frozen=True)
class Amount:
    """A number and what it counts: "%" for a part of a whole, empty for a bare number."""

    value: float
    unit: str = ""

    def __str__(self) -> str:
        """Return it as people write it, such as "70%" or "35 families"."""
        return in_words(self.value, self.unit)


def in_words(value: float, unit: str) -> str:
    """Return a number with its unit, with one decimal where it has any."""
    number = f"{value:,.1f}".removesuffix(".0")
    return f"{number}%" if unit == PERCENT else f"{number} {unit}".strip()


def read_amount(words: str, field: str, *, today: date, calendar: Calendar) -> Amount | None:
    """Read what was typed where a number was asked for, None for nothing.

    Raises Refused under ``field`` where it is no number, or several.
    """
    if not words.strip():
        return None
    read = read_reading(words, today, calendar)
    if read is None:
        raise Refused(f"I cannot read that as a number. {_ASK}", field)
    if read.of is not None:
        if not 0 <= read.value <= read.of:
            said = "The part cannot be more than the whole. Please say it as 14 of 20."
            raise Refused(said, field)
        return Amount(100 * read.value / read.of, PERCENT)
    return Amount(read.value, PERCENT if read.is_percent else _unit(read.words))


def together(baseline: Amount | None, target: Amount | None) -> str:
    """Return the unit in which both are meant, as a bare number means what the other one counts.

    Raises Refused where only one is in percent and the other cannot be.
    """
    units = {amount.unit for amount in (baseline, target) if amount and amount.unit}
    if PERCENT not in units:
        return next((amount.unit for amount in (baseline, target) if amount and amount.unit), "")
    for amount, field in ((baseline, "baseline"), (target, "target")):
        if amount and amount.unit != PERCENT and (amount.unit or not 0 <= amount.value <= 100):
            said = "The other one is in percent. Please say this one so too, such as 70%."
            raise Refused(said, field)
    return PERCENT


def _unit(words: str) -> str:
    unit = " ".join(words.split())
    is_short = len(unit) <= _LONGEST_UNIT and len(unit.split()) <= _MOST_WORDS
    return unit if is_short else ""

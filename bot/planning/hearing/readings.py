"""A measure's reading that is typed: "interpreters at 14 of 20 conferences"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.blocks.planning.readings import Kept, kept_message, which_message
from bot.blocks.planning.shown import Shown
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.acting import ReadingTaken
from conversations.planning.model import LONGEST_WORDS, Measure, Plan
from conversations.planning.rhythm import as_reading
from conversations.planning.service import Taken
from conversations.planning.typed_readings import TypedReading, read_reading, which_measure

_TALK = re.compile(r"(?:i|i['’]\w+|we|thanks?|see you|sorry|let['’]?s|but|and|so)\b", re.IGNORECASE)
_MOST_WORDS = 8


def read(typed: Typed) -> Heard | None:
    """Return a reading of the measure that is meant, or the question which; None for no reading.

    Among colleagues only what surely is one. Raises Refused.
    """
    reading = read_reading(typed.words, typed.today, typed.calendar)
    if reading is None:
        return None
    found = meant(typed)
    if not found and typed.named:
        found = list(typed.plan.measures.values())
    return of(typed, reading, found) if found else None


def meant(typed: Typed) -> list[Measure]:
    """Return the measures that typed words may read, best first; none where they are no reading."""
    reading = read_reading(typed.words, typed.today, typed.calendar)
    if reading is None or not (typed.named or is_sure(typed.words, reading)):
        return []
    return measures_meant(typed.plan, reading.words)


def of(typed: Typed, reading: TypedReading, meant: Sequence[Measure]) -> Heard:
    """Return the reading of the one measure that is meant, or ask which. Raises Refused."""
    if len(meant) > 1:
        kept = Kept.of(reading, typed.words, typed.key, typed.by)
        return Heard((), lambda shown, taken: which_message(typed.plan, kept, meant))
    kept_as = as_reading(
        reading,
        meant[0],
        reading_id=typed.new_id(),
        day=reading.day or typed.today,
        words=typed.words[:LONGEST_WORDS],
        by=typed.by,
    )

    def reply(shown: Shown, taken: Taken) -> dict[str, Any]:
        return kept_message(shown, kept_as.id)

    return Heard((ReadingTaken(kept_as),), reply)


def plainly_meant(typed: Typed) -> list[Measure]:
    """Return the measures that words may read where nothing else says that a plan is meant.

    Only a part of a whole and a percentage are no words to the bot about something else.
    """
    reading = read_reading(typed.words, typed.today, typed.calendar)
    if reading is None or (reading.of is None and not reading.is_percent):
        return []
    return measures_meant(typed.plan, reading.words)


def measures_meant(plan: Plan, words: str) -> list[Measure]:
    """Return the measures that words may be about, best first."""
    said = {one.id: f"{one.what} {one.unit}" for one in plan.measures.values()}
    return [plan.measures[one] for one in which_measure(words, said)]


def is_sure(words: str, reading: TypedReading) -> bool:
    """Tell whether words that nobody asked for are a reading: a part of a whole, or little else."""
    if reading.of is not None or reading.is_percent:
        return True
    return len(words.split()) <= _MOST_WORDS and not _TALK.match(words)

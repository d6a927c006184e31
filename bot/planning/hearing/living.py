"""What is typed while a plan is carried out: how a task stands, what a measure reads."""

from __future__ import annotations

from bot.planning.hearing import readings, statuses
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.typed_readings import read_reading
from conversations.planning.typed_status import read_status


def read(typed: Typed) -> Heard | None:
    """Return what typed words mean here. Raises Refused."""
    if _is_status(typed):
        return statuses.read(typed) or readings.read(typed)
    return readings.read(typed) or statuses.read(typed)


def _is_status(typed: Typed) -> bool:
    """Tell whether words are about a task rather than a measure, where they could be either.

    "Done, all 14 letters are out" is; "on track: interpreters at 14 of 20" gives a reading.
    """
    said = read_status(typed.words)
    if said is None:
        return False
    if said.kind not in ("on_track", "not_yet", "started"):
        return True
    reading = read_reading(typed.words, typed.today, typed.calendar)
    return reading is None or not readings.measures_meant(typed.plan, reading.words)

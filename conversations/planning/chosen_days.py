"""A day that was picked in a calendar or typed in words, whichever was easier."""

from __future__ import annotations

from datetime import date

from conversations.calendar import Calendar
from conversations.errors import Refused
from conversations.planning.typed_dates import read_date
from conversations.planning.wording import long_day

_SHOWN = 60


def chosen_day(
    picked: date | None,
    typed: str,
    before: date | None,
    field: str,
    *,
    today: date,
    calendar: Calendar,
) -> date | None:
    """Return the day that is meant, None where none was given.

    ``before`` is the day that was picked when the window opened: another one that is typed takes
    its place. Raises Refused under ``field`` where the words say no day, or another one than what
    was picked.
    """
    typed = " ".join(typed.split())
    if not typed:
        return picked
    found = read_date(typed, today, calendar)
    if found is None:
        said = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"
        ask = "Please say it like next Friday, by Thanksgiving or 12/11, or pick it above."
        raise Refused(f"I cannot read “{said}” as a day. {ask}", field)
    if picked not in (None, before, found.day):
        both = f"Above it is {long_day(picked)}, and here {found.day:%A}, {long_day(found.day)}."
        raise Refused(f"{both} Please empty one of the two.", field)
    return found.day

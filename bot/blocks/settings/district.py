"""The window of the district: its calendar, by month, and what else coordinators set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.days import full_day, no_school
from bot.blocks.settings.day_rows import day_row
from bot.blocks.settings.inputs import between
from bot.blocks.text import Block, actions, button, context, escape, header, plain, section
from conversations.calendar import Calendar, is_school_day
from conversations.school_days import KeptDays

WINDOW = "settings_district_shown"
SNOW, SNOW_UNDO = "settings_snow", "settings_unsnow"
REMOVE, PAGE = "settings_day_remove", "settings_days_page"
ADD, IMPORT, YEAR = "settings_days_add", "settings_import", "settings_year"
HOURS, KEEPING = "settings_hours", "settings_keeping"

A_PAGE = 50
_GUESS = " (as usual; nobody has said yet)"
_KNOWN = "Weekends, state holidays and the summer are known already."


@dataclass(frozen=True)
class District:
    """What counts in a workspace: ``days`` as they were entered, ``months`` that questions stay."""

    calendar: Calendar
    days: Sequence[KeptDays]
    months: int | None
    today: date


def district_window(district: District, start: int = 0, said: str = "") -> dict[str, Any]:
    """Return the window from the ``start``-th coming days on.

    ``said`` is what has just been done, already escaped.
    """
    coming = [one for one in district.days if one.last >= district.today]
    start = start if start < len(coming) else 0
    return fitting.modal(
        "District calendar",
        [
            *([section(f"✓  {said}")] if said else []),
            section(_when(district)),
            header("Snow day"),
            *_snow(district),
            header("Days without school"),
            actions(
                button("Add days", ADD, "add"),
                button("Import a calendar", IMPORT, "import"),
            ),
            *_days(coming, start, district.today),
            header("More"),
            actions(
                button("First and last day of school", YEAR, "year"),
                button("School hours", HOURS, "hours"),
                button("How long questions are kept", KEEPING, "keeping"),
            ),
            context(keeping(district.months)),
        ],
        close="Close",
        callback_id=WINDOW,
        private_metadata=json.dumps({"n": start}),
    )


def keeping(months: int | None) -> str:
    """Return in plain words how long things are kept."""
    asked = (
        "What people asked me is kept until it is deleted."
        if months is None
        else f"What people asked me is deleted after {months} months."
    )
    return f"{asked} Plans and self-assessments are kept until they are deleted."


def year_in_words(calendar: Calendar, today: date) -> str:
    """Return when school ends and begins next, as far as is known."""
    last, first = calendar.summer(today.year)
    if today > last:
        last = calendar.summer(today.year + 1)[0]
    if today >= first:
        first = calendar.summer(today.year + 1)[1]
    ends = "" if last in calendar.last_days else _GUESS
    begins = "" if first in calendar.first_days else _GUESS
    return (
        f"Last day of school: {full_day(last, today)}{ends}\n"
        f"First day after the summer: {full_day(first, today)}{begins}"
    )


def _when(district: District) -> str:
    return (
        f"I remind people only between *{between(district.calendar)}*, on school days. Teams and "
        f"people may choose otherwise.\n{year_in_words(district.calendar, district.today)}"
    )


def _snow(district: District) -> Iterator[Block]:
    buttons = []
    for word, day in (
        ("today", district.today),
        ("tomorrow", district.today + timedelta(days=1)),
    ):
        said = full_day(day, district.today)
        kept = json.dumps({"day": day.isoformat()})
        if any(one.source == "snow" and one.first <= day <= one.last for one in district.days):
            yield section(
                f"*No school {word}, {said}: snow day.* Reminders wait for the next school day.",
                accessory=button(
                    "Undo", SNOW_UNDO, kept, accessibility_label=f"Undo snow day {word}"
                ),
            )
        elif is_school_day(day, district.calendar):
            spoken = plain(f"Snow day {word}, {said}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
            buttons.append(
                button(f"Snow day {word}", f"{SNOW}_{word}", kept, accessibility_label=spoken)
            )
        else:
            yield context(escape(no_school(day, district.today, district.calendar)))
    if buttons:
        yield actions(*buttons)


def _days(coming: Sequence[KeptDays], start: int, today: date) -> Iterator[Block]:
    if not coming:
        yield context(f"None are entered yet. {_KNOWN}")
        return
    yield context(_KNOWN)
    page = coming[start : start + A_PAGE]
    for (year, month), rows in groupby(page, key=lambda one: (one.first.year, one.first.month)):
        yield section(f"*_{date(year, month, 1):%B %Y}_*")
        for row in rows:
            yield day_row(row, today, REMOVE, {"n": str(start)})
    turns = []
    if start:
        turns.append(button("Earlier days", f"{PAGE}_before", str(max(start - A_PAGE, 0))))
    if start + A_PAGE < len(coming):
        turns.append(button("Later days", f"{PAGE}_after", str(start + A_PAGE)))
    if turns:
        yield actions(*turns)

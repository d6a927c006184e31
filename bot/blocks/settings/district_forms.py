"""The windows that open over the district's: days, the year, hours, how long things are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.settings.district import keeping
from bot.blocks.settings.inputs import day_input, days_input, hours_inputs, one_of, zone_input
from bot.blocks.text import section
from conversations.calendar import Calendar
from conversations.retention import MONTHS

SAVE_DAYS, SAVE_YEAR = "settings_days_save", "settings_year_save"
SAVE_HOURS, SAVE_KEEPING = "settings_hours_save", "settings_keeping_save"
SORT, NONE, SCHOOL = "sort", "none", "school"
FIRST, LAST, KEPT = "first_day", "last_day", "months"
FOREVER = "0"

_SORTS = {
    NONE: "There is no school",
    SCHOOL: "There is school all the same, such as a Saturday that makes up for snow",
}


def add_window() -> dict[str, Any]:
    """Return the window in which days are typed."""
    return _form(
        "Add days",
        [
            days_input(
                "Days, one line for each",
                "Dec 23 to Jan 1: winter break",
                "What stands behind the colon is what they are called. 11/27, 11/28 works too.",
                optional=False,
            ),
            one_of(SORT, "On these days", _SORTS, NONE),
        ],
        SAVE_DAYS,
    )


def year_window(first: date | None, last: date | None) -> dict[str, Any]:
    """Return the window for the next last and first day of school, as they were said."""
    return _form(
        "First and last day",
        [
            section("In the summer nobody is reminded. Tell me when it begins and ends."),
            day_input(
                LAST, "Last day of school", last, "With the snow days so far. Otherwise June 30."
            ),
            day_input(
                FIRST, "First day after the summer", first, "For students. Otherwise September 1."
            ),
        ],
        SAVE_YEAR,
    )


def hours_window(calendar: Calendar) -> dict[str, Any]:
    """Return the window for the district's school hours."""
    return _form(
        "School hours",
        [
            section("Reminders arrive between these hours, unless a team or a person has others."),
            *hours_inputs(calendar, "School begins", "School ends"),
            zone_input(calendar.timezone),
        ],
        SAVE_HOURS,
    )


def keeping_window(months: int | None) -> dict[str, Any]:
    """Return the window for how long questions are kept."""
    labels = {str(one): f"{one} months" for one in MONTHS} | {FOREVER: "Until they are deleted"}
    return _form(
        "Keeping questions",
        [
            section(
                f"{keeping(months)}\n\nQuestions that the Blueprint does not answer make a report "
                "for you. Once a question is deleted, the buttons under its answer no longer work."
            ),
            one_of(KEPT, "Keep questions for", labels, str(months or 0)),
        ],
        SAVE_KEEPING,
    )


def _form(title: str, blocks: list[dict[str, Any]], callback_id: str) -> dict[str, Any]:
    return fitting.modal(
        title,
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=callback_id,
        private_metadata="{}",
    )

"""Days of a plan in words, always with their weekday, so that a slip is seen."""

from __future__ import annotations

from datetime import date

from conversations.calendar import Calendar, why_no_school


def full_day(day: date, today: date) -> str:
    """Return a day such as "Friday, December 4", with its year where it is another one."""
    return f"{day:%A}, {day:%B} {day.day}{_year(day, today)}"


def short_day(day: date, today: date) -> str:
    """Return a day such as "Fri, Dec 4", with its year where it is another one."""
    return f"{day:%a}, {day:%b} {day.day}{_year(day, today)}"


def no_school(day: date, today: date, calendar: Calendar) -> str:
    """Return the sentence that there is no school on a day and why; empty where there is.

    What people typed as the reason is in it, as they typed it.
    """
    why = why_no_school(day, calendar)
    return f"There is no school on {full_day(day, today)}: {why}." if why else ""


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f", {day.year}"

"""How long a self-assessment takes, and when it closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from conversations.calendar import Calendar, is_school_day, previous_school_day

_SECONDS_A_CARD = 70
_AN_HOUR = timedelta(hours=1)


def minutes(cards: int) -> int:
    """Return the minutes that rating takes, with a line of evidence here and there."""
    return max(1, round(cards * _SECONDS_A_CARD / 60))


def closing_moment(day: date, calendar: Calendar) -> datetime:
    """Return when a session closes that is to close on ``day``, in UTC.

    It is an hour before school closes, so that who facilitates hears of it on the same day; on the
    school day before where there is no school on that day.
    """
    if not is_school_day(day, calendar):
        day = previous_school_day(day, calendar)
    closes = datetime.combine(day, calendar.closes, calendar.timezone) - _AN_HOUR
    return closes.astimezone(UTC)

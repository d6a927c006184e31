"""Days and times in messages, shown in the reader's own time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_and_time(moment: datetime, timezone: str) -> str:
    """Return mrkdwn for a moment; the fallback, for old clients, names it in ``timezone``."""
    local = moment.astimezone(ZoneInfo(timezone))
    fallback = f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M %p}"
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{fallback}>"


def day(on: date) -> str:
    """Return a day in words, such as "Tuesday, December 8"."""
    return f"{on:%A}, {on:%B} {on.day}"


def days_left(closes_at: datetime, now: datetime, timezone: str) -> str:
    """Return how long there is still time, such as "4 days left"."""
    zone = ZoneInfo(timezone)
    days = (closes_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days < 1:
        return "the last day"
    return "1 day left" if days == 1 else f"{days} days left"

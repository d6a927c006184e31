"""Times as Slack words them, in the reader's own time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.sandbox.rendering.reader import Reader

_TOKEN = re.compile(r"\{(\w+)\}")


def moment_of(ts: str) -> datetime:
    """The moment a message timestamp ("1763760000.000100") stands for."""
    return datetime.fromtimestamp(float(ts), tz=UTC)


def clock(moment: datetime) -> str:
    """A time of day such as ``3:07 PM``."""
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"


def day_name(moment: datetime, reader: Reader) -> str:
    """The words on a date divider: Today, Yesterday or the full date."""
    pretty = _pretty(moment, reader)
    return pretty.capitalize() if pretty else _long(moment, reader)


def format_date(epoch: int, pattern: str, reader: Reader) -> str | None:
    """Fill Slack's date tokens (``{date_short_pretty} at {time}``); None for an unknown token."""
    try:
        local = reader.local(datetime.fromtimestamp(epoch, tz=UTC))
    except (OverflowError, OSError, ValueError):
        return None
    values = {
        "date": f"{local:%B} {_ordinal(local.day)}, {local.year}",
        "date_num": f"{local:%Y-%m-%d}",
        "date_slash": f"{local:%m/%d/%Y}",
        "date_short": f"{local:%b} {local.day}, {local.year}",
        "date_long": f"{local:%A}, {local:%B} {_ordinal(local.day)}, {local.year}",
        "day_divider_pretty": _pretty(local, reader) or _long(local, reader),
        "time": clock(local),
        "time_secs": f"{local.hour % 12 or 12}:{local:%M:%S %p}",
        "ago": _ago(local, reader),
    }
    for name in ("date", "date_short", "date_long"):
        values[f"{name}_pretty"] = _pretty(local, reader) or values[name]
    if any(token not in values for token in _TOKEN.findall(pattern)):
        return None
    words = _TOKEN.sub(lambda found: values[found[1]], pattern)
    return words[:1].upper() + words[1:]


def _pretty(local: datetime, reader: Reader) -> str | None:
    days = (local.date() - reader.local(reader.now).date()).days
    return {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days)


def _long(local: datetime, reader: Reader) -> str:
    year = "" if local.year == reader.local(reader.now).year else f", {local.year}"
    return f"{local:%A}, {local:%B} {_ordinal(local.day)}{year}"


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _ago(local: datetime, reader: Reader) -> str:
    seconds = int((reader.now - local).total_seconds())
    amount, unit = max(abs(seconds) // 60, 1), "minute"
    if amount >= 60:
        amount, unit = amount // 60, "hour"
        if amount >= 24:
            amount, unit = amount // 24, "day"
    words = f"{amount} {unit}{'' if amount == 1 else 's'}"
    return f"{words} ago" if seconds >= 0 else f"in {words}"

"""Inputs that several windows of settings share, and hours and days in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from zoneinfo import ZoneInfo

from bot import limits
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.days import short_day
from bot.blocks.teams import TIMEZONES
from bot.blocks.text import Block, escape, option, plain
from conversations.calendar import Calendar
from conversations.school_days import KeptDays, NoSchool

OPENS, CLOSES, ZONE, DAYS = "opens", "closes", "timezone", "days"
_LONGEST = 3000


def clock(at: time) -> str:
    """Return a time of the day as people say it, such as "8:00 AM"."""
    return f"{at.hour % 12 or 12}:{at:%M %p}"


def zone_name(zone: str) -> str:
    """Return what people call a time zone."""
    return TIMEZONES.get(zone, zone.replace("_", " "))


def between(calendar: Calendar) -> str:
    """Return the hours of a calendar in words."""
    hours = f"{clock(calendar.opens)} and {clock(calendar.closes)}"
    return f"{hours} ({zone_name(calendar.timezone.key)})"


def hours_inputs(calendar: Calendar, from_: str, to: str) -> list[Block]:
    """Return the inputs for the beginning and the end of a day; labels as given."""
    return [
        input_block(OPENS, from_, _time(OPENS, calendar.opens)),
        input_block(CLOSES, to, _time(CLOSES, calendar.closes)),
    ]


def zone_input(current: ZoneInfo | str, others: Mapping[str, str] | None = None) -> Block:
    """Return the choice of a time zone; ``others`` are offered before those everybody has."""
    key = current if isinstance(current, str) else current.key
    labels = {**(others or {}), **TIMEZONES}
    labels.setdefault(key, zone_name(key))
    return input_block(ZONE, "Time zone", select_one(ZONE, labels, key))


def days_input(label: str, example: str, hint: str, *, optional: bool = True) -> Block:
    """Return the line, or lines, in which days are typed."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": DAYS,
        "multiline": not optional,
        "max_length": _LONGEST,
        "placeholder": plain(f"Such as: {example}", limits.PLACEHOLDER),
    }
    return input_block(DAYS, label, element, hint=hint, optional=optional)


def one_of(block_id: str, label: str, labels: Mapping[str, str], current: str) -> Block:
    """Return a choice of one, all of them in sight."""
    options = [option(said, value) for value, said in labels.items()]
    buttons: Block = {
        "type": "radio_buttons",
        "action_id": block_id,
        "options": options,
        "initial_option": next(one for one in options if one["value"] == current),
    }
    return input_block(block_id, label, buttons)


def day_input(block_id: str, label: str, current: date | None, hint: str) -> Block:
    """Return a calendar to pick a day from; it may stay empty."""
    picker: Block = {"type": "datepicker", "action_id": block_id}
    if current:
        picker["initial_date"] = current.isoformat()
    return input_block(block_id, label, picker, hint=hint, optional=True)


def span(first: date, last: date, today: date) -> str:
    """Return days in a row in words, each with its weekday."""
    begins = short_day(first, today)
    return begins if first == last else f"{begins} to {short_day(last, today)}"


def in_one_line(days: Iterable[NoSchool | KeptDays], today: date) -> str:
    """Return days with what they are called, escaped, for a sentence."""
    return "; ".join(f"{span(one.first, one.last, today)} ({escape(one.name)})" for one in days)


def _time(action_id: str, at: time) -> Block:
    return {"type": "timepicker", "action_id": action_id, "initial_time": f"{at:%H:%M}"}

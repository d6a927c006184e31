"""The windows that import a published calendar: its link, then what was found in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.days import full_day
from bot.blocks.settings.inputs import span
from bot.blocks.text import Block, context, escape, plain, section, shorten
from conversations.calendar_import import Found, LeftOut

READ, SAVE = "settings_import_read", "settings_import_save"
LINK = "link"

_WHERE = (
    "In Google Calendar: Settings, the school calendar, Integrate calendar, Public address in iCal "
    "format. On a school's website it is often called Subscribe or iCal."
)
_A_NAME, _NAMES, _REASONS = 70, 12, 12
_ROOM = limits.SECTION_TEXT - 200


def link_window(link: str = "", trouble: str = "") -> dict[str, Any]:
    """Return the window for a link; with ``trouble``, as typed, where one could not be read."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": LINK,
        "max_length": limits.PLAIN_TEXT_INPUT,
        "placeholder": plain("https://…/basic.ics", limits.PLACEHOLDER),
    }
    if link:
        element["initial_value"] = link
    return fitting.modal(
        "Import a calendar",
        [
            *([section(f"⚠  {escape(trouble)}")] if trouble else []),
            section(
                "Paste the link of the district's public calendar. I show you what I find; nothing "
                "is saved before you say so, and the link is not kept."
            ),
            input_block(LINK, "Link to the calendar", element, hint=_WHERE),
            context(
                "Only a file? Whoever runs this app can import it: `blueprint-bot calendar import`."
            ),
        ],
        submit="Read it",
        close="Cancel",
        callback_id=READ,
        private_metadata="{}",
    )


def reading_window(name: str) -> dict[str, Any]:
    """Return what stands there while a calendar is read; by its name it is found again."""
    said = "One moment: I am reading the calendar. This window shows what I find."
    return fitting.modal("Import a calendar", [section(said)], close="Cancel", external_id=name)


def found_window(found: Found, draft_id: str, today: date) -> dict[str, Any]:
    """Return the window that shows what was found, and what was left out and why."""
    is_any = found.days or found.first_days or found.last_days
    blocks = [section(_counted(found)), *_days(found, today), *_ends(found, today)]
    if is_any:
        said = "What was imported before for these months goes; what you typed stays."
        blocks.append(context(said))
    blocks += _left_out(found.left_out, today)
    ready: dict[str, Any] = {"submit": "Looks right"} if is_any else {}
    return fitting.modal(
        "What I found",
        blocks,
        **ready,
        close="Cancel" if is_any else "Close",
        callback_id=SAVE,
        private_metadata=json.dumps({"d": draft_id}),
    )


def _counted(found: Found) -> str:
    count = len(found.days)
    if not count:
        return "I found no days without school in this calendar, this school year or the next."
    entries = "1 entry" if count == 1 else f"{count} entries"
    return f"*{entries} without school*, this school year and the next. Please look through them."


def _days(found: Found, today: date) -> Iterator[Block]:
    lines = []
    for (year, month), days in groupby(
        found.days, key=lambda one: (one.first.year, one.first.month)
    ):
        lines.append(f"*{date(year, month, 1):%B %Y}*")
        lines += [f"•  {span(one.first, one.last, today)}: {_name(one.name)}" for one in days]
    yield from _sections(lines)


def _ends(found: Found, today: date) -> Iterator[Block]:
    said = [f"*First day of school:* {full_day(day, today)}" for day in found.first_days]
    said += [f"*Last day of school:* {full_day(day, today)}" for day in found.last_days]
    if said:
        yield section("\n".join(said))


def _left_out(left_out: Sequence[LeftOut], today: date) -> Iterator[Block]:
    if not left_out:
        return
    by_reason: dict[str, list[LeftOut]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one)
    yield section(f"*Left out: {len(left_out)}.* Type what is missing with Add days.")
    lines = []
    # What might have meant a day without school is worth a look; there are fewer of it.
    for why, those in sorted(by_reason.items(), key=lambda one: len(one[1]))[:_REASONS]:
        names = [_left(one, today) for one in those[:_NAMES]]
        if len(those) > _NAMES:
            names.append(f"and {len(those) - _NAMES} more")
        lines.append(f"_{why[0].upper()}{why[1:]}_: {'; '.join(names)}")
    yield from _sections(lines)


def _left(one: LeftOut, today: date) -> str:
    when = f" ({span(one.day, one.day, today)})" if one.day else ""
    return f"{_name(one.name)}{when}"


def _name(name: str) -> str:
    return escape(shorten(name, _A_NAME)) or "without a title"


def _sections(lines: Sequence[str]) -> Iterator[Block]:
    text = ""
    for line in lines:
        if text and len(text) + len(line) > _ROOM:
            yield section(text)
            text = ""
        text += f"\n{line}" if text else line
    if text:
        yield section(text)

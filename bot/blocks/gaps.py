"""What people ask that the Blueprint does not answer, for a coordinator: a summary and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.text import Block, button, context, escape, section, shorten
from conversations.gaps import Group, as_rows

_SHOWN = 10
_COLUMNS = ("group", "questions in group", "question", "outcome", "why", "date")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO_NAMES = "Nobody's name is in here. Questions are quoted as they were typed."


def gap_report(groups: Sequence[Group]) -> dict[str, Any]:
    """Return the report as a message: the largest groups first."""
    if not groups:
        text = (
            "Nothing yet: every question so far was answered, and no answer was called unhelpful."
        )
        return fitting.message(text, [section(text)])
    title = "What people ask that the Blueprint does not answer"
    lines = [
        f"•  {escape(shorten(group.heading, 120))} ({_counted(group)})" for group in groups[:_SHOWN]
    ]
    if len(groups) > _SHOWN:
        lines.append(f"…and {len(groups) - _SHOWN} more groups in the table.")
    blocks = [section(f"*{title}*"), section("\n".join(lines)), context(NO_NAMES)]
    return fitting.message(title, blocks)


def gap_table(groups: Sequence[Group]) -> str:
    """Return the report as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for row in as_rows(groups):
        writer.writerow({name: _as_text(value) for name, value in row.items()})
    return out.getvalue()


def gap_button() -> Block:
    """Return the button for App Home."""
    return section(
        "*Questions without an answer*\nWhat is not covered, and what did not help. You get it as "
        "a message, without names.",
        accessory=button("Send me the report", "gap_report", "report"),
    )


def _counted(group: Group) -> str:
    declined = f"{group.declined} not covered" if group.declined else ""
    unhelpful = f"{group.unhelpful} not helpful" if group.unhelpful else ""
    return ", ".join(filter(None, (declined, unhelpful)))


def _as_text(value: str | int) -> str | int:
    """Keep a spreadsheet from running typed words as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

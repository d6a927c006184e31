"""The rows of a report by building block and level, which are never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content import ids
from conversations.exports.report import Report, ReportRow


@dataclass(frozen=True)
class Group:
    """The indicators of a building block at one level."""

    level: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class Block:
    """A building block with its levels; ``locator`` says where it stands, e.g. "P1 · BB2"."""

    title: str
    locator: str
    groups: tuple[Group, ...]

    def group(self, level: str) -> Group | None:
        """Return the indicators at a level, where there are any."""
        return next((group for group in self.groups if group.level == level), None)


def levels(report: Report) -> tuple[str, ...]:
    """Return the levels that a report speaks of, in the order of the Blueprint."""
    used = {row.level for row in report.rows}
    return tuple(level for level in ids.LEVELS if level in used)


def blocks(report: Report) -> tuple[Block, ...]:
    """Return the building blocks of a report in its order, each with its levels."""
    by_block: dict[str, list[ReportRow]] = {}
    for row in report.rows:
        by_block.setdefault(row.block_id, []).append(row)
    return tuple(_block(rows, levels(report)) for rows in by_block.values())


def day(when: date) -> str:
    """Return a date as it is written out: "October 5, 2026"."""
    return f"{when:%B} {when.day}, {when.year}"


def span(report: Report) -> str:
    """Return when a self-assessment ran."""
    if not report.closed:
        return f"Begun {day(report.started)}, still open"
    if report.closed == report.started:
        return day(report.started)
    if report.closed.year == report.started.year:
        return f"{report.started:%B} {report.started.day} to {day(report.closed)}"
    return f"{day(report.started)} to {day(report.closed)}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural where it is not one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def joined(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _block(rows: list[ReportRow], order: tuple[str, ...]) -> Block:
    by_level = {level: tuple(row for row in rows if row.level == level) for level in order}
    return Block(
        title=rows[0].block,
        locator=rows[0].label.rpartition(" · ")[0],
        groups=tuple(Group(level, found) for level, found in by_level.items() if found),
    )

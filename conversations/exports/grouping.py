"""The rows of a report by building block and level, which are never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content import ids
from conversations.exports.report import RatingShown, Report, ReportRow

HIDDEN = "Not shown, to protect a small group"


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


def levels(rows: Iterable[ReportRow]) -> tuple[str, ...]:
    """Return the levels that rows stand at, in the order of the Blueprint."""
    used = {row.level for row in rows}
    return tuple(level for level in ids.LEVELS if level in used)


def blocks(rows: Iterable[ReportRow]) -> tuple[Block, ...]:
    """Return the building blocks of rows in their order, each with its levels."""
    by_block: dict[str, list[ReportRow]] = {}
    for row in rows:
        by_block.setdefault(row.block_id, []).append(row)
    return tuple(_block(found) for found in by_block.values())


def by_value(ratings: Iterable[RatingShown]) -> tuple[RatingShown, ...]:
    """Return ratings by value and words, "don't know" last: an order that tells nothing else."""
    return tuple(
        sorted(ratings, key=lambda each: (each.value is None, each.value or 0, each.words or ""))
    )


def scope(report: Report) -> str:
    """Return what was rated: "9 indicators in 3 building blocks, at school level"."""
    rated = counted(len(report.rows), "indicator")
    within = counted(len(blocks(report.rows)), "building block")
    at = f", at {joined(levels(report.rows))} level" if report.rows else ""
    return f"{rated} in {within}{at}"


def tally(report: Report) -> str:
    """Return how many indicators stand where: "3 at 1 (Not yet) and 6 at 3 (Developing)"."""
    agreed = [row.agreed for row in report.rows if not row.hidden]
    counts = [
        *(
            (agreed.count(point.value), f"at {point.value} ({point.label})")
            for point in report.scale.points
        ),
        (agreed.count(None), "without an agreed rating"),
        (len(report.rows) - len(agreed), "not shown, to protect a small group"),
    ]
    return joined([f"{count} {where}" for count, where in counts if count] or ["none"])


def moves(report: Report) -> tuple[ReportRow, ...]:
    """Return the rows that can be compared with the earlier round."""
    return tuple(
        row for row in report.rows if not (row.hidden or row.agreed is None or row.before is None)
    )


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


def _block(rows: list[ReportRow]) -> Block:
    return Block(
        title=rows[0].block,
        locator=rows[0].label.rpartition(" · ")[0],
        groups=tuple(
            Group(level, tuple(row for row in rows if row.level == level)) for level in levels(rows)
        ),
    )

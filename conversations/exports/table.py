"""Every rating as a row of a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from conversations.exports.grouping import HIDDEN, by_value
from conversations.exports.legible import defused
from conversations.exports.report import RatingShown, Report, ReportRow

_COLUMNS = (
    "level",
    "building block",
    "indicator",
    "id",
    "statement",
    "rating",
    "rating label",
    "evidence",
    "agreed",
)
_WHO = ("name", "role", "entered on their behalf")


def rating_table(report: Report) -> str:
    """Return the ratings as CSV, in an order that does not tell who is who.

    Who rated stands in it only where names are shown. Words that a spreadsheet would run as a
    formula begin with an apostrophe.
    """
    named = any(rating.name for row in report.rows for rating in row.ratings)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS + _WHO if named else _COLUMNS)
    for row in report.rows:
        for cells, who in _lines(report, row):
            writer.writerow([_cell(told) for told in (*cells, *(who if named else ()))])
    return table.getvalue()


def _lines(report: Report, row: ReportRow) -> Iterator[tuple[tuple[object, ...], tuple[str, ...]]]:
    if row.hidden:
        yield _cells(row, None, HIDDEN, None, None), ("", "", "")
        return
    if not row.ratings:
        yield _cells(row, None, "Nobody rated this", None, row.agreed), ("", "", "")
    for rating in by_value(row.ratings):
        label = report.scale.dont_know
        if rating.value is not None:
            label = report.scale.point(rating.value).label
        yield _cells(row, rating.value, label, rating.words, row.agreed), _who(rating)


def _cells(
    row: ReportRow, value: int | None, label: str, words: str | None, agreed: int | None
) -> tuple[object, ...]:
    where = (row.level, row.block, row.label, row.indicator, row.statement)
    return (*where, value, label, words, agreed)


def _who(rating: RatingShown) -> tuple[str, ...]:
    if not rating.name:
        return ("", "", "")
    return (rating.name, rating.role or "", "yes" if rating.on_behalf else "no")


def _cell(told: object) -> object:
    return defused(told) if isinstance(told, str) else told

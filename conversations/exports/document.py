"""The file that a school keeps of a self-assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from conversations.exports import grouping
from conversations.exports.cited import material, published
from conversations.exports.grouping import HIDDEN, Block, Group
from conversations.exports.heat_strip import folds, heat_strip_words
from conversations.exports.legible import one_line
from conversations.exports.passage import Cell, Link, Passage, Strong, leading, listed, said
from conversations.exports.report import PriorityShown, RatingShown, Report, ReportRow

if TYPE_CHECKING:
    from content.models import Sources
    from conversations.exports.word import WordFile

_LONGEST_LIST = 12
"""Indicators that are listed with their statements; of more, only the labels are."""


def document(report: Report, picture: bytes | None) -> bytes:
    """Return the results as a .docx file, with the picture where there is one."""
    from conversations.exports.word import WordFile

    sources = published()
    subject = f"Team self-assessment, {report.team}" if report.team else "Self-assessment"
    file = WordFile(report.title, subject, report.closed or report.started)
    file.write(*_facts(report))
    _how_to_read(file, report, sources)
    if picture:
        file.heading("The agreed ratings in one picture", 1)
        file.picture(picture, heat_strip_words(report), folds(report))
    _summary(file, report)
    file.heading("Every indicator", 1)
    for block in grouping.blocks(report.rows):
        _block(file, report, block, sources)
    return file.content()


def _facts(report: Report) -> Iterator[Passage]:
    if report.team:
        yield said(Strong("Team: "), one_line(report.team))
    yield said(Strong("When: "), grouping.span(report))
    yield said(Strong("What was rated: "), grouping.scope(report))
    people = [
        f"{count} {'person' if count == 1 else 'people'} at {level} level"
        for level, count in report.raters.items()
    ]
    if people:
        yield said(Strong("Who rated: "), grouping.joined(people))
    if report.earlier:
        yield said(
            Strong("Compared with: "), f"the round that closed {grouping.day(report.earlier)}"
        )


def _how_to_read(file: WordFile, report: Report, sources: Sources) -> None:
    file.heading("How to read this", 1)
    file.write(
        said(
            f"The question for each indicator was: “{report.scale.question}” Everyone answered on "
            "their own first, on this scale. The agreed rating is what they settled on afterwards. "
            "Levels are kept apart and never averaged."
        )
    )
    points = [
        ((said(Strong(_point(report, point.value))),), (said(point.anchor),))
        for point in report.scale.points
    ]
    dont_know = (
        (said(Strong(report.scale.dont_know)),),
        (said("Counted and shown, but left out of the median."),),
    )
    median = " The median is the middle rating; between two middle ones it is the lower."
    file.table(
        "The scale",
        ("Rating", "What it looks like"),
        (1.5, 5.4),
        [*points, dont_know],
        below=said(report.scale.note + median),
    )
    if any(row.hidden for row in report.rows):
        file.write(
            said(
                f"“{HIDDEN}” means that fewer than three people rated there, and that not all of "
                "them agreed to show it."
            )
        )
    file.write(
        said(
            f"{sources.credit} The official wording is on the ",
            Link("Department's Blueprint pages", sources.dashboard),
            ".",
        )
    )


def _summary(file: WordFile, report: Report) -> None:
    rows = {row.indicator: row for row in report.rows}
    file.heading("Summary", 1)
    file.write(said(f"Agreed ratings: {grouping.tally(report)}."))
    file.heading("Strengths", 2)
    strengths = [rows[indicator] for indicator in report.strengths]
    file.write(*_listed(report, strengths, "No indicator came out as a strength."))
    file.heading("Growth areas", 2)
    growth = [rows[indicator] for indicator in report.growth]
    file.write(*_listed(report, growth, "No indicator came out as a growth area."))
    if moves := grouping.moves(report):
        since = f" since {grouping.day(report.earlier)}" if report.earlier else ""
        file.heading(f"What moved{since}", 2)
        file.write(*_moved(moves))
    file.heading("Priorities", 2)
    if not report.priorities:
        file.write(said("No priorities were chosen."))
    for priority in report.priorities:
        _priority(file, report, priority, [rows[i] for i in priority.indicators])


def _listed(report: Report, rows: Sequence[ReportRow], none: str) -> Iterator[Passage]:
    if not rows:
        yield said(none)
    elif len(rows) <= _LONGEST_LIST:
        for row in rows:
            yield listed(Strong(f"{row.label}: "), f"{row.statement} ({_agreed(report, row)})")
    else:
        yield leading("The statements stand under “Every indicator”.")
        for block in grouping.blocks(rows):
            places = _places(block, lambda row: f"{row.agreed}")
            yield listed(Strong(f"{block.locator}, {block.title}: "), places)


def _moved(rows: Sequence[ReportRow]) -> Iterator[Passage]:
    ups = [row for row in rows if _change(row) > 0]
    downs = [row for row in rows if _change(row) < 0]
    for way, moved in (("Went up: ", ups), ("Went down: ", downs)):
        blocks = [
            f"{block.locator}: {_places(block, lambda row: f'{row.before} to {row.agreed}')}"
            for block in grouping.blocks(moved)
        ]
        yield listed(Strong(way), "; ".join(blocks) or "none")
    same = len(rows) - len(ups) - len(downs)
    yield listed(Strong("Stayed: "), grouping.counted(same, "indicator"))


def _change(row: ReportRow) -> int:
    return (row.agreed or 0) - (row.before or 0)


def _places(block: Block, told: Callable[[ReportRow], str]) -> str:
    rows = (row for group in block.groups for row in group.rows)
    return ", ".join(f"{_place(row)} ({told(row)})".replace(" ", "\u00a0") for row in rows)


def _priority(
    file: WordFile, report: Report, priority: PriorityShown, rows: Sequence[ReportRow]
) -> None:
    file.heading(f"{priority.rank}. {priority.title}", 3)
    file.write(said(Strong("Why it came first: "), priority.reason))
    for row in rows:
        file.write(said(Strong(f"{row.label}: "), f"{row.statement} ({_agreed(report, row)})"))
        file.write(*_evidence(report, row))
    if priority.materials:
        file.write(leading(Strong("What helps with it:")))
        file.write(*(material(each) for each in priority.materials))


def _block(file: WordFile, report: Report, block: Block, sources: Sources) -> None:
    file.heading(f"{block.locator}: {block.title}", 2)
    for group in block.groups:
        file.heading(f"{group.level.capitalize()} level", 3)
        file.table(
            f"{block.locator}, {block.title}, {group.level} level",
            ("Indicator", "Ratings", "Agreed", "What people wrote"),
            (1.85, 1.2, 1.35, 2.5),
            [_cells(report, row) for row in group.rows],
            below=said("The Department's wording: ", _official(block, group, sources), "."),
        )


def _official(block: Block, group: Group, sources: Sources) -> Link:
    from content.loader import official_url

    url = official_url(group.rows[0].indicator, sources) or sources.dashboard
    return Link(f"{block.locator}, {group.level} level", url)


def _cells(report: Report, row: ReportRow) -> tuple[Cell, ...]:
    indicator = (said(Strong(_place(row))), said(row.statement))
    if row.hidden:
        return (indicator, (said(f"{HIDDEN}."),), (said("Not shown."),), (said("Not shown."),))
    evidence = tuple(_evidence(report, row)) or (said("Nothing noted."),)
    return (indicator, _ratings(report, row), _settled(report, row), evidence)


def _ratings(report: Report, row: ReportRow) -> Cell:
    values = [rating.value for rating in row.ratings]
    if not values:
        return (said("Nobody rated this."),)
    counts = [(point.label, values.count(point.value)) for point in report.scale.points]
    counts.append((report.scale.dont_know, values.count(None)))
    spread = tuple(said(f"{count} × {label}") for label, count in counts if count)
    if row.median is None:
        return spread
    return (*spread, said(Strong("Median: "), _point(report, row.median)))


def _settled(report: Report, row: ReportRow) -> Cell:
    passages = [said(Strong(_agreed(report, row)))]
    if row.before is not None:
        passages.append(said(Strong("Earlier round: "), _point(report, row.before)))
    if row.rationale:
        passages.append(said(Strong("Why: "), row.rationale))
    if row.dissent:
        passages.append(said(Strong("Dissent: "), row.dissent))
    return tuple(passages)


def _evidence(report: Report, row: ReportRow) -> Iterator[Passage]:
    by_value: dict[int | None, list[RatingShown]] = {}
    for rating in grouping.by_value(row.ratings):
        if rating.words or rating.name:
            by_value.setdefault(rating.value, []).append(rating)
    for value, ratings in by_value.items():
        yield leading(Strong(report.scale.dont_know if value is None else _point(report, value)))
        yield from (listed(_quoted(rating)) for rating in ratings)


def _quoted(rating: RatingShown) -> str:
    words = f"“{rating.words.strip()}”" if rating.words else ""
    if not rating.name:
        return words
    who = f"{rating.name}, {rating.role}" if rating.role else rating.name
    if rating.on_behalf:
        who += " (entered on their behalf)"
    return f"{words} {who}".strip()


def _agreed(report: Report, row: ReportRow) -> str:
    if row.hidden:
        return HIDDEN
    return "No agreed rating" if row.agreed is None else _point(report, row.agreed)


def _point(report: Report, value: int) -> str:
    return f"{value}, {report.scale.point(value).label}"


def _place(row: ReportRow) -> str:
    return row.label.rpartition(" · ")[2]

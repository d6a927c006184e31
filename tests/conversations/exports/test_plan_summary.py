"""The two-page summary: what stands in it, what gives way, and that it is two pages."""

from __future__ import annotations

import dataclasses
import io
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.large_plan import large_plan
from conversations.exports.driver_diagram import driver_diagram_words
from conversations.exports.fitting import cut, lines
from conversations.exports.legible import one_line
from conversations.exports.look import ACROSS
from conversations.exports.plan_report import PlanReport
from conversations.exports.plan_summary import plan_summary
from tests.conversations.exports.plans import (
    begun,
    in_words,
    large_in,
    parsed,
    png,
    task,
    with_tasks,
)

LARGE = png(2_000, 3_000)
SMALL = png(1_400, 300)
WORDS = [
    "W" * 1_500,
    "لدينا مترجمون " * 60,
    "我们有口译员" * 60,
    "We take down barriers. " * 40,
    "a",
]


def read(report: PlanReport, picture: bytes = LARGE) -> Any:
    return docx.Document(io.BytesIO(plan_summary(report, picture)))


def headings(file: Any) -> list[str]:
    return [p.text for p in file.paragraphs if p.style.name == "Heading 1"]


def rows(file: Any, first_column: str) -> list[list[str]]:
    """Return the rows below the header of the table with this first column."""
    for table in file.tables:
        if table.cell(0, 0).text == first_column:
            return [[cell.text for cell in row.cells] for row in table.rows][1:]
    return []


def said(file: Any) -> str:
    return "\n".join(p.text for p in file.paragraphs)


def more(file: Any, noun: str) -> int:
    found = re.search(rf"and (\d+) more {noun}", said(file))
    return int(found[1]) if found else 0


def paragraph_height(paragraph: Paragraph, inches: float) -> float:
    """Return the height of a paragraph as its styles have it, in points."""
    pictures = paragraph._p.findall(f".//{qn('wp:extent')}")
    if pictures:
        return sum(int(each.get("cy")) for each in pictures) / 12_700 + 4
    named = paragraph.style
    assert named
    before: Any = None
    after: Any = None
    leading: Any = None
    size: Any = None
    style: Any = named
    while style is not None:
        shape = style.paragraph_format
        before = shape.space_before if before is None else before
        after = shape.space_after if after is None else after
        leading = shape.line_spacing if leading is None else leading
        size = style.font.size if size is None else size
        style = style.base_style
    # In points: a line that grew with its letters would be a factor here.
    assert hasattr(leading, "pt")
    if named.name == "List Bullet":
        inches, after = inches - 0.25, None
    if named.name == "Cell list":
        inches -= 0.15
    border = 15 if named.name == "Box" else 6 if named.name == "Title" else 0
    white = sum(each.pt for each in (before, after) if each is not None) + border
    return float(lines(paragraph.text, inches, size.pt) * leading.pt + white)


def pages(file: Any) -> list[float]:
    """Return the heights of the pages, as far as they are filled, in points."""
    found = [0.0]
    for element in file.element.body:
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, file)
            if paragraph.paragraph_format.page_break_before:
                found.append(0)
            found[-1] += paragraph_height(paragraph, ACROSS)
        elif element.tag == qn("w:tbl"):
            for row in Table(element, file).rows:
                found[-1] += 1 + max(
                    sum(paragraph_height(p, column.width.inches - 0.16) for p in cell.paragraphs)
                    for cell, column in zip(row.cells, row.table.columns, strict=True)
                )
    return found


@pytest.mark.parametrize("picture", [LARGE, SMALL], ids=["large", "small"])
@pytest.mark.parametrize("words", [None, *WORDS], ids=["plan", "W", "ar", "zh", "en", "a"])
def test_the_large_plan_fills_two_pages_at_most_whatever_its_words(
    words: str | None, picture: bytes
) -> None:
    file = read(large_plan() if words is None else large_in(words), picture)
    filled = pages(file)
    assert len(filled) <= 2
    assert max(filled) <= (11 - 1.6) * 72
    assert file.sections[0].page_height.inches == 11


def test_a_plan_that_has_hardly_begun_fits_one_page_and_says_so_kindly() -> None:
    file = read(begun())
    assert len(pages(file)) == 1
    assert "Not chosen yet." in said(file)
    assert "No tasks yet." in said(file)
    assert not file.inline_shapes


def test_it_has_what_a_council_looks_for() -> None:
    file = read(large_plan())
    assert headings(file) == [
        "The goal",
        "The larger goal that it serves",
        "Theory of action: why we think that it will work",
        "Goals and benchmarks: how we will know",
        "Drivers and the change ideas for them",
        "Next: who does what, by when",
        "What we need from the council",
    ]
    assert large_plan().theory in said(file)
    assert "not the Department's text" in said(file)
    assert rows(file, "Measure")[0] == [
        "Outcome: Newcomers who reach their ACCESS target",
        "35%",
        "60%",
        "22 of 40 (55%)\nMay 13, 2027",
        "Jun 15, 2027",
    ]
    assert len(rows(file, "Driver")) == 6
    fields = file.sections[0].footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    for table in file.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_what_was_left_out_is_counted() -> None:
    report = large_in("We take down the barriers that families meet. " * 10)
    file = read(report)
    still = [each for each in report.tasks if not each.is_done]
    assert len(rows(file, "Due")) + more(file, "open task") == len(still)
    assert len(rows(file, "Measure")) + more(file, "measure") == len(report.measures)
    assert len(rows(file, "Driver")) + more(file, "driver") == len(report.diagram.drivers)
    assert more(file, "measure")
    assert {row[0].split(":")[0] for row in rows(file, "Measure")} == {
        "Outcome",
        "Process",
        "Balancing",
    }


def test_the_tasks_that_are_due_soonest_come_first_without_those_that_are_done() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in (9, 2, 5)]
    tasks = [task(f"Task {day.day}", due=day) for day in days]
    tasks += [task("Some day", due=None), task("Done", is_done=True)]
    report = dataclasses.replace(with_tasks(*tasks), as_of=date(2026, 11, 4))
    assert [row[:2] for row in rows(read(report), "Due")] == [
        ["Was due Nov 3, 2026", "Task 3"],
        ["Nov 6, 2026", "Task 6"],
        ["Nov 10, 2026", "Task 10"],
        ["No date yet", "Some day"],
    ]


def test_an_abandoned_idea_is_not_among_those_that_were_chosen() -> None:
    assert rows(read(with_tasks(verdict="Abandoned")), "Driver")[0][1] == "Not chosen yet."
    assert rows(read(with_tasks(verdict="Adapted")), "Driver")[0][1] == "Book early (adapted)"


def test_the_diagram_stands_in_it_where_its_letters_can_be_read() -> None:
    report = with_tasks(task())
    (shape,) = read(report, SMALL).inline_shapes
    assert shape._inline.docPr.get("descr") == driver_diagram_words(report.diagram)
    assert not read(report, LARGE).inline_shapes


def test_the_council_is_asked_for_what_is_missing() -> None:
    report = dataclasses.replace(
        begun(),
        uncovered=("Data", "Systems change"),
        missing=("There is no goal yet.",),
        considerations=(("Cost", "$3,200"), ("Schedule", "")),
    )
    asked = said(read(report))
    assert "nobody in the core team brings this yet: Data and Systems change." in asked
    assert "Still open: There is no goal yet." in asked
    assert "Cost: $3,200" in asked
    assert "Schedule" not in asked


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=[]), max_size=80))
def test_any_words_make_a_document_that_opens(words: str) -> None:
    parsed(plan_summary(in_words(words, with_tasks(task(), source="x")), SMALL))


@given(st.text(), st.floats(0.5, 7), st.integers(1, 9))
def test_cut_words_take_no_more_lines_than_they_may(text: str, inches: float, most: int) -> None:
    kept = cut(text, inches, 10, most)
    assert lines(kept, inches, 10) <= most
    whole = one_line(text)
    assert kept == whole or (kept.endswith("…") and len(kept) <= len(whole))


def test_more_room_never_takes_more_lines() -> None:
    text = "We take down the barriers that families meet, wherever they are. " * 3
    counts = [lines(text, inches / 4, 10) for inches in range(2, 30)]
    assert all(after <= before for before, after in pairwise(counts))

"""The whole plan as a document, read back as Word would."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.large_plan import large_plan
from conversations.exports.driver_diagram import driver_diagram_words
from conversations.exports.fishbone import fishbone_words
from conversations.exports.legible import legible, one_line
from conversations.exports.plan_document import plan_document
from conversations.exports.plan_report import (
    BoneShown,
    CauseShown,
    CoreMember,
    Fishbone,
    PlanReport,
    RatingBehind,
)
from conversations.exports.report import Material
from conversations.exports.run_chart import run_chart_words
from tests.conversations.exports.plans import (
    begun,
    in_words,
    large_in,
    parsed,
    png,
    task,
    typed,
    with_tasks,
)

TALL, WIDE = png(40, 70), png(70, 40)


def read(report: PlanReport, fishbone: bytes = TALL, diagram: bytes = TALL) -> Any:
    charts = [(measure, WIDE) for measure in report.measures if measure.readings]
    return docx.Document(io.BytesIO(plan_document(report, fishbone, diagram, charts)))


def words(file: Any) -> str:
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.iter(qn("w:p")))
    return "\n".join(texts)


def headings(file: Any) -> list[tuple[int, str]]:
    found = [p for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    return [(int(p.style.name[-1]) if p.style.name != "Title" else 0, p.text) for p in found]


def rows(file: Any, name: str) -> list[list[str]]:
    """Return the rows of the table whose name begins so."""
    tables = [t for t in file.tables if caption(t).startswith(name)]
    return [[cell.text for cell in row.cells] for row in tables[0].rows]


def caption(table: Any) -> str:
    return str(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")))


def links(file: Any) -> set[tuple[str, str]]:
    found = [link for p in file.paragraphs for link in p.hyperlinks]
    cells = [cell for t in file.tables for row in t.rows for cell in row.cells]
    found += [link for cell in cells for p in cell.paragraphs for link in p.hyperlinks]
    return {(link.text, link.address) for link in found}


def test_the_goal_comes_first_and_the_three_steps_follow_in_their_order() -> None:
    file = read(large_plan())
    assert [text for level, text in headings(file) if level < 2] == [
        "Newcomers in grades 6 to 8",
        "The goal",
        "Theory of action",
        "Step 1: Explore the problem",
        "Step 2: Develop goals and change ideas",
        "Step 3: Plan for action",
        "What is still missing",
        "What earlier cycles decided",
        "Whose words these are",
    ]
    (box,) = [p.text for p in file.paragraphs if p.style.name == "Box"]
    assert box == large_plan().goal.sentence
    said = words(file)
    assert "Team: Lincoln Middle School implementation team" in said
    assert "Where it stands: Under way; 15 of 60 tasks done" in said
    assert "Cycle of improvement: 2" in said
    assert "As of: November 30, 2026" in said


def test_it_is_accessible() -> None:
    report = large_plan()
    file = read(report)
    levels = [level for level, _ in headings(file)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in file.tables:
        assert caption(table)
        assert table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)
        assert all(cell.text for row in table.rows for cell in row.cells)
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == [
        fishbone_words(report.fishbone),
        driver_diagram_words(report.diagram),
        *(run_chart_words(measure, report.title) for measure in report.measures),
    ]
    assert (file.core_properties.title, file.core_properties.language) == (report.title, "en-US")


def test_a_table_of_many_columns_lies_on_its_side_and_every_page_is_numbered() -> None:
    file = read(large_plan())
    upright, aside = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in file.sections] == [upright, aside, upright]
    for section in file.sections:
        fields = section.footer._element.findall(f".//{qn('w:fldSimple')}")
        assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
        across = section.page_width - section.left_margin - section.right_margin
        assert across in {docx.shared.Inches(6.9), docx.shared.Inches(9.4)}


def test_a_wide_diagram_has_a_page_on_its_side() -> None:
    file = read(large_plan(), fishbone=WIDE)
    assert [section.orientation for section in file.sections].count(WD_ORIENT.LANDSCAPE) == 2
    assert file.inline_shapes[0].width > docx.shared.Inches(8)


def test_no_word_of_the_plan_is_lost() -> None:
    report = large_plan()
    said = words(read(report))
    assert not [each for each in typed(report) if one_line(each) not in said]


def test_the_chain_can_be_followed_from_root_cause_to_task() -> None:
    support, note = ("Bo Lee", "Cy Ng"), "Waiting for quotes"
    told = task(support=support, note=note, shows="A signed contract", status="Under way")
    url = "https://www.doe.mass.edu/x"
    file = read(with_tasks(told, source="Action 3", url=url, impact=3, ease=1, verdict="Adapt"))
    assert (3, "Driver 1: Families are heard") in headings(file)
    assert "Answers the root cause: No interpreters" in words(file)
    header, band, line = rows(file, "Change ideas and tasks of driver 1")
    assert header == ["Task", "Person responsible", "In support", "Starts", "Due", "Status"]
    assert set(band) == {
        "Change idea: Book early\n"
        "From Action 3; impact high, ease low; at the end of the cycle: Adapt"
    }
    assert line == [
        "Book them\nWhat will show it: A signed contract\nNote: Waiting for quotes",
        "Ana Diaz",
        "Bo Lee, Cy Ng",
        "Nov 2, 2026",
        "Nov 16, 2026",
        "Under way",
    ]
    assert ("Action 3", url) in links(file)


def test_a_root_cause_tells_where_it_leads_and_what_the_data_say() -> None:
    root = CauseShown("No list", True, 3, ("Survey, May 2026: 4 of 20",))
    bones = (BoneShown("People", (CauseShown("No calls", whys=(root,)),)),)
    file = read(dataclasses.replace(begun(), fishbone=Fishbone("No one comes", bones)))
    assert rows(file, "Root causes")[1] == [
        "No list\nIt leads to: No calls",
        "People\n3 members took it for a root cause",
        "Survey, May 2026: 4 of 20",
    ]
    assert "People:\nNo calls" in words(file)


def test_ratings_and_citations_lead_to_their_pages_and_nothing_else_does() -> None:
    page = "https://www.doe.mass.edu/ele/blueprint/pillar1/p1b2-school.html"
    report = dataclasses.replace(
        begun(),
        ratings=(RatingBehind("School 1", "Barriers", "Families", "2", url=page),),
        coherence=(
            ("Rubric", (Material("I-E-1", "Data", page), Material("Trap", "", "javascript:x"))),
        ),
    )
    found = links(read(report))
    assert {("School 1", page), ("I-E-1", page)} <= found
    learning = "https://www.doe.mass.edu/ele/blueprint/plan/default.html"
    for step in (1, 2, 3):
        assert (f"Planning and Professional Learning, Step {step}", learning) in found
    assert not [address for _, address in found if not address.startswith("https://")]


def test_what_is_not_there_yet_is_said_kindly() -> None:
    file = read(begun())
    said = words(file)
    assert headings(file)[0] == (0, "Action plan")
    assert "Not chosen yet." in said
    assert "Nothing to draw yet: no causes have been collected." in said
    assert not file.inline_shapes
    assert len(file.sections) == 1
    bare = words(read(with_tasks(task(owner="", due=None), task("Call", starts=None))))
    assert "Nobody yet" in bare
    assert "No date yet" in bare


def test_competencies_that_nobody_brings_come_with_who_could() -> None:
    core = (CoreMember("Ana Diaz", "Principal", ("Data",)),)
    file = read(dataclasses.replace(begun(), core=core, uncovered=("Systems change",)))
    assert rows(file, "The core")[1] == ["Ana Diaz", "Principal", "Data"]
    said = words(file)
    assert "It may be somebody of the school committee or the ELPAC" in said
    assert "\nSystems change\n" in said


def test_it_says_whose_words_these_are() -> None:
    said = words(read(begun()))
    assert "not the Department's text" in said
    assert "Massachusetts Department of Elementary and Secondary Education" in said


def test_words_from_right_to_left_begin_at_the_right() -> None:
    file = read(dataclasses.replace(begun(), problem="لا مترجمين", theory="If we call"))
    turned = [p.text for p in file.paragraphs if p._p.find(f".//{qn('w:bidi')}") is not None]
    assert turned == ["لا مترجمين"]


@pytest.mark.parametrize("typed_in", ["W" * 1_500, "我们有口译员" * 40, "& <w:p> ]]> =1+1"])
def test_long_and_foreign_words_are_whole(typed_in: str) -> None:
    said = words(read(with_tasks(task(typed_in, note=typed_in), text=typed_in)))
    assert said.count(typed_in) == 3


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=[]), max_size=80))
def test_any_words_make_a_document_that_opens(typed_in: str) -> None:
    report = in_words(typed_in, with_tasks(task(note="x"), source="x"))
    parsed(plan_document(report, TALL, TALL))


def test_what_a_document_cannot_hold_is_left_out_of_every_part() -> None:
    hostile = "a\x00b\x0b\x1f\ud800\ufffe\u202ec"
    file = plan_document(large_in(hostile), TALL, TALL)
    parsed(file)
    assert legible(hostile) == "abc"
    assert "abc" in words(docx.Document(io.BytesIO(file)))


def test_dates_are_written_out_for_the_goal() -> None:
    goal = dataclasses.replace(begun().goal, by_when=date(2027, 6, 15))
    assert "By when: June 15, 2027" in words(read(dataclasses.replace(begun(), goal=goal)))

"""The document that a school keeps, read back as Word would."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from itertools import pairwise, permutations
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from content import ids
from conversations.exports.document import document
from conversations.exports.heat_strip import heat_strip, heat_strip_words
from conversations.exports.legible import legible
from conversations.exports.report import Material, PriorityShown, RatingShown, Report
from tests.conversations.exports.reports import rating, report, row, whole

FAMILY = "blueprint/p1/b2/school/1"


def read(told: Report, picture: bytes | None = None) -> Any:
    return docx.Document(io.BytesIO(document(told, picture)))


def texts(told: Report) -> list[str]:
    return [paragraph.text for paragraph in read(told).paragraphs]


def cells(told: Report) -> list[str]:
    """Return the cells of the one indicator of a report."""
    return [cell.text for cell in read(told).tables[1].rows[1].cells]


def headings(file: Any) -> list[tuple[int, str]]:
    found = [p for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    return [(int(p.style.name[-1]) if p.style.name != "Title" else 0, p.text) for p in found]


def test_it_has_the_parts_that_a_reader_looks_for() -> None:
    file = read(whole(("school", "district"), 1, compared=True))
    assert headings(file)[:9] == [
        (0, "EL self-assessment, fall 2026"),
        (1, "How to read this"),
        (1, "Summary"),
        (2, "Strengths"),
        (2, "Growth areas"),
        (2, "What moved since March 13, 2026"),
        (2, "Priorities"),
        (3, "1. Let ELs learn alongside their peers"),
        (3, "2. Run and fund programs that fit"),
    ]
    assert headings(file)[-4:] == [
        (1, "Every indicator"),
        (2, "P1 · BB1: Shared responsibility for English learner success"),
        (3, "School level"),
        (3, "District level"),
    ]
    said = "\n".join(p.text for p in file.paragraphs)
    assert "Team: Lincoln School leadership team" in said
    assert "When: October 5 to November 2, 2026" in said
    assert "Who rated: 6 people at school level and 6 people at district level" in said
    assert "Compared with: the round that closed March 13, 2026" in said


@pytest.mark.parametrize(
    "told", [report(row(FAMILY, rating(3), agreed=3)), whole(ids.LEVELS)], ids=["1", "128"]
)
def test_it_is_accessible(told: Report) -> None:
    file = read(told, heat_strip(told))
    levels = [level for level, _ in headings(file)]
    assert levels[0] == 0
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in file.tables:
        head = table.rows[0]._tr
        assert head.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert all(cell.text for line in table.rows for cell in line.cells)
    first, *more = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert first == heat_strip_words(told)
    assert more == (["The same picture, continued."] if len(told.rows) > 1 else [])


def test_it_is_an_american_letter_that_names_no_machine() -> None:
    told = report(title="Our round")
    file = read(told)
    section = file.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    properties = file.core_properties
    assert (properties.title, properties.language) == ("Our round", "en-US")
    assert not properties.author + properties.last_modified_by + properties.comments
    assert properties.created.date() == date(2026, 11, 2)
    language = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-US"
    fields = section.footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_it_says_whose_words_and_whose_scale_these_are() -> None:
    file = read(report(row(FAMILY, agreed=2)))
    said = "\n".join(p.text for p in file.paragraphs)
    assert "not the Department's text" in said
    assert "Massachusetts Department of Elementary and Secondary Education" in said
    assert "This one is ours" in said
    scale = [[cell.text for cell in line.cells] for line in file.tables[0].rows]
    assert scale[2][0] == "2, Beginning"
    assert scale[2][1].startswith("One or two people do it")
    assert scale[-1][0] == "Don't know"
    links = {link.address for p in file.paragraphs for link in p.hyperlinks}
    assert links == {
        "https://www.doe.mass.edu/ele/blueprint/dashboard.html",
        "https://www.doe.mass.edu/ele/blueprint/pillar1/p1b2-school.html",
    }


def test_an_indicator_tells_all_about_it() -> None:
    ratings = (rating(2, "Not at open house."), rating(3), rating(2, "Few."), rating(None, "New."))
    told = row(
        FAMILY,
        *ratings,
        agreed=3,
        before=2,
        statement="Take down barriers.",
        rationale="Most do.",
        dissent="Not in grade 8.",
    )
    assert cells(report(told)) == [
        "School 1\nTake down barriers.",
        "2 × Beginning\n1 × Developing\n1 × Don't know\nMedian: 2, Beginning",
        "3, Developing\nEarlier round: 2, Beginning\nWhy: Most do.\nDissent: Not in grade 8.",
        "2, Beginning\n“Few.”\n“Not at open house.”\nDon't know\n“New.”",
    ]


def test_a_hidden_indicator_tells_nothing() -> None:
    told = report(
        row(FAMILY, hidden=True, agreed=4, before=1, rationale="Secret", dissent="Secret"),
        growth=(FAMILY,),
    )
    statement, *others = cells(told)
    assert statement.startswith("School 1\nTogether with families")
    assert others == ["Not shown, to protect a small group.", "Not shown.", "Not shown."]
    said = "\n".join(texts(told))
    assert "fewer than three people rated there" in said
    assert "Established" not in said
    assert "moved" not in said


def test_the_order_does_not_tell_who_is_who() -> None:
    ratings = [rating(3, "b"), rating(3, "a"), rating(None, "d")]
    told = {tuple(cells(report(row(FAMILY, *order)))) for order in permutations(ratings)}
    assert len(told) == 1


def test_names_stand_where_they_are_shown_and_roles_never_alone() -> None:
    named = RatingShown(3, "Often.", "Ana Diaz", "Principal")
    entered = RatingShown(3, None, "Bo Lee", None, on_behalf=True)
    told = report(row(FAMILY, named, entered, rating(2, "Rarely.", role="ESL teacher")))
    assert cells(told)[3] == (
        "2, Beginning\n“Rarely.”\n"
        "3, Developing\nBo Lee (entered on their behalf)\n“Often.” Ana Diaz, Principal"
    )


def test_strengths_and_growth_are_listed_with_their_words_or_by_label_when_many() -> None:
    few = report(row(FAMILY, agreed=4, statement="Take down barriers."), strengths=(FAMILY,))
    assert "P1 · BB2 · School 1: Take down barriers. (4, Established)" in texts(few)
    assert "No indicator came out as a growth area." in texts(few)
    rows = [row(i, agreed=2) for i in ids.all_ids() if i.startswith("blueprint/p1/b1/")][1:]
    rows += [row(i, agreed=1) for i in ids.all_ids() if i.startswith("blueprint/p1/b2/school/")]
    many = report(*rows, growth=tuple(each.indicator for each in rows))
    said = [text.replace("\u00a0", " ") for text in texts(many)]
    assert "P1 · BB2, Effective family engagement: School 1 (1), School 2 (1), School 3 (1)" in said


def test_what_moved_is_said_by_how_much() -> None:
    told = report(
        row("blueprint/p1/b2/school/1", agreed=3, before=1),
        row("blueprint/p1/b2/school/2", agreed=2, before=4),
        row("blueprint/p1/b2/school/3", agreed=2, before=2),
    )
    said = [text.replace("\u00a0", " ") for text in texts(told)]
    assert "Went up: P1 · BB2: School 1 (1 to 3)" in said
    assert "Went down: P1 · BB2: School 2 (4 to 2)" in said
    assert "Stayed: 1 indicator" in said


def test_a_priority_brings_its_reason_evidence_and_materials() -> None:
    materials = (
        Material("Guide", "Read page 3.", "https://www.doe.mass.edu/guide"),
        Material("Trap", "Do not click.", "javascript:alert(1)"),
    )
    told = report(
        row(FAMILY, rating(1, "No interpreters."), agreed=1, statement="Take down barriers."),
        priorities=(PriorityShown(1, "Interpreters", (FAMILY,), "All named it.", materials),),
    )
    file = read(told)
    said = [p.text for p in file.paragraphs]
    start = said.index("1. Interpreters")
    assert said[start + 1 : start + 8] == [
        "Why it came first: All named it.",
        "P1 · BB2 · School 1: Take down barriers. (1, Not yet)",
        "1, Not yet",
        "“No interpreters.”",
        "What helps with it:",
        "Guide: Read page 3.",
        "Trap: Do not click.",
    ]
    links = {link.address for p in file.paragraphs for link in p.hyperlinks}
    assert "https://www.doe.mass.edu/guide" in links
    assert not [link for link in links if link.startswith("javascript")]


@pytest.mark.parametrize(
    "words",
    [
        '=HYPERLINK("https://example.org")',
        "W" * 1_500,
        "👩🏽‍🏫 Sí, «señora» & <w:p> ]]>",
        "لدينا مترجمون",
        "我们有口译员",
        "two\nlines",
    ],
)
def test_typed_words_come_back_as_they_were(words: str) -> None:
    told = report(row(FAMILY, rating(2, words), rationale=words), title=words, team=words)
    assert cells(told)[3] == f"2, Beginning\n“{words}”"


def test_what_a_document_cannot_hold_is_left_out() -> None:
    words = "a\x00b\x0b\x1f\ud800\ufffe\u202ec\r\nd"
    told = report(row(FAMILY, rating(2, words), dissent=words), title=words, team=words)
    assert cells(told)[3] == "2, Beginning\n“abc\nd”"
    assert read(told).core_properties.title == "abc d"


@given(st.text(st.characters(exclude_categories=[])))
def test_any_words_can_stand_in_a_document(words: str) -> None:
    element = OxmlElement("w:t")
    element.text = legible(words)
    assert (parse_xml(element.xml).text or "") == element.text


def test_a_picture_is_put_in_once_and_no_thumbnail_of_another_document() -> None:
    told = whole(("school", "district"))
    with zipfile.ZipFile(io.BytesIO(document(told, heat_strip(told)))) as parts:
        pictures = [name for name in parts.namelist() if name.endswith((".png", ".jpeg"))]
    assert pictures == ["word/media/image1.png"]

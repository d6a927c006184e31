"""A Word document: letter paper, real headings, tables with named columns, page numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Inches, Pt, RGBColor

from conversations.exports.legible import legible, one_line
from conversations.exports.passage import Cell, Link, Passage, Strong

_LANGUAGE = "en-US"
_FONT = "Calibri"
_HEADINGS = {"Title": 24, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12}
_DARK = RGBColor(0x1F, 0x38, 0x64)
_LINK = RGBColor(0x0B, 0x57, 0xA4)
_HEADER_FILL = "DEE8F5"
_MARGIN = Inches(0.8)
_WIDTH, _HEIGHT = Inches(8.5), Inches(11)
_LARGEST_PICTURE = (_WIDTH - 2 * _MARGIN, Inches(8.5))
_THUMBNAIL = RELATIONSHIP_TYPE.THUMBNAIL
_BETWEEN_HALVES = Inches(0.1)
_CELL_TEXT = "Cell text"
_CELL_LIST = "Cell list"
_STYLES = {
    (False, False): "Normal",
    (True, False): "List Bullet",
    (False, True): _CELL_TEXT,
    (True, True): _CELL_LIST,
}


class WordFile:
    """A document that grows downwards; whatever was typed in it is made legible."""

    def __init__(self, title: str, subject: str, when: date) -> None:
        """Begin a document that bears no person's and no machine's name."""
        self._document = Document()
        self._properties(one_line(title, 255), one_line(subject, 255), when)
        self._styles()
        self._ids = {name: self._document.styles[name].style_id for name in _STYLES.values()}
        self._page(one_line(title, 60))
        self._document.add_heading(one_line(title), 0)

    def heading(self, text: str, level: int) -> None:
        """Write a heading."""
        self._document.add_heading(one_line(text), level)

    def write(self, *passages: Passage) -> None:
        """Write paragraphs and entries of lists."""
        for passage in passages:
            self._fill(self._document.add_paragraph(), passage)

    def picture(self, png: bytes, words: str, folds: Sequence[float]) -> None:
        """Put in a picture, with words for whoever does not see it.

        It is as large as fits on a page. A tall one is cut at one of its folds (shares of the
        height), and the halves stand side by side, where that makes it larger.
        """
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = _picture(paragraph, png, words)
        width, height = _LARGEST_PICTURE
        fold = min(folds, key=lambda share: abs(share - 0.5), default=0)
        half = width // 2 - _BETWEEN_HALVES
        if not fold or height / shape.height * shape.width >= half:
            _scaled(shape, min(width / shape.width, height / shape.height))
            return
        paragraph.add_run("  ")
        other = _picture(paragraph, png, "The same picture, continued.")
        _cropped(shape, half, 0, fold)
        _cropped(other, half, fold, 1)

    def table(
        self,
        name: str,
        columns: Sequence[str],
        inches: Sequence[float],
        rows: Iterable[Sequence[Cell]],
        below: Passage,
    ) -> None:
        """Write a table and what stands below it.

        Screen readers say its name, and the names of its columns stand on every page.
        """
        table = self._document.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, inches, strict=True):
            column.width = Inches(width)
        self._named(table, one_line(name))
        head = table.rows[0]
        for cell, column in zip(head.cells, columns, strict=True):
            self._cell(cell, (Passage((Strong(column),)),))
            cell._tc.get_or_add_tcPr().append(
                _element("w:shd", val="clear", color="auto", fill=_HEADER_FILL)
            )
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        for row in rows:
            for cell, passages in zip(table.add_row().cells, row, strict=True):
                self._cell(cell, passages)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        head._tr.trPr.append(OxmlElement("w:tblHeader"))
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        self._fill(paragraph, below)

    def content(self) -> bytes:
        """Return the document as a .docx file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _properties(self, title: str, subject: str, when: date) -> None:
        properties = self._document.core_properties
        properties.title, properties.subject, properties.language = title, subject, _LANGUAGE
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = datetime.combine(when, time(), UTC)
        # The library's empty document brings a picture of itself for file browsers.
        relations = self._document.part.package.rels
        for key in [key for key in relations if relations[key].reltype == _THUMBNAIL]:
            del relations[key]

    def _styles(self) -> None:
        styles = self._document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.1
        language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        language.set(qn("w:val"), _LANGUAGE)
        for name, size in _HEADINGS.items():
            style = styles[name]
            # A theme's font would win over the one that is named.
            style.element.rPr.remove(style.element.rPr.rFonts)
            style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _DARK
        for name, base in ((_CELL_TEXT, "Normal"), (_CELL_LIST, "List Bullet")):
            style = styles.add_style(name, 1)
            style.base_style = styles[base]
            style.font.size = Pt(10)
            style.paragraph_format.space_after = Pt(2)
            style.paragraph_format.line_spacing = 1.0
        bullets = styles[_CELL_LIST].paragraph_format
        bullets.left_indent, bullets.first_line_indent = Inches(0.15), Inches(-0.15)

    def _page(self, title: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = _WIDTH, _HEIGHT
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{title} · Page ")
        footer._p.append(_field("PAGE"))
        footer.add_run(" of ")
        footer._p.append(_field("NUMPAGES"))

    def _named(self, table: Any, name: str) -> None:
        table._tbl.tblPr.append(_element("w:tblCaption", val=name))

    def _cell(self, cell: Any, passages: Cell) -> None:
        for place, passage in enumerate(passages):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            self._fill(paragraph, passage, in_cell=True)

    def _fill(self, paragraph: Any, passage: Passage, *, in_cell: bool = False) -> None:
        # By its id at once: looking a style up by its name takes a millisecond each time.
        paragraph._p.style = self._ids[_STYLES[passage.listed, in_cell]]
        if passage.leads:
            paragraph.paragraph_format.keep_with_next = True
        for part in passage.parts:
            if isinstance(part, str):
                paragraph.add_run(legible(part))
            elif isinstance(part, Strong):
                paragraph.add_run(legible(part.text)).bold = True
            else:
                self._link(paragraph, part)

    def _link(self, paragraph: Any, link: Link) -> None:
        run = paragraph.add_run(one_line(link.text))
        run.font.color.rgb, run.font.underline = _LINK, True
        url = one_line(link.url)
        relation = self._document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        around = OxmlElement("w:hyperlink")
        around.set(qn("r:id"), relation)
        around.append(run._r)
        paragraph._p.append(around)


def _picture(paragraph: Any, png: bytes, words: str) -> Any:
    shape = paragraph.add_run().add_picture(io.BytesIO(png))
    shape._inline.docPr.set("descr", legible(words))
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")
    return shape


def _scaled(shape: Any, share: float) -> None:
    shape.width, shape.height = Emu(int(shape.width * share)), Emu(int(shape.height * share))


def _cropped(shape: Any, width: int, top: float, bottom: float) -> None:
    """Show the part of a picture between two shares of its height, at a width."""
    _scaled(shape, width / shape.width)
    shape.height = Emu(int(shape.height * (bottom - top)))
    crop = OxmlElement("a:srcRect")
    crop.set("t", str(round(top * 100_000)))
    crop.set("b", str(round((1 - bottom) * 100_000)))
    shape._inline.graphic.graphicData.pic.blipFill.find(qn("a:blip")).addnext(crop)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _field(instruction: str) -> Any:
    field, run, text = (OxmlElement(name) for name in ("w:fldSimple", "w:r", "w:t"))
    field.set(qn("w:instr"), instruction)
    text.text = "1"
    run.append(text)
    field.append(run)
    return field

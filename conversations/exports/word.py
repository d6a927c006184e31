"""A Word document: letter paper, real headings, tables with named columns, page numbers."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Inches, Pt, RGBColor

from conversations.exports.fitting import cut
from conversations.exports.legible import legible, one_line
from conversations.exports.look import BOX_PADDING, CELL_AFTER, MARGIN, PAPER, ROOMY, Look
from conversations.exports.passage import Band, Cell, Link, Passage, Row, Strong

_LANGUAGE = "en-US"
_FONT = "Calibri"
_DARK = RGBColor(0x1F, 0x38, 0x64)
_LINK = RGBColor(0x0B, 0x57, 0xA4)
_HEADER_FILL = "DEE8F5"
_BAND_FILL = "F2F5FA"
_MARGIN = Inches(MARGIN)
_WIDTH, _HEIGHT = (Inches(side) for side in PAPER)
_BESIDE_PICTURE = Inches(0.9)
_FOOTER_INCHES = 5
_THUMBNAIL = RELATIONSHIP_TYPE.THUMBNAIL
_BETWEEN_HALVES = Inches(0.1)
_CELL_TEXT = "Cell text"
_CELL_LIST = "Cell list"
_BOX = "Box"
_STYLES = {
    (False, False): "Normal",
    (True, False): "List Bullet",
    (False, True): _CELL_TEXT,
    (True, True): _CELL_LIST,
}


class WordFile:
    """A document that grows downwards; whatever was typed in it is made legible."""

    def __init__(self, title: str, subject: str, when: date, look: Look = ROOMY) -> None:
        """Begin a document that bears no person's and no machine's name."""
        self._document = Document()
        self._look = look
        self._paper = (_WIDTH, _HEIGHT)
        self._properties(one_line(title, 255), one_line(subject, 255), when)
        self._styles()
        self._ids = {name: self._document.styles[name].style_id for name in _STYLES.values()}
        self._page(title)
        self.heading(title, 0)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """Write a heading."""
        paragraph = self._document.add_heading(one_line(text), level)
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        if _runs_left(text):
            _turned(paragraph)

    def turn(self, *, sideways: bool) -> None:
        """Go on, if not there already, on a page that lies on its side or stands upright."""
        paper = (_HEIGHT, _WIDTH) if sideways else (_WIDTH, _HEIGHT)
        if paper == self._paper:
            return
        self._paper, document = paper, self._document
        # The paragraph that ends a section must not take a page of its own.
        section = document.add_section()
        ending = document.element.body.findall(qn("w:p"))[-1]
        ending.get_or_add_pPr().insert_element_before(
            _element("w:spacing", before="0", after="0", line="20", lineRule="exact"), "w:sectPr"
        )
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = self._paper

    def box(self, passage: Passage) -> None:
        """Write a paragraph in a box."""
        paragraph = self._document.add_paragraph()
        self._fill(paragraph, passage)
        paragraph.style = _BOX

    def write(self, *passages: Passage) -> None:
        """Write paragraphs and entries of lists."""
        for passage in passages:
            self._fill(self._document.add_paragraph(), passage)

    def picture(
        self,
        png: bytes,
        words: str,
        folds: Sequence[float] = (),
        *,
        tallest: float | None = None,
    ) -> None:
        """Put in a picture, with words for whoever does not see it.

        It is as large as fits on a page, or ``tallest`` inches high. A tall one is cut at one of
        its folds (shares of the height), and the halves stand side by side, where that makes it
        larger.
        """
        paragraph = self._for_pictures()
        shape = _picture(paragraph, png, words)
        width, height = _largest(self._paper)
        if tallest is not None:
            height = min(height, Inches(tallest))
        fold = min(folds, key=lambda share: abs(share - 0.5), default=0)
        half = width // 2 - _BETWEEN_HALVES
        if not fold or height / shape.height * shape.width >= half:
            _scaled(shape, min(width / shape.width, height / shape.height))
            return
        paragraph.add_run("  ")
        other = _picture(paragraph, png, "The same picture, continued.")
        _cropped(shape, half, 0, fold)
        _cropped(other, half, fold, 1)

    def pictures(self, shown: Sequence[tuple[bytes, str]], inches: float) -> None:
        """Put in small pictures with their words, as many abreast as there is room for."""
        paragraph = self._for_pictures()
        for png, words in shown:
            shape = _picture(paragraph, png, words)
            _scaled(shape, Inches(inches) / shape.width)

    def table(
        self,
        name: str,
        columns: Sequence[str],
        inches: Sequence[float],
        rows: Iterable[Row],
        below: Passage | None = None,
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
            _heads(cell, _HEADER_FILL)
        for row in rows:
            cells = table.add_row().cells
            if isinstance(row, Band):
                across = cells[0].merge(cells[-1])
                self._cell(across, row.passages)
                _heads(across, _BAND_FILL)
            else:
                for cell, passages in zip(cells, row, strict=True):
                    self._cell(cell, passages)
        for line in table._tbl.tr_lst:
            line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        head._tr.trPr.append(OxmlElement("w:tblHeader"))
        if below:
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(self._look.after)
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
        styles, look = self._document.styles, self._look
        self._letters(styles["Normal"], look.body, 1.1)
        styles["Normal"].paragraph_format.space_after = Pt(look.after)
        language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        language.set(qn("w:val"), _LANGUAGE)
        for name, size in look.sizes.items():
            style = styles[name]
            # A theme's font would win over the one that is named.
            style.element.rPr.remove(style.element.rPr.rFonts)
            self._letters(style, size, None)
            style.font.color.rgb = _DARK
        if look.before is not None:
            styles["Heading 1"].paragraph_format.space_before = Pt(look.before)
            styles["Title"].paragraph_format.space_after = Pt(look.before)
        for name, base in ((_CELL_TEXT, "Normal"), (_CELL_LIST, "List Bullet")):
            style = styles.add_style(name, 1)
            style.base_style = styles[base]
            self._letters(style, look.cell, 1.0)
            style.paragraph_format.space_after = Pt(CELL_AFTER)
        bullets = styles[_CELL_LIST].paragraph_format
        bullets.left_indent, bullets.first_line_indent = Inches(0.15), Inches(-0.15)
        self._box_style()

    def _letters(self, style: Any, size: float, spacing: float | None) -> None:
        style.font.name, style.font.size = _FONT, Pt(size)
        # Letters that run from right to left have a size of their own.
        for other in style.element.rPr.findall(qn("w:szCs")):
            style.element.rPr.remove(other)
        style.element.rPr.find(qn("w:sz")).addnext(_element("w:szCs", val=str(round(2 * size))))
        if self._look.leading:
            style.paragraph_format.line_spacing = Pt(self._look.line(size))
        elif spacing:
            style.paragraph_format.line_spacing = spacing

    def _box_style(self) -> None:
        style = self._document.styles.add_style(_BOX, 1)
        style.base_style = self._document.styles["Normal"]
        style.paragraph_format.keep_together = True
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Inches(0.1)
        style.paragraph_format.space_before = Pt(self._look.after)
        borders = OxmlElement("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            borders.append(
                _element(
                    f"w:{side}", val="single", sz="8", space=str(BOX_PADDING), color=str(_DARK)
                )
            )
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind")
        fill = _element("w:shd", val="clear", color="auto", fill=_BAND_FILL)
        properties.insert_element_before(fill, "w:tabs", "w:spacing", "w:ind")

    def _page(self, title: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = self._paper
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{cut(title, _FOOTER_INCHES, self._look.body, 1)} · Page ")
        footer._p.append(_field("PAGE"))
        footer.add_run(" of ")
        footer._p.append(_field("NUMPAGES"))

    def _for_pictures(self) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        # A line of a known height would cut them off.
        paragraph.paragraph_format.line_spacing = 1.0
        return paragraph

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
                font = paragraph.add_run(legible(part.text)).font
                font.bold = font.cs_bold = True
            else:
                self._link(paragraph, part)
        if _runs_left("".join(p if isinstance(p, str) else p.text for p in passage.parts)):
            _turned(paragraph)

    def _link(self, paragraph: Any, link: Link) -> None:
        run = paragraph.add_run(one_line(link.text))
        run.font.color.rgb, run.font.underline = _LINK, True
        url = one_line(link.url)
        relation = self._document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        around = OxmlElement("w:hyperlink")
        around.set(qn("r:id"), relation)
        around.append(run._r)
        paragraph._p.append(around)


def lies_better(png: bytes) -> bool:
    """Tell whether a picture is larger on a page that lies on its side."""
    picture = Image.from_blob(png)
    scales = [
        min(width / picture.px_width, height / picture.px_height)
        for width, height in map(_largest, ((_HEIGHT, _WIDTH), (_WIDTH, _HEIGHT)))
    ]
    return scales[0] > scales[1]


def _largest(paper: tuple[int, int]) -> tuple[int, int]:
    width, height = paper
    return width - 2 * _MARGIN, height - 2 * _MARGIN - _BESIDE_PICTURE


def _heads(cell: Any, fill: str) -> None:
    """Let a cell stand out, on the page of what follows it."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _runs_left(text: str) -> bool:
    """Tell whether a text is in a script that runs from right to left, by its first letter."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)


def _turned(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )
    for run in paragraph._p.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))


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

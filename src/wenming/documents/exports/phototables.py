"""Tables of photos in Word, as offices hand them round: before beside after, one matter to a row, on A4 across."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from PIL import Image

TITLE, BODY, HEAD = "方正小标宋简体", "仿宋_GB2312", "黑体"
SIZE, SMALL = Pt(12), Pt(10.5)
MARGIN = Mm(15)
PHOTO = (62, 46)
"""Millimetres that a photo may take, four to three as phones take them."""


@dataclass(frozen=True, slots=True)
class PhotoColumn:
    """A column: its head, its width in millimetres, and whether it holds photos."""

    head: str
    width: int
    photos: bool = False


@dataclass(frozen=True, slots=True)
class PhotoTable:
    """A table of one unit: its title, the line under it, its columns, and rows of texts and of photos (bytes of JPEG or PNG)."""

    title: str
    subtitle: str
    columns: Sequence[PhotoColumn]
    rows: Sequence[Sequence[str | Sequence[bytes]]]


def photo_document(tables: Sequence[PhotoTable]) -> bytes:
    """Return the tables as one Word document, each beginning on a page of its own; heads repeat, no row is torn apart."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    facts = document.core_properties
    facts.author = facts.last_modified_by = facts.comments = facts.title = ""
    for number, table in enumerate(tables):
        _table(document, table, new_page=number > 0)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: Document, facts: PhotoTable, *, new_page: bool) -> None:
    """Write one table with its title."""
    title = document.add_paragraph()
    title.paragraph_format.page_break_before = new_page
    _text(title, facts.title, TITLE, Pt(20), WD_ALIGN_PARAGRAPH.CENTER)
    _text(document.add_paragraph(), facts.subtitle, BODY, SIZE, WD_ALIGN_PARAGRAPH.RIGHT)
    table = document.add_table(rows=1, cols=len(facts.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, column in zip(table.rows[0].cells, facts.columns, strict=True):
        _cell(cell, column.head, HEAD, center=True)
    _mark(table.rows[0]._tr, "w:tblHeader")  # noqa: SLF001  the library has no such properties
    for row in facts.rows:
        for cell, column, value in zip(table.add_row().cells, facts.columns, row, strict=True):
            if isinstance(value, str):
                _cell(cell, value, BODY, center=column.width < 20)
            else:
                _photos(cell, value, column.width)
    for place, column in zip(table.columns, facts.columns, strict=True):
        place.width = Mm(column.width)
    for row in table.rows:
        _mark(row._tr, "w:cantSplit")  # noqa: SLF001
        for cell, column in zip(row.cells, facts.columns, strict=True):
            cell.width = Mm(column.width)


def _photos(cell: _Cell, contents: Sequence[bytes], width: int) -> None:
    """Put photos into a cell, one below the other, each as large as fits."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if not contents:
        _cell(cell, "—", BODY, center=True)
        return
    wide, high = min(PHOTO[0], width - 6), PHOTO[1]
    for number, content in enumerate(contents):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        with Image.open(io.BytesIO(content)) as picture:
            scale = min(wide / picture.width, high / picture.height)
            size = Mm(picture.width * scale), Mm(picture.height * scale)
        line.add_run().add_picture(io.BytesIO(content), width=size[0], height=size[1])


def _cell(cell: _Cell, text: str, font: str, *, center: bool) -> None:
    """Write a text into a cell, every line of it in a paragraph of its own."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    align = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.LEFT
    for number, part in enumerate(text.split("\n")):
        _text(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), part, font, SMALL, align)


def _text(line: Paragraph, text: str, font: str, size: Pt, align: WD_ALIGN_PARAGRAPH) -> None:
    """Write one paragraph in a font, which Word keeps apart for Chinese characters."""
    line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(0), Pt(3)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = line.add_run(text)
    run.font.name, run.font.size = font, size
    fonts = run.element.get_or_add_rPr().find(qn("w:rFonts"))
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), font)


def _mark(row: object, name: str) -> None:
    """Give a row of a table a property: repeated on every page, never torn apart."""
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]

"""Papers in Word, laid out like official documents (GB/T 9704-2012, domain.md 7.2): 22 lines of 28 characters on A4.

The fonts are named, not embedded: an office's computer has them. No document number, no red head, no seal: these come from the
office's own document system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEAD, DIGITS = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
TWO, THREE, FOUR, SMALL = Pt(22), Pt(16), Pt(14), Pt(10.5)
"""二号 for the title, 三号 for the body, 四号 for the page number, 五号 in tables."""
PITCH = Pt(28.95)
"""22 lines in 225 mm."""
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
FIXED = datetime(2016, 1, 1)  # noqa: DTZ001  Word knows no zones; fixed, so that the same paper has the same bytes


@dataclass(frozen=True, slots=True)
class PaperTable:
    """An annex: its head ("附件"), its title, the heads of its columns with their widths in millimetres, and its rows."""

    label: str
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its title, lines under it (the number, left to be filled in), who it is for, its paragraphs, who signs, its annexes.

    A paragraph that begins with "# " is a heading of the first level. ``signatures`` stand in two columns, line by line.
    """

    title: str
    subtitle: str
    salutation: str
    paragraphs: Sequence[str]
    signatures: Sequence[tuple[str, str]]
    annexes: Sequence[PaperTable] = ()


def paper_file(paper: Paper) -> bytes:
    """Return the paper as a Word document."""
    document = docx.Document()
    _set_up(document)
    _title(document, paper.title)
    if paper.subtitle:
        _line(document, paper.subtitle, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "")
    if paper.salutation:
        _line(document, paper.salutation)
    for text in paper.paragraphs:
        if text.startswith("# "):
            _line(document, text.removeprefix("# "), indent=True, font=HEAD)
        else:
            _line(document, text, indent=True)
    _line(document, "")
    _signatures(document, paper.signatures)
    for annex in paper.annexes:
        _annex(document, annex)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return these named files as one zip; names are kept in UTF-8, so that Windows shows them as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in files:
            found.writestr(zipfile.ZipInfo(name, date_time=(2016, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _set_up(document: Document) -> None:
    """Lay out the page, the body's font and the page number; leave no trace of who or what wrote the file."""
    _page(document.sections[0])
    _number(document.sections[0])
    _font(document.styles["Normal"], BODY, THREE)
    facts = document.core_properties
    facts.author = facts.last_modified_by = facts.comments = facts.title = ""
    facts.created = facts.modified = FIXED


def _page(section: Section) -> None:
    """Give a section the margins of an official document on A4."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = Mm(23)


def _number(section: Section) -> None:
    """Write "— 1 —" under the type area."""
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(line, "— ", DIGITS, FOUR)
    run = _run(line, "", DIGITS, FOUR)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001  the library has no fields
    _run(line, " —", DIGITS, FOUR)


def _title(document: Document, text: str) -> None:
    """Write the title: 二号小标宋 in the middle."""
    line = _line(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
    line.paragraph_format.line_spacing = Pt(33)
    _run(line, text, TITLE, TWO)


def _line(
    document: Document,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
    font: str = BODY,
) -> Paragraph:
    """Write one paragraph on the grid of lines; indented by two characters where the text runs."""
    line = document.add_paragraph()
    shape = line.paragraph_format
    shape.alignment = align
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    if indent:
        shape.first_line_indent = 2 * THREE
    if text:
        _run(line, text, font, THREE)
    return line


def _signatures(document: Document, pairs: Sequence[tuple[str, str]]) -> None:
    """Write who signs, two beside each other; a pair is never torn apart by the end of a page."""
    if not pairs:
        return
    table = document.add_table(rows=0, cols=2)
    for pair in pairs:
        cells = table.add_row().cells
        for cell, text in zip(cells, pair, strict=True):
            _cell(cell, text, THREE, pitch=PITCH, align=WD_ALIGN_PARAGRAPH.LEFT)
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _annex(document: Document, annex: PaperTable) -> None:
    """Write an annex on a page of its own, across: its head, its title, a table whose heads repeat."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = LEFT, RIGHT, Mm(25), Mm(25)
    section.footer_distance = Mm(14)
    _line(document, annex.label, font=HEAD)
    _title(document, annex.title)
    _line(document, "")
    table = document.add_table(rows=1, cols=len(annex.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, (head, _width) in zip(table.rows[0].cells, annex.columns, strict=True):
        _cell(cell, head, SMALL, font=HEAD, align=WD_ALIGN_PARAGRAPH.CENTER)
    _mark(table.rows[0]._tr, "w:tblHeader")  # noqa: SLF001  the library has no such properties
    for row in annex.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _cell(cell, text, SMALL, align=WD_ALIGN_PARAGRAPH.LEFT)
    for column, (_head, width) in zip(table.columns, annex.columns, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _mark(row._tr, "w:cantSplit")  # noqa: SLF001
        for cell, (_head, width) in zip(row.cells, annex.columns, strict=True):
            cell.width = Mm(width)


def _mark(row: object, name: str) -> None:
    """Give a row of a table a property: repeated on every page, never torn apart."""
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _cell(
    cell: _Cell, text: str, size: Pt, *, align: WD_ALIGN_PARAGRAPH, font: str = BODY, pitch: Pt | None = None
) -> None:
    """Write one cell of a table, every line of its text in a line of its own."""
    line = cell.paragraphs[0]
    line.alignment = align
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)
    if pitch is not None:
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        line.paragraph_format.line_spacing = pitch
    for number, part in enumerate(text.split("\n")):
        run = _run(line, part, font, size)
        if number:
            run._r.insert(0, OxmlElement("w:br"))  # noqa: SLF001


def _run(line: Paragraph, text: str, font: str, size: Pt) -> Run:
    """Write a stretch of text in a font."""
    run = line.add_run(text)
    _font(run, font, size)
    return run


def _font(where: object, name: str, size: Pt) -> None:
    """Name the font, for Chinese characters too, which Word keeps apart."""
    font = where.font  # type: ignore[attr-defined]
    font.name, font.size = name, size
    properties = where.element.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), name)

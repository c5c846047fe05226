"""The pieces of which papers in Word are put together: page, lines, stretches of text, cells. Fonts are named, not embedded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEAD, DIGITS, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体", "楷体_GB2312"
TWO, THREE, FOUR, SMALL = Pt(22), Pt(16), Pt(14), Pt(10.5)
"""二号 for the title, 三号 for the body, 四号 for the page number, 五号 in tables."""
PITCH = Pt(28.95)
"""22 lines in 225 mm."""
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
FIXED = datetime(2016, 1, 1)  # noqa: DTZ001  Word knows no zones; fixed, so that the same paper has the same bytes


def clean(document: Document) -> None:
    """Leave no trace of who or what wrote the file, or when."""
    facts = document.core_properties
    facts.author = facts.last_modified_by = facts.comments = facts.title = ""
    facts.created = facts.modified = FIXED


def page(section: Section) -> None:
    """Give a section the margins of an official document on A4."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = Mm(23)


def page_number(line: Paragraph) -> None:
    """Write "— 1 —" into the line of a footer."""
    run(line, "— ", DIGITS, FOUR)
    number = run(line, "", DIGITS, FOUR)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        number._r.append(element)  # noqa: SLF001  the library has no fields
    run(line, " —", DIGITS, FOUR)


def title(document: Document, text: str) -> None:
    """Write the title: 二号小标宋 in the middle, as many lines as it has."""
    for part in text.split("\n"):
        written = line(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
        written.paragraph_format.line_spacing = Pt(33)
        written.paragraph_format.keep_with_next = True
        run(written, part, TITLE, TWO)


def line(
    where: Any,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
    font: str = BODY,
) -> Paragraph:
    """Write one paragraph on the grid of lines, into a document or a cell; indented by two characters where the text runs."""
    written = where.add_paragraph()
    shape = written.paragraph_format
    shape.alignment = align
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    if indent:
        shape.first_line_indent = 2 * THREE
    if text:
        run(written, text, font, THREE)
    return written


def mark(row: Any, name: str) -> None:
    """Give a row of a table a property: repeated on every page, never torn apart."""
    row.get_or_add_trPr().append(OxmlElement(name))


def cell_text(
    cell: _Cell, text: str, size: Pt, *, align: WD_ALIGN_PARAGRAPH, font: str = BODY, pitch: Pt | None = None
) -> None:
    """Write one cell of a table, every line of its text in a line of its own."""
    written = cell.paragraphs[0]
    written.alignment = align
    written.paragraph_format.space_before = written.paragraph_format.space_after = Pt(0)
    if pitch is not None:
        written.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        written.paragraph_format.line_spacing = pitch
    for number, part in enumerate(text.split("\n")):
        stretch = run(written, part, font, size)
        if number:
            stretch._r.insert(0, OxmlElement("w:br"))  # noqa: SLF001


def run(where: Paragraph, text: str, font: str, size: Pt) -> Run:
    """Write a stretch of text in a font."""
    stretch = where.add_run(text)
    face(stretch, font, size)
    return stretch


def face(where: Any, name: str, size: Pt) -> None:
    """Name the font, for Chinese characters too, which Word keeps apart."""
    font = where.font
    font.name, font.size = name, size
    properties = where.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), name)

"""A decomposition table as a Word document, with the merged cells and repeated heads of the Excel file."""

from __future__ import annotations

import io

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from wenming.campaigns.exports.decomposition import DecompositionTable
from wenming.documents.exports.word_tables import Lettering, append_rows

_FONT, _SIZE = "仿宋", Pt(9)
_ACROSS = 390
"""Millimetres between the margins of A3 across."""


def decomposition_document(table: DecompositionTable) -> bytes:
    """Return a decomposition table as a Word document on A3 across; its heads stand on every page."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(420), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(table.title, level=1)
    page = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    page.autofit = False
    heads = page.add_row()
    for cell, place, column, width in zip(heads.cells, page.columns, table.columns, _widths(table), strict=True):
        cell.text = column.head
        cell.width = place.width = width
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    heads._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  python-docx has no other way to repeat heads
    covered = {(row, at): row == first for at, first, last in table.spans for row in range(first, last + 1)}
    append_rows(page, table.rows, _widths(table), Lettering(_FONT, _SIZE, whole=False), covered)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _widths(table: DecompositionTable) -> list[Length]:
    """Return the widths of the columns, in the proportions of the Excel file."""
    whole = sum(column.width for column in table.columns)
    return [Mm(_ACROSS * column.width / whole) for column in table.columns]

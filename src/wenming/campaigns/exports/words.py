"""A decomposition table as a Word document, with the merged cells and repeated heads of the Excel file."""

from __future__ import annotations

import io

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from wenming.campaigns.exports.decomposition import DecompositionTable

_FONT, _SIZE = "仿宋", Pt(9)


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
    heads = page.add_row()
    for cell, column in zip(heads.cells, table.columns, strict=True):
        cell.text = column.head
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    heads._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  python-docx has no other way to repeat heads
    covered = {(at, row) for at, first, last in table.spans for row in range(first + 1, last + 1)}
    cells = []
    for number, texts in enumerate(table.rows):
        row = page.add_row().cells
        cells.append(row)
        for at, text in enumerate(texts):
            if (at, number) not in covered:
                row[at].text = text
    for at, first, last in table.spans:
        cells[first][at].merge(cells[last][at])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()

"""Papers in Word, laid out like official documents (GB/T 9704-2012, domain.md 7.2): 22 lines of 28 characters on A4.

The fonts are named, not embedded: an office's computer has them. No document number, no red head, no seal: these come from the
office's own document system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from wenming.documents.exports.word import (
    BODY,
    HEAD,
    LEFT,
    PITCH,
    RIGHT,
    SMALL,
    THREE,
    cell_text,
    clean,
    face,
    line,
    mark,
    page,
    page_number,
    title,
)
from wenming.documents.exports.word_tables import Lettering, append_rows


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
    title(document, paper.title)
    if paper.subtitle:
        line(document, paper.subtitle, align=WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    if paper.salutation:
        line(document, paper.salutation)
    for text in paper.paragraphs:
        if text.startswith("# "):
            line(document, text.removeprefix("# "), indent=True, font=HEAD)
        else:
            line(document, text, indent=True)
    line(document, "")
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
    section = document.sections[0]
    page(section)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(number)
    face(document.styles["Normal"], BODY, THREE)
    clean(document)


def _signatures(document: Document, pairs: Sequence[tuple[str, str]]) -> None:
    """Write who signs, two beside each other; a pair is never torn apart by the end of a page."""
    if not pairs:
        return
    table = document.add_table(rows=0, cols=2)
    for pair in pairs:
        cells = table.add_row().cells
        for cell, text in zip(cells, pair, strict=True):
            cell_text(cell, text, THREE, pitch=PITCH, align=WD_ALIGN_PARAGRAPH.LEFT)
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _annex(document: Document, annex: PaperTable) -> None:
    """Write an annex on a page of its own, across: its head, its title, a table whose heads repeat."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = LEFT, RIGHT, Mm(25), Mm(25)
    section.footer_distance = Mm(14)
    line(document, annex.label, font=HEAD)
    title(document, annex.title)
    line(document, "")
    table = document.add_table(rows=1, cols=len(annex.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, (head, _width) in zip(table.rows[0].cells, annex.columns, strict=True):
        cell_text(cell, head, SMALL, font=HEAD, align=WD_ALIGN_PARAGRAPH.CENTER)
    mark(table.rows[0]._tr, "w:tblHeader")  # noqa: SLF001  the library has no such properties
    widths = [Mm(width) for _head, width in annex.columns]
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = width
    mark(table.rows[0]._tr, "w:cantSplit")  # noqa: SLF001
    append_rows(table, annex.rows, widths, Lettering(BODY, SMALL))

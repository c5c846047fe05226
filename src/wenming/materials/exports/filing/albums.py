"""The photos of a content on pages of their own (2012 paper rules): one photo to a page of A4, below it time, place, people and theme."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table
from PIL import Image

from wenming.documents.exports.settled import settled
from wenming.documents.exports.word import (
    BODY,
    FOUR,
    HEAD,
    SMALL,
    cell_text,
    clean,
    face,
    line,
    mark,
    page,
    page_number,
    run,
)
from wenming.materials.exports.filing.words import day_words

AT_MOST = 40
"""Photos of one file: no more are held at once."""
ROOM = (156, 130)
"""Millimetres that a photo may take."""
WIDTHS = (Mm(20), Mm(58), Mm(20), Mm(58))
Photo = tuple[Mapping[str, Any], str]
"""A piece, and the number under which it is filed."""


def album(content: str, photos: Sequence[Photo], bytes_of: Callable[[str], bytes]) -> bytes:
    """Return photos with their captions as a Word file, one to a page; ``bytes_of`` reads a kept JPEG by its digest."""
    document = docx.Document()
    section = document.sections[0]
    page(section)
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(section.footer.paragraphs[0])
    face(document.styles["Normal"], BODY, FOUR)
    clean(document)
    for place, (piece, number) in enumerate(photos):
        head = line(document, "")
        head.paragraph_format.page_break_before = place > 0
        run(head, content, HEAD, FOUR)
        picture = document.add_paragraph()
        picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture.paragraph_format.space_before = picture.paragraph_format.space_after = Pt(6)
        jpeg = bytes_of(piece["shown"])
        wide, high = _fitted(jpeg)
        picture.add_run().add_picture(io.BytesIO(jpeg), width=wide, height=high)
        _caption(document, piece, number)
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def _fitted(jpeg: bytes) -> tuple[Length, Length]:
    """Return the size of a photo on its page."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        scale = min(ROOM[0] / opened.width, ROOM[1] / opened.height)
        return Mm(opened.width * scale), Mm(opened.height * scale)


def _caption(document: Document, piece: Mapping[str, Any], number: str) -> None:
    """Write what is said of a photo; what nobody said is left to be filled in by hand."""
    said = piece["caption"]
    table: Table = document.add_table(rows=0, cols=4)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for row in (
        ("时间", day_words(said["taken"]), "地点", said["place"]),
        ("人物", said["people"], "主题", said["theme"] or piece["title"]),
        ("背景", "", "起因", ""),
        ("编号", number, "报送单位", piece["unit"]),
    ):
        added = table.add_row()
        mark(added._tr, "w:cantSplit")  # noqa: SLF001  the library has no such properties
        for place, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            cell.width = WIDTHS[place]
            cell_text(cell, text, SMALL, font=BODY if place % 2 else HEAD, align=WD_ALIGN_PARAGRAPH.LEFT)

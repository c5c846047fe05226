"""Official papers in Word, to be edited further: the same layout as the PDF, with the official fonts by their names (GB/T 9704-2012)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from wenming.documents.exports.official import Block, Cell, Figure, OfficialPaper
from wenming.documents.exports.word import (
    BODY,
    FOUR,
    HEAD,
    KAI,
    SMALL,
    THREE,
    TITLE,
    cell_text,
    clean,
    face,
    line,
    mark,
    page,
    page_number,
    run,
    title,
)

FONTS = {"h1": HEAD, "h2": KAI}
CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
WIDTH = 156
"""Of the type area, in millimetres."""
CLOSE = Pt(15)
"""From line to line in a table."""
SHORT = 11
"""Fewer characters stand in the middle of their cell."""
RED = RGBColor(0xD7, 0x00, 0x0F)
GRID = 579
"""Twentieths of a point from line to line, for Word's own grid. Of lines only: with a grid of characters some programs give each two cells."""


def official_word(paper: OfficialPaper, pictures: Mapping[int, bytes]) -> bytes:
    """Return the paper as a Word document; ``pictures`` are JPEGs by the keys on the paper."""
    document = docx.Document()
    _set_up(document)
    _head(document, paper)
    title(document, paper.title)
    if paper.number and not paper.headed:
        line(document, paper.number, align=CENTER, font=KAI)
    line(document, "")
    if paper.recipients:
        line(document, f"{paper.recipients}：")
    _blocks(document, paper.blocks, pictures)
    _foot(document, paper)
    for place, annex in enumerate(paper.annexes):
        line(document, paper.annex_label(place), font=HEAD).paragraph_format.page_break_before = True
        line(document, "")
        title(document, annex.title)
        line(document, "")
        _blocks(document, annex.blocks, pictures)
    _imprint(document, paper)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Document) -> None:
    """Lay out the page: margins, the grid of 22 lines, characters 0.2 pt closer so that 28 stand in a line, numbers outside."""
    section = document.sections[0]
    page(section)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        number = footer.paragraphs[0]
        number.alignment = align
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = FOUR
        page_number(number)
    normal = document.styles["Normal"]
    face(normal, BODY, THREE)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), "-4")
    normal.element.get_or_add_rPr().append(closer)
    clean(document)


def _grid(section: Section) -> None:
    """Set the grid of lines."""
    properties = section._sectPr  # noqa: SLF001  the library has no grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(GRID))
    properties.append(grid)


def _head(document: Document, paper: OfficialPaper) -> None:
    """Keep the place of the red head, or draw that of a draft; the number under it, and who signs a paper to superiors."""
    if not paper.headed:
        return
    for _blank in range(3 if paper.head else 5):
        line(document, "")
    if paper.head:
        head = line(document, "", align=CENTER)
        head.paragraph_format.line_spacing = Pt(58)
        # one line, whatever its length
        run(head, paper.head, TITLE, Pt(min(52, 425 / len(paper.head)))).font.color.rgb = RED
    line(document, "")
    number = line(document, paper.number, align=CENTER if not paper.signer else LEFT)
    if paper.signer:
        number.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH) - THREE, alignment=2)
        run(number, "\t签发人：", BODY, THREE)
        run(number, paper.signer, KAI, THREE)
    if paper.head:
        _rule(number)
    line(document, "")


def _rule(above: Paragraph) -> None:
    """Draw the red line under a paragraph, 4 mm below it."""
    border = parse_xml(
        f'<w:pBdr xmlns:w="{_SPACE}"><w:bottom w:val="single" w:sz="10" w:space="11" w:color="D7000F"/></w:pBdr>'
    )
    above._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDERS)  # noqa: SLF001  the library has no borders


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What the format wants behind the borders of a paragraph."""
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _blocks(document: Document, blocks: Sequence[Block], pictures: Mapping[int, bytes]) -> None:
    """Write the body."""
    for block in blocks:
        if block.kind == "table":
            _table(document, block, pictures)
        elif block.kind == "photos":
            _photos(document, block.photos, pictures)
        else:
            written = line(document, block.text, indent=block.kind != "left", font=FONTS.get(block.kind, BODY))
            written.paragraph_format.keep_with_next = block.kind in FONTS


def _table(document: Document, block: Block, pictures: Mapping[int, bytes]) -> None:
    """Write a table whose heads repeat on every page and whose rows are never torn apart."""
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, (head, _width) in zip(table.rows[0].cells, block.columns, strict=True):
        cell_text(cell, head, SMALL, font=HEAD, align=CENTER, pitch=CLOSE)
    mark(table.rows[0]._tr, "w:tblHeader")  # noqa: SLF001  the library has no such properties
    widths = [Mm(width) for _head, width in block.columns]
    for row in block.rows:
        for cell, value, width in zip(table.add_row().cells, row, widths, strict=True):
            _value(cell, value, width, pictures)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        mark(row._tr, "w:cantSplit")  # noqa: SLF001
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            _loosen(cell)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _small_gap(document)


def _loosen(cell: _Cell) -> None:
    """Let the lines of a cell stand as close as their pitch says, off the grid of the page."""
    for written in cell.paragraphs:
        loose = OxmlElement("w:snapToGrid")
        loose.set(qn("w:val"), "0")
        written._p.get_or_add_pPr().insert_element_before(loose, "w:spacing", "w:ind", "w:jc", "w:rPr")  # noqa: SLF001


def _value(cell: _Cell, value: Cell, width: Mm, pictures: Mapping[int, bytes]) -> None:
    """Write a text or a photo into a cell."""
    if isinstance(value, Figure) and value.photo in pictures:
        written = cell.paragraphs[0]
        written.alignment = CENTER
        written.paragraph_format.space_before = written.paragraph_format.space_after = Pt(3)
        written.add_run().add_picture(io.BytesIO(pictures[value.photo]), width=width - Mm(8))
    else:
        text = value.caption if isinstance(value, Figure) else value
        cell_text(cell, text, SMALL, align=CENTER if len(text) < SHORT else LEFT, pitch=CLOSE)


def _photos(document: Document, photos: Sequence[Figure], pictures: Mapping[int, bytes]) -> None:
    """Write photos two beside each other, with what stands under them."""
    shown = [photo for photo in photos if photo.photo in pictures]
    if not shown:
        return
    table = document.add_table(rows=0, cols=2)
    for pair in (shown[start : start + 2] for start in range(0, len(shown), 2)):
        row = table.add_row()
        mark(row._tr, "w:cantSplit")  # noqa: SLF001
        for cell, photo in zip(row.cells, pair, strict=False):
            cell.paragraphs[0].alignment = CENTER
            cell.paragraphs[0].add_run().add_picture(io.BytesIO(pictures[photo.photo]), width=Mm(68))
            run(cell.add_paragraph(), photo.caption, BODY, SMALL)
            cell.paragraphs[-1].alignment = CENTER
    _small_gap(document)


def _small_gap(document: Document) -> None:
    """Set a table off from what follows it."""
    gap = line(document, "")
    gap.paragraph_format.line_spacing = Pt(10)


def _foot(document: Document, paper: OfficialPaper) -> None:
    """Write the annex notes, who issues the paper and when (the seal's place stays free), and the remark."""
    for note in ["", *paper.annex_notes] if paper.annexes else []:
        line(document, note, indent=True).paragraph_format.keep_with_next = True
    if paper.issuer or paper.day:
        # what belongs together stays together; shorter of the two is set in the middle of the longer, four characters from the edge
        longest = max(len(paper.issuer), _width(paper.day))
        for text in ("", "", paper.issuer, paper.day):
            written = line(document, text, align=RIGHT)
            written.paragraph_format.keep_with_next = text != paper.day
            written.paragraph_format.right_indent = THREE * 4 + int(THREE * (longest - _width(text)) / 2)
    if paper.remark:
        line(document, f"（{paper.remark}）", indent=True)


def _width(text: str) -> float:
    """Return how many characters wide a text is: Latin letters and digits are half."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def _imprint(document: Document, paper: OfficialPaper) -> None:
    """Write who gets copies and who printed it when, at the foot of the last page between thick lines."""
    lines = [f"抄送：{paper.copies}。"] if paper.copies else []
    if paper.printer:
        lines.append(f"{paper.printer}\t{paper.printed}印发")
    if not lines:
        return
    table = document.add_table(rows=0, cols=1)
    table.autofit = False
    for text in lines:
        cell = table.add_row().cells[0]
        cell.width = Mm(WIDTH)
        cell_text(cell, text, FOUR, align=LEFT)
        shape = cell.paragraphs[0].paragraph_format
        shape.left_indent = shape.right_indent = FOUR
        shape.tab_stops.add_tab_stop(Mm(WIDTH) - 2 * FOUR, alignment=2)
    _pin(table)
    # a table that floats needs a line behind it to hold on to
    line(document, "").paragraph_format.line_spacing = Pt(1)


def _pin(table: Table) -> None:
    """Hold a table at the foot of the type area, with a thick line above and below and a thin one between."""
    properties = table._tbl.tblPr  # noqa: SLF001  the library neither floats tables nor draws single borders
    place = parse_xml(
        f'<w:tblpPr xmlns:w="{_SPACE}" w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
        ' w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
    )
    edges = "".join(
        f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for name, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    borders = parse_xml(f'<w:tblBorders xmlns:w="{_SPACE}">{edges}</w:tblBorders>')
    properties.insert_element_before(place, *_AFTER_PLACE)
    properties.insert_element_before(borders, *_AFTER_TABLE_BORDERS)


_AFTER_TABLE_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_AFTER_PLACE = (
    "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd",
    "w:tblBorders", *_AFTER_TABLE_BORDERS,
)  # fmt: skip
"""What the format wants behind each of the two."""

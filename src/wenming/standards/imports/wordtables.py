"""The tables of a Word document (.docx) as they lie, in the very shape that a workbook has.

A table is named by the paragraph before it. The text of a cell has its paragraphs as lines, with the numbers that Word writes by
itself; a footnote stands where it is pointed at, as a note. A table inside a cell follows as a table of its own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from wenming.standards.imports.grids import MAX_CELLS, MAX_UNPACKED, Cell, Grid, UnreadableError
from wenming.standards.imports.wordnumbers import Numbering

_NAME = 60
"""Characters of a name: a longer paragraph before a table is prose."""
_END = "文末"
"""The name of what is written after the last table. Names are part of what is read, the same in every language."""
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_HIDDEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tbl", "w:instrText", "w:drawing", "w:pict")))
"""Deleted text, properties, fields and pictures: what nobody reads on the paper, or what is read elsewhere."""
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")))


def read_word_tables(content: bytes) -> tuple[Grid, ...]:
    """Return every table of a document, and last what is written after all of them; UnreadableError where there is none."""
    try:
        _require_modest(content)
        document = docx.Document(io.BytesIO(content))
        return _Pages(Numbering(document), _footnotes(document)).grids(document)
    except (KeyboardInterrupt, SystemExit, UnreadableError):
        raise
    except BaseException as fault:  # a damaged file makes the readers raise anything
        raise UnreadableError(_("不是能读的 Word 文档（.docx）：请用文字处理软件打开，另存为 .docx 后重试")) from fault


def _too_large() -> str:
    return _("文档展开后过大，不像一份标准：请删去多余的图片和附件")


def _require_modest(content: bytes) -> None:
    """Refuse what unpacks to far more than a standard."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableError(_too_large())


def _footnotes(document: Document) -> dict[str, str]:
    """Return the texts of footnotes and endnotes by the tag of their reference and their number."""
    texts: dict[str, str] = {}
    for link in document.part.rels.values():
        kind = link.reltype.rpartition("/")[2]
        if kind not in {"footnotes", "endnotes"} or link.is_external:
            continue
        reference = qn(f"w:{kind.removesuffix('s')}Reference")
        for note in parse_xml(link.target_part.blob):
            texts[f"{reference}{note.get(qn('w:id'))}"] = "".join(
                part.text or "" for part in note.iter(qn("w:t"))
            ).strip()
    return texts


@dataclass
class _Pages:
    """A document on its way to grids: what was written since the last table, and the tables found so far."""

    numbering: Numbering
    footnotes: dict[str, str]
    before: list[str] = field(default_factory=list)
    found: list[Grid] = field(default_factory=list)
    cells: int = 0

    def grids(self, document: Document) -> tuple[Grid, ...]:
        """Return all tables, and what follows the last one as a grid without rows."""
        for block in _blocks(document.element.body):
            if block.tag == qn("w:tbl"):
                self._table(block)
            else:
                self.before += [text] if (text := self._paragraph(block).strip()) else []
        if self.before:
            self.found.append(Grid(self._free(_END), [], (), frozenset(), tuple(self.before)))
        return tuple(self.found)

    def _table(self, table: Element) -> None:
        """Add one table and those inside its cells, which follow it."""
        near = " ".join(self.before[-1].split()) if self.before else ""
        ordinal = f"表 {len(self.found) + 1}"
        name = self._free(near if 0 < len(near) <= _NAME else ordinal, ordinal)
        before, self.before = tuple(self.before), []
        inner: list[Element] = []
        sketch = _Sketch()
        for number, row in enumerate(_within(table, qn("w:tr"))):
            self._row(number, row, sketch, inner)
        rows = sketch.squared()
        self.found.append(Grid(name, rows, tuple(sketch.merged), frozenset(), before))
        for nested in inner:
            self._table(nested)

    def _row(self, number: int, row: Element, sketch: _Sketch, inner: list[Element]) -> None:
        """Add one row of a table; the tables inside its cells are put aside."""
        column = _number(row.find(qn("w:trPr")), "w:gridBefore", 0)
        for cell in _within(row, qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            width = max(1, _number(properties, "w:gridSpan", 1))
            self.cells += width
            if self.cells > MAX_CELLS:
                raise UnreadableError(_too_large())
            lines = []
            for block in _blocks(cell):
                if block.tag == qn("w:tbl"):
                    inner.append(block)
                else:
                    lines.append(self._paragraph(block))
            sketch.add(number, (column, column + width - 1), "\n".join(lines).strip(), _going_on(properties))
            column += width

    def _paragraph(self, paragraph: Element) -> str:
        """Return the text of a paragraph with its own number; footnotes follow as lines."""
        notes: list[str] = []
        text = "".join(self._pieces(paragraph, notes))
        mark = self.numbering.mark(paragraph)
        return "\n".join((f"{mark}{text}" if text.strip() else text, *notes))

    def _pieces(self, element: Element, notes: list[str]) -> Iterator[str]:
        for part in element:
            if part.tag in {qn("w:t"), qn("m:t")}:
                yield part.text or ""
            elif part.tag in _BREAKS:
                yield _BREAKS[part.tag]
            elif part.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                note = self.footnotes.get(f"{part.tag}{part.get(qn('w:id'))}", "")
                notes += [f"注：{note}"] if note else []
            elif part.tag not in _HIDDEN:
                yield from self._pieces(part, notes)

    def _free(self, name: str, ordinal: str = "") -> str:
        """Return a name that no other table has."""
        used = {grid.name for grid in self.found}
        while name in used:
            name = f"{name}（{ordinal or len(self.found) + 1}）"
        return name


class _Sketch:
    """The rows of one table while they are read; a cell is merged downwards by those that go on from it."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.rows: list[dict[int, str]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.width = 0
        self._open: dict[tuple[int, int], int] = {}

    def add(self, row: int, columns: tuple[int, int], text: str, going: str) -> None:
        """Add a cell; ``going`` is "on" for one that continues the cell above it, "down" for one that others may continue."""
        left, right = columns
        self.width = max(self.width, right + 1)
        while len(self.rows) <= row:
            self.rows.append({})
        above = self._open.get(columns)
        if going == "on" and above is not None and self.merged[above][2] == row - 1:
            top = self.merged[above][0]
            self.merged[above] = (top, left, row, right)
            if text:
                # Word shows nothing of it, but whoever typed it meant something
                self.rows[top][left] = "\n".join(filter(None, (self.rows[top].get(left, ""), text)))
            return
        self.rows[row][left] = text
        self._open.pop(columns, None)
        if going:
            self._open[columns] = len(self.merged)
        if going or left != right:
            self.merged.append((row, left, row, right))

    def squared(self) -> list[list[Cell]]:
        """Return the rows, all of one width; ranges of a single cell are no merged ones."""
        self.merged = [area for area in self.merged if area[:2] != area[2:]]
        if len(self.rows) * self.width > MAX_CELLS:
            raise UnreadableError(_too_large())
        return [[row.get(at, "") for at in range(self.width)] for row in self.rows]


def _going_on(properties: Element | None) -> str:
    """Return how a cell is merged vertically: "down" where it begins, "on" where it continues, "" where not at all."""
    mark = None if properties is None else properties.find(qn("w:vMerge"))
    if mark is None:
        return ""
    return "down" if mark.get(qn("w:val")) == "restart" else "on"


def _number(properties: Element | None, tag: str, otherwise: int) -> int:
    mark = None if properties is None else properties.find(qn(tag))
    text = "" if mark is None else mark.get(qn("w:val"), "")
    return int(text) if text.isdecimal() else otherwise


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables directly inside, through whatever wraps them."""
    for part in parent:
        if part.tag in {qn("w:p"), qn("w:tbl")}:
            yield part
        elif part.tag in _WRAPPERS:
            yield from _blocks(part)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a kind directly inside, through whatever wraps them."""
    for part in parent:
        if part.tag == tag:
            yield part
        elif part.tag in _WRAPPERS:
            yield from _within(part, tag)

"""Pictures in the cells of an .xlsx: floating ones by their anchors (ECMA-376 part 1, 20.5), and those that WPS puts into cells (DISPIMG).

A floating picture lies where most of it lies: people drop pictures a little above or below the row that they mean. Over many low rows
it is the first. Every picture of the file is placed or listed; its bytes are read only when they are asked for.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from wenming.documents.imports.workbooks import Sheet, guarded
from wenming.documents.imports.xlsxcells import column_number, parts_of_sheets, workbook_part

MOST_BYTES = 20 * 1024 * 1024
"""A single picture that unpacks to more is none that a phone took."""
ROW, COLUMN = 190_500, 609_600
"""EMU of a row and a column that say nothing of their size: 15 points, 64 pixels."""
NEARLY, FARTHEST = 0.8, 200
"""What counts as nearly as much; rows that a picture may span."""
POINT, PIXEL = 12_700, 9_525
DISPIMG = re.compile(r"""DISPIMG\(\s*["'“]([^"'”]+)["'”]""", re.IGNORECASE)
_ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)>((?:(?!</?(?:\w+:)?c[\s>]).)*?DISPIMG.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""r=["']([A-Za-z]+)([0-9]+)["']""")
_QUOTES = ((b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_MEDIA = re.compile(r"^xl/media/[^/]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A picture and the cell that it belongs to (from 0); ``part`` is where its bytes lie in the file, "" where they are missing."""

    sheet: str
    row: int
    column: int
    part: str
    kind: str
    """"floating" or "cell"."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """All pictures of a workbook: those in cells, and the parts that lie in no cell of any sheet."""

    placed: tuple[CellPicture, ...] = ()
    loose: tuple[str, ...] = ()


def read_pictures(content: bytes, sheets: Sequence[Sheet]) -> Pictures:
    """Return the pictures of a workbook that ``read_workbook`` has accepted; none of one that is no .xlsx."""
    return guarded(lambda data: _read(data, sheets), content) if content.startswith(b"PK\x03\x04") else Pictures()


def _read(content: bytes, sheets: Sequence[Sheet]) -> Pictures:
    """Read a zipped workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            return Pictures()
        return _Reader(archive, sheets).read()


def picture_bytes(content: bytes, parts: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of pictures by their parts; one that is too large comes as nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in parts:
            fits = archive.getinfo(part).file_size <= MOST_BYTES
            yield part, archive.read(part) if fits else b""


class _Reader:
    """Reads one workbook."""

    def __init__(self, archive: zipfile.ZipFile, sheets: Sequence[Sheet]) -> None:
        self.archive = archive
        self.names = {name.casefold(): name for name in archive.namelist()}
        self.sheets = {sheet.name: sheet for sheet in sheets}

    def read(self) -> Pictures:
        """Return what the workbook holds."""
        cells = self._cell_images()
        placed: list[CellPicture] = []
        for name, part in parts_of_sheets(self.archive):
            sheet = self.sheets.get(name)
            if sheet is not None:
                content = self.archive.read(part)
                placed += self._floating(name, part, content)
                placed += self._in_cells(sheet, content, cells)
        used = {one.part for one in placed}
        loose = (name for name in self.archive.namelist() if _MEDIA.match(name) and name not in used)
        return Pictures(tuple(dict.fromkeys(placed)), tuple(sorted(loose)))

    def _tree(self, part: str) -> ET.Element | None:
        """Return a part as a tree, None where it is not there."""
        name = self.names.get(part.casefold())
        return ET.fromstring(self.archive.read(name)) if name else None  # noqa: S314  expat stops entity bombs itself

    def _links(self, part: str) -> dict[str, str]:
        """Return where a part's relations lead; one that leads out of the file leads nowhere."""
        folder, base = posixpath.split(part)
        tree = self._tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for link in tree if tree is not None else ():
            target = link.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            outside = link.get("TargetMode") == "External"
            found[link.get("Id", "")] = "" if outside else self.names.get(path.casefold(), "")
        return found

    def _cell_images(self) -> dict[str, str]:
        """Return the parts of the pictures that WPS keeps for its cells, by their names."""
        book = posixpath.dirname(workbook_part(self.archive))
        part = posixpath.join(book, "cellimages.xml")
        tree, links = self._tree(part), self._links(part)
        found: dict[str, str] = {}
        for image in tree if tree is not None else ():
            names = [one.get("name", "") for one in image.iter() if _tag(one) == "cNvPr"]
            parts = [links.get(key, "") for key in _blips(image)]
            if names and parts:
                found[names[0].casefold()] = parts[0]
        return found

    def _in_cells(self, sheet: Sheet, content: bytes, cells: Mapping[str, str]) -> Iterator[CellPicture]:
        """Yield the pictures that cells of a sheet show by a formula, or by what is left of one."""
        found: dict[tuple[int, int], str] = {}
        for cell in _CELL.finditer(content) if b"DISPIMG" in content else ():
            place, text = _PLACE.search(b" " + cell[1]), cell[2]
            for written, meant in _QUOTES:
                text = text.replace(written, meant)
            name = DISPIMG.search(text.decode("utf-8", "replace"))
            if place and name:
                found[int(place[2]) - 1, column_number(place[1])] = name[1]
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                name = DISPIMG.search(value) if isinstance(value, str) and "DISPIMG" in value.upper() else None
                if name:
                    found.setdefault((number, column), name[1])
        for (number, column), image in found.items():
            yield CellPicture(sheet.name, number, column, cells.get(image.casefold(), ""), "cell")

    def _floating(self, sheet: str, part: str, content: bytes) -> Iterator[CellPicture]:
        """Yield the pictures that float over a sheet."""
        drawings = [
            link for link in self._links(part).values() if "/drawings/" in link.casefold() and link.endswith(".xml")
        ]
        grid = _Grid(content) if drawings else None
        for drawing in drawings:
            links, tree = self._links(drawing), self._tree(drawing)
            for anchor in tree.iter() if tree is not None else ():
                if _tag(anchor) in _ANCHORS and grid is not None:
                    row, column = grid.cell(anchor)
                    for key in _blips(anchor):
                        yield CellPicture(sheet, row, column, links.get(key, ""), "floating")


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _blips(element: ET.Element) -> list[str]:
    """Return the keys of the pictures below an element; the copy that an older program would show counts once."""
    found = []
    for one in element.iter():
        if _tag(one) == "blip":
            keys = [one.get(space + name, "") for space in _IDS for name in ("embed", "link")]
            found += [key for key in keys if key][:1]
    return list(dict.fromkeys(found))


class _Grid:
    """Where rows and columns of a sheet lie, in EMU from its corner."""

    def __init__(self, content: bytes) -> None:
        self.rows, self.columns = _heights(content), _widths(content)

    def cell(self, anchor: ET.Element) -> tuple[int, int]:
        """Return the cell in which most of an anchor lies."""
        corners = {_tag(child): {_tag(one): _whole(one.text) for one in child} for child in anchor}
        lengths = {_tag(child): child.attrib for child in anchor}
        begin = corners.get("from")
        if begin is None:
            at = lengths.get("pos", {})
            left, top = _whole(at.get("x")), _whole(at.get("y"))
        else:
            left = self._at(self.columns, begin.get("col", 0), begin.get("colOff", 0))
            top = self._at(self.rows, begin.get("row", 0), begin.get("rowOff", 0))
        end = corners.get("to")
        if end is not None:
            right = self._at(self.columns, end.get("col", 0), end.get("colOff", 0))
            bottom = self._at(self.rows, end.get("row", 0), end.get("rowOff", 0))
        else:
            extent = lengths.get("ext", {})
            right, bottom = left + _whole(extent.get("cx")), top + _whole(extent.get("cy"))
        return self.rows.mostly(top, bottom), self.columns.mostly(left, right)

    @staticmethod
    def _at(axis: _Axis, index: int, offset: int) -> int:
        """Return where a corner lies; never beyond the cell that it is said to lie in."""
        return axis.start(index) + min(offset, axis.size(index) - 1)


class _Axis:
    """Sizes along one side: those that are stated, and the usual one for all others."""

    def __init__(self, usual: int, stated: Mapping[int, int]) -> None:
        self.usual, self.stated = usual, dict(sorted(stated.items()))
        self._keys = list(self.stated)
        self._extra = [0, *accumulate(size - usual for size in self.stated.values())]

    def size(self, index: int) -> int:
        """Return the size of one; at least a little, for nothing lies in what is hidden."""
        return max(self.stated.get(index, self.usual), 1)

    def start(self, index: int) -> int:
        """Return where one begins."""
        return index * self.usual + self._extra[bisect_left(self._keys, index)]

    def mostly(self, begin: int, end: int) -> int:
        """Return the first one over which as much of a stretch lies as over any, or nearly so."""
        first = self.index_at(begin)
        last = min(self.index_at(max(end - 1, begin)), first + FARTHEST)
        shares = [
            min(end, self.start(index) + self.size(index)) - max(begin, self.start(index))
            for index in range(first, last + 1)
        ]
        most = max(shares)
        return first + next(place for place, share in enumerate(shares) if share >= most * NEARLY)

    def index_at(self, place: int) -> int:
        """Return which one lies at a place."""
        low, high = 0, max(self._keys[-1] + 2 if self._keys else 1, place // max(self.usual, 1) + 2, 1)
        high += len(self._keys)
        while high - low > 1:
            half = (low + high) // 2
            low, high = (half, high) if self.start(half) <= place else (low, half)
        return low


_ROW_HEIGHT = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN_WIDTH = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([A-Za-z0-9:]+)=["']([^"']*)["']""")
_MOST_COLUMNS = 16_384


def _heights(content: bytes) -> _Axis:
    """Return the heights of a sheet's rows."""
    stated = {}
    for row in _ROW_HEIGHT.finditer(content):
        facts = dict(_ATTRIBUTE.findall(row[1]))
        if b"r" in facts and (b"ht" in facts or facts.get(b"hidden") in {b"1", b"true"}):
            hidden = facts.get(b"hidden") in {b"1", b"true"}
            stated[_whole(facts[b"r"]) - 1] = 0 if hidden else int(_number(facts[b"ht"]) * POINT)
    return _Axis(int(_number(_formats(content).get(b"defaultRowHeight", b"")) * POINT) or ROW, stated)


def _widths(content: bytes) -> _Axis:
    """Return the widths of a sheet's columns; widths count characters of 7 pixels, and 5 pixels around them."""
    stated: dict[int, int] = {}
    for column in _COLUMN_WIDTH.finditer(content):
        facts = dict(_ATTRIBUTE.findall(column[1]))
        hidden = facts.get(b"hidden") in {b"1", b"true"}
        width = 0 if hidden else int(_number(facts.get(b"width", b"8.43")) * 7 + 5) * PIXEL
        first, last = _whole(facts.get(b"min")), min(_whole(facts.get(b"max")), _MOST_COLUMNS)
        if last - first < _MOST_COLUMNS // 4:
            stated |= {place - 1: width for place in range(first, last + 1)}
    return _Axis(COLUMN, stated)


def _formats(content: bytes) -> dict[bytes, bytes]:
    found = _FORMAT.search(content)
    return dict(_ATTRIBUTE.findall(found[1])) if found else {}


def _whole(text: str | bytes | None) -> int:
    """Return a whole number as these files write it, 0 for none; never so large that sums would run away."""
    return int(min(_number(text), 1e12))


def _number(text: str | bytes | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e15 else 0.0

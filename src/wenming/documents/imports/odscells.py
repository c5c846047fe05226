"""Broken and merged cells of an .ods (OpenDocument 1.2 part 1, 19.7; LibreOffice marks errors by calcext:value-type)."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from wenming.documents.imports.cells import Marks, check_area

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}


def scan(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the broken and merged cells of every sheet by its name; TooLargeError for a sheet of absurd extent."""
    scanner = _Scanner()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.Parse(archive.read("content.xml"), True)  # noqa: FBT003  expat takes it by position
    return scanner.marks


class _Scanner:
    """Follows rows and cells with their repetitions."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self._name = ""
        self._broken: set[tuple[int, int]] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._row = self._repeat = 0
        self._column = 0
        self._extent = (0, 0)
        self._row_filled = False
        self._width = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where an element begins."""
        if tag == _TABLE + "table":
            self._name, self._row = attributes.get(_TABLE + "name", ""), 0
            self._broken, self._merged, self._extent = set(), [], (0, 0)
        elif tag == _TABLE + "table-row":
            self._repeat = int(attributes.get(_TABLE + "number-rows-repeated", "1"))
            self._column, self._row_filled = 0, False
        elif tag in _CELLS:
            self._cell(attributes)

    def end(self, tag: str) -> None:
        """Note where an element ends."""
        if tag in _CELLS:
            self._column += self._width
        elif tag == _TABLE + "table-row":
            self._row += self._repeat
            if self._row_filled:
                self._extent = (self._row, self._extent[1])
        elif tag == _TABLE + "table":
            check_area(*self._extent)
            self.marks[self._name] = Marks(frozenset(self._broken), tuple(self._merged))

    def _cell(self, attributes: dict[str, str]) -> None:
        repeat = int(attributes.get(_TABLE + "number-columns-repeated", "1"))
        self._width = repeat
        kind = attributes.get(_OFFICE + "value-type", "")
        formula = _TABLE + "formula" in attributes
        if kind or formula:
            self._row_filled = True
            self._extent = (self._extent[0], max(self._extent[1], self._column + repeat))
            check_area(max(self._extent[0], self._row + self._repeat), self._extent[1])
        if attributes.get(_CALC + "value-type") == "error" or (formula and not kind):
            for row in range(self._row, self._row + self._repeat):
                self._broken.update((row, column) for column in range(self._column, self._column + repeat))
        down = int(attributes.get(_TABLE + "number-rows-spanned", "1"))
        across = int(attributes.get(_TABLE + "number-columns-spanned", "1"))
        if down > 1 or across > 1:
            self._merged.append((self._row, self._column, self._row + down - 1, self._column + across - 1))

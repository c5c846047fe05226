"""Bytes to rows: workbooks of all three formats and CSV, several sheets, merged cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Sheet, read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.engine.registers import RegisterLine
from wenming.sites.imports.columns import SheetMapping, text_of

CSV_SHEET = "CSV"
SUMS = frozenset({"合计", "小计", "总计"})
ENCODINGS = ("utf-8-sig", "gb18030")
WIDEST = 200
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")


def read_sheets(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Return the filled sheets of a file, merged cells filled; NothingReadableError where nobody can read it."""
    if file_name.lower().endswith((".csv", ".txt")) and not content.startswith(BINARY):
        sheets: tuple[Sheet, ...] = (_csv(content),)
    else:
        sheets = read_workbook(content)
    filled = tuple(_filled(sheet) for sheet in sheets if sheet.height and sheet.width)
    if not filled:
        raise NothingReadableError(_("表里没有内容"))
    return filled


def _csv(content: bytes) -> Sheet:
    """Return a CSV file as a sheet, in the encoding that fits."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        separator = max(",;\t", key=text.split("\n", 1)[0].count)
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
        width = min(max((len(row) for row in rows), default=0), WIDEST)
        return Sheet(CSV_SHEET, [(row + [""] * width)[:width] for row in rows], (), frozenset())
    raise NothingReadableError(_("这个 CSV 的编码认不出：请另存为 UTF-8 编码的 CSV，或 .xlsx"))


def _filled(sheet: Sheet) -> Sheet:
    """Return a sheet in which every cell of a merged range holds what its first one holds."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if top < len(rows) and left < sheet.width:
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [value] * (min(right + 1, sheet.width) - left)
    return Sheet(sheet.name, rows, sheet.merged, sheet.broken)


def lines_of(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> Iterator[RegisterLine]:
    """Yield the filled rows below the heads of every sheet that counts; sums are no rows."""
    for sheet in sheets:
        mapping = mappings[sheet.name]
        if mapping.used:
            yield from _lines(sheet, mapping)


def _lines(sheet: Sheet, mapping: SheetMapping) -> Iterator[RegisterLine]:
    """Yield the rows of one sheet; a cell that holds an error (#REF!) is empty and says so by ``#``."""
    places = [(place, name) for place, name in enumerate(mapping.columns) if name]
    for number, row in enumerate(sheet.lines(mapping.head + 1), start=mapping.head + 1):
        cells = {name: text_of(row[place]) for place, name in places if row[place] != ""}
        for place, name in places:
            if (number, place) in sheet.broken:
                cells[name] = "#"
        cells = {name: text for name, text in cells.items() if text}
        if cells and text_of(row[0]) not in SUMS and cells.get("name") not in SUMS:
            if mapping.type and "type" not in cells:
                cells["type"] = mapping.type
            yield RegisterLine(sheet.name, number + 1, cells)

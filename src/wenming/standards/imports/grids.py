"""The cells of an .xlsx as they lie: values, merged ranges, and the cells whose value nobody can know.

The reader underneath (calamine) returns a blank for an error (#REF!) and for a formula whose result was never stored; these
cells are found in the file itself (ECMA-376 part 1, 18.3.1.4), so that nothing is taken for empty that is not.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

import python_calamine
from django.utils.translation import gettext as _

Cell = str | float | bool | date | time | timedelta
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes a workbook may unpack to: far more than any standard, far less than a bomb."""
MAX_CELLS = 2_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class UnreadableError(Exception):
    """The bytes are no workbook that can be read; the message is one line for the person who sent it."""


@dataclass(frozen=True)
class Grid:
    """One sheet, or one table of a document, from its first row and column on; all positions count from 0.

    ``merged`` are ranges (first row, first column, last row, last column); ``broken`` are cells without a known value;
    ``before`` are the paragraphs of a document between the table before it and this one.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...]
    broken: frozenset[tuple[int, int]]
    before: tuple[str, ...] = ()


def cell_text(cell: Cell) -> str:
    """Return a cell as trimmed text: whole numbers without their point, numbers as short as they read back."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        text = format(Decimal(repr(cell)), "f")
        return text.removesuffix(".0")
    return str(cell)


def read_grids(content: bytes) -> tuple[Grid, ...]:
    """Return every sheet of a workbook, hidden ones included; UnreadableError where the bytes are none."""
    try:
        return tuple(_grids(content))
    except (KeyboardInterrupt, SystemExit, UnreadableError):
        raise
    except BaseException as fault:  # a damaged file makes the readers raise anything; a panic of Rust is no Exception
        raise UnreadableError(_("不是能读的 Excel 工作簿（.xlsx）：请用表格软件打开，另存为 .xlsx 后重试")) from fault


def _grids(content: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableError(_("工作簿展开后过大，不像一份标准：请删去多余的行列和图片"))
        broken = {name: _broken(archive.read(part)) for name, part in _parts(archive)}
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for meta in book.sheets_metadata:
            if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False) if sheet.end else []
            ranges = sheet.merged_cell_ranges or []
            merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)
            if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged) > MAX_CELLS:
                raise UnreadableError(_("工作簿展开后过大，不像一份标准：请删去多余的行列和图片"))
            yield Grid(meta.name, _widened(rows, broken[meta.name]), merged, broken[meta.name])


def _widened(rows: list[list[Cell]], broken: frozenset[tuple[int, int]]) -> list[list[Cell]]:
    """Give the sheet room for broken cells beyond the last cell with a value."""
    height = max([len(rows), *(row + 1 for row, _at in broken)])
    width = max([*(len(row) for row in rows), *(column + 1 for _at, column in broken)], default=0)
    return [row + [""] * (width - len(row)) for row in rows] + [[""] * width for _at in range(height - len(rows))]


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of every sheet and the part of the package that holds it."""
    names = set(archive.namelist())
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  expat stops entity bombs itself
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        target = targets.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if sheet.tag.endswith("}sheet") and path in names:
            yield sheet.get("name", ""), path


def _broken(content: bytes) -> frozenset[tuple[int, int]]:
    """Return the cells with an error, or with a formula and nothing stored beside it.

    A sheet of absurd extent is refused here: the reader underneath would reserve memory for its full rectangle.
    """
    row, column, height, width = -1, -1, 0, 0
    broken = set()
    for element in ET.fromstring(content).iter():  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif tag == "c":
            row, column = _place(element.get("r", ""), (row, column + 1))
            parts = {part.tag.rpartition("}")[2]: part.text for part in element}
            if parts:
                height, width = max(height, row + 1), max(width, column + 1)
            if element.get("t") == "e" or ("f" in parts and not parts.get("v") and element.get("t") != "str"):
                broken.add((row, column))
    if height * width > MAX_CELLS:
        raise UnreadableError(_("工作簿展开后过大，不像一份标准：请删去多余的行列和图片"))
    return frozenset(broken)


def _place(reference: str, following: tuple[int, int]) -> tuple[int, int]:
    """Return row and column of a cell's reference (A1 = 0, 0); a cell without one follows the one before it."""
    found = re.match("([A-Z]+)([0-9]+)", reference)
    if found is None:
        return following
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1

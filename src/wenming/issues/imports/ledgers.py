"""Bytes to rows of issues with their pictures; what identifies persons is taken out before anything is kept."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from PIL import Image, UnidentifiedImageError

from wenming.documents.imports.pictures import DISPIMG, Pictures, picture_bytes, read_pictures
from wenming.documents.imports.workbooks import Cell, Sheet
from wenming.engine.registers import RegisterLine
from wenming.issues.imports.heads import PRIVATE
from wenming.sites.imports.columns import SheetMapping, head_text, text_of
from wenming.sites.imports.photos import FORMATS
from wenming.sites.imports.registers import SUMS, read_sheets

PHOTO_COLUMNS = ("before", "after")
BROKEN = "#"
HIDDEN = "*"
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_READABLE = frozenset(FORMATS)


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file as it is read: its sheets, its pictures, and its bytes as they may be kept."""

    content: bytes
    sheets: tuple[Sheet, ...]
    pictures: Pictures


def read_ledger(content: bytes, file_name: str) -> LedgerFile:
    """Read a table of issues; NothingReadableError where nobody can read it. Formulas of WPS that show a picture are no text and no fault."""
    sheets = read_sheets(content, file_name)
    pictures = read_pictures(content, sheets)
    shown = {(one.sheet, one.row, one.column) for one in pictures.placed if one.kind == "cell"}
    return LedgerFile(content, tuple(_without(sheet, shown) for sheet in sheets) if shown else sheets, pictures)


def _without(sheet: Sheet, shown: set[tuple[str, int, int]]) -> Sheet:
    """Return a sheet in which cells that show a picture hold nothing else."""
    mine = {(row, column) for name, row, column in shown if name == sheet.name}
    rows = [list(row) for row in sheet.rows]
    for row in rows:
        row[:] = ["" if isinstance(cell, str) and DISPIMG.search(cell) else cell for cell in row]
    return Sheet(sheet.name, rows, sheet.merged, sheet.broken - mine)


def lines_of(sheet: Sheet, mapping: SheetMapping) -> Iterator[RegisterLine]:
    """Yield the filled rows below the heads. A cell that holds an error (#REF!) is empty and says so by ``#``.

    Sums, headings between the rows, and rows over which a merged description goes on are no issues: their ``aside`` says which.
    """
    places = [(place, name) for place, name in enumerate(mapping.columns) if name and name != PRIVATE]
    going_on = continued_rows(sheet, mapping)
    for number, row in enumerate(sheet.lines(mapping.head + 1), start=mapping.head + 1):
        cells = {name: text_of(row[place]) for place, name in places if row[place] != "" and name not in PHOTO_COLUMNS}
        for place, name in places:
            if (number, place) in sheet.broken and name not in PHOTO_COLUMNS:
                cells[name] = BROKEN
        cells = {name: text for name, text in cells.items() if text}
        aside = _aside(sheet, number, row, going_on) if cells else ""
        if aside:
            yield RegisterLine(sheet.name, number + 1, {"aside": aside, "text": next(iter(cells.values()))})
        elif cells:
            yield RegisterLine(sheet.name, number + 1, cells)


def _aside(sheet: Sheet, number: int, row: Sequence[Cell], going_on: Mapping[int, int]) -> str:
    """Return why a row is no issue of its own: "" where it is one."""
    if number in going_on:
        return "goes_on"
    if any(text_of(row[place]) in SUMS for place in range(min(2, sheet.width))):
        return "sum"
    return "title" if _is_title(sheet, number, row) else ""


def _is_title(sheet: Sheet, number: int, row: Sequence[Cell]) -> bool:
    """Tell whether a row is one text over the whole table: a heading between the rows, a note below them."""
    if len({text_of(cell) for cell in row}) != 1:
        return False
    return any(top <= number <= bottom and right - left >= 2 for top, left, bottom, right in sheet.merged)


def continued_rows(sheet: Sheet, mapping: SheetMapping) -> dict[int, int]:
    """Return the rows in which a merged description only goes on, with the row in which it begins."""
    column = mapping.columns.index("text") if "text" in mapping.columns else -1
    return {
        row: top
        for top, left, bottom, right in sheet.merged
        if left <= column <= right and top > mapping.head
        for row in range(top + 1, bottom + 1)
    }


def usable_picture(content: bytes) -> bool:
    """Tell whether these bytes begin like a photo that can be shown."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.format in _READABLE
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False


def without_numbers(text: str) -> str:
    """Return a text in which telephone and identity numbers of persons are not readable."""
    return _IDENTITY.sub(r"\1********\2", _MOBILE.sub(r"\1****\2", text))


def hidden_columns(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> list[str]:
    """Return the heads of the columns that are not kept."""
    found: list[str] = []
    for sheet in sheets:
        mapping = mappings[sheet.name]
        for row in sheet.lines(mapping.head, mapping.head + 1):
            found += [str(cell).strip() for cell, name in zip(row, mapping.columns, strict=True) if name == PRIVATE]
    return list(dict.fromkeys(found))


def names_persons(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> bool:
    """Tell whether a table holds anything that is not kept."""
    if any(PRIVATE in mapping.columns for mapping in mappings.values()):
        return True
    return any(
        without_numbers(text) != text for sheet in sheets for row in sheet.rows for text in map(text_of, row) if len(text) > 10
    )  # fmt: skip


def cleaned(read: LedgerFile, mappings: Mapping[str, SheetMapping]) -> bytes:
    """Return the table as a workbook without what identifies persons, cell for cell and picture for picture where they were."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        contents = dict(picture_bytes(read.content, [one.part for one in read.pictures.placed if one.part]))
        for sheet in read.sheets:
            page, columns = book.add_worksheet(sheet.name[:31]), mappings[sheet.name].columns
            head = mappings[sheet.name].head
            for number, row in enumerate(sheet.rows):
                for place, value in enumerate(row):
                    hide = columns[place] == PRIVATE and number > head
                    _write(
                        page, (number, place), BROKEN if (number, place) in sheet.broken else "" if hide else value, day
                    )
            for one in read.pictures.placed:
                if one.sheet == sheet.name and usable_picture(contents.get(one.part, b"")):
                    options = {
                        "image_data": io.BytesIO(contents[one.part]),
                        "x_scale": 0.01,
                        "y_scale": 0.01,
                        "object_position": 1,
                    }
                    page.insert_image(one.row, one.column, "picture", options)
    return buffer.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], value: Cell, day: object) -> None:
    """Write a cell as what it was."""
    if value == "":
        return
    if isinstance(value, dt.datetime):
        page.write_datetime(*place, value.replace(tzinfo=None), day)
    elif isinstance(value, dt.date):
        page.write_datetime(*place, value, day)
    elif isinstance(value, float) and without_numbers(text_of(value)) == text_of(value):
        page.write_number(*place, value)
    else:
        page.write_string(*place, without_numbers(text_of(value)))


def head_of(sheet: Sheet, mapping: SheetMapping, column: int) -> str:
    """Return the head of a column, or its letter where it has none."""
    rows = list(sheet.lines(mapping.head, mapping.head + 1))
    text = str(rows[0][column]).strip() if rows and column < sheet.width else ""
    return text if head_text(text) else _letters(column)


def _letters(column: int) -> str:
    """Return a column's letters, A = 0."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text

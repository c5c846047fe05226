"""Tables as Excel workbooks, written with little memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

import xlsxwriter
from PIL import Image
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures in one cell, side by side, each fitted into its part of it (JPEG or PNG)."""

    contents: tuple[bytes, ...]


class Link(str):
    """The path of a file beside the workbook, which opens it; no # or % may be in it."""

    __slots__ = ()


Cell = str | int | float | Decimal | date | Pictures | None
Formats = dict[str, Format]
SHEET_NAME_LENGTH = 31


PAGE_WIDTH = 180
"""Characters that stand legibly beside each other on a page; a table with frozen columns goes on over further pages."""


class Rate(float):
    """A share, 0 to 1, that is shown in per cent whatever its column holds otherwise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and ``percent`` or ``score`` for numbers shown that way."""

    head: str
    width: int = 14
    look: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: name of the sheet, a title line above it (or ""), columns and rows; ``frozen`` columns stay in sight.

    ``height`` is that of every row in points, 0 for as high as its text: rows with pictures say it.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    frozen: int = 0
    height: int = 0


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an Excel file with these sheets, as ``write_workbook`` writes it."""
    buffer = io.BytesIO()
    write_workbook(buffer, sheets)
    return buffer.getvalue()


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write an Excel file with these sheets: heads frozen, filters on, numbers as numbers, set up to print on A4.

    A text that begins like a formula stays a text: what people typed never runs in somebody else's Excel. However many rows there are, little
    memory is used.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bg_color": "#EAF2FB", "border": 1, "text_wrap": True}),
            "": book.add_format({"border": 1, "valign": "top", "text_wrap": True}),
            "score": book.add_format({"border": 1, "num_format": "0.000"}),
            "percent": book.add_format({"border": 1, "num_format": "0.00%"}),
            "link": book.add_format(
                {"border": 1, "valign": "top", "text_wrap": True, "font_color": "#0563C1", "underline": 1}
            ),
            "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
        }
        for sheet in sheets:
            _write_sheet(book, sheet, formats)


def _write_sheet(book: xlsxwriter.Workbook, sheet: Sheet, formats: Formats) -> None:
    """Write one table from top to bottom, row by row, as constant memory demands."""
    page = book.add_worksheet(_sheet_name(sheet.name))
    top = 1 if sheet.title else 0
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    if sheet.title:
        page.write_string(0, 0, sheet.title, formats["title"])
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, column.head, formats["head"])
    last = top
    for last, row in enumerate(sheet.rows, start=top + 1):
        if sheet.height:
            page.set_row(last, sheet.height)
        for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, (last, index), value, formats[_look(column, value)])
            _write_pictures(page, (last, index), value, (column.width * 7 + 5, sheet.height * 4 // 3))
    page.freeze_panes(top + 1, sheet.frozen)
    page.autofilter(top, 0, last, len(sheet.columns) - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(-(-sum(column.width for column in sheet.columns) // PAGE_WIDTH) if sheet.frozen else 1, 0)
    page.repeat_rows(top)
    if sheet.frozen:
        page.repeat_columns(0, sheet.frozen - 1)


def _look(column: Column, value: Cell) -> str:
    """Return how a value is shown: as its column says, unless it says so itself."""
    if isinstance(value, date):
        return "date"
    if isinstance(value, Link):
        return "link"
    return "percent" if isinstance(value, Rate) else column.look


def _write_cell(page: Worksheet, place: tuple[int, int], value: Cell, look: Format) -> None:
    """Write a value as what it is."""
    if value is None or value == "" or isinstance(value, Pictures):
        page.write_blank(*place, None, look)
    elif isinstance(value, Link):
        page.write_url(*place, f"external:{value}", look, string=str(value))
    elif isinstance(value, date):
        page.write_datetime(*place, value, look)
    elif isinstance(value, str):
        page.write_string(*place, value, look)
    else:
        page.write_number(*place, value, look)


def _write_pictures(page: Worksheet, place: tuple[int, int], pictures: Cell, room: tuple[int, int]) -> None:
    """Lay pictures, if it is pictures, side by side over a cell of so many pixels; they move and grow with it."""
    if not isinstance(pictures, Pictures):
        return
    width, height = room
    part = width // max(len(pictures.contents), 1)
    for number, content in enumerate(pictures.contents):
        with Image.open(io.BytesIO(content)) as picture:
            scale = min((part - 4) / picture.width, (height - 4) / picture.height)
            left = (part - picture.width * scale) / 2
            dpi = picture.info.get("dpi", (96, 96))
        options = {
            "image_data": io.BytesIO(content),
            "x_scale": scale * dpi[0] / 96,
            "y_scale": scale * dpi[1] / 96,
            "x_offset": number * part + left,
            "y_offset": 2,
            "object_position": 1,
        }
        page.insert_image(*place, f"{place[0]}-{place[1]}-{number}.jpg", options)


def _sheet_name(name: str) -> str:
    """Return the name without what Excel refuses in the name of a sheet."""
    kept = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)
    return kept[:SHEET_NAME_LENGTH] or "Sheet"

"""Tables as Excel workbooks, written with little memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | None
Formats = dict[str, Format]
SHEET_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and ``percent`` or ``score`` for numbers shown that way."""

    head: str
    width: int = 14
    look: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: name of the sheet, a title line above it (or ""), columns and rows."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an Excel file with these sheets: heads frozen, filters on, numbers as numbers, set up to print on A4.

    A text that begins like a formula stays a text: what people typed never runs in somebody else's Excel.
    """
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bg_color": "#EAF2FB", "border": 1, "text_wrap": True}),
            "": book.add_format({"border": 1, "valign": "top", "text_wrap": True}),
            "score": book.add_format({"border": 1, "num_format": "0.000"}),
            "percent": book.add_format({"border": 1, "num_format": "0.00%"}),
            "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
        }
        for sheet in sheets:
            _write_sheet(book, sheet, formats)
    return buffer.getvalue()


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
        for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            look = formats["date"] if isinstance(value, date) else formats[column.look]
            _write_cell(page, (last, index), value, look)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, last, len(sheet.columns) - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _write_cell(page: Worksheet, place: tuple[int, int], value: Cell, look: Format) -> None:
    """Write a value as what it is."""
    if value is None or value == "":
        page.write_blank(*place, None, look)
    elif isinstance(value, date):
        page.write_datetime(*place, value, look)
    elif isinstance(value, str):
        page.write_string(*place, value, look)
    else:
        page.write_number(*place, value, look)


def _sheet_name(name: str) -> str:
    """Return the name without what Excel refuses in the name of a sheet."""
    kept = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)
    return kept[:SHEET_NAME_LENGTH] or "Sheet"

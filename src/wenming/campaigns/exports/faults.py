"""A decomposition table as it was sent, with the cells that are not used marked, and what is wrong with each."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.format import Format

from wenming.campaigns.models import ResponsibilityImport
from wenming.campaigns.queries.decomposition import grids_of
from wenming.campaigns.schemas.decomposition import problem_words
from wenming.engine.decomposition.readings import Fate, Reading
from wenming.standards.imports.grids import Grid, cell_text

SHEET_NAME_LENGTH = 31
_FORBIDDEN = "[]:*?/\\'"


def fault_workbook(import_: ResponsibilityImport, reading: Reading) -> bytes:
    """Return the sent table, cells at fault marked with a comment that says why and how to mend it, and a list of them."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        marks = {
            False: book.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#FDE2E0"}),
            True: book.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#EDEFF2"}),
        }
        names: set[str] = set()
        listed = {(fate.cell.sheet, fate.cell.row - 1, fate.cell.column): fate for fate in reading.listed}
        for grid in grids_of(import_):
            page = book.add_worksheet(_free_name(grid.name, names))
            _write_grid(page, grid, listed, plain, marks)
        _write_list(book, _free_name(_("问题清单"), names), reading, plain)
    return buffer.getvalue()


def _write_grid(
    page: xlsxwriter.worksheet.Worksheet,
    grid: Grid,
    listed: dict[tuple[str, int, int], Fate],
    plain: Format,
    marks: dict[bool, Format],
) -> None:
    """Write one sheet as it was sent."""
    merged = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
    inside = {
        (row, at)
        for (top, left), (bottom, right) in merged.items()
        for row in range(top, bottom + 1)
        for at in range(left, right + 1)
    } - set(merged)
    for row, cells in enumerate(grid.rows):
        for at, value in enumerate(cells):
            fate = listed.get((grid.name, row, at))
            look = marks[fate.settled] if fate else plain
            if (row, at) in merged:
                page.merge_range(row, at, *merged[row, at], cell_text(value), look)
            elif (row, at) not in inside and (cell_text(value) or fate):
                page.write_string(row, at, cell_text(value), look)
            if fate:
                page.write_comment(
                    row, at, "\n".join(f"{problem}。{mend}" for problem, mend in map(problem_words, fate.faults))
                )


def _write_list(book: xlsxwriter.Workbook, name: str, reading: Reading, plain: Format) -> None:
    """Write what is wrong, cell by cell."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF2FB"})
    heads = (
        (_("工作表"), 16), (pgettext("column", "单元格"), 10), (_("原值"), 40), (pgettext("column", "问题"), 40),
        (pgettext("column", "改法"), 50),
    )  # fmt: skip
    for at, (head, width) in enumerate(heads):
        page.set_column(at, at, width)
        page.write_string(0, at, head, bold)
    row = 0
    for fate in reading.listed:
        for fault in fate.faults:
            row += 1
            problem, mend = problem_words(fault)
            for at, text in enumerate((fate.cell.sheet, fate.cell.address, fate.cell.text, problem, mend)):
                page.write_string(row, at, text, plain)
    page.freeze_panes(1, 0)


def _free_name(name: str, names: set[str]) -> str:
    """Return a name of a sheet that Excel takes and no other sheet has."""
    kept = "".join("_" if letter in _FORBIDDEN else letter for letter in name)[:SHEET_NAME_LENGTH] or "Sheet"
    free, number = kept, 2
    while free.casefold() in names:
        free = f"{kept[: SHEET_NAME_LENGTH - 4]}({number})"
        number += 1
    names.add(free.casefold())
    return free

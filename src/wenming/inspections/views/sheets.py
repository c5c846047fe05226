"""The sheet as it was sent, with marked cells, as the check shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wenming.inspections.enums import RowState
from wenming.inspections.imports.columns import letter
from wenming.inspections.imports.packed import PackedSheet
from wenming.inspections.imports.values import text_of
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries import marked_rows, sheets_of
from wenming.inspections.queries.imports import ProblemGroup

ROWS_SHOWN = 60
UNFOLDED = 200
Mark = tuple[int | None, str]
"""Column from 0 (None for the whole row), and the mark."""


def sheet_context(request: HttpRequest, import_: RoundImport, groups: list[ProblemGroup]) -> dict[str, Any]:
    """Return the sheet that was asked for, or that of the first problem, with rows without problems folded."""
    sheets = sheets_of(import_)
    wanted = request.GET.get("sheet") or (groups[0].first.sheet if groups else "")
    sheet = next((one for one in sheets if one.name == wanted), sheets[0])
    head = next((one["head"] for one in import_.summary["sheets"] if one["name"] == sheet.name), 1)
    firsts = [group.first for group in groups if group.first.sheet == sheet.name]
    rows = marked_rows(import_, sheet.name, min((row.row for row in firsts), default=1), ROWS_SHOWN)
    marks = _marks(sheet, head, [*rows, *firsts])
    lines = _folded(request, sheet, head, marks)
    texts = {"empty": _("（空）"), "e": _("不能写入"), "w": _("请确认"), "f": _("已处理"), "s": _("不写入")}
    context = {"rows": lines, "span": sheet.width + 1, "texts": texts}
    return {
        "columns": [letter(place) for place in range(sheet.width)],
        "sheet_html": render_to_string("inspections/sheet_rows.html", context, using="jinja2"),
        "sheet_name": sheet.name,
        "sheets": [
            {"label": one.name, "url": f"?sheet={one.name}", "active": one is sheet, "count": ""} for one in sheets
        ]
        if len(sheets) > 1
        else [],
    }


def _marks(sheet: PackedSheet, head: int, rows: Iterable[ImportRow]) -> dict[int, Mark]:
    """Return row (from 1) -> its marked cell."""
    headings = next(sheet.lines(head - 1, head), [])
    places = {text_of(cell): place for place, cell in enumerate(headings)}
    return {row.row: (places.get(row.column), _look(row)) for row in rows}


def _look(row: ImportRow) -> str:
    """Return how the row is marked."""
    if row.state == RowState.OPEN:
        return "w" if row.asks else "e"
    return "f" if row.state == RowState.USED else "s"


def _folded(request: HttpRequest, sheet: PackedSheet, head: int, marks: dict[int, Mark]) -> list[dict[str, Any]]:
    """Return the head, every marked row with its neighbours, what was unfolded, and a line for each stretch left out."""
    near = {row + step for row in marks for step in (-1, 0, 1)} | _unfolded(request, sheet)
    visible = sorted(row for row in near | {head} if head <= row <= sheet.height)
    shown: list[dict[str, Any]] = []
    last = head - 1
    for first, end in _runs(visible):
        if first > last + 1:
            shown.append(_fold(request, last + 1, first - 1))
        cells = sheet.lines(first - 1, end)
        shown += [_row(line, row, head, marks.get(row)) for row, line in enumerate(cells, start=first)]
        last = end
    if last < sheet.height:
        shown.append(_fold(request, last + 1, sheet.height))
    return shown


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return the stretches without a gap in a rising list of numbers: first and last of each."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _unfolded(request: HttpRequest, sheet: PackedSheet) -> set[int]:
    """Return the rows of the stretch that somebody wants to see, as far as one page can show them."""
    first, _dash, last = request.GET.get("rows", "").partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(first) < 8 and len(last) < 8):
        return set()
    return set(range(int(first), min(int(last), int(first) + UNFOLDED - 1, sheet.height) + 1))


def _fold(request: HttpRequest, first: int, last: int) -> dict[str, Any]:
    """Return the line that stands for rows left out."""
    query = request.GET.copy()
    query["rows"] = f"{first}-{last}"
    return {
        "kind": "fold",
        "text": _("第 %(first)s—%(last)s 行已折叠") % {"first": first, "last": last},
        "url": f"?{query.urlencode()}#r{first}",
        "action": _("展开"),
    }


def _row(line: list[Any], row: int, head: int, mark: Mark | None) -> dict[str, Any]:
    """Return one row of the sheet with its marked cell."""
    column, look = mark or (None, "")
    cells = [
        {"text": text_of(cell), "mark": look if mark and (column is None or place == column) else ""}
        for place, cell in enumerate(line)
    ]
    return {"kind": "head" if row == head else "row", "number": row, "cells": cells}

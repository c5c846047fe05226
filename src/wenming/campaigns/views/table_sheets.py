"""The sheet as it was sent, with marked cells, as the check shows it; rows without a problem are folded."""

from __future__ import annotations

import itertools
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wenming.campaigns.models import ResponsibilityImport
from wenming.campaigns.queries.decomposition import grids_of
from wenming.engine.decomposition.problems import Problem
from wenming.engine.decomposition.reader import place_of
from wenming.engine.decomposition.readings import Fate, Reading, Reason
from wenming.engine.decomposition.tables import LineKind, letters
from wenming.standards.imports.grids import Grid, cell_text

MARKED, UNFOLDED, LONGEST, SHORT = 60, 200, 120, 2
Place = tuple[int, int]


def sheet_context(
    request: HttpRequest, import_: ResponsibilityImport, reading: Reading, problems: list[Problem]
) -> dict[str, Any]:
    """Return the sheet that was asked for, or that of the first problem shown."""
    grids = grids_of(import_)
    wanted = request.GET.get("sheet") or (problems[0].fates[0].cell.sheet if problems else "")
    grid = next((one for one in grids if one.name == wanted), grids[0])
    fates = [fate for fate in reading.fates if fate.cell.sheet == grid.name]
    marks = {(fate.cell.row, fate.cell.column): look for fate in fates if (look := _look(fate, reading))}
    heads = _heads(reading, grid.name)
    near = [fate.cell.row for problem in problems for fate in problem.fates if fate.cell.sheet == grid.name]
    texts = {"empty": _("（空）"), "e": _("不能采用"), "w": _("请确认"), "f": _("已自动认出"), "s": _("不写入")}
    rows = _folded(request, grid, heads, _shown(marks, min(near, default=1)), marks)
    width = max(map(len, grid.rows), default=0)
    return {
        "columns": [letters(place) for place in range(width)],
        "sheet_html": render_to_string(
            "campaigns/table_rows.html", {"rows": rows, "span": width + 1, "texts": texts}, using="jinja2"
        ),
        "sheet_name": grid.name,
        "sheets": [
            {"label": one.name, "url": f"?sheet={one.name}", "active": one is grid, "count": ""} for one in grids
        ]
        if len(grids) > 1
        else [],
    }


def _look(fate: Fate, reading: Reading) -> str:
    """Return how a cell is marked: refused, to be confirmed, led back to its unit or clause by other words, left out."""
    if fate.settled:
        return "s"
    if fate.listed:
        asks = any(fault.suggestions or fault.reason is Reason.NO_CLAUSE for fault in fate.faults)
        return "w" if asks else "e"
    return "f" if place_of(fate.cell) in reading.mended else ""


def _heads(reading: Reading, sheet: str) -> set[int]:
    """Return the rows of the first heads of a sheet."""
    lines = [line for table in reading.tables if table.sheet == sheet for line in table.lines]
    rows = [line.row for line in lines if line.kind is LineKind.HEAD]
    return {row for row in rows if row <= rows[0] + 1}


def _shown(marks: dict[Place, str], start: int) -> set[int]:
    """Return the rows to be shown: those with an open mark from the first problem on, and their neighbours."""
    rows = sorted({row for (row, _column), look in marks.items() if look in {"e", "w", "s"}})
    chosen = [row for row in rows if row >= start - 1][:MARKED]
    return {row + step for row in chosen for step in (-1, 0, 1)}


def _folded(
    request: HttpRequest, grid: Grid, heads: set[int], shown: set[int], marks: dict[Place, str]
) -> list[dict[str, Any]]:
    """Return the rows that are shown, and a line for each stretch left out."""
    height = len(grid.rows)
    visible = _joined(sorted(row for row in shown | heads | _unfolded(request) if 1 <= row <= height), height)
    covered = _covered(grid)
    lines: list[dict[str, Any]] = []
    last = min(heads, default=1) - 1
    for row in (one for one in visible if one > last):
        if row > last + 1:
            lines.append(_fold(request, last + 1, row - 1))
        lines.append(_row(grid, row, head=row in heads, marks=marks, covered=covered))
        last = row
    return [*lines, _fold(request, last + 1, height)] if last < height else lines


def _joined(rows: list[int], height: int) -> list[int]:
    """Return the rows with the short stretches between them, which a line that stands for them would not shorten."""
    ends = [*rows, height + 1] if rows else []
    filled = set(rows)
    for row, following in itertools.pairwise(ends):
        filled |= set(range(row, following)) if following - row <= SHORT + 1 else set()
    return sorted(filled)


def _covered(grid: Grid) -> dict[Place, str]:
    """Return the cells that lie in a merged one below its first row, with its text."""
    return {
        (row + 1, left): cell_text(grid.rows[top][left])
        for top, left, bottom, _right in grid.merged
        for row in range(top + 1, min(bottom, len(grid.rows) - 1) + 1)
    }


def _row(grid: Grid, row: int, *, head: bool, marks: dict[Place, str], covered: dict[Place, str]) -> dict[str, Any]:
    """Return one row; what a merged cell above says stands in grey."""
    cells = []
    for column, value in enumerate(grid.rows[row - 1]):
        text = " ".join(cell_text(value).split())
        from_above = not text and not head and (row, column) in covered
        shown = " ".join(covered[row, column].split()) if from_above else text
        cells.append({"text": shown[:LONGEST], "mark": marks.get((row, column), ""), "above": from_above})
    return {"kind": "head" if head else "row", "number": row, "cells": cells}


def _unfolded(request: HttpRequest) -> set[int]:
    """Return the rows of the stretch that somebody wants to see, as far as one page can show them."""
    first, _dash, last = request.GET.get("rows", "").partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(first) < 8 and len(last) < 8):
        return set()
    return set(range(int(first), min(int(last), int(first) + UNFOLDED - 1) + 1))


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

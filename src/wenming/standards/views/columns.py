"""Step 2 of an import: the tables of an office's form with the meaning of every column, as guessed and as set by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wenming.standards.enums import COLUMNS
from wenming.standards.imports.grids import Grid, cell_text
from wenming.standards.imports.offices import OfficeColumn, read_office
from wenming.standards.imports.readings import SKIP, FileReading, column_key
from wenming.standards.imports.tables import letters

ROWS_SHOWN = 6


def tables(reading: FileReading) -> list[dict[str, Any]]:
    """Return every table with its columns, what each means now, and its first rows; words after the last table are none."""
    office = reading.office
    found = office.columns if office else ()
    return [
        _table(place, grid, found, skipped=grid.name in reading.skipped)
        for place, grid in enumerate(reading.grids)
        if grid.rows
    ]


def _table(place: int, grid: Grid, found: tuple[OfficeColumn, ...], *, skipped: bool) -> dict[str, Any]:
    """Return one table."""
    width = max(map(len, grid.rows), default=0)
    headed = {column.index: column for column in found if column.table == grid.name}
    shown = [[_short(row[at] if at < len(row) else "") for at in range(width)] for row in grid.rows[:ROWS_SHOWN]]
    return {
        "place": place,
        "name": grid.name,
        "skipped": skipped,
        "rows_total": len(grid.rows),
        "known": bool(headed),
        "columns": [
            {
                "field": f"column:{place}:{at}",
                "letter": letters(at),
                "heading": headed[at].heading if at in headed else "",
                "choices": _choices(headed[at].meaning if at in headed else ""),
            }
            for at in range(width)
            if at in headed or not headed
        ],
        "rows": [{"number": number, "cells": cells} for number, cells in enumerate(shown, start=1)],
        "letters": [letters(at) for at in range(width)],
    }


def _choices(meaning: str) -> list[tuple[str, str, bool]]:
    """Return what a column may mean, the present meaning chosen."""
    return [("", _("（不知道）"), not meaning), *((key, str(word), key == meaning) for key, word in COLUMNS.items())]


def _short(cell: Any) -> str:
    text = " ".join(cell_text(cell).split())
    return f"{text[:28]}…" if len(text) > 29 else text


def chosen(request: HttpRequest, reading: FileReading) -> dict[str, str | None]:
    """Return what was set by hand: only what differs from the guess is remembered, the rest is taken back."""
    guessed = {(one.table, one.index): one.meaning for one in read_office(reading.grids).columns}
    values: dict[str, str | None] = {}
    for place, grid in enumerate(reading.grids):
        if not grid.rows:
            continue
        values[grid.name] = None if f"table:{place}" in request.POST else SKIP
        prefix = f"column:{place}:"
        for name, meaning in request.POST.items():
            index = name.removeprefix(prefix)
            if name.startswith(prefix) and index.isdecimal() and meaning in {"", *COLUMNS}:
                usual = guessed.get((grid.name, int(index)), "")
                values[column_key(grid.name, int(index))] = None if meaning == usual else meaning
    return values

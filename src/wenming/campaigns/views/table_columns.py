"""Step 2: which sheets are tables of the decomposition, where their heads stand, what each column means."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wenming.campaigns.actions.decomposition import map_table_columns
from wenming.campaigns.imports.heads import CHOICES, mapping_from
from wenming.campaigns.imports.tables import tables_of
from wenming.campaigns.queries.decomposition import grids_of, tables_in
from wenming.campaigns.schemas.decomposition import meaning_words
from wenming.campaigns.views.doing import attempt
from wenming.campaigns.views.offices import draft, import_or_404
from wenming.engine.decomposition.tables import Line, LineKind, Meaning, Table, letters
from wenming.kernel.models import City
from wenming.standards.imports.grids import Grid, cell_text

HEAD_CHOICES, ROWS_SHOWN = 12, 5


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Show what the columns mean; any of it may be changed. ``act=look`` shows the choice without keeping it."""
    import_ = import_or_404(request, city, (pk, number))
    grids = grids_of(import_)
    said = dict(import_.mapping)
    tables = tables_in(import_)
    if request.method == "POST":
        said = _posted(request, grids)
        tables = tables_of(grids, mapping_from(said))
        if request.POST.get("act") != "look":
            attempt(
                lambda: map_table_columns(import_=import_, mapping=said, by=request.user, at=timezone.now()),
                request=request,
            )
            return redirect("campaigns:table_check", city.slug, pk, number)
    sheets = [
        _sheet(place, grid, table, said.get(grid.name, {}))
        for place, (grid, table) in enumerate(zip(grids, tables, strict=True))
    ]
    context = {
        "draft": draft(import_),
        "sheets": sheets,
        "meanings": [(Meaning.IGNORE.value, _("不用")), *((one.value, meaning_words(one)) for one in CHOICES)],
        "remembered": bool(import_.mapping) and request.method == "GET",
        "unknown": not any(sheet["head"] is not None for sheet in sheets),
    }
    return render(request, "campaigns/table_columns.html", context)


def _posted(request: HttpRequest, grids: tuple[Grid, ...]) -> dict[str, Any]:
    """Return what the form says; where another row of heads was chosen, its words say what the columns mean."""
    said: dict[str, Any] = {}
    for place, grid in enumerate(grids):
        text = request.POST.get(f"head-{place}", "")
        head = int(text) if text.isascii() and text.isdigit() and int(text) < len(grid.rows) else None
        columns = {
            name.rpartition("-")[2]: value
            for name, value in request.POST.items()
            if name.startswith(f"column-{place}-") and value in set(Meaning) and value
        }
        changed = text != request.POST.get(f"shown-{place}")
        said[grid.name] = {"used": f"use-{place}" in request.POST, "head": head, "columns": {} if changed else columns}
    return said


def _sheet(place: int, grid: Grid, table: Table, said: dict[str, Any]) -> dict[str, Any]:
    """Return one sheet with its choices and its first rows below the heads."""
    heads = [line.row for line in table.lines if line.kind is LineKind.HEAD]
    head = heads[0] - 1 if heads else said.get("head")
    below = [line for line in table.lines if line.kind in {LineKind.BODY, LineKind.WIDE}][:ROWS_SHOWN]
    rows = len(grid.rows)
    return {
        "number": place,
        "name": grid.name,
        "rows": ngettext("%(count)s 行", "%(count)s 行", rows) % {"count": f"{rows:,}"},
        "used": said.get("used", True),
        "head": head,
        "heads": [
            {"value": row, "label": _("第 %(row)s 行：%(text)s") % {"row": row + 1, "text": _start(cells)}}
            for row, cells in enumerate(grid.rows[:HEAD_CHOICES])
            if any(map(cell_text, cells))
        ],
        **_cells(grid, table, below),
    }


def _cells(grid: Grid, table: Table, below: list[Line]) -> dict[str, Any]:
    """Return the columns with their meanings, and the cells of the first rows under them."""
    width = max(map(len, grid.rows), default=0)
    by = {column.index: column for column in table.columns}
    places = [at for at in range(width) if not any(column.index < at <= column.last for column in table.columns)]
    return {
        "columns": [
            {
                "place": at,
                "letter": letters(at),
                "heading": by[at].heading if at in by else "",
                "chosen": by[at].meaning.value if at in by else "",
                "label": _("第 %(letter)s 列的含义") % {"letter": letters(at)},
            }
            for at in places
        ],
        "lines": [
            {
                "number": line.row,
                "cells": ["".join(cell.text for cell in line.cells if at == cell.column) for at in places],
            }
            for line in below
        ],
    }


def _start(cells: list[Any]) -> str:
    """Return what a row begins with."""
    texts = [" ".join(text.split()) for cell in cells if (text := cell_text(cell))]
    return " · ".join(texts)[:40]

"""Step 2: which row holds the heads, what each column means, which sheets are records of the round at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from wenming.engine.observations import NothingReadableError
from wenming.inspections.actions import NotPossibleError, map_columns
from wenming.inspections.enums import ImportState, refusal_words
from wenming.inspections.imports.columns import TITLES, Column, find_header, letter
from wenming.inspections.imports.lines import Judge
from wenming.inspections.imports.mappings import (
    HEAD_CHOICES,
    MappingError,
    SheetMapping,
    guess_at,
    header_of,
    mapping_of,
    mappings_from,
)
from wenming.inspections.imports.packed import PackedSheet
from wenming.inspections.imports.rounds import line_of
from wenming.inspections.imports.values import text_of
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import import_in, sheets_of
from wenming.inspections.queries.names import judge_of, kept_heads
from wenming.inspections.views.office import draft, office_only
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text

ROWS_SHOWN = 6
ROWS_TRIED = 200
OPEN = (ImportState.MAPPING, ImportState.CHECKING)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what the columns seem to mean; any of it may be changed. ``act=look`` shows the choice without keeping it."""
    office_only(request, city)
    import_ = import_in(city, pk)
    sheets = sheets_of(import_)
    if import_.state not in OPEN or not sheets:
        if request.method == "POST":
            messages.error(request, refusal_words("not_possible_now"))
        if not sheets:
            raise Http404
        return redirect("inspections:check", city.slug, pk)
    fault = ""
    chosen = _posted(request, sheets) if request.method == "POST" else _known(import_, sheets)
    if request.method == "POST" and request.POST.get("act") != "look":
        try:
            mapping = [one.as_json() for one in chosen]
            map_columns(import_=import_, mapping=mapping, by=request.user, at=timezone.now())
        except (MappingError, NothingReadableError) as wrong:
            fault = str(wrong)
        except NotPossibleError as wrong:
            messages.error(request, refusal_words(str(wrong)))
            return redirect("inspections:check", city.slug, pk)
        else:
            return redirect("inspections:check", city.slug, pk)
    judge = judge_of(import_)
    context = {
        "draft": draft(import_),
        "fault": fault,
        "unknown": import_.state == ImportState.MAPPING and not import_.proposed,
        "proposals": _proposals(import_),
        "sheets": [
            _sheet(number, sheet, mapping, judge)
            for number, (sheet, mapping) in enumerate(zip(sheets, chosen, strict=True))
        ],
    }
    return render(request, "inspections/round_columns.html", context, status=422 if fault else 200)


def _known(import_: RoundImport, sheets: tuple[PackedSheet, ...]) -> list[SheetMapping]:
    """Return what was said of the columns, else what an earlier file proposes, else what the headings say."""
    said = mappings_from(import_.mapping, sheets)
    proposed = mappings_from(list(import_.proposed.values()), sheets)
    known = [
        said.get(sheet.name) or proposed.get(sheet.name) or mapping_of(sheet, find_header(sheet)) for sheet in sheets
    ]
    if any(one.used for one in known):
        return known
    # nothing was recognised: the longest sheet is most likely the record of the round
    longest = max(range(len(sheets)), key=lambda number: sheets[number].height)
    return [replace(one, used=number == longest) for number, one in enumerate(known)]


def _posted(request: HttpRequest, sheets: tuple[PackedSheet, ...]) -> list[SheetMapping]:
    """Return what the form says; where the row of heads was changed, its headings say what the columns mean."""
    chosen = []
    for number, sheet in enumerate(sheets):
        head = _row(request.POST.get(f"head-{number}", ""), sheet)
        used = f"use-{number}" in request.POST
        if str(head) != request.POST.get(f"shown-{number}"):
            chosen.append(replace(guess_at(sheet, head), used=used))
            continue
        meanings = tuple(_column(request.POST.get(f"column-{number}-{place}", "")) for place in range(sheet.width))
        chosen.append(SheetMapping(sheet.name, used=used, head=head, meanings=meanings))
    return chosen


def _row(text: str, sheet: PackedSheet) -> int:
    """Return the row of heads that was chosen, from 0."""
    row = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return min(row, min(HEAD_CHOICES, sheet.height) - 1)


def _column(text: str) -> Column | None:
    """Return what a column was said to mean."""
    return Column(text) if text in set(Column) else None


def _sheet(number: int, sheet: PackedSheet, mapping: SheetMapping, judge: Judge) -> dict[str, Any]:
    """Return one sheet with its choices and its first rows."""
    heads = next(sheet.lines(mapping.head, mapping.head + 1))
    lines = sheet.lines(mapping.head + 1, mapping.head + 1 + ROWS_SHOWN)
    return {
        "number": number,
        "name": sheet.name,
        "rows": ngettext("%(count)s 行", "%(count)s 行", sheet.height) % {"count": f"{sheet.height:,}"},
        "used": mapping.used,
        "head": mapping.head,
        "heads": [
            {"value": row, "label": _("第 %(row)s 行：%(text)s") % {"row": row + 1, "text": _start(cells)}}
            for row, cells in enumerate(sheet.lines(0, HEAD_CHOICES))
        ],
        "columns": [
            {
                "place": place,
                "letter": letter(place),
                "heading": text_of(cell),
                "chosen": meaning.value if meaning else "",
                "label": _("第 %(letter)s 列的含义") % {"letter": letter(place)},
            }
            for place, (cell, meaning) in enumerate(zip(heads, mapping.meanings, strict=True))
        ],
        "meanings": [("", pgettext("column", "不用")), *((column.value, meaning_words(column)) for column in Column)],
        "lines": [
            {"number": mapping.head + 2 + place, "cells": [text_of(cell) for cell in cells]}
            for place, cells in enumerate(lines)
        ],
        "tried": _tried(sheet, mapping, judge),
    }


def _start(cells: list[Any]) -> str:
    """Return what a row begins with."""
    texts = [text for cell in cells if (text := text_of(cell))]
    return " · ".join(texts)[:40] or _("（空）")


def meaning_words(column: Column) -> str:
    """Return what a column means, for people."""
    return {
        Column.SERIAL: pgettext("column", "序号"),
        Column.NAME: pgettext("column", "项目"),
        Column.ITEM: pgettext("column", "检查项"),
        Column.SITE: pgettext("column", "考察点位"),
        Column.DEDUCTION: pgettext("column", "扣分"),
        Column.SCORE: pgettext("column", "得分"),
        Column.AREA: pgettext("column", "属地"),
        Column.UNIT: pgettext("column", "责任单位"),
    }[column]


def _tried(sheet: PackedSheet, mapping: SheetMapping, judge: Judge) -> str:
    """Say how many of the first rows could be used under this mapping."""
    if not mapping.used or not {Column.NAME, Column.DEDUCTION} <= set(mapping.meanings):
        lacking = [TITLES[column] for column in (Column.NAME, Column.DEDUCTION) if column not in mapping.meanings]
        return _("还没有指明：%(columns)s") % {"columns": _("、").join(lacking)} if mapping.used else ""
    header = header_of(sheet, mapping)
    rows = [cells for cells in sheet.lines(mapping.head + 1, mapping.head + 1 + ROWS_TRIED) if any(map(text_of, cells))]
    usable = sum(judge.judge(line_of(sheet.name, 1, cells, header)).observation is not None for cells in rows)
    return _("试读前 %(rows)s 行：%(usable)s 行可以直接使用") % {"rows": len(rows), "usable": usable}


def _proposals(import_: RoundImport) -> list[str]:
    """Say whose mapping of which day is proposed for which sheet."""
    keys = {one["heads"]: name for name, one in import_.proposed.items()}
    return [
        _("工作表“%(sheet)s”的表头与以前的文件相同，已填上%(by)s在 %(at)s 确认过的对应关系，请核对后继续。")
        % {"sheet": keys[memory.heads], "by": memory.kept_by, "at": moment_text(memory.kept_at, import_.city)}
        for memory in kept_heads(import_.city, keys)
    ]

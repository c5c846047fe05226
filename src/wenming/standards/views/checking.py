"""What the steps of an import show: the head, the problems beside the file, the rows that are not used, the rehearsal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.editions import compare_editions
from wenming.engine.standards import Standard
from wenming.kernel.schemas import choices, moment_text, number_text
from wenming.standards.imports.grids import Grid, cell_text
from wenming.standards.imports.readings import Fault, FileKind, FileReading
from wenming.standards.imports.tables import letters
from wenming.standards.models import RESERVED_CODES, Edition, StandardImport
from wenming.standards.queries import edition_before, standard_of
from wenming.standards.schemas import edition_title
from wenming.standards.views.contents import about, chosen_part, part_context, tabs
from wenming.standards.views.differences import difference
from wenming.standards.views.differences import head as side_head

PROBLEMS_ON_A_PAGE = 20
ROWS_SHOWN = 150
LISTED_SHOWN = 400


def head(import_: StandardImport, reading: FileReading) -> dict[str, Any]:
    """Return the head of every step."""
    slug, pk = import_.city.slug, import_.pk
    return {
        "import_name": import_.name,
        "uploaded": f"{import_.created_by} · {moment_text(import_.created_at, import_.city)}",
        "is_office": reading.kind is FileKind.OFFICE,
        "is_draft": reading.kind is FileKind.DRAFT,
        "ready": reading.contents is not None,
        "urls": {
            name: reverse(f"standards:import_{name}", args=[slug, pk])
            for name in ("columns", "check", "preview", "adopt", "drop", "original", "fix", "facts")
        },
        "draft_url": reverse("standards:draft", args=[slug, pk]),
    }


def context(request: HttpRequest, import_: StandardImport, reading: FileReading) -> dict[str, Any]:
    """Return everything that step 3 shows."""
    faults = reading.findings
    asking = [fault for fault in faults if fault.proposal]
    edits = import_.answers.get("edits", {})
    return {
        "counts": _counts(reading, asking),
        "progress": _progress(len(edits), len(faults) + len(reading.missing)),
        "missing": reading.missing,
        "faulty": bool(faults),
        **_problem_list(request, import_, faults, asking),
        **_source(request, reading, import_),
        # by place: a database need not keep the order in which they were made
        "edits": [
            {"key": key, "place": _edit_place(key), "text": edits[key]} for key in sorted(edits, key=_edit_order)
        ],
        **_listed(reading),
    }


def _counts(reading: FileReading, asking: list[Fault]) -> dict[str, str]:
    """Return the numbers on top."""
    nodes = _nodes(reading)
    rows = len(reading.lines) or sum(1 for grid in reading.grids for row in grid.rows if any(map(cell_text, row)))
    return {
        "read": number_text(rows),
        "nodes": number_text(nodes),
        "asking": number_text(len(asking)),
        "refused": number_text(len(reading.findings) - len(asking)),
        "listed": number_text(len(reading.office.listed) if reading.office else 0),
    }


def _nodes(reading: FileReading) -> int:
    """Return how many lines of the tree were read so far."""

    def below(rows: Any) -> int:
        return sum(1 + below(row.get("children", ())) for row in rows)

    if reading.office:
        return below(reading.office.tree)
    return below(reading.contents["tree"]) if reading.contents else 0


def _progress(done: int, left: int) -> dict[str, Any]:
    text = _("已处理 %(done)s / %(total)s 处") % {"done": done, "total": done + left}
    return {"done": done, "left": left, "total": max(done + left, 1), "text": text}


def _problem_list(
    request: HttpRequest, import_: StandardImport, faults: tuple[Fault, ...], asking: list[Fault]
) -> dict[str, Any]:
    """Return one page of the problems under the chosen filter."""
    here = reverse("standards:import_check", args=[import_.city.slug, import_.pk])
    kind = request.GET.get("kind", "")
    kept = [fault for fault in faults if not kind or bool(fault.proposal) == (kind == "asking")]
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    page = min(page, max((len(kept) - 1) // PROBLEMS_ON_A_PAGE, 0))
    start = page * PROBLEMS_ON_A_PAGE
    shown = kept[start : start + PROBLEMS_ON_A_PAGE]
    return {
        "problems": [problem(start + place, fault) for place, fault in enumerate(shown)],
        "filters": choices(
            [
                (here, f"{pgettext('filter', '全部')} {len(faults)}", not kind),
                (f"{here}?kind=refused", f"{_('要改')} {len(faults) - len(asking)}", kind == "refused"),
                (f"{here}?kind=asking", f"{_('请确认')} {len(asking)}", kind == "asking"),
            ]
        ),
        "problem_pages": _pages(f"{here}?kind={kind}&page=", page, len(kept)),
    }


def _pages(link: str, page: int, total: int) -> dict[str, str] | None:
    """Return the pager, or None where everything fits on one page."""
    if total <= PROBLEMS_ON_A_PAGE:
        return None
    start = page * PROBLEMS_ON_A_PAGE
    last = min(start + PROBLEMS_ON_A_PAGE, total)
    facts = {"first": start + 1, "last": last, "total": total}
    return {
        "text": _("第 %(first)s—%(last)s 处，共 %(total)s 处") % facts,
        "previous_url": f"{link}{page - 1}#problems" if page else "",
        "next_url": f"{link}{page + 1}#problems" if last < total else "",
    }


def problem(number: int, fault: Fault) -> dict[str, Any]:
    """Return one entry of the list of problems."""
    return {
        "id": number,
        "tone": "warn" if fault.proposal else "bad",
        "current": number == 0,
        "place": _place(fault.sheet, fault.row, fault.column),
        "row": fault.row or "",
        "title": fault.finding.problem,
        "mend": fault.finding.mend,
        "key": fault.key,
        "text": fault.current.strip(),
        "proposal": fault.proposal,
        "written": fault.written or fault.current,
        "meant": fault.meant or fault.proposal,
        "code": fault.code,
        "section": fault.section,
    }


def _place(sheet: str, row: int | None, column: str) -> str:
    """Return where something stands, as far as known."""
    parts = [sheet, _("第 %(row)s 行") % {"row": row} if row else "", column]
    return " · ".join(part for part in parts if part)


def _edit_place(key: str) -> str:
    """Return the place of a mend from its key: a line, or a cell."""
    row, at, sheet = [*key.split("!", 2), "", ""][:3]
    return _place(sheet, int(row), letters(int(at)) if at else "")


def _edit_order(key: str) -> tuple[str, int, int]:
    """Return where a mend stands among the others: sheet by sheet from the top down."""
    row, at, sheet = [*key.split("!", 2), "", ""][:3]
    return sheet, int(row), int(at or 0)


def _listed(reading: FileReading) -> dict[str, Any]:
    """Return what is not used, each with its reason."""
    office = reading.office
    rows = [
        {"place": _place(one.place.sheet, one.place.row, one.place.column), "text": one.text, "reason": one.reason}
        for one in (office.listed if office else ())
    ]
    kept = _("注和备注，体系里没有它的位置")
    rows += [
        {"place": _place(note.place.sheet, note.place.row, note.place.column), "text": note.text, "reason": kept}
        for note in (office.notes if office else ())
    ]
    rows += [{"place": name, "text": "", "reason": _("按你的选择，这张表没有读")} for name in reading.skipped]
    return {"listed": rows[:LISTED_SHOWN], "listed_count": len(rows)}


def _source(request: HttpRequest, reading: FileReading, import_: StandardImport) -> dict[str, Any]:
    """Return the file beside its problems: the lines, or one sheet, with what stands between folded away."""
    edited = import_.answers.get("edits", {})
    if reading.lines:
        marks: dict[int, dict[int, str]] = {}
        for fault in reading.findings:
            marks.setdefault(fault.row or 1, {})[0] = "w" if fault.proposal else "e"
        for key in edited:
            marks.setdefault(int(key), {}).setdefault(0, "f")
        rows = [[line] for line in reading.lines]
        return {"columns": [_("内容")], "sheet_html": _sheet(rows, marks, head=0), "sheet_names": []}
    names = list(dict.fromkeys(fault.sheet for fault in reading.findings))
    wanted = request.GET.get("sheet") or (names[0] if names else "")
    grid = next((one for one in reading.grids if one.name == wanted), reading.grids[0] if reading.grids else None)
    if grid is None:
        return {"columns": [], "sheet_html": "", "sheet_names": []}
    return {
        "columns": [letters(at) for at in range(max(map(len, grid.rows), default=0))],
        "sheet_html": _sheet([list(map(cell_text, row)) for row in grid.rows], _marks(grid, reading, edited), head=1),
        "sheet_names": [
            {"url": f"?sheet={name}", "label": name, "active": name == grid.name} for name in names if len(names) > 1
        ],
    }


def _marks(grid: Grid, reading: FileReading, edited: dict[str, str]) -> dict[int, dict[int, str]]:
    """Return row (from 1) -> column (from 0, -1: the whole row) -> mark."""
    marks: dict[int, dict[int, str]] = {}
    for key in edited:
        row, at, sheet = [*key.split("!", 2), "", ""][:3]
        if sheet == grid.name:
            marks.setdefault(int(row), {})[int(at)] = "f"
    for fault in reading.findings:
        if fault.sheet == grid.name and fault.row:
            column = int(fault.key.split("!")[1]) if fault.key else -1
            marks.setdefault(fault.row, {})[column] = "w" if fault.proposal else "e"
    return marks


def _sheet(rows: list[list[str]], marks: dict[int, dict[int, str]], *, head: int) -> str:
    """Return the marked rows with their neighbours, and a line for each stretch that is left out."""
    wanted = {row + step for row in sorted(marks)[:ROWS_SHOWN] for step in (-1, 0, 1)} | set(range(1, head + 1))
    visible = sorted(row for row in wanted if 1 <= row <= len(rows)) or list(range(1, min(len(rows), 12) + 1))
    shown: list[dict[str, Any]] = []
    last = 0
    for row in visible:
        if row > last + 1:
            shown.append({"fold": _fold(last + 1, row - 1)})
        mark = marks.get(row, {})
        cells = [{"text": text, "mark": mark.get(at, mark.get(-1, ""))} for at, text in enumerate(rows[row - 1])]
        shown.append({"number": row, "cells": cells, "head": row <= head, "fold": ""})
        last = row
    if last < len(rows):
        shown.append({"fold": _fold(last + 1, len(rows))})
    width = max((len(row) for row in rows), default=1)
    texts = {"empty": _("（空）"), "e": _("要改"), "w": _("请确认"), "f": _("已改好")}
    return render_to_string(
        "standards/source_rows.html", {"rows": shown, "span": width + 1, "texts": texts}, using="jinja2"
    )


def _fold(first: int, last: int) -> str:
    if first == last:
        return _("第 %(row)s 行已折叠") % {"row": first}
    return _("第 %(first)s—%(last)s 行已折叠") % {"first": first, "last": last}


def preview(request: HttpRequest, import_: StandardImport, standard: Standard) -> dict[str, Any]:
    """Return what step 4 shows: the edition as it will be, and what it changes."""
    part = chosen_part(request, standard)
    here = reverse("standards:import_preview", args=[import_.city.slug, import_.pk])
    return {
        **part_context(standard, part, {}),
        "tabs": tabs(standard, part, here),
        "about": about(standard),
        "title": edition_title(standard),
        "edition_word": standard.edition,
        "taken": _taken(import_, standard),
        **_against(request, import_, standard, here),
    }


def _taken(import_: StandardImport, standard: Standard) -> bool:
    """Say whether the city keeps another edition under this code, or a page stands at its address."""
    return standard.code in RESERVED_CODES or Edition.objects.in_city(import_.city).filter(code=standard.code).exists()


def _against(request: HttpRequest, import_: StandardImport, standard: Standard, here: str) -> dict[str, Any]:
    """Return the difference against the city's latest other edition of the same title, nothing where there is none."""
    row = edition_before(import_.city, standard)
    if row is None:
        return {"before": None}
    before = standard_of(row)
    kind = request.GET.get("kind", "")
    found = compare_editions(before, standard)
    kinds = {word for change in found.nodes for word in change.kinds}
    return {
        "before": side_head(before),
        "all_url": f"{here}#changes",
        **difference(found, f"{here}?part=tree", kind if kind in kinds else ""),
    }

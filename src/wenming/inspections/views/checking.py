"""What the check of an import shows: the sheet with its marked cells, the problems to decide, the notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.observations import FULL, Problem, ProblemKind, RoundReading
from wenming.engine.standards import Standard
from wenming.inspections.imports.columns import Header, find_header, letter
from wenming.inspections.imports.messages import note_words, problem_words, suggestion_names
from wenming.inspections.imports.values import text_of
from wenming.inspections.imports.workbooks import Sheet
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import same_file, sheets_of
from wenming.kernel.schemas import choices, moment_text, number_text
from wenming.standards.queries import standard_of
from wenming.standards.schemas import edition_title

PROBLEMS_ON_A_PAGE = 20
ROWS_SHOWN = 120
NOTES_SHOWN = 400


@dataclass(frozen=True)
class Group:
    """Rows that have the same problem with the same value, and so the same mend."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The first of them, which speaks for all."""
        return self.problems[0]

    @property
    def asks(self) -> bool:
        """True when a person can settle it here by accepting a proposal."""
        return self.first.kind == ProblemKind.NAME_UNKNOWN and bool(self.first.suggestions)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """Join the problems that one decision settles, in the order of their first row."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        alone = "" if problem.kind == ProblemKind.NAME_UNKNOWN else str(problem.row)
        groups.setdefault((problem.kind, problem.sheet, problem.column or "", problem.value, alone), []).append(problem)
    return [Group(tuple(found)) for found in groups.values()]


def single_proposals(reading: RoundReading) -> dict[str, str]:
    """Return written name -> code for every unknown name that has exactly one proposal."""
    return {
        problem.value: problem.suggestions[0]
        for problem in reading.problems
        if problem.kind == ProblemKind.NAME_UNKNOWN and len(problem.suggestions) == 1
    }


def draft_line(import_: RoundImport) -> dict[str, str]:
    """Return one unfinished import as an entry of a list."""
    return {
        "name": import_.name,
        "url": reverse("inspections:check", args=[import_.city.slug, import_.pk]),
        "text": _("%(file)s · %(at)s 上传")
        % {"file": import_.file.name, "at": moment_text(import_.created_at, import_.city)},
    }


def draft(import_: RoundImport) -> dict[str, str]:
    """Return the head of the check page."""
    slug, sheets = import_.city.slug, sheets_of(import_)
    header = find_header(sheets[0]) if sheets else None
    return {
        "round_name": import_.name,
        "standard": edition_title(import_.edition),
        "file_name": import_.file.name,
        "file_url": reverse("inspections:original", args=[slug, import_.pk]),
        "sheet": _("、").join(sheet.name for sheet in sheets),
        "head_row": str(header.row + 1 if header else 1),
        "uploaded": f"{import_.created_by} · {moment_text(import_.created_at, import_.city)}",
        "rounds_url": reverse("workbench:rounds", args=[slug]),
        "replace_url": reverse("inspections:import", args=[slug]),
    }


def context(request: HttpRequest, import_: RoundImport, reading: RoundReading) -> dict[str, Any]:
    """Return everything that step 2 shows."""
    standard = standard_of(import_.edition)
    groups = grouped(reading.problems)
    here = reverse("inspections:check", args=[import_.city.slug, import_.pk])
    return {
        "counts": _counts(reading, groups),
        "progress": _progress(import_, groups),
        "write": _write(import_, reading),
        "warnings": _warnings(import_, reading),
        "errors_url": reverse("inspections:errors", args=[import_.city.slug, import_.pk]) if groups else "",
        "discard_url": reverse("inspections:drop", args=[import_.city.slug, import_.pk]),
        "notes": [
            {"place": _place(note.sheet, note.row, note.column), "text": note_words(note)}
            for note in reading.notes[:NOTES_SHOWN]
        ],
        "note_count": len(reading.notes),
        **_problem_list(request, import_, standard, groups, here),
        **_sheet(request, sheets_of(import_), groups),
    }


def _warnings(import_: RoundImport, reading: RoundReading) -> list[str]:
    """Return what speaks against writing this file at all; the person decides."""
    warnings = []
    twin = same_file(import_)
    if twin is not None:
        warnings.append(_("这个文件与“%(name)s”的完全相同，可能重复导入。") % {"name": twin.name})
    rows = reading.observations
    without_site = sum(not row.site for row in rows)
    if rows and 2 * without_site > len(rows) and all(row.milli == FULL for row in rows):
        warnings.append(_("全表没有任何扣分，多数行没有写点位，像是没有填写的空表：写入后会得满分。"))
    return warnings


def _counts(reading: RoundReading, groups: list[Group]) -> dict[str, str]:
    """Return the four numbers on top."""
    asking, refused = [group for group in groups if group.asks], [group for group in groups if not group.asks]
    return {
        "read": number_text(reading.rows_read),
        "usable": number_text(len(reading.observations)),
        "asking": number_text(sum(len(group.problems) for group in asking)),
        "refused": number_text(sum(len(group.problems) for group in refused)),
        "asking_kinds": _kinds(asking),
        "refused_kinds": _kinds(refused),
    }


def _kinds(groups: list[Group]) -> str:
    """Say how many different matters stand behind the rows."""
    return ngettext("%(count)s 处", "%(count)s 处", len(groups)) % {"count": len(groups)} if groups else ""


def _progress(import_: RoundImport, groups: list[Group]) -> dict[str, Any]:
    """Return how many names were decided, and how much is left."""
    done, left = len(import_.accepted), len(groups)
    text = _("已处理 %(done)s / %(total)s 处") % {"done": done, "total": done + left}
    return {"done": done, "left": left, "total": max(done + left, 1), "text": text}


def _write(import_: RoundImport, reading: RoundReading) -> dict[str, Any]:
    """Return what the button of step 3 will do."""
    return {
        "url": reverse("inspections:write", args=[import_.city.slug, import_.pk]),
        "all_ready": not reading.problems,
        "possible": bool(reading.observations),
        "usable": number_text(len(reading.observations)),
        "refused": number_text(len(reading.problems)),
        "left_out": len(reading.problems),
    }


def _problem_list(
    request: HttpRequest, import_: RoundImport, standard: Standard, groups: list[Group], here: str
) -> dict[str, Any]:
    """Return one page of problems under the chosen filter, and the filters with their numbers."""
    kind = request.GET.get("kind", "")
    kept = [group for group in groups if not kind or group.asks == (kind == "asking")]
    page = min(_page_number(request), max((len(kept) - 1) // PROBLEMS_ON_A_PAGE, 0))
    start = page * PROBLEMS_ON_A_PAGE
    shown = kept[start : start + PROBLEMS_ON_A_PAGE]
    asking = sum(group.asks for group in groups)
    single = sum(len(group.first.suggestions) == 1 for group in groups if group.asks)
    accept_url = reverse("inspections:accept", args=[import_.city.slug, import_.pk])
    return {
        "problems": [_problem(start + number, group, standard, accept_url) for number, group in enumerate(shown)],
        "filters": choices(
            [
                (here, f"{pgettext('filter', '全部')} {len(groups)}", not kind),
                (f"{here}?kind=refused", f"{_('不能写入')} {len(groups) - asking}", kind == "refused"),
                (f"{here}?kind=asking", f"{_('请确认')} {asking}", kind == "asking"),
            ]
        ),
        "accept_all": {"url": accept_url, "count": single} if single > 1 else None,
        "problem_pages": _pages(f"{here}?kind={kind}&page=", page, len(kept)),
        "accepted": [
            {"written": written, "name": standard.node(code).name, "url": accept_url}
            for written, code in import_.accepted.items()
        ],
    }


def _page_number(request: HttpRequest) -> int:
    """Return the page asked for, from 0."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _pages(link: str, page: int, total: int) -> dict[str, str] | None:
    """Return the pager, or None where everything fits on one page."""
    if total <= PROBLEMS_ON_A_PAGE:
        return None
    start = page * PROBLEMS_ON_A_PAGE
    shown = min(PROBLEMS_ON_A_PAGE, total - start)
    return {
        "text": _("第 %(first)s—%(last)s 处，共 %(total)s 处")
        % {"first": start + 1, "last": start + shown, "total": total},
        "previous_url": f"{link}{page - 1}#problems" if page else "",
        "next_url": f"{link}{page + 1}#problems" if start + shown < total else "",
    }


def _problem(number: int, group: Group, standard: Standard, accept_url: str) -> dict[str, Any]:
    """Return one entry of the list of problems."""
    first = group.first
    title, mend = problem_words(first, standard)
    names = suggestion_names(first, standard)
    place = _place(first.sheet, first.row, first.column)
    rows = len(group.problems)
    return {
        "id": number,
        "tone": "warn" if group.asks else "bad",
        "current": number == 0,
        "place": ngettext("%(place)s", "%(place)s 等 %(rows)s 行", rows) % {"place": place, "rows": rows},
        "place_url": f"#r{first.row}",
        "title": title,
        "before": first.value,
        "after": names[0] if group.asks and len(names) == 1 else "",
        "why": "",
        "mend": mend,
        "accept_url": accept_url,
        "actions": [
            {
                "value": code,
                "look": "primary" if number == 0 and len(names) == 1 else "soft",
                "label": _("采用“%(name)s”（%(rows)s 行）") % {"name": name, "rows": rows},
            }
            for code, name in zip(first.suggestions, names, strict=True)
        ]
        if group.asks
        else [],
    }


def _place(sheet: str, row: int | None, column: str | None) -> str:
    """Return where something stands: sheet, row, column, as far as known."""
    parts = [sheet, _("第 %(row)s 行") % {"row": row} if row else "", column or ""]
    return " · ".join(part for part in parts if part)


def _sheet(request: HttpRequest, sheets: tuple[Sheet, ...], groups: list[Group]) -> dict[str, Any]:
    """Return the sheet that was asked for, or the first with a problem, with rows without problems folded."""
    names = [group.first.sheet for group in groups]
    wanted = request.GET.get("sheet") or (names[0] if names else "")
    sheet = next((one for one in sheets if one.name == wanted), sheets[0])
    header = find_header(sheet)
    marks = _marks(sheet, header, groups)
    rows = _folded(sheet, header, marks)
    width = len(sheet.rows[0]) if sheet.rows else 0
    texts = {"empty": _("（空）"), "e": _("不能写入"), "w": _("请确认"), "f": _("已自动改好")}
    html = render_to_string(
        "inspections/sheet_rows.html", {"rows": rows, "span": width + 1, "texts": texts}, using="jinja2"
    )
    others = [one.name for one in sheets if one is not sheet and one.name in names]
    note = _("其他工作表也有问题：%(names)s") % {"names": _("、").join(others)} if others else ""
    return {
        "columns": [letter(place) for place in range(width)],
        "sheet_html": html,
        "sheet_note": note,
        "sheet_name": sheet.name,
    }


def _marks(sheet: Sheet, header: Header | None, groups: list[Group]) -> dict[int, tuple[int | None, str]]:
    """Return row (from 1) -> (column from 0, or None for the whole row, and the mark)."""
    places = {heading: place for place, heading in (header.headings.items() if header else ())}
    return {
        problem.row: (places.get(problem.column or ""), "w" if group.asks else "e")
        for group in groups
        for problem in group.problems
        if problem.sheet == sheet.name and problem.row
    }


def _folded(sheet: Sheet, header: Header | None, marks: dict[int, tuple[int | None, str]]) -> list[dict[str, Any]]:
    """Return the header, every marked row with its neighbours, and a line for each stretch left out."""
    head = header.row + 1 if header else 1
    near = {row + step for row in sorted(marks)[:ROWS_SHOWN] for step in (-1, 0, 1)}
    visible = sorted(row for row in near | {head} if head <= row <= len(sheet.rows))
    shown: list[dict[str, Any]] = []
    last = head - 1
    for row in visible:
        if row > last + 1:
            shown.append(_fold(last + 1, row - 1))
        shown.append(_row(sheet, row, head, marks.get(row)))
        last = row
    if last < len(sheet.rows):
        shown.append(_fold(last + 1, len(sheet.rows)))
    return shown


def _fold(first: int, last: int) -> dict[str, Any]:
    """Return the line that stands for rows left out."""
    return {
        "kind": "fold",
        "text": _("第 %(first)s—%(last)s 行已折叠") % {"first": first, "last": last},
        "url": "",
        "action": "",
    }


def _row(sheet: Sheet, row: int, head: int, mark: tuple[int | None, str] | None) -> dict[str, Any]:
    """Return one row of the sheet with its marked cell."""
    column, look = mark or (None, "")
    cells = [
        {"text": text_of(cell), "mark": look if mark and (column is None or place == column) else ""}
        for place, cell in enumerate(sheet.rows[row - 1])
    ]
    return {"kind": "head" if row == head else "row", "number": row, "cells": cells}

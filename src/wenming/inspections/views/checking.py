"""What the check of an import shows: the numbers, the problems to decide, what was decided, the notes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.observations import Note, NoteKind, ProblemKind
from wenming.engine.standards import Standard
from wenming.inspections.actions.judging import NAME_KINDS, SHEET_KINDS
from wenming.inspections.actions.writing import left_out_of
from wenming.inspections.enums import RowState
from wenming.inspections.imports.messages import note_kind_words, note_words, problem_words
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries import problems_of
from wenming.inspections.queries.imports import KINDS, ProblemGroup, problem_of
from wenming.inspections.views.office import address
from wenming.inspections.views.sheets import sheet_context
from wenming.kernel.schemas import choices, number_text
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

PROBLEMS_ON_A_PAGE = 20
AMOUNTS = (
    ProblemKind.DEDUCTION_NOT_NUMBER,
    ProblemKind.DEDUCTION_NEGATIVE,
    ProblemKind.DEDUCTION_ABOVE_ONE,
    ProblemKind.DEDUCTION_TOO_FINE,
    ProblemKind.DEDUCTION_BROKEN_CELL,
    ProblemKind.DEDUCTION_MERGED,
    ProblemKind.SCORE_CONTRADICTS,
)


def context(request: HttpRequest, import_: RoundImport) -> dict[str, Any]:
    """Return everything that step 3 shows."""
    standard = standard_of(import_.edition)
    kind, page = _asked(request, import_)
    groups = problems_of(import_, kind, page * PROBLEMS_ON_A_PAGE, PROBLEMS_ON_A_PAGE)
    return {
        "counts": counts(import_),
        "progress": _progress(import_),
        "write": write_facts(import_),
        "warnings": warnings_of(import_),
        "errors_url": address(import_, "errors") if left_out_of(import_) else "",
        "preview_url": address(import_, "preview"),
        "columns_url": address(import_, "columns"),
        "settle_url": address(import_, "settle"),
        "accept_url": address(import_, "accept"),
        "notes": _notes(import_),
        "note_count": sum(kept["count"] for kept in import_.summary["notes"].values()),
        "leaves": leaf_choices(standard),
        "kind": kind,
        "page": page,
        **_problem_list(import_, standard, groups, kind, page),
        **sheet_context(request, import_, groups),
    }


def counts(import_: RoundImport) -> dict[str, str]:
    """Return the four numbers on top."""
    tally, summary = import_.tally, import_.summary
    refused, groups = tally["open"] - tally["asking"], tally["open_groups"] - tally["asking_groups"]
    return {
        "read": number_text(summary["rows"]),
        "usable": number_text(summary["usable"] + tally["used"]),
        "asking": number_text(tally["asking"]),
        "refused": number_text(refused),
        "asking_kinds": _matters(tally["asking_groups"]),
        "refused_kinds": _matters(groups),
    }


def _matters(count: int) -> str:
    """Say how many different matters stand behind the rows."""
    return ngettext("%(count)s 处", "%(count)s 处", count) % {"count": count} if count else ""


def warnings_of(import_: RoundImport) -> list[str]:
    """Return what speaks against writing this file at all; the person decides."""
    warnings = []
    if import_.twin:
        warnings.append(_("这个文件与“%(name)s”的完全相同，可能重复导入。") % {"name": import_.twin})
    summary = import_.summary
    usable = summary.get("usable", 0)
    if usable and 2 * summary["without_site"] > usable and not summary["deducted"]:
        warnings.append(_("全表没有任何扣分，多数行没有写点位，像是没有填写的空表：写入后会得满分。"))
    return warnings


def write_facts(import_: RoundImport) -> dict[str, Any]:
    """Return what the button that writes will do."""
    usable = import_.summary.get("usable", 0) + import_.tally["used"]
    return {
        "url": address(import_, "write"),
        "all_ready": not import_.tally["open"],
        "possible": bool(usable),
        "usable": number_text(usable),
        "refused": number_text(import_.tally["open"]),
        "left_out": import_.tally["open"],
    }


def _asked(request: HttpRequest, import_: RoundImport) -> tuple[str, int]:
    """Return the filter and the page that the address asks for, as far as they exist."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return kind, min(page, max((_sizes(import_)[kind] - 1) // PROBLEMS_ON_A_PAGE, 0))


def _sizes(import_: RoundImport) -> dict[str, int]:
    """Return how many different matters each filter shows."""
    tally = import_.tally
    return {
        "": tally["open_groups"],
        "refused": tally["open_groups"] - tally["asking_groups"],
        "asking": tally["asking_groups"],
        "settled": tally["settled_groups"],
    }


def _progress(import_: RoundImport) -> dict[str, Any]:
    """Return how many matters were decided, and how much is left."""
    done, left = import_.tally["settled_groups"], import_.tally["open_groups"]
    text = _("已处理 %(done)s / %(total)s 处") % {"done": done, "total": done + left}
    return {"done": done, "left": left, "total": max(done + left, 1), "text": text}


def _problem_list(
    import_: RoundImport, standard: Standard, groups: list[ProblemGroup], kind: str, page: int
) -> dict[str, Any]:
    """Return one page of problems under the chosen filter, and the filters with their numbers."""
    here, sizes = address(import_), _sizes(import_)
    labels = {
        "": pgettext("filter", "全部"),
        "refused": _("不能写入"),
        "asking": _("请确认"),
        "settled": _("已处理"),
    }
    single = import_.tally["single"]
    return {
        "problems": [_problem(place, group, standard) for place, group in enumerate(groups)],
        "filters": choices(
            [
                (f"{here}?kind={key}#problems" if key else here, f"{label} {sizes[key]}", key == kind)
                for key, label in labels.items()
            ]
        ),
        "accept_all": {"count": single} if single > 1 and kind != "settled" else None,
        "problem_pages": _pages(f"{here}?kind={kind}&page=", page, sizes[kind]),
    }


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


def _problem(number: int, group: ProblemGroup, standard: Standard) -> dict[str, Any]:
    """Return one entry of the list: an open problem with the ways to settle it, or a settled one with the way back."""
    row, kind = group.first, ProblemKind(group.first.kind)
    title, mend = problem_words(problem_of(row), standard)
    open_ = row.state == RowState.OPEN
    names = {leaf.code: node_name(leaf) for leaf in standard.leaves}
    proposals = [(code, names[code]) for code in row.suggestions] if open_ and row.asks else []
    place = place_words(row.sheet, row.row, row.column)
    many = ngettext("%(place)s", "%(place)s 等 %(rows)s 行", group.rows) % {"place": place, "rows": group.rows}
    return {
        "id": row.pk,
        "group": row.group,
        "state": row.state,
        "look": _look(row),
        "current": number == 0 and open_,
        "place": many,
        "place_url": f"#r{row.row}",
        "title": title,
        "before": row.value,
        "after": _after(row, names) or (proposals[0][1] if len(proposals) == 1 else ""),
        "mend": mend if open_ else "",
        "said": _after(row, names) if open_ else "",
        "rows": group.rows,
        "proposals": [
            {
                "value": code,
                "primary": number == 0 and len(proposals) == 1,
                "label": _("采用“%(name)s”（%(rows)s 行）") % {"name": name, "rows": group.rows},
            }
            for code, name in proposals
        ],
        "asks_name": open_ and kind in NAME_KINDS,
        "remembers": open_ and kind in NAME_KINDS and bool(row.written),
        "asks_amount": open_ and kind in AMOUNTS,
        "asks_sheet": kind in SHEET_KINDS,
        "final": kind is ProblemKind.SHEET_LEFT_OUT,
    }


def _look(row: ImportRow) -> str:
    """Return the pill of an entry: refused, asking, settled, skipped."""
    if row.state == RowState.OPEN:
        return "asking" if row.asks else "refused"
    return "settled" if row.state == RowState.USED else "skipped"


def _after(row: ImportRow, names: dict[str, str]) -> str:
    """Return what was said of a row, in words."""
    said = []
    if row.answer.get("skip"):
        return str(_("不写入"))
    if row.answer.get("code"):
        said.append(names[row.answer["code"]])
    if row.answer.get("deduction"):
        said.append(_("扣分 %(value)s") % {"value": row.answer["deduction"]})
    return " · ".join(said)


def place_words(sheet: str, row: int | None, column: str | None) -> str:
    """Return where something stands: sheet, row, column, as far as known."""
    parts = [sheet, _("第 %(row)s 行") % {"row": row} if row else "", column or ""]
    return " · ".join(part for part in parts if part)


def leaf_choices(standard: Standard) -> list[dict[str, str]]:
    """Return every line that is judged directly, to be found by its code or by words of its name."""
    above = {child.code: node for node in standard.nodes for child in node.children}
    return [
        {"value": f"{leaf.code} {node_name(leaf)}", "hint": node_name(above[leaf.code]) if leaf.code in above else ""}
        for leaf in standard.leaves
    ]


def _notes(import_: RoundImport) -> list[dict[str, Any]]:
    """Return the notes by kind: how many, and the first of them."""
    groups = []
    for kind, kept in import_.summary["notes"].items():
        notes = [Note(NoteKind(kind), *first) for first in kept["first"]]
        more = kept["count"] - len(notes)
        groups.append(
            {
                "title": note_kind_words(NoteKind(kind)),
                "count": number_text(kept["count"]),
                "lines": [
                    {"place": place_words(note.sheet, note.row, note.column), "text": note_words(note)}
                    for note in notes
                ],
                "more": number_text(more) if more else "",
            }
        )
    return groups

"""Step 3: what was read, what needs a decision; after step 5, what was adopted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.campaigns.enums import ResponsibilityImportState
from wenming.campaigns.models import ResponsibilityImport
from wenming.campaigns.queries.decomposition import answers_in, read_import
from wenming.campaigns.schemas.decomposition import problem_words, use_words
from wenming.campaigns.views.offices import address, draft, import_or_404
from wenming.campaigns.views.table_sheets import sheet_context
from wenming.engine.decomposition.problems import CLAUSES, COLUMNS, GROUPS, UNITS, Problem, problems_of
from wenming.engine.decomposition.readings import Fault, Reading, Reason
from wenming.engine.responsibility import clauses_of
from wenming.engine.standards import Standard
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City, Event
from wenming.kernel.schemas import choices, number_text
from wenming.organisations.queries import units_in
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

PAGE = 8
KINDS = ("", "units", "clauses", "others", "done")


@require_safe
def check(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Show the numbers, the sheet with its marked cells, and what needs a decision."""
    import_ = import_or_404(request, city, (pk, number), any_state=True)
    if import_.state == ResponsibilityImportState.DROPPED:
        raise Http404
    if import_.state == ResponsibilityImportState.ADOPTED:
        return render(request, "campaigns/table_done.html", {"draft": draft(import_), "done": _done(import_)})
    return render(request, "campaigns/table_check.html", {"draft": draft(import_), **_context(request, import_)})


def _context(request: HttpRequest, import_: ResponsibilityImport) -> dict[str, Any]:
    """Return everything that step 3 shows."""
    reading = read_import(import_, on=today_in(import_.city))
    problems = problems_of(reading)
    names = {str(unit.pk): unit.name for unit in units_in(import_.city, on=today_in(import_.city))}
    standard = standard_of(import_.campaign.edition)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    chosen = [one for one in problems if not kind or kind_of(one) == kind]
    page = _page(request, len(chosen))
    shown = chosen[page * PAGE : (page + 1) * PAGE] if kind != "done" else []
    clauses = {node.code: node_name(node) for node in standard.nodes}
    return {
        **_numbers(import_, reading, problems),
        "problems": [
            _problem(place, one, import_, names | {code: f"{code} {name}" for code, name in clauses.items()})
            for place, one in enumerate(shown)
        ],
        "done": _answers(import_, names, clauses) if kind == "done" else [],
        "kind": kind,
        "page": page,
        "problem_pages": _pages(address(import_), kind, page, len(chosen)),
        "filters": _filters(import_, problems, kind),
        "accept_all": sum(_is_single(one) for one in problems) if kind != "done" else 0,
        "answer_url": address(import_, "answer"),
        "undo_url": address(import_, "undo"),
        "clauses": _lines(standard),
        "units": list(names.values()),
        **sheet_context(request, import_, reading, shown),
    }


def kind_of(problem: Problem) -> str:
    """Return under which filter a problem stands."""
    if problem.reason in UNITS | GROUPS or problem.reason is Reason.VAGUE_UNIT:
        return "units"
    return "clauses" if problem.reason in CLAUSES else "others"


def _is_single(problem: Problem) -> bool:
    return problem.reason in UNITS and len(problem.suggestions) == 1


def _numbers(import_: ResponsibilityImport, reading: Reading, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return the numbers on top, and how far the work is."""
    asking = sum(any(fault.suggestions for fault in fate.faults) for fate in reading.waiting)
    steps = len(import_.answers.get("steps", ()))
    uses: dict[str, int] = {}
    for fate in reading.fates:
        if fate.use is not None:
            uses[use_words(fate.use)] = uses.get(use_words(fate.use), 0) + 1
    total = steps + len(problems)
    return {
        "counts": {
            "cells": number_text(len(reading.fates)),
            "used": number_text(reading.used),
            "asking": number_text(asking),
            "refused": number_text(len(reading.waiting) - asking),
            "settled": number_text(len(reading.listed) - len(reading.waiting)),
        },
        "uses": [{"word": word, "count": number_text(count)} for word, count in uses.items()],
        "progress": {
            "done": steps,
            "left": len(problems),
            "total": max(total, 1),
            "text": _("已处理 %(done)s / %(total)s 处") % {"done": steps, "total": total},
        },
        "errors_url": address(import_, "errors") if reading.listed else "",
        "usable": bool(reading.parts),
    }


def _filters(import_: ResponsibilityImport, problems: tuple[Problem, ...], kind: str) -> list[dict[str, Any]]:
    """Return the filters with their numbers."""
    here = address(import_)
    labels = {
        "": pgettext("filter", "全部"),
        "units": pgettext("filter", "单位"),
        "clauses": pgettext("filter", "条目"),
        "others": pgettext("filter", "其他"),
        "done": _("已处理"),
    }
    sizes = {key: sum(kind_of(one) == key for one in problems) for key in labels}
    sizes |= {"": len(problems), "done": len(import_.answers.get("steps", ()))}
    return choices(
        [
            (f"{here}?kind={key}#problems" if key else here, f"{label} {sizes[key]}", key == kind)
            for key, label in labels.items()
        ]
    )


def _page(request: HttpRequest, total: int) -> int:
    """Return the page of the list that the address asks for, as far as it exists."""
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return min(page, max((total - 1) // PAGE, 0))


def _pages(here: str, kind: str, page: int, total: int) -> dict[str, str] | None:
    """Return the pager, or None where everything fits on one page."""
    if total <= PAGE:
        return None
    start, shown = page * PAGE, min(PAGE, total - page * PAGE)
    link = f"{here}?kind={kind}&page="
    return {
        "text": _("第 %(first)s—%(last)s 处，共 %(total)s 处")
        % {"first": start + 1, "last": start + shown, "total": total},
        "previous_url": f"{link}{page - 1}#problems" if page else "",
        "next_url": f"{link}{page + 1}#problems" if start + shown < total else "",
    }


def _problem(place: int, problem: Problem, import_: ResponsibilityImport, names: dict[str, str]) -> dict[str, Any]:
    """Return one entry of the list with the ways to settle it."""
    first = problem.fates[0]
    title, mend = problem_words(Fault(problem.reason, " ".join(problem.written.split())[:80]))
    cells = len(problem.fates)
    where = f"{first.cell.sheet}!{first.cell.address}"
    clause, unit = problem.reason in CLAUSES, problem.reason in UNITS
    single = len(problem.suggestions) == 1
    return {
        "token": problem.token,
        "current": place == 0,
        "asks": problem.asks,
        "place": _("%(place)s 等 %(cells)s 处") % {"place": where, "cells": cells} if cells > 1 else where,
        "place_url": f"?{urlencode({'sheet': first.cell.sheet, 'rows': f'{first.cell.row}-{first.cell.row}'})}#r{first.cell.row}",
        "title": title,
        "before": problem.written if single else "",
        "after": names.get(problem.suggestions[0], "") if single else "",
        "mend": mend,
        "cells": cells,
        "proposals": [
            {"value": one, "name": names[one], "primary": place == 0 and number == 0}
            for number, one in enumerate(problem.suggestions)
            if one in names
        ],
        "asks_unit": unit,
        "asks_clause": clause,
        "group_url": f"{address(import_, 'group')}?{urlencode({'name': problem.written})}"
        if problem.reason in GROUPS
        else "",
        "columns_url": address(import_, "columns") if problem.reason in COLUMNS else "",
    }


def _answers(import_: ResponsibilityImport, names: dict[str, str], clauses: dict[str, str]) -> list[dict[str, str]]:
    """Return what was answered, the latest first."""
    said = {
        "unit": lambda one: names.get(str(one["unit"]), ""),
        "clause": lambda one: f"{one['code']} {clauses.get(one['code'], '')}",
        "group": lambda _one: _("建成单位组"),
        "out": lambda _one: _("不写入"),
    }
    return [
        {"before": one["name"], "after": said[one["kind"]](one), "note": _("记为别名") if one.get("alias") else ""}
        for one in reversed(answers_in(import_))
    ]


def _lines(standard: Standard) -> list[dict[str, str]]:
    """Return the lines of the edition that a row may speak of, to be found by code or by words of the name."""
    codes = {node.code for node in clauses_of(standard)}
    return [
        {"value": f"{node.code} {node_name(node)}", "hint": "" if node.code in codes else _("及其全部下级")}
        for node in standard.nodes[1:]
    ]


def _done(import_: ResponsibilityImport) -> dict[str, Any]:
    """Return what the page says of an adopted table."""
    subject = f"campaigns.ResponsibilityImport:{import_.pk}"
    events = Event.objects.in_city(import_.city).filter(kind="responsibility_import.adopted", subject=subject)
    data = events.get().data
    slug, pk = import_.city.slug, import_.campaign_id
    return {
        **{key: number_text(data[key]) for key in ("added", "ended", "same", "terms")},
        "listed": number_text(data["listed"]) if data["listed"] else "",
        "errors_url": address(import_, "errors") if data["listed"] else "",
        "export_url": reverse("campaigns:table_export", args=[slug, pk]),
        "import_url": reverse("campaigns:table_import", args=[slug, pk]),
    }

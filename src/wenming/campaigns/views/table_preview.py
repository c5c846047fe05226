"""Step 4: what adopting would change, and what would be missing or double afterwards. Nothing is written here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.campaigns.models import ResponsibilityImport
from wenming.campaigns.queries.decomposition import TablePlan, plan_import
from wenming.campaigns.schemas.decomposition import joined, part_words
from wenming.campaigns.views.offices import address, draft, import_or_404
from wenming.campaigns.views.tables import scope_of
from wenming.engine.decomposition.plans import Scope
from wenming.engine.decomposition.tables import UNITS, Meaning
from wenming.engine.standards import Standard
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import choices, number_text
from wenming.organisations.queries import units_in
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

CLAUSES_SHOWN, GAPS_SHOWN = 60, 30


@require_safe
def preview(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Show what would begin, end and stay, clause by clause, and the gaps and doubles that result."""
    import_ = import_or_404(request, city, (pk, number))
    scope = scope_of(request.GET.get("complete", ""))
    plan = plan_import(import_, scope, on=today_in(city))
    standard = standard_of(import_.campaign.edition)
    names = {unit.pk: unit.name for unit in units_in(city)}
    parts = plan.parts
    left = len(plan.reading.waiting)
    context = {
        "draft": draft(import_),
        "numbers": {key: number_text(len(getattr(parts, key))) for key in ("added", "ended", "same")}
        | {"terms": number_text(len(plan.terms)), "left": number_text(left) if left else ""},
        **_lines(plan, standard, names),
        "gaps": _gaps(plan, standard, names),
        "scopes": _scopes(import_, scope),
        "scope": scope.value,
        "left_out": left,
        "possible": bool(plan.reading.parts),
        "adopt_url": address(import_, "adopt"),
        "errors_url": address(import_, "errors") if plan.reading.listed else "",
    }
    return render(request, "campaigns/table_preview.html", context)


def _scopes(import_: ResponsibilityImport, scope: Scope) -> list[dict[str, Any]]:
    """Return the choice for which clauses the table is complete."""
    here = address(import_, "preview")
    labels = {
        Scope.NAMED: _("只对表里写到的条目"),
        Scope.ALL: _("对全部条目"),
        Scope.NONE: _("不完整，只增不减"),
    }
    return choices([(f"{here}?complete={one.value}", label, one is scope) for one, label in labels.items()])


def _lines(plan: TablePlan, standard: Standard, names: dict[int, str]) -> dict[str, Any]:
    """Return the clauses whose parts change, in published order: by part who begins and who ends."""
    changes: dict[str, dict[Meaning, tuple[list[str], list[str]]]] = {}
    for row in plan.parts.added:
        changes.setdefault(row.code, {}).setdefault(row.part, ([], []))[0].append(names[row.unit])
    for one in plan.parts.ended:
        changes.setdefault(one.code, {}).setdefault(one.part, ([], []))[1].append(names[one.unit])
    nodes = [node for node in standard.nodes if node.code in changes]
    return {
        "lines": [
            {
                "code": node.code,
                "name": node_name(node),
                "parts": [
                    {
                        "part": part_words(part),
                        "added": joined(changes[node.code][part][0]),
                        "ended": joined(changes[node.code][part][1]),
                    }
                    for part in UNITS
                    if part in changes[node.code]
                ],
            }
            for node in nodes[:CLAUSES_SHOWN]
        ],
        "more": number_text(len(nodes) - CLAUSES_SHOWN) if len(nodes) > CLAUSES_SHOWN else "",
        "changed": number_text(len(nodes)),
    }


def _gaps(plan: TablePlan, standard: Standard, names: dict[int, str]) -> dict[str, Any]:
    """Return the clauses without a lead and those with several, afterwards, beside how many there are now."""
    nodes = {node.code: node for node in standard.nodes}
    uncovered, double = plan.parts.uncovered, plan.parts.double
    return {
        "uncovered": number_text(len(uncovered)),
        "uncovered_now": number_text(len(plan.before.uncovered)),
        "double": number_text(len(double)),
        "double_now": number_text(len(plan.before.double)),
        "uncovered_lines": [f"{code} {node_name(nodes[code])}" for code in uncovered[:GAPS_SHOWN]],
        "uncovered_more": number_text(len(uncovered) - GAPS_SHOWN) if len(uncovered) > GAPS_SHOWN else "",
        "double_lines": [
            {"clause": f"{code} {node_name(nodes[code])}", "units": _("、").join(names[unit] for unit in units)}
            for code, units in double[:GAPS_SHOWN]
        ],
        "double_more": number_text(len(double) - GAPS_SHOWN) if len(double) > GAPS_SHOWN else "",
    }

"""The rows of a round: what every number leads to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.engine.standards import Node, Standard
from wenming.inspections import exports
from wenming.inspections.forms import FilterForm
from wenming.inspections.models import Round
from wenming.inspections.queries import (
    RoundFilter,
    observations_of,
    places_named,
    round_in,
)
from wenming.inspections.schemas import rows_html
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.organisations.rules import sees_results
from wenming.standards.queries import standard_of
from wenming.standards.schemas import edition_title, node_name

PAGE = 50


@require_safe
def observations(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """List the rows of a round under the filter in the address."""
    round_, form, rows = _filtered(request, city, number)
    page = keyset_page(request, rows, key="pk", size=PAGE)
    here = reverse("inspections:observations", args=[city.slug, number])
    context = {
        "round": {
            "name": round_.name,
            "standard": edition_title(round_.edition),
            "rounds_url": reverse("workbench:rounds", args=[city.slug]),
            "score_url": reverse("assessment:score", args=[city.slug, number]),
        },
        "filter": form,
        "chips": _chips(request, form, here),
        "clear_url": here,
        "export_url": f"{reverse('inspections:observations_export', args=[city.slug, number])}?{request.GET.urlencode()}",
        "rows_html": rows_html(page.rows, here) if page.rows else "",
        "page": {"text": _("本页 %(rows)s 行") % {"rows": len(page.rows)}, **page.links(request)},
    }
    return render(request, "inspections/observation_list.html", context)


@require_safe
def export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the rows of the current filter as a workbook."""
    round_, _form, rows = _filtered(request, city, number)
    return send_workbook(
        exports.observation_workbook(round_, rows.iterator(chunk_size=2000)), f"{round_.name}-{_('测评明细')}.xlsx"
    )


def _filtered(request: HttpRequest, city: City, number: int) -> tuple[Round, FilterForm, Any]:
    """Return the round, the filter's form and the rows it lets through, for people who may see results."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    round_ = round_in(city, number)
    standard = standard_of(round_.edition)
    form = FilterForm(
        request.GET,
        nodes=[(node.code, f"{'　' * depth}{node_name(node)}") for node, depth in _walk(standard.root, 0)],
        **places_named(round_),
    )
    wanted = form.wanted()
    return round_, form, observations_of(round_, wanted, leaves_below(standard, wanted.node))


def _walk(node: Node, depth: int) -> list[tuple[Node, int]]:
    """Return everything below a node with its depth."""
    return [pair for child in node.children for pair in ((child, depth), *_walk(child, depth + 1))]


def leaves_below(standard: Standard, code: str) -> list[str]:
    """Return the codes of the leaves at or below a node ("" for none)."""
    return [node.code for node in standard.node(code).walk() if node.is_leaf] if code else []


def _chips(request: HttpRequest, form: FilterForm, here: str) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away."""
    chips = []
    for name, value in form.cleaned_data.items():
        if not value:
            continue
        rest = request.GET.copy()
        for key in (name, "after", "before"):
            rest.pop(key, None)
        shown = "" if value is True else dict(getattr(form.fields[name], "choices", [])).get(value, value)
        if name == "site" and value == RoundFilter.UNNAMED:
            shown = pgettext("filter", "未填")
        chips.append(
            {"label": form.fields[name].label, "value": str(shown).strip("　"), "url": f"{here}?{rest.urlencode()}"}
        )
    return chips

"""How complete the year is, month by month; and what one clause has."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.burden.queries import week_of
from wenming.burden.schemas.asks import refused_row
from wenming.engine.collecting import month_of
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address
from wenming.materials.enums import CheckKind, CheckState, Rhythm
from wenming.materials.exports.items import calendar_workbook
from wenming.materials.models import MaterialItem, Requirement
from wenming.materials.queries.checking import checks_in, open_counts
from wenming.materials.queries.completeness import MONTHS, SIDES, completeness, not_asked
from wenming.materials.queries.items import items_seen_by
from wenming.materials.queries.reaching import joined_papers
from wenming.materials.rules import (
    keeps_materials,
    sees_every_material,
    sees_material_counts,
    sees_materials,
    sees_requirements,
)
from wenming.materials.schemas.calendar import calendar_rows, month_name
from wenming.materials.schemas.items import asks_text, item_rows, number_of
from wenming.materials.schemas.papers import paper_view
from wenming.standards.models import Node

FIRST_YEAR, LAST_YEAR = 2000, 2100
ITEMS = 100


@require_safe
def calendar(request: HttpRequest, city: City) -> HttpResponse:
    """Show units or clauses against months; at most six queries beside who asks, however many there are."""
    only(sees_requirements, request, city)
    year, side, rows = _asked(request, city)
    today = today_in(city)
    looks = open_counts(city, by=side, year=year) if sees_every_material(request.user, city) else {}
    lines, sums = completeness(city, rows, year=year, side=side, on=today, checks=looks)
    links = sees_materials(request.user, city)
    every = sees_material_counts(request.user, city)
    waiting = not_asked(city, week_of(today)) if every else []
    context = {
        "rows_html": calendar_rows(city, lines, sums, year=year, side=side, links=links) if lines else "",
        "months": [
            {"label": month_name(month), "now": month == today.month and year == today.year} for month in MONTHS
        ],
        "year": year,
        "before_url": address(request, year=year - 1),
        "after_url": address(request, year=year + 1),
        "sides": [
            {"url": address(request, by=name), "label": label, "active": name == side}
            for name, label in (("unit", _("按单位")), ("clause", _("按测评条目")))
        ],
        "head": pgettext("column", "单位") if side == "unit" else _("测评条目"),
        "waiting": [refused_row(one, city) for one in waiting],
        "export_url": f"{reverse('materials:calendar_export', args=[city.slug])}{address(request)}",
        "keeps": keeps_materials(request.user, city),
        "every": every,
        "looks": bool(looks),
    }
    return render(request, "materials/calendar.html", context)


@require_safe
def calendar_export(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the calendar as a workbook."""
    only(sees_requirements, request, city)
    year, side, rows = _asked(request, city)
    lines, _sums = completeness(city, rows, year=year, side=side, on=today_in(city))
    return send_workbook(calendar_workbook(lines, year, side), f"材料齐全度{year}.xlsx")


def _asked(request: HttpRequest, city: City) -> tuple[int, str, QuerySet[MaterialItem]]:
    """Return the year and side that the address asks for, and the items that the person may see counted."""
    text = request.GET.get("year", "")
    year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else today_in(city).year
    side = request.GET.get("by", "unit")
    every = sees_material_counts(request.user, city)
    rows = MaterialItem.objects.in_city(city) if every else items_seen_by(request.user, city)
    return min(max(year, FIRST_YEAR), LAST_YEAR), side if side in SIDES else "unit", rows


@require_safe
def clause(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what one clause asks for, of whom, what is there this year, and papers of other clauses that serve it."""
    only(sees_requirements, request, city)
    node = one_of(Node.objects.in_city(city).select_related("edition"), pk=pk)
    today = today_in(city)
    rows = items_seen_by(request.user, city).filter(requirement__node=node)
    found = list(rows.filter(due_on__year=today.year).order_by("due_on", "unit__position", "pk")[: ITEMS + 1])
    context = {
        "node": {"code": node.code, "name": node.name, "edition": str(node.edition)},
        "requirements": [_requirement(city, one) for one in _requirements(city, node)],
        "rows_html": item_rows(found[:ITEMS], today) if found else "",
        "more_url": f"{reverse('materials:items', args=[city.slug])}?clause={node.pk}" if len(found) > ITEMS else "",
        "joined": [paper_view(one, city) for one in joined_papers(request.user, city, node)],
        "year": month_of(today).year,
        "keeps": keeps_materials(request.user, city),
        "looks": _looks(city, node) if sees_every_material(request.user, city) else [],
    }
    return render(request, "materials/clause.html", context)


def _looks(city: City, node: Node) -> list[dict[str, Any]]:
    """Return what is proposed about the papers of a clause, counted by kind. One query."""
    rows = checks_in(city, version__item__requirement__node=node).filter(state=CheckState.PROPOSED)
    base = f"{reverse('materials:checks', args=[city.slug])}?clause={node.pk}"
    counted = rows.order_by("kind").values_list("kind").annotate(number=Count("pk"))
    return [
        {"label": str(CheckKind(kind).label), "number": number, "url": f"{base}&kind={kind}"}
        for kind, number in counted
    ]


def _requirements(city: City, node: Node) -> QuerySet[Requirement]:
    """Return what a clause asks for, with who supplies it."""
    rows = Requirement.objects.in_city(city).filter(node=node).select_related("node")
    return rows.prefetch_related("suppliers__unit").order_by("number", "pk")


def _requirement(city: City, one: Requirement) -> dict[str, Any]:
    """Return a requirement in a line."""
    return {
        "number": number_of(one),
        "name": one.name,
        "asks": asks_text(one),
        "rhythm": str(Rhythm(one.rhythm).label),
        "units": [row.unit.name for row in one.suppliers.all() if row.until is None],
        "note": one.note,
        "url": reverse("materials:requirement", args=[city.slug, one.pk]),
        "ended": one.until,
    }

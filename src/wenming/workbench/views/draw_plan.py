"""精度测算: how many sites it takes to see so many points, by the register of sites or by numbers that are typed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.draws.rules import seals_draws
from wenming.kernel.adapters.downloads import send_bytes
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.workbench.exports.plans import plan_workbook
from wenming.workbench.forms import PlanForm
from wenming.workbench.queries import last_rates, register_choices, register_frame
from wenming.workbench.schemas.plans import expected_of, plan_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def draw_plan(request: HttpRequest, city: City) -> HttpResponse:
    """Show how many sites it takes."""
    only(seals_draws, request, city)
    form = _form(request, city)
    context = {
        "form": form,
        "crumbs": [
            {"label": pgettext("page", "抽样"), "url": reverse("draws:draws", args=[city.slug])},
            {"label": _("精度测算")},
        ],
        "query": request.GET.urlencode(),
        **(_plan(form, city) if form.is_valid() else {}),
    }
    return render(request, "workbench/draw_plan.html", context, status=422 if form.errors else 200)


@require_safe
def draw_plan_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the same as a workbook."""
    only(seals_draws, request, city)
    form = _form(request, city)
    plan = _plan(form, city).get("plan", {}) if form.is_valid() else {}
    return send_bytes(plan_workbook(plan), f"{_('精度测算')}.xlsx", EXCEL)


def _form(request: HttpRequest, city: City) -> PlanForm:
    """Return the form with what the address says, or with what is usual."""
    types, areas = register_choices(city, on=today_in(city))
    query = request.GET.copy()
    for name in ("points", "power"):
        query.setdefault(name, str(PlanForm.base_fields[name].initial))
    return PlanForm(query, types=types, areas=areas)


def _plan(form: PlanForm, city: City) -> dict[str, Any]:
    """Return what a valid form asks for."""
    typed = form.cleaned_data["classes"]
    if typed:
        counts = {name: count for name, (count, _seen) in typed.items()}
        expected = expected_of(counts, {name: seen for name, (_count, seen) in typed.items() if seen})
        round_ = None
    else:
        rows = register_frame(city, on=today_in(city), **form.part())
        counts = dict(Counter(row.stratum for row in rows))
        round_, seen = last_rates(city)
        expected = expected_of(counts, seen)
    if not counts:
        return {"nothing": True}
    plan = plan_of(expected, **form.wanted())
    return {"plan": plan, "typed": bool(typed), "round": round_, "take": _address(form, plan) if not typed else ""}


def _address(form: PlanForm, plan: dict[str, Any]) -> str:
    """Return what the sealing page is filled in with."""
    query = QueryDict(mutable=True)
    for name in ("types", "areas"):
        query.setlist(name, form.cleaned_data[name])
    if form.cleaned_data["by_area"]:
        query["by_area"] = "on"
    query["allocation"], query["total"] = "neyman", str(plan.get("apart", ""))
    return query.urlencode()

"""How good proposals are, measured; and a place to try a sentence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.issues.actions.asking import ask_to_learn
from wenming.issues.models import MinorClass
from wenming.issues.queries.learning import FEWEST, decided_count, model_rows
from wenming.issues.queries.proposals import propose
from wenming.issues.rules import keeps_categories
from wenming.issues.schemas.categories import category_name
from wenming.issues.schemas.proposals import bins_shown, measured_shown, proposals_shown
from wenming.issues.views.category_edges import crumbs, tabs
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text

LONGEST = 300


@require_safe
def proposal_model(request: HttpRequest, city: City) -> HttpResponse:
    """Show how good the model in use was on cases that it had not seen, its calibration, its versions; try a sentence."""
    only(keeps_categories, request, city)
    rows = model_rows(city)
    text = request.GET.get("text", "").strip()[:LONGEST]
    current = rows[0] if rows else None
    decided = decided_count(city)
    automatic = MinorClass.objects.in_city(city).filter(automatic_from__isnull=False, is_active=True).order_by("pk")
    context: dict[str, Any] = {
        "current": current,
        "measured": measured_shown(current.figures) if current else [],
        "bins": bins_shown(current.figures) if current else [],
        "versions": [_version(row, city) for row in rows],
        "decided": number_text(decided),
        "enough": decided >= FEWEST,
        "fewest": FEWEST,
        "text": text,
        "tried": proposals_shown(propose(city, text)) if text else None,
        "automatic": [
            {"pk": one.pk, "name": category_name(one), "percent": one.automatic_from // 10} for one in automatic
        ],
        "tabs": tabs(request, city, "proposal_model"),
        "crumbs": crumbs(city, {"label": _("智能建议")}),
    }
    return render(request, "issues/proposal_model.html", context)


def _version(row: Any, city: City) -> dict[str, Any]:
    """Return one version of the model."""
    figures = row.figures.get("category") or {}
    cases, first, three = figures.get("both", (0, 0, 0))
    return {
        "number": row.number,
        "at": moment_text(row.trained_at, city),
        "cases": number_text(row.cases),
        "first": f"{first}/{cases}" if cases else "—",
        "three": f"{three}/{cases}" if cases else "—",
    }


@require_POST
def proposal_learn(request: HttpRequest, city: City) -> HttpResponse:
    """Have the decided cases learned from now."""
    only(keeps_categories, request, city)
    ask_to_learn(city=city, by=request.user, at=timezone.now())
    messages.success(request, _("已开始学习；几十秒后刷新本页就能看到新版本"))
    return redirect("issues:proposal_model", city.slug)

"""常态与迎检: the level on ordinary days beside the level while a visit was known of. An analysis, not an alarm."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.assessment.exports.relapses import everyday_workbook
from wenming.assessment.queries.everyday import everyday_of
from wenming.assessment.schemas.watching import everyday_sentence, level_bars, round_line
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.organisations.rules import sees_results, works_in_office


@require_safe
def everyday(request: HttpRequest, city: City) -> HttpResponse:
    """Show both levels with their intervals, the difference, and which round counts for which side."""
    only(sees_results, request, city)
    found = everyday_of(city)
    may = works_in_office(request.user, city)
    context = {
        "sentence": everyday_sentence(found),
        "separates": found.contrast.separates if found.contrast else None,
        "bars": level_bars(found.contrast) if found.contrast else None,
        "rows": [round_line(one, city, may=may) for one in found.rounds],
        "may": may,
        "export_url": reverse("assessment:everyday_export", args=[city.slug]),
    }
    return render(request, "assessment/everyday.html", context)


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the rounds with their sides as a workbook."""
    only(sees_results, request, city)
    found = everyday_of(city)
    return send_workbook(everyday_workbook(found, everyday_sentence(found)), f"{_('常态与迎检')}.xlsx")

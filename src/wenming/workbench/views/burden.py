"""A week's burden as a workbook: the units of the page, the requests, what was refused."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.burden.queries import asks_listed, loads_of_week, refused_listed, units_seen_by, week_of
from wenming.burden.rules import sees_burden
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.workbench.exports.burden import burden_workbook


@require_safe
def burden_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give a week of the units that this person sees."""
    if not sees_burden(request.user, city):
        raise PermissionDenied
    today = today_in(city)
    try:
        week = week_of(min(date.fromisoformat(request.GET.get("week", "")), today))
    except ValueError:
        week = week_of(today)
    units = units_seen_by(request.user, city)
    content = burden_workbook(
        week, loads_of_week(city, week, units), asks_listed(city, week, units), refused_listed(city, week, units), city
    )
    return send_workbook(content, f"{city.name}-{_('基层负担')}-{week.isoformat()}.xlsx")

"""How much of what was settled came back, by unit, district and category, with how sure it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.issues.exports.recurrence import recurrence_workbook
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.lookbacks import OPEN_FOR
from wenming.issues.queries.periods import Period, period_of
from wenming.issues.queries.recurrence import SHARES, Look, Share, days_until_back, looks_in, share_back
from wenming.issues.rules import sees_recurrence
from wenming.issues.schemas.lookbacks import curve_view, grouped, share_view
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, days_text

QUARTER = timedelta(days=91)


@require_safe
def recurrence(request: HttpRequest, city: City) -> HttpResponse:
    """Show what came back in a period."""
    only(sees_recurrence, request, city)
    side, period, looks = _asked(request, city)
    lines = SHARES[side](city, looks)
    labels = _labels()
    query = request.GET.urlencode()
    context: dict[str, Any] = {
        "sides": [{"url": address(request, by=one), "label": labels[one], "active": one == side} for one in SHARES],
        "by": side,
        "first_head": labels[side],
        "since": str(period.first),
        "until": str(period.last),
        "days": days_text(period.first, period.last) if period.first and period.last else "",
        "whole": share_view(share_back(looks)),
        "rows": grouped(lines),
        "ages": DAYS,
        "curve": curve_view(days_until_back(looks)) if any(look.judged for look in looks) else [],
        "export_url": f"{reverse('issues:recurrence_export', args=[city.slug])}?{query}",
    }
    return render(request, "issues/recurrence.html", context)


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the same as a workbook."""
    only(sees_recurrence, request, city)
    side, period, looks = _asked(request, city)
    lines: list[Share] = [share_back(looks), *SHARES[side](city, looks)]
    days = days_text(period.first, period.last) if period.first and period.last else ""
    return send_workbook(recurrence_workbook(lines, _labels()[side], days), _("回头看-%(days)s.xlsx") % {"days": days})


def _labels() -> dict[str, str]:
    """Return what a line is, in words."""
    return {"unit": _("责任单位"), "district": _("属地"), "category": _("小类")}


def _asked(request: HttpRequest, city: City) -> tuple[str, Period, list[Look]]:
    """Read the address: by what, and when; the quarter of a year that is over where it names none. Visits still ahead count nowhere."""
    side = request.GET.get("by", "")
    side = side if side in SHARES else "unit"
    over = today_in(city) - timedelta(days=1)
    found = period_of(f"{request.GET.get('since', '')}..{request.GET.get('until', '')}", over)
    if found is None or found.first is None or found.last is None or found.first > found.last:
        found = Period("", over - QUARTER - OPEN_FOR, over)
    period = Period("", found.first, min(found.last or over, over))
    return side, period, looks_in(city, period)

"""The week: what was asked of whom against the budget, who asked, what was refused; and one unit's twelve weeks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.burden.models import Ask
from wenming.burden.queries import (
    asks_listed,
    loads_of_week,
    refused_listed,
    trend_of,
    units_seen_by,
    week_of,
)
from wenming.burden.rules import asks_units, sees_burden, sets_budgets, withdraws
from wenming.burden.schemas.asks import ask_row, refused_row
from wenming.burden.schemas.weeks import charts, heads, load_row, week_links, week_text
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import Page, keyset_page, number_text
from wenming.organisations.queries import units_in

PAGE, REFUSED = 50, 20


def week_asked(request: HttpRequest, today: date) -> date:
    """Return the week that the address names, this one where it names none; never one that lies ahead."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = today
    return week_of(min(day, today))


@require_safe
def burden(request: HttpRequest, city: City) -> HttpResponse:
    """Show a week: every unit that this person sees."""
    only(sees_burden, request, city)
    week, units = week_asked(request, today_in(city)), units_seen_by(request.user, city)
    loads = loads_of_week(city, week, units)
    context = {
        **_week(request, city, week, units),
        "rows": [load_row(one, city, week) for one in loads],
        "full": number_text(sum(one.share >= 1 for one in loads)),
        "own": units is not None,
        "asks_url": reverse("burden:ask_new", args=[city.slug]) if asks_units(request.user, city) else "",
        "limits_url": reverse("burden:limits", args=[city.slug]),
        "export_url": f"{reverse('workbench:burden_export', args=[city.slug])}?week={week.isoformat()}",
        "sets": sets_budgets(request.user, city),
    }
    return render(request, "burden/week.html", context)


@require_safe
def unit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one unit: its twelve weeks, and what it was asked in one of them."""
    only(sees_burden, request, city)
    seen = units_seen_by(request.user, city)
    rows = units_in(city).filter(pk=pk) if seen is None else seen.filter(pk=pk)
    one = rows.first()
    if one is None:
        raise Http404
    week, own = week_asked(request, today_in(city)), units_in(city).filter(pk=pk)
    loads = loads_of_week(city, week, own)
    context = {
        **_week(request, city, week, own),
        "unit": one.name,
        "load": load_row(loads[0], city, week) if loads else None,
    }
    return render(request, "burden/unit.html", context)


def _week(request: HttpRequest, city: City, week: date, units: Any) -> dict[str, Any]:
    """Return what a week shows of some units: the bars, the requests, what was refused."""
    page = keyset_page(request, asks_listed(city, week, units), key="pk", size=PAGE, descending=True)
    refused = list(refused_listed(city, week, units)[:REFUSED])
    return {
        "week": week_text(week),
        "links": week_links(week, today_in(city)),
        "charts": charts(trend_of(city, week, units)),
        "heads": heads(),
        "asks": [ask_row(one, city, may_withdraw=_may(request, city, one)) for one in page.rows],
        "refused": [refused_row(one, city) for one in refused],
        "page": _page(request, page),
    }


def _may(request: HttpRequest, city: City, ask: Ask) -> bool:
    return withdraws(ask)(request.user, city)


def _page(request: HttpRequest, page: Page) -> dict[str, str]:
    count = len(page.rows)
    text = ngettext("本页 %(rows)s 项", "本页 %(rows)s 项", count) % {"rows": count}
    return {"text": text, **page.links(request)}

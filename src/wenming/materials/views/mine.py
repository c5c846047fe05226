"""My materials: what is asked of my units, what came back first, then by the day; for the thumb."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.materials.enums import ItemState, ReturnReason
from wenming.materials.models import MaterialItem, MaterialReview
from wenming.materials.queries.items import own_items
from wenming.materials.rules import (
    keeps_materials,
    sees_material_counts,
    sees_requirements,
    supplies_materials,
    units_supplied,
)
from wenming.materials.schemas.items import item_card, item_rows
from wenming.materials.workflow import IN, OPEN

CARDS = 40
RECENT = 15


@require_safe
def mine(request: HttpRequest, city: City) -> HttpResponse:
    """Show what is asked of the person's units; who supplies nothing goes to where he works."""
    only(sees_requirements, request, city)
    if not supplies_materials(request.user, city):
        name = "materials:desk" if keeps_materials(request.user, city) else "materials:calendar"
        return redirect(name, city.slug)
    today = today_in(city)
    rows = own_items(request.user, city)
    asked = sorted(rows.filter(state__in=OPEN)[:CARDS], key=lambda one: one.state != ItemState.RETURNED)
    returned = _returned(city, asked)
    several = len(units_supplied(request.user, city)) > 1 or any(
        below for _unit, below in units_supplied(request.user, city)
    )
    counts = rows.order_by().aggregate(
        late=Count("pk", filter=Q(state__in=OPEN, due_on__lt=today)),
        back=Count("pk", filter=Q(state=ItemState.RETURNED)),
        open=Count("pk", filter=Q(state__in=OPEN)),
        waiting=Count("pk", filter=Q(state=ItemState.SUBMITTED)),
    )
    recent = list(rows.filter(state__in=IN).order_by("-changed_at", "-pk")[:RECENT])
    context = {
        "cards": [item_card(one, today, several=several, returned=returned.get(one.pk, "")) for one in asked],
        "counts": _counts(city, counts),
        "more": max(counts["open"] - len(asked), 0),
        "all_url": f"{reverse('materials:items', args=[city.slug])}?state=open",
        "rows_html": item_rows(recent, today) if recent else "",
        "units": [unit.name for unit, _below in units_supplied(request.user, city)],
        "counts_seen": sees_material_counts(request.user, city) or supplies_materials(request.user, city),
    }
    return render(request, "materials/mine.html", context)


def _counts(city: City, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return how much is late, came back, is open, waits for review; each number leads to its items."""
    base = reverse("materials:items", args=[city.slug])
    return [
        {"tone": "bad", "value": counts["late"], "label": pgettext("material", "已过期"), "url": f"{base}?late=on"},
        {"tone": "warn", "value": counts["back"], "label": _("被退回"), "url": f"{base}?state=returned"},
        {"tone": "ok", "value": counts["waiting"], "label": _("等审核"), "url": f"{base}?state=submitted"},
    ]


def _returned(city: City, items: list[MaterialItem]) -> dict[int, str]:
    """Return item -> why it came back the last time, with the reviewer's words. One query, none for nothing that came back."""
    back = [one.pk for one in items if one.version]
    if not back:
        return {}
    rows = MaterialReview.objects.in_city(city).filter(version__item__in=back, passed=False).order_by("pk")
    found = {}
    for item, reason, words in rows.values_list("version__item", "reason", "words"):
        found[item] = "：".join(one for one in (str(ReturnReason(reason).label), words) if one)
    return found

"""What my units hold and apply for, for the thumb."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.materials.models import Application
from wenming.materials.models.creation import OPEN_APPLICATIONS
from wenming.materials.queries.creation.applications import programmes_in
from wenming.materials.queries.creation.titles import own_titles
from wenming.materials.queries.items import own_condition
from wenming.materials.rules import supplies_materials, units_supplied
from wenming.materials.schemas.creation import application_url, state_pill, takes_applications, title_card, window_text

CARDS = 40


@require_safe
def creation_mine(request: HttpRequest, city: City) -> HttpResponse:
    """Show what the person's units hold and apply for, and where they could apply."""
    only(supplies_materials, request, city)
    today = today_in(city)
    own = own_condition(request.user, city)
    rows = (
        Application.objects.in_city(city)
        .filter(Q(pk__in=[]) if own is None else own)
        .select_related("city", "unit", "programme")
        .order_by("-pk")
    )
    applications = [_card(one) for one in rows.filter(state__in=OPEN_APPLICATIONS)[:CARDS]]
    context = {
        "titles": [title_card(one, today) for one in own_titles(request.user, city)[:CARDS]],
        "applications": applications,
        "programmes": [
            {"name": one.name, "pk": one.pk, "window": window_text(one)}
            for one in programmes_in(city)
            if takes_applications(one, today)
        ],
        "units": [unit.name for unit, _below in units_supplied(request.user, city)],
    }
    return render(request, "materials/creation/mine.html", context)


def _card(one: Application) -> dict[str, Any]:
    """Return an application as a card for the thumb."""
    pill = state_pill(one.state)
    return {"url": application_url(one), "programme": one.programme.name, "unit": one.unit.name, "pill": pill}

"""What a code on the wall leads to: for who works in the campaign the standards of this place, for everybody else a calm page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from wenming.kernel.middleware import greets_strangers
from wenming.kernel.models import City
from wenming.organisations.rules import sees_phones
from wenming.sites.models import Site
from wenming.sites.queries import current_of, sites_visible_to
from wenming.sites.queries.cards import photo_of, site_with
from wenming.sites.queries.listing import chiefs_of, parts_of
from wenming.sites.rules import reports_at_sites
from wenming.sites.schemas.cards import card_of, kind_for, place_facts
from wenming.standards.queries import adopted_in, latest_examples
from wenming.standards.schemas.sheets import items_of, sheet_of


@greets_strangers
@require_safe
def scan(request: HttpRequest, city: City | None, token: str) -> HttpResponse:
    """Show "this place" to people with a post in the city.

    Whoever is not signed in gets one page, the same for every token of every city, so that no code can be tried out.
    """
    if city is None:
        entrance = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
        return render(request, "sites/scan_stranger.html", {"entrance": entrance})
    site = site_with(city, token)
    if site is None:
        return render(
            request, "sites/scan_none.html", {"home": reverse("workbench:home", args=[city.slug])}, status=404
        )
    return render(request, "sites/scan.html", _context(request, city, site))


def _context(request: HttpRequest, city: City, scanned: Site) -> dict[str, Any]:
    """Return what the page of a place shows: what everybody may know, and more for who sees the site in the register."""
    now = timezone.now()
    site = current_of(scanned)
    known = sites_visible_to(request.user, city, at=now).filter(pk=site.pk).exists()
    place = place_facts(city, site, at=now)
    if known:
        photo = photo_of(site)
        parts, chiefs = (found(city, [site]).get(site.pk, ()) for found in (parts_of, chiefs_of))
        phones = sees_phones(request.user, city)
        place = card_of(city, site, parts=parts, chiefs=chiefs, photo=photo, phones=phones, at=now)
    adopted = adopted_in(city)
    kind = kind_for(adopted, site.type)
    sheet = None
    if kind is not None and not place["ended"]:
        examples = latest_examples(city, [item.code for item in items_of(adopted, kind.code)])
        sheet = sheet_of(adopted, city, kind, examples=examples, chief=None, may_edit=False)
    return {
        "place": place,
        "known": known,
        "was": scanned if scanned.pk != site.pk else None,
        "sheet": sheet,
        "report_url": f"{reverse('issues:report', args=[city.slug])}?{urlencode({'token': scanned.token})}"
        if reports_at_sites(request.user, city) and not place["ended"]
        else "",
        "card_url": reverse("sites:map_card", args=[city.slug, site.pk]) if known else "",
    }

"""The card of one site: what, where, when, who, what holds there, what it was before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.organisations.actions import look_at_phone
from wenming.organisations.rules import sees_phones
from wenming.organisations.schemas.units import period_text
from wenming.sites.enums import SiteChangeKind
from wenming.sites.models import Site, SiteChange, SiteChief
from wenming.sites.queries import current_of, neighbours_of
from wenming.sites.queries.details import changes_of, chief_history, merged_into, part_history
from wenming.sites.rules import keeps_site, keeps_sites, sees_sites
from wenming.sites.schemas.sites import chief_lines, part_lines, type_name
from wenming.sites.schemas.words import hours_of, opening_lines, opening_today, position_lines
from wenming.sites.views.edges import visible_site
from wenming.sites.views.looks import looks_of
from wenming.standards.queries import adopted_in
from wenming.standards.schemas import in_language, node_name


@require_safe
def site(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one site."""
    only(sees_sites, request, city)
    return _card(request, city, visible_site(request, city, pk), {})


@require_POST
def phone(request: HttpRequest, city: City, pk: int, chief: int) -> HttpResponse:
    """Show a chief's telephone number; that somebody looked is remembered."""
    only(sees_sites, request, city)
    only(sees_phones, request, city)
    one = visible_site(request, city, pk)
    row = one_of(SiteChief.objects.in_city(city).select_related("person__city", "person__account"), pk=chief, site=one)
    number = look_at_phone(person=row.person, by=request.user, at=timezone.now())
    return _card(request, city, one, {row.pk: number})


def _card(request: HttpRequest, city: City, one: Site, shown: dict[int, str]) -> HttpResponse:
    """Return the card; ``shown`` are the telephone numbers that somebody asked for."""
    now = timezone.now().astimezone(city.zone)
    parts = part_lines(part_history(one), city)
    chiefs = chief_lines(chief_history(one), city, shown=shown)
    keeps = keeps_sites(request.user, city)
    target = current_of(one)
    context = {
        "site": one,
        "type": type_name(one.type),
        "in_use": one.ends_on is None,
        "period": period_text(one.starts_on, one.ends_on),
        "target": target if target.pk != one.pk else None,
        "positions": position_lines(one),
        "opening": opening_lines(hours_of(one)),
        "today": opening_today(hours_of(one), now),
        "own_hours": bool(one.hours),
        "standards": _standards(city, one),
        "parts": [line for line in parts if not line["over"]],
        "former_parts": [line for line in parts if line["over"]],
        "chiefs": [line for line in chiefs if not line["over"]],
        "former_chiefs": [line for line in chiefs if line["over"]],
        "changes": [_change(city, row) for row in changes_of(one)],
        "merged": [_merge(city, row) for row in merged_into(one)],
        "neighbours": _neighbours(city, one),
        "keeps": keeps and one.ends_on is None,
        "reopens": keeps and one.ends_on is not None and target.pk == one.pk,
        "keeps_here": one.ends_on is None and keeps_site(request.user, city, one),
        "may_see": sees_phones(request.user, city),
        "looks": looks_of(request, city, one),
    }
    return render(request, "sites/site.html", context)


def _standards(city: City, one: Site) -> dict[str, Any]:
    """Return what holds at this place: how it is walked and the sheet of the handbook, as far as they are known."""
    adopted = adopted_in(city)
    kind = adopted.crosswalk.site_types.get(one.type.checklist)
    walk = in_language(kind.walk, kind.walk_en) if kind else ""
    items = [item for item in adopted.crosswalk.items.values() if kind and item.site_type == kind.code]
    return {
        "walking": one.walking or one.type.walking or walk,
        "name": node_name(kind) if kind else "",
        "url": reverse("standards:sheet", args=[city.slug, kind.code]) if kind else "",
        "items": len(items),
        "first": [node_name(item) for item in items[:5]],
    }


def _change(city: City, row: SiteChange) -> dict[str, Any]:
    """Return one line of what became of a site."""
    words = str(SiteChangeKind(row.kind).label)
    return {
        "on": formats.date_format(row.on, "SHORT_DATE_FORMAT"),
        "text": f"{words}：{row.into.name}" if row.into else words,
        "url": reverse("sites:site", args=[city.slug, row.into_id]) if row.into else "",
        "reason": row.reason,
        "by": row.by.name if row.by else "",
        "tone": "ok" if row.kind == SiteChangeKind.REOPENED else "warn",
    }


def _merge(city: City, row: SiteChange) -> dict[str, str]:
    """Return one site that was merged into this one."""
    return {
        "on": formats.date_format(row.on, "SHORT_DATE_FORMAT"),
        "name": row.site.name,
        "code": row.site.code,
        "url": reverse("sites:site", args=[city.slug, row.site_id]),
        "reason": row.reason,
    }


def _neighbours(city: City, one: Site) -> list[dict[str, Any]]:
    """Return the sites close by; one of the same kind may be the same place."""
    return [
        {
            "pk": near.site.pk,
            "name": near.site.name,
            "code": near.site.code,
            "type": type_name(near.site.type),
            "url": reverse("sites:site", args=[city.slug, near.site.pk]),
            "metres": _("%(metres)s 米") % {"metres": round(near.metres)},
            "same": near.site.type_id == one.type_id,
        }
        for near in neighbours_of(one)
    ]

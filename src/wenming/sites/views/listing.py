"""The register: every site under the filter in the address; out as Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, number_text
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.sites.exports.register import register_workbook
from wenming.sites.forms.listing import LACKS, SiteFilterForm, part_label
from wenming.sites.models import Site, SiteType, SiteUnit
from wenming.sites.queries import chiefs_of, filter_of, parts_of, sites_listed, sites_visible_to, types_in
from wenming.sites.queries.listing import SiteFilter, beyond, mark_of
from wenming.sites.rules import keeps_sites, sees_sites
from wenming.sites.schemas.sites import site_rows, type_name

PAGE = 50
AREAS = (UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN)
"""Areas that the filter offers; those below them are part of them."""


@require_safe
def sites(request: HttpRequest, city: City) -> HttpResponse:
    """List the sites under the filter; at most six queries beside who asks."""
    only(sees_sites, request, city)
    wanted, today = filter_of(request.GET), today_in(city)
    types, named = list(types_in(city)), _named(city, wanted, today)
    visible = sites_visible_to(request.user, city, at=timezone.now())
    area = named.get(wanted.area)
    found = sites_listed(visible, wanted, city=city, area=area)
    rows, links = _page(request, found, wanted.order)
    keeps = keeps_sites(request.user, city)
    # counted without the joins of an order
    total = sites_listed(visible, replace(wanted, order="code"), city=city, area=area).count()
    here = reverse("sites:sites", args=[city.slug])
    context = {
        "filter": SiteFilterForm(wanted, types, _areas(named)),
        "chips": _chips(request, wanted, types, named),
        "clear_url": here,
        "rows_html": _rows(city, rows, keeps=keeps and not wanted.retired) if rows else "",
        "picks": keeps and not wanted.retired,
        "total": total,
        "total_text": ngettext("共 %(count)s 个点位", "共 %(count)s 个点位", total) % {"count": number_text(total)},
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", len(rows)) % {"rows": len(rows)},
            **links,
        },
        "keeps": keeps,
        "query": request.GET.urlencode(),
        "left": sum(1 for unit in named.values() if unit.left) if keeps and not wanted.any else 0,
        "searching": wanted.any,
    }
    return render(request, "sites/site_list.html", context)


def _named(city: City, wanted: SiteFilter, today: date) -> dict[int, Unit]:
    """Return the areas that the filter offers, the units that it names, and those that ended with sites (``left``), by key. One query."""
    named = Q(pk__in=[key for key in (wanted.area, wanted.unit) if key])
    held = SiteUnit.objects.in_city(city).filter(unit=OuterRef("pk"), until__isnull=True)
    left = Q(Exists(held), ends_on__lt=today)
    offered = Q(kind__in=AREAS, ends_on__isnull=True)
    units = units_in(city).annotate(left=Case(When(left, then=True), default=False, output_field=BooleanField()))
    return {unit.pk: unit for unit in units.filter(offered | named | Q(left=True))}


def _areas(named: dict[int, Unit]) -> list[tuple[str, str]]:
    """Return the areas of the filter, those below others set off."""
    found = []
    for unit in named.values():
        depth = "　" if unit.kind in {UnitKind.STREET, UnitKind.TOWN} else ""
        if unit.ends_on is None and unit.kind in {*AREAS, UnitKind.COMMUNITY, UnitKind.VILLAGE, UnitKind.GRID}:
            found.append((str(unit.pk), f"{depth}{unit.name}"))
    return found


def _rows(city: City, rows: list[Site], *, keeps: bool) -> str:
    """Return the body of the table."""
    return site_rows(city, rows, parts_of(city, rows), chiefs_of(city, rows), pick=keeps)


def _page(request: HttpRequest, found: Any, order: str) -> tuple[list[Site], dict[str, str]]:
    """Return the stretch of the list that the address asks for, and its neighbours' addresses. One query."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    back = bool(before) and not after
    rows = list(beyond(found, order, before if back else after, back=back)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if back:
        rows.reverse()
    has_previous, has_next = (more, True) if back else (bool(after), more)
    return rows, {
        "previous_url": address(request, before=mark_of(rows[0], order)) if rows and has_previous else "",
        "next_url": address(request, after=mark_of(rows[-1], order)) if rows and has_next else "",
    }


def _chips(
    request: HttpRequest, wanted: SiteFilter, types: list[SiteType], named: dict[int, Unit]
) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away."""
    kind = next((type_name(one) for one in types if one.pk == wanted.type), "")
    area, unit = (named[key].name if key in named else "" for key in (wanted.area, wanted.unit))
    active = [
        ("q", _("查找"), wanted.words),
        ("type", _("类型"), kind),
        ("area", _("属地"), area),
        ("unit", _("单位"), unit),
        ("part", _("分工"), part_label(wanted.part)),
        ("lacks", _("缺什么"), str(dict(LACKS).get(wanted.lacks, ""))),
        ("retired", _("状态"), _("已停用") if wanted.retired else ""),
    ]
    return [{"label": label, "value": value, "url": address(request, name)} for name, label, value in active if value]


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the sites of the current filter as a workbook that the import reads."""
    only(sees_sites, request, city)
    wanted = filter_of(request.GET)
    named = _named(city, wanted, today_in(city))
    found = sites_listed(
        sites_visible_to(request.user, city, at=timezone.now()),
        wanted,
        city=city,
        area=named.get(wanted.area),
    )
    return send_workbook(register_workbook(city, found), f"{city.name}-{pgettext('page', '点位台账')}.xlsx")

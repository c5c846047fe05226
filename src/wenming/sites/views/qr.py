"""Codes to hang up: the sheet of many, and the file of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.kernel.models import City
from wenming.sites.adapters.codes import code_file, code_svg
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.forms.map import MapFilterForm
from wenming.sites.models import Site
from wenming.sites.queries.details import types_in
from wenming.sites.queries.listing import chiefs_of, parts_of
from wenming.sites.queries.map import stretch_of, wanted_in
from wenming.sites.schemas.sites import type_name
from wenming.sites.views.gates import site_seen, sites_wanted

CODES = 80
"""Codes on one page of the sheet: ten sheets of A4."""
SIZES = ("a4", "a6")
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
HERE = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})


@require_safe
def qr_sheet(request: HttpRequest, city: City) -> HttpResponse:
    """Show the codes of the sites under the filter, to be printed: eight on an A4 page, or each on a page of A6."""
    now = timezone.now()
    wanted = wanted_in(request.GET, city)
    rows, after, before = stretch_of(sites_wanted(request, city, wanted, at=now), request.GET, size=CODES)
    units = {
        key: _name(one.unit.name for one in found if one.part == SitePart.RESPONSIBLE)
        for key, found in parts_of(city, rows).items()
    }
    chiefs = {
        key: _name(one.person.name for one in found if one.kind == ChiefKind.SITE)
        for key, found in chiefs_of(city, rows).items()
    }
    size = request.GET.get("size") if request.GET.get("size") in SIZES else SIZES[0]
    carried = wanted.carried()
    here = {**carried, "size": size}
    context = {
        "codes": [_code(request, city, site, units, chiefs) for site in rows],
        "size": size,
        "sizes": [
            {"label": label, "url": f"?{urlencode({**carried, 'size': one})}", "active": one == size}
            for one, label in (("a4", _("A4 每页 8 个")), ("a6", _("A6 每页 1 个")))
        ],
        "filter": MapFilterForm(wanted, types=types_in(city)),
        "wanted": carried,
        "page": {
            "text": ngettext("本页 %(rows)s 个二维码", "本页 %(rows)s 个二维码", len(rows)) % {"rows": len(rows)},
            "previous_url": f"?{urlencode({**here, 'before': before})}" if before else "",
            "next_url": f"?{urlencode({**here, 'after': after})}" if after else "",
        },
        "warning": _warning(scan_url(request, city, "")),
    }
    return render(request, "sites/qr_sheet.html", context)


def _name(names: Iterable[str]) -> str:
    """Return the only one of the names, "" for none."""
    return next(iter(names), "")


def scan_url(request: HttpRequest, city: City, token: str) -> str:
    """Return the whole address in a code; without a token, what all of them begin with."""
    path = reverse("sites:scan", args=[city.slug, "0"])
    path = path.removesuffix("0/") + (f"{token}/" if token else "")
    return settings.PUBLIC_ADDRESS + path if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def _warning(address: str) -> str:
    """Say what is wrong with the address before hundreds of codes are printed, "" for nothing."""
    parts = urlsplit(address)
    if parts.hostname in HERE:
        return _(
            "二维码里的网址是 %(address)s，只有这台电脑打得开；请用大家访问的网址打开本页，或设置 WENMING_ADDRESS 后再打印。"
        ) % {"address": address}
    if parts.scheme != "https":
        return _("二维码里的网址不是 HTTPS（%(address)s）；以后改用 HTTPS 时，已经贴出去的码要重印。") % {
            "address": address
        }
    return ""


def _code(
    request: HttpRequest, city: City, site: Site, units: dict[int, str], chiefs: dict[int, str]
) -> dict[str, Any]:
    """Return one card of the sheet; no telephone number stands on a wall."""
    address = scan_url(request, city, site.token)
    return {
        "svg": code_svg(address),
        "address": address,
        "name": site.name,
        "code": site.code,
        "type": type_name(site.type),
        "area": (site.area.short_name or site.area.name) if site.area else "",
        "unit": units.get(site.pk, ""),
        "chief": chiefs.get(site.pk, ""),
        "files": [
            {"label": kind.upper(), "url": reverse("sites:qr_file", args=[city.slug, site.pk, kind])} for kind in MEDIA
        ],
    }


@require_safe
def qr_file(request: HttpRequest, city: City, pk: int, kind: str) -> HttpResponse:
    """Answer with the code of one site as a file."""
    site = site_seen(request, city, pk, at=timezone.now())
    if kind not in MEDIA:
        raise Http404
    content = code_file(scan_url(request, city, site.token), kind)
    response = HttpResponse(content, content_type=MEDIA[kind])
    name = quote(f"{site.code} {site.name}.{kind}")
    response["Content-Disposition"] = f"attachment; filename=\"code.{kind}\"; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response

"""OGC API - Features, Part 1: landing, collections and sites as GeoJSON (RFC 7946: longitude first, WGS 84, no crs)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.api.queries.sites import parts_on
from wenming.kernel.models import City
from wenming.sites.enums import SitePart
from wenming.sites.models import Site

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMS = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "geojson", "html", "oas30")
)
SITES = "sites"
DIGITS = 7
"""Decimals of a degree: a centimetre on the ground."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service of a city is reached: ``base`` ends with a slash."""

    base: str
    city: City

    def url(self, path: str = "", query: str = "") -> str:
        """Return the address of a resource."""
        return f"{self.base}{path}{'?' if query else ''}{query}"

    def pair(self, path: str, *, shown: str, own: str = JSON, query: str = "") -> list[dict[str, str]]:
        """Return the links of a resource to itself, in the form that is shown, and to the other form."""
        rest = f"&{query}" if query else ""
        forms = {own: self.url(path, f"f=json{rest}"), HTML: self.url(path, f"f=html{rest}")}
        other = HTML if shown != HTML else own
        return [
            link(forms[shown], "self", shown, pgettext("features", "本页")),
            link(forms[other], "alternate", other, pgettext("features", "另一种格式")),
        ]

    @property
    def items(self) -> str:
        """The path of the sites."""
        return f"collections/{SITES}/items"


def link(href: str, rel: str, media_type: str, title: str) -> dict[str, str]:
    """Return one link; every one says what it leads to and in which form."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def landing(service: Service, shown: str) -> dict[str, Any]:
    """Return the first page of the service."""
    return {
        "title": _("%(city)s：点位数据接口") % {"city": service.city.name},
        "description": _("按 OGC API – Features 提供您有权查看的点位，坐标为 WGS84。内部资料，不得公开。"),
        "links": [
            *service.pair("", shown=shown),
            link(service.url("api", "f=json"), "service-desc", OPENAPI, _("接口说明（OpenAPI 3.0）")),
            link(service.url("api", "f=html"), "service-doc", HTML, pgettext("features", "接口说明")),
            link(service.url("conformance"), "conformance", JSON, _("符合的标准")),
            link(service.url("collections"), "data", JSON, pgettext("features", "数据集")),
        ],
    }


def conformance() -> dict[str, Any]:
    """Return what the service conforms to."""
    return {"conformsTo": list(CONFORMS)}


def collections(service: Service, extent: dict[str, Any], shown: str) -> dict[str, Any]:
    """Return the one collection that there is; boundaries of areas are not ours to publish."""
    return {
        "links": service.pair("collections", shown=shown),
        "collections": [collection(service, extent, JSON)],
    }


def collection(service: Service, extent: dict[str, Any], shown: str) -> dict[str, Any]:
    """Return what the collection of sites is."""
    return {
        "id": SITES,
        "title": pgettext("features", "点位"),
        "description": _("您有权查看的点位，包括已停用的；用 datetime 取某一天在用的。"),
        "links": [
            *service.pair(f"collections/{SITES}", shown=shown),
            link(service.url(service.items), "items", GEOJSON, pgettext("features", "点位")),
            link(service.url(service.items, "f=html"), "items", HTML, pgettext("features", "点位")),
        ],
        "extent": _extent(service, extent),
        "itemType": "feature",
        "crs": [CRS84],
    }


def _extent(service: Service, extent: dict[str, Any]) -> dict[str, Any]:
    """Return the box and the time that the sites take; a register without positions has no box."""
    found: dict[str, Any] = {}
    if extent["west"] is not None:
        box = [round(extent[side], DIGITS) for side in ("west", "south", "east", "north")]
        found["spatial"] = {"bbox": [box], "crs": CRS84}
    since = extent["since"]
    begins = datetime.combine(since, time.min, service.city.zone).isoformat() if since else None
    found["temporal"] = {"interval": [[begins, None]], "trs": GREGORIAN}
    return found


def feature(site: Site, on: date) -> dict[str, Any]:
    """Return a site: where it is, what it is, which units answer for it. No person and no number stands in it."""
    placed = site.lng is not None and site.lat is not None
    point = {"type": "Point", "coordinates": [round(site.lng, DIGITS), round(site.lat, DIGITS)]} if placed else None
    return {
        "type": "Feature",
        "id": site.code,
        "geometry": point,
        "properties": {
            "code": site.code,
            "name": site.name,
            "type": site.type.name,
            "area": site.area.name if site.area else None,
            "address": site.address or None,
            "responsible_unit": _units(site, str(SitePart.RESPONSIBLE), on),
            "competent_units": _units(site, str(SitePart.COMPETENT), on),
            "sponsor_units": _units(site, str(SitePart.SPONSOR), on),
            "walking": site.walking or None,
            "starts_on": site.starts_on.isoformat(),
            "ends_on": site.ends_on.isoformat() if site.ends_on else None,
        },
    }


def _units(site: Site, part: str, on: date) -> str | None:
    return "、".join(parts_on(site.parts, part, on)) or None


def single(service: Service, site: Site, on: date, shown: str) -> dict[str, Any]:
    """Return one site as an answer of its own, with its links."""
    path = f"{service.items}/{quote(site.code, safe='')}"
    home = link(service.url(f"collections/{SITES}"), "collection", JSON, pgettext("features", "点位"))
    return {**feature(site, on), "links": [*service.pair(path, shown=shown, own=GEOJSON), home]}


def page(sites: Iterable[Site], links: list[dict[str, str]], *, matched: int, at: datetime, on: date) -> dict[str, Any]:
    """Return a page of sites."""
    features = [feature(site, on) for site in sites]
    return {
        "type": "FeatureCollection",
        "timeStamp": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": matched,
        "numberReturned": len(features),
        "features": features,
        "links": links,
    }

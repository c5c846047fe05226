"""OGC API - Features, Part 1 (17-069r4): core, GeoJSON, HTML, OpenAPI 3.0. Only sites that the caller may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.api.queries.sites import extent_of, page_of, sites_wanted, streamed, with_units
from wenming.api.queries.wanted import cursor_of, only_known, wanted_of
from wenming.api.schemas import features, openapi
from wenming.api.schemas.features import GEOJSON, HTML, JSON, OPENAPI, SITES, Service
from wenming.api.schemas.pages import api_page, link_page, sites_page
from wenming.api.views.edges import JSON_WORDS, RefusedError, for_machines, wants_html
from wenming.kernel.models import City
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to


@for_machines
def landing(request: HttpRequest, city: City) -> HttpResponse:
    """Say what there is and where."""
    service, shown = _start(request, city)
    answer = features.landing(service, shown)
    return _answer(request, answer, shown, link_page(answer["title"], answer["description"], answer["links"]))


@for_machines
def definition(request: HttpRequest, city: City) -> HttpResponse:
    """Give the description of the service in OpenAPI 3.0."""
    service, shown = _start(request, city, own=OPENAPI)
    answer = openapi.definition(service)
    return _answer(request, answer, shown, api_page(answer))


@for_machines
def conformance(request: HttpRequest, city: City) -> HttpResponse:
    """Say which parts of the standard are spoken."""
    _service, shown = _start(request, city)
    answer = features.conformance()
    rows = [{"href": uri, "title": uri.rpartition("/")[2], "rel": "", "type": ""} for uri in answer["conformsTo"]]
    return _answer(request, answer, shown, link_page(_("符合的标准"), "OGC API – Features – Part 1: Core 1.0", rows))


@for_machines
def collections(request: HttpRequest, city: City) -> HttpResponse:
    """List the collections: sites."""
    service, shown = _start(request, city)
    answer = features.collections(service, extent_of(_visible(request, city)), shown)
    text = answer["collections"][0]["description"]
    links = answer["collections"][0]["links"]
    return _answer(request, answer, shown, link_page(pgettext("features", "数据集"), text, links))


@for_machines
def collection(request: HttpRequest, city: City, collection: str) -> HttpResponse:
    """Say what the collection of sites is."""
    _known(collection)
    service, shown = _start(request, city)
    answer = features.collection(service, extent_of(_visible(request, city)), shown)
    return _answer(request, answer, shown, link_page(answer["title"], answer["description"], answer["links"]))


@for_machines
def items(request: HttpRequest, city: City, collection: str) -> HttpResponse:
    """Give a page of the sites that the address asks for."""
    _known(collection)
    now = timezone.now()
    wanted = wanted_of(request.GET, city.zone)
    service, shown = _service(request, city), HTML if wants_html(request) else GEOJSON
    rows, matched, before, behind = page_of(sites_wanted(_visible(request, city), wanted), wanted)
    links = _page_links(request, service, rows, (before, behind), shown)
    answer = features.page(rows, links, matched=matched, at=now, on=now.astimezone(city.zone).date())
    return _answer(request, answer, shown, sites_page(answer))


@for_machines
def item(request: HttpRequest, city: City, collection: str, code: str) -> HttpResponse:
    """Give one site."""
    _known(collection)
    service, shown = _start(request, city, own=GEOJSON)
    site = with_units(_visible(request, city).filter(code=code)).first() if "\0" not in code else None
    if site is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, "no such site")
    answer = features.single(service, site, timezone.now().astimezone(city.zone).date(), shown)
    return _answer(request, answer, shown, sites_page({"features": [answer], "links": answer["links"]}))


@for_machines
def whole(request: HttpRequest, city: City) -> StreamingHttpResponse:
    """Give all visible sites as one GeoJSON file, a chunk at a time, one feature on each line."""
    only_known(request.GET, ())
    on = timezone.now().astimezone(city.zone).date()
    answer = StreamingHttpResponse(_lines(_visible(request, city), on), content_type=GEOJSON)
    answer["Content-Disposition"] = f'attachment; filename="{city.slug}-sites.geojson"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _lines(sites: QuerySet[Site], on: Any) -> Iterator[str]:
    """Yield the lines of the file."""
    yield '{"type":"FeatureCollection","features":[\n'
    first = True
    for site in streamed(sites):
        yield ("" if first else ",\n") + json.dumps(features.feature(site, on), **JSON_WORDS)
        first = False
    yield "\n]}\n"


def _visible(request: HttpRequest, city: City) -> QuerySet[Site]:
    return sites_visible_to(request.user, city, at=timezone.now())


def _known(collection: str) -> None:
    if collection != SITES:
        raise RefusedError(HTTPStatus.NOT_FOUND, "no such collection")


def _service(request: HttpRequest, city: City) -> Service:
    return Service(request.build_absolute_uri(reverse("api:landing", args=[city.slug])), city)


def _start(request: HttpRequest, city: City, own: str = JSON) -> tuple[Service, str]:
    """Check that nothing but the form is asked, and return the service with the form that is shown."""
    only_known(request.GET, ("f",))
    return _service(request, city), HTML if wants_html(request) else own


def _answer(request: HttpRequest, answer: dict[str, Any], shown: str, page: dict[str, Any]) -> HttpResponse:
    """Give the document itself, or the page that shows it to people."""
    if shown == HTML:
        return render(request, "api/resource.html", {**page, "json_url": _with(request, f="json")})
    return JsonResponse(answer, content_type=shown, json_dumps_params=JSON_WORDS)


def _page_links(
    request: HttpRequest,
    service: Service,
    rows: list[Site],
    more: tuple[bool, bool],
    shown: str,
) -> list[dict[str, str]]:
    """Return the links of a page of sites, with its neighbours under the same filter."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in request.GET.items() if name != "f"})
    links = service.pair(service.items, shown=shown, own=GEOJSON, query=query.urlencode())
    links.append(features.link(service.url(f"collections/{SITES}"), "collection", JSON, pgettext("features", "点位")))
    ends = (("prev", "b", more[0], rows[:1]), ("next", "a", more[1], rows[-1:]))
    for rel, direction, there, edge in ends:
        if there and edge:
            href = _with(request, cursor=cursor_of(direction, edge[0].code), f="html" if shown == HTML else "json")
            label = pgettext("features", "上一页") if rel == "prev" else pgettext("features", "下一页")
            links.append(features.link(request.build_absolute_uri(href), rel, shown, label))
    return links


def _with(request: HttpRequest, **changes: str) -> str:
    """Return this address with other values of these parameters."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"

"""The ledger: every issue that somebody sees, under the filter in the address; its views as tabs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.engine.deadlines import Lamp
from wenming.issues import actions
from wenming.issues.enums import PaperKind
from wenming.issues.exports.papers import OF_ISSUES
from wenming.issues.forms.filters import IssueFilterForm, SaveViewForm
from wenming.issues.models import Issue, MinorClass, SavedView
from wenming.issues.queries import IssueFilter, filter_of, issues_listed
from wenming.issues.queries.counts import bounded_counts
from wenming.issues.queries.listing import ORDERS, SIZES
from wenming.issues.queries.names import named_by
from wenming.issues.queries.paging import page_of
from wenming.issues.queries.saved_views import SHOWN, views_of
from wenming.issues.rules import (
    dispatches_issues,
    keeps_views,
    makes_papers,
    reminds_units,
    reports_issues,
    sees_issues,
    shares_views,
)
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.ledger import BUILT_IN, LOOK, PAGING, chips_of, count_text, list_query, plain_query, tabs_of
from wenming.issues.schemas.links import way
from wenming.issues.schemas.rows import category_text, issue_rows
from wenming.issues.views.edges import attempt
from wenming.issues.workflow import OPEN
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address
from wenming.organisations.enums import UnitKind
from wenming.organisations.queries import units_in
from wenming.sites.queries import types_in
from wenming.sites.schemas.sites import type_name

AREAS = (UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN)
NO_DISPOSERS = (UnitKind.HEADQUARTERS, UnitKind.GRID, UnitKind.OUTSIDE_FIRM)


@require_safe
def issues(request: HttpRequest, city: City) -> HttpResponse:
    """List the issues under the filter; at most six queries beside who asks."""
    only(sees_issues, request, city)
    at = timezone.now()
    wanted = filter_of(request.GET, city=city, at=at)
    views = list(views_of(request.user, city)[:SHOWN])
    tabs = _tabs(city, at, views)
    named = named_by(city, wanted, tabs.values())
    wanted = replace(wanted, below=named.below)
    stretch = page_of(issues_listed(request.user, city, wanted), wanted, request.GET, city=city)
    counts = _counts(request, city, wanted, {text: replace(tab, below=named.below) for text, tab in tabs.items()})
    lamps = Lamps.of(city, at)
    picks = reminds_units(request.user, city)
    context = {
        "tabs": tabs_of(request.GET, views, counts),
        "heads": _heads(request, counts),
        "here_text": count_text(counts["here"]),
        "at": lamps.moment(at),
        "chips": chips_of(request.GET, wanted, named.names),
        "rows_html": issue_rows(city, stretch.rows, lamps, pick=picks, listed=list_query(request.GET))
        if stretch.rows
        else "",
        "rows": len(stretch.rows),
        "previous_url": address(request, before=stretch.previous) if stretch.previous else "",
        "next_url": address(request, after=stretch.next) if stretch.next else "",
        "sizes": [{"url": address(request, size=one), "label": one, "active": one == wanted.size} for one in SIZES],
        "columns": {name: _column(request, wanted, name) for name in ORDERS},
        "picks": picks,
        "papers": _papers(request, city),
        "dispatches": dispatches_issues(request.user, city),
        "reports": reports_issues(request.user, city),
        "keeps": keeps_views(request.user, city),
        "shares": shares_views(request.user, city),
        "query": plain_query(request.GET),
        "save_query": plain_query(request.GET, without=PAGING),
        "words": wanted.words,
        "searching": bool(plain_query(request.GET, without=(*PAGING, *LOOK))),
        "ways": _ways(request, city),
    }
    return render(request, "issues/ledger.html", context)


def _tabs(city: City, at: datetime, views: list[SavedView]) -> dict[str, IssueFilter]:
    """Return the filters of the tabs by their address."""
    queries = [text for text, _label in BUILT_IN] + [view.query for view in views]
    return {text: filter_of(QueryDict(text), city=city, at=at) for text in queries}


def _counts(request: HttpRequest, city: City, wanted: IssueFilter, tabs: dict[str, IssueFilter]) -> dict[str, int]:
    """Return the counts of the tabs by their address, and of the head; what is asked twice is counted once. One query."""
    asked = {**tabs, "open": IssueFilter(wanted.at), "here": wanted}
    for name, lamp in (("red", Lamp.RED), ("yellow", Lamp.YELLOW)):
        asked[name] = replace(wanted, lamps=frozenset({str(lamp)}))
    plain = {name: replace(one, order="clock", size=SIZES[0], states=one.states or OPEN) for name, one in asked.items()}
    names = {one: name for name, one in plain.items()}
    found = bounded_counts(city, {name: issues_listed(request.user, city, one) for one, name in names.items()})
    return {name: found[names[one]] for name, one in plain.items()}


def _heads(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, str]]:
    """Return the numbers of the head, each with the address of what it counts."""
    return [
        {"label": _("未结"), "value": count_text(counts["open"]), "url": "?"},
        {"label": _("当前筛选"), "value": count_text(counts["here"]), "url": address(request)},
        {"label": _("其中超期"), "value": count_text(counts["red"]), "url": address(request, lamp=Lamp.RED)},
        {"label": _("临期"), "value": count_text(counts["yellow"]), "url": address(request, lamp=Lamp.YELLOW)},
    ]


def _column(request: HttpRequest, wanted: IssueFilter, name: str) -> dict[str, str]:
    """Return the head of a column that can be sorted by: the address that does, and which way it runs now."""
    here = wanted.order.removeprefix("-") == name
    down = wanted.order.startswith("-")
    return {
        "url": address(request, order=f"-{name}" if here and not down else name),
        "sorted": ("descending" if down else "ascending") if here else "",
    }


def _papers(request: HttpRequest, city: City) -> list[dict[str, str]]:
    """Return which papers can be made of chosen issues, none for who makes none."""
    if not makes_papers(request.user, city):
        return []
    return [{"value": kind, "label": str(PaperKind(kind).label)} for kind in OF_ISSUES]


def _ways(request: HttpRequest, city: City) -> dict[str, str]:
    """Return where the buttons of the head lead, "" where there is no such page."""
    text = plain_query(request.GET)
    export = way("issues:export", city.slug)
    return {
        "export": f"{export}?{text}" if export else "",
        "map": f"{reverse('issues:map', args=[city.slug])}?{plain_query(request.GET)}",
        "new": way("issues:new", city.slug),
        "import": way("issues:import", city.slug),
    }


@require_safe
def filters(request: HttpRequest, city: City) -> HttpResponse:
    """Offer every filter, filled in as the address says: beside the ledger, or as a page of its own without scripts."""
    only(sees_issues, request, city)
    units = list(units_in(city, on=today_in(city)))
    areas = [(str(one.pk), f"{'　' * one.position.count('.')}{one.name}") for one in units if one.kind in AREAS]
    disposers = [
        (str(one.pk), f"{'　' * one.position.count('.')}{one.name}") for one in units if one.kind not in NO_DISPOSERS
    ]
    form = IssueFilterForm(
        request.GET,
        areas=areas,
        units=disposers,
        minors=_minors(city),
        types=[(str(one.pk), type_name(one)) for one in types_in(city)],
    )
    part = "HX-Request" in request.headers
    return render(
        request, "issues/ledger_filters.html" if part else "issues/ledger_filters_page.html", {"filter": form}
    )


def _minors(city: City) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the categories in use, by their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = MinorClass.objects.in_city(city).filter(is_active=True).select_related("major")
    for minor in rows.order_by("major__kind", "major__order", "order", "pk"):
        groups.setdefault(minor.major.name, []).append((str(minor.pk), category_text(Issue(minor=minor))))
    return list(groups.items())


@require_POST
def view_save(request: HttpRequest, city: City) -> HttpResponse:
    """Keep the filter of the address under a name."""
    only(keeps_views, request, city)
    form = SaveViewForm(request.POST)
    text = plain_query(QueryDict(request.POST.get("query", "")[:1000]))
    back = f"{reverse('issues:issues', args=[city.slug])}?{text}"

    def run() -> None:
        data = form.cleaned_data
        shared = data["shared"] and shares_views(request.user, city)
        actions.save_view(city=city, name=data["name"], query=text, shared=shared, by=request.user, at=timezone.now())

    if not form.is_valid():
        messages.error(request, _("视图没有保存：请写一个不超过 20 个字的名称"))
    elif attempt(run, request=request):
        messages.success(request, _("已保存视图“%(name)s”") % {"name": form.cleaned_data["name"]})
    return redirect(back)


@require_POST
def view_drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Forget a view."""
    only(keeps_views, request, city)
    views = views_of(request.user, city)
    # a view that the office shares is for the office to take away; to the others it is no address of theirs
    mine = views if shares_views(request.user, city) else views.filter(account_id=request.user.pk)
    view = one_of(mine, pk=pk)
    actions.drop_view(view=view, by=request.user, at=timezone.now())
    messages.success(request, _("已删去视图“%(name)s”") % {"name": view.name})
    return redirect("issues:issues", city.slug)

"""The kinds of places: listed with what the checklists say, added, changed, arranged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.sites import actions
from wenming.sites.forms.sites import TypeForm
from wenming.sites.models import SiteType
from wenming.sites.queries import types_in
from wenming.sites.queries.details import types_counted
from wenming.sites.rules import keeps_sites, sees_every_site
from wenming.sites.schemas.sites import type_name
from wenming.sites.schemas.words import opening_text
from wenming.sites.views.edges import answer, attempt, crumbs
from wenming.standards.queries import adopted_in
from wenming.standards.schemas import in_language, node_name


@require_safe
def types(request: HttpRequest, city: City) -> HttpResponse:
    """List the kinds of places in order."""
    only(sees_every_site, request, city)
    kinds = adopted_in(city).crosswalk.site_types
    keeps = keeps_sites(request.user, city)
    context = {
        "types": [_line(city, one, kinds) for one in types_counted(city)],
        "keeps": keeps,
        "crumbs": crumbs(city, {"label": _("点位类型")}),
    }
    return render(request, "sites/types.html", context)


def _line(city: City, one: SiteType, kinds: Any) -> dict[str, Any]:
    """Return one kind; where it says nothing of its own walk, the checklist's rule stands."""
    kind = kinds.get(one.checklist)
    return {
        "pk": one.pk,
        "name": type_name(one),
        "checklist": node_name(kind) if kind else "",
        "checklist_url": reverse("standards:sheet", args=[city.slug, kind.code]) if kind else "",
        "walking": one.walking or (in_language(kind.walk, kind.walk_en) if kind else ""),
        "hours": opening_text(one.hours),
        "used": number_text(one.used),
        "sites_url": f"{reverse('sites:sites', args=[city.slug])}?type={one.pk}",
    }


@require_http_methods(["GET", "POST"])
def type_new(request: HttpRequest, city: City) -> HttpResponse:
    """Add a kind of place."""
    only(keeps_sites, request, city)
    form = TypeForm(request.POST or None, checklists=_checklists(city))

    def run() -> None:
        actions.add_type(city=city, **form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, city, form, run, _page(city, _("新建点位类型"), ""))


@require_http_methods(["GET", "POST"])
def type_edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a kind of place."""
    only(keeps_sites, request, city)
    kind = one_of(SiteType.objects.in_city(city).select_related("city"), pk=pk)
    form = TypeForm(request.POST or None, checklists=_checklists(city), initial=TypeForm.start(kind))

    def run() -> None:
        actions.change_type(type=kind, **form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, city, form, run, _page(city, _("更正点位类型"), type_name(kind)))


def _page(city: City, title: str, about: str) -> dict[str, Any]:
    """Return what the form of a kind says."""
    text = _("走测规则和开放时间是这一类点位通常的；单个点位可以另写。")
    back = reverse("sites:types", args=[city.slug])
    return {"title": title, "text": text, "button": _("保存"), "about": about, "back": back}


def _checklists(city: City) -> list[tuple[str, str]]:
    """Return the kinds of places of the adopted checklists."""
    return [(code, node_name(kind)) for code, kind in adopted_in(city).crosswalk.site_types.items()]


@require_POST
def type_order(request: HttpRequest, city: City) -> HttpResponse:
    """Move one kind a step up or down."""
    only(keeps_sites, request, city)
    keys = list(types_in(city).values_list("pk", flat=True))
    step, _colon, key = request.POST.get("step", "").partition(":")
    if step in {"up", "down"} and key.isascii() and key.isdigit() and int(key) in keys:
        place = keys.index(int(key))
        other = min(max(place + (1 if step == "down" else -1), 0), len(keys) - 1)
        keys[place], keys[other] = keys[other], keys[place]
        attempt(
            lambda: actions.arrange_types(city=city, keys=keys, by=request.user, at=timezone.now()), request=request
        )
    return redirect(f"{reverse('sites:types', args=[city.slug])}#type-{key if key.isdigit() else ''}")

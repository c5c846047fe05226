"""Who answers for sites: parts and chiefs of one, the same for many at once, what ended units left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites import actions
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.forms.fields import OfCity
from wenming.sites.forms.parts import ChiefForm, EndForm, PartForm, SponsorForm, TypeChoiceForm, UnitPartForm
from wenming.sites.forms.sites import HandOverForm, RetireForm
from wenming.sites.models import Site, SiteChief, SiteUnit
from wenming.sites.queries import filter_of, sites_in, sites_listed
from wenming.sites.queries.details import left_by_ended_units
from wenming.sites.queries.listing import chosen_sites
from wenming.sites.rules import keeps_site, keeps_sites, sees_sites
from wenming.sites.views.edges import answer, attempt, crumbs, visible_site

SHOWN = 8


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


@require_http_methods(["GET", "POST"])
def part_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give a unit a part at a site."""
    only(keeps_sites, request, city)
    site, today = one_of(sites_in(city), pk=pk), today_in(city)
    start = {"since": today, "part": request.GET.get("part", SitePart.RESPONSIBLE)}
    form = PartForm(request.POST or None, city=city, on=today, initial=start)

    def run() -> None:
        actions.give_part(city=city, sites=[site], **form.cleaned_data, **_who(request))

    page = {
        "title": _("登记单位分工"),
        "text": _("责任单位只有一个，新登记的接替原来的；主管单位和包保单位可以有几个。"),
        "button": _("登记"),
        "about": site.name,
        "back": reverse("sites:site", args=[city.slug, pk]),
    }
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def part_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """End a unit's part."""
    only(keeps_sites, request, city)
    part = one_of(SiteUnit.objects.in_city(city).select_related("city", "site__city", "unit"), pk=pk)
    form = EndForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        actions.end_part(part=part, on=form.cleaned_data["on"], **_who(request))

    page = {
        "title": _("结束分工"),
        "text": f"{part.get_part_display()}：{part.unit.name}",
        "button": _("结束"),
        "about": part.site.name,
        "back": reverse("sites:site", args=[city.slug, part.site_id]),
    }
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def chief_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Name a chief of a site."""
    only(sees_sites, request, city)
    site, today = _kept_here(request, city, visible_site(request, city, pk)), today_in(city)
    start = {"since": today, "kind": ChiefKind.SITE}
    form = ChiefForm(request.POST or None, city=city, on=today, initial=start)

    def run() -> None:
        data = form.cleaned_data
        actions.name_site_chief(
            city=city, sites=[site], person=form.chief, kind=data["kind"], since=data["since"], **_who(request)
        )

    page = {
        "title": _("登记负责人"),
        "text": _("每一类负责人只有一个，新登记的接替原来的。"),
        "button": _("登记"),
        "about": site.name,
        "back": reverse("sites:site", args=[city.slug, pk]),
    }
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def chief_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """End a chief."""
    only(sees_sites, request, city)
    rows = SiteChief.objects.in_city(city).select_related("city", "site__city", "site__area", "person")
    chief = one_of(rows, pk=pk)
    _kept_here(request, city, chief.site)
    form = EndForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        actions.end_site_chief(chief=chief, on=form.cleaned_data["on"], **_who(request))

    page = {
        "title": _("结束担任"),
        "text": f"{chief.get_kind_display()}：{chief.person.name}",
        "button": _("结束"),
        "about": chief.site.name,
        "back": reverse("sites:site", args=[city.slug, chief.site_id]),
    }
    return answer(request, city, form, run, page)


def _kept_here(request: HttpRequest, city: City, site: Site) -> Site:
    """Return the site for those who keep its chiefs."""
    if not keeps_site(request.user, city, site):
        raise PermissionDenied
    return site


Run = Callable[[City, list[Site], Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Batch:
    """One thing that can be done to many sites: its words, its form, what it does."""

    title: Any
    button: Any
    form: type[OfCity]
    run: Run
    text: Any = ""


def _give(part: Any) -> Run:
    """Return what gives many sites a unit with this part."""
    return lambda city, sites, form, who: actions.give_part(
        city=city, sites=sites, part=part, **form.cleaned_data, **who
    )


def _name(city: City, sites: list[Site], form: ChiefForm, who: dict[str, Any]) -> None:
    data = form.cleaned_data
    actions.name_site_chief(city=city, sites=sites, person=form.chief, kind=data["kind"], since=data["since"], **who)


def _retype(city: City, sites: list[Site], form: OfCity, who: dict[str, Any]) -> None:
    actions.set_type(city=city, sites=sites, type=form.cleaned_data["type"], **who)


def _retire(city: City, sites: list[Site], form: OfCity, who: dict[str, Any]) -> None:
    actions.retire_sites(city=city, sites=sites, **form.cleaned_data, **who)


BATCHES = {
    "responsible": Batch(
        gettext_lazy("设责任单位"), gettext_lazy("设责任单位"), UnitPartForm, _give(SitePart.RESPONSIBLE)
    ),
    "competent": Batch(gettext_lazy("设主管单位"), gettext_lazy("设主管单位"), UnitPartForm, _give(SitePart.COMPETENT)),
    "sponsor": Batch(gettext_lazy("设包保单位"), gettext_lazy("设包保单位"), SponsorForm, _give(SitePart.SPONSOR)),
    "chief": Batch(gettext_lazy("设负责人"), gettext_lazy("设负责人"), ChiefForm, _name),
    "type": Batch(gettext_lazy("改类型"), gettext_lazy("改类型"), TypeChoiceForm, _retype),
    "retire": Batch(
        gettext_lazy("停用"),
        gettext_lazy("停用"),
        RetireForm,
        _retire,
        gettext_lazy("分工和负责人到那一天结束；以后可以逐个恢复使用。"),
    ),
}


@require_POST
def batch(request: HttpRequest, city: City) -> HttpResponse:
    """Do one thing to the chosen sites: first asks what is needed, then does it with one event."""
    only(keeps_sites, request, city)
    if request.POST.get("what") not in BATCHES:
        raise Http404
    kind, sites = BATCHES[request.POST["what"]], _chosen(request, city)
    back = f"{reverse('sites:sites', args=[city.slug])}?{request.POST.get('query', '')[:2000]}"
    if not sites:
        messages.warning(request, _("没有选中点位；请先勾选"))
        return redirect(back)
    sent, today = "confirm" in request.POST, today_in(city)
    start = {"since": today, "on": today, "kind": ChiefKind.SITE, "alone": True}
    form = kind.form(request.POST if sent else None, city=city, on=today, initial=start)

    def run() -> None:
        kind.run(city, sites, form, _who(request))

    count = ngettext("%(count)s 个点位", "%(count)s 个点位", len(sites)) % {"count": len(sites)}
    if sent and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s，%(count)s") % {"change": kind.title, "count": count})
        return redirect(back)
    context = {
        "form": form,
        "what": request.POST["what"],
        "title": kind.title,
        "button": kind.button,
        "text": kind.text,
        "count": count,
        "names": [f"{site.code} {site.name}" for site in sites[:SHOWN]],
        "more": max(len(sites) - SHOWN, 0),
        "keys": [site.pk for site in sites] if "all" not in request.POST else [],
        "all": "all" in request.POST,
        "query": request.POST.get("query", ""),
        "back": back,
        "crumbs": crumbs(city, {"label": kind.title}),
    }
    return render(request, "sites/batch.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, city: City) -> list[Site]:
    """Return the sites that were chosen one by one, or all that the list's filter finds."""
    sites = sites_in(city).filter(ends_on__isnull=True)
    if "all" not in request.POST:
        return chosen_sites(sites, request.POST.getlist("site"))
    wanted = filter_of(QueryDict(request.POST.get("query", "")[:2000]))
    area = Unit.objects.in_city(city).filter(pk=wanted.area).first() if wanted.area else None
    return list(sites_listed(sites, wanted, city=city, area=area))


@require_http_methods(["GET", "POST"])
def handovers(request: HttpRequest, city: City) -> HttpResponse:
    """Show what units that ended left behind, and hand it over."""
    only(keeps_sites, request, city)
    today = today_in(city)
    left = left_by_ended_units(city, on=today)
    bound = None
    if request.method == "POST":
        unit = one_of(Unit.objects.in_city(city).select_related("city"), pk=request.POST.get("unit") or 0)
        bound = HandOverForm(request.POST, city=city, on=today)

        def run() -> None:
            actions.hand_over(unit=unit, **bound.cleaned_data, **_who(request))

        if bound.is_valid() and attempt(run, bound):
            text = _("“%(unit)s”的点位已移交给“%(to)s”")
            messages.success(request, text % {"unit": unit.name, "to": bound.cleaned_data["to"].name})
            return redirect("sites:handovers", city.slug)
    lines = []
    for one in left:
        here = bound is not None and str(one.unit.pk) == request.POST.get("unit")
        start = {"on": today, "to": one.successors[0].name if len(one.successors) == 1 else ""}
        form = bound if here else HandOverForm(city=city, on=today, initial=start, auto_id=f"id_{one.unit.pk}_%s")
        lines.append({"unit": one.unit, "parts": one.parts, "successors": one.successors, "form": form})
    context = {"lines": lines, "crumbs": crumbs(city, {"label": _("移交点位")})}
    return render(request, "sites/handovers.html", context, status=422 if bound is not None else 200)

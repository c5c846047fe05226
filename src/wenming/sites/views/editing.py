"""Everything that changes one site: added, corrected, opening times, retired, opened again, merged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.engine.openings import DAY, clock, groups
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.sites import actions
from wenming.sites.forms.sites import LINES, LineFormSet, MergeForm, ReopenForm, RetireForm, SiteForm
from wenming.sites.models import Site
from wenming.sites.queries import sites_in
from wenming.sites.rules import keeps_site, keeps_sites, sees_sites
from wenming.sites.schemas.words import opening_text
from wenming.sites.views.edges import answer, attempt, crumbs, visible_site


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def _kept(request: HttpRequest, city: City, pk: int) -> tuple[Site, str]:
    """Return a site for those who keep the register, and the address of its card."""
    only(keeps_sites, request, city)
    return one_of(sites_in(city), pk=pk), reverse("sites:site", args=[city.slug, pk])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, city: City) -> HttpResponse:
    """Add a site; the address may name its type and area."""
    only(keeps_sites, request, city)
    today = today_in(city)
    start = {"since": today, **{name: request.GET[name] for name in ("type", "area") if name in request.GET}}
    form = SiteForm(request.POST or None, city=city, on=today, initial=start)
    made: list[Site] = []

    def run() -> None:
        made.append(actions.add_site(city=city, facts=form.facts(), since=form.cleaned_data["since"], **_who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已登记“%(name)s”，编号 %(code)s") % {"name": made[0].name, "code": made[0].code})
        return redirect("sites:site", city.slug, made[0].pk)
    title = _("登记点位")
    context = {
        "form": form,
        "title": title,
        "text": _("开放时间、责任单位和负责人在登记以后填写。"),
        "button": _("登记"),
        "back": reverse("sites:sites", args=[city.slug]),
        "crumbs": crumbs(city, {"label": title}),
    }
    return render(request, "sites/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Correct a site."""
    site, back = _kept(request, city, pk)
    form = SiteForm(request.POST or None, city=city, on=today_in(city), site=site, initial=SiteForm.start(site))

    def run() -> None:
        actions.change_site(site=site, facts=form.facts(), **_who(request))

    page = {"title": _("更正点位"), "text": "", "button": _("保存"), "about": site.name, "back": back}
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Set the opening times of a site: day by day, or as its type."""
    only(sees_sites, request, city)
    site, back = visible_site(request, city, pk), reverse("sites:site", args=[city.slug, pk])
    if not keeps_site(request.user, city, site):
        raise PermissionDenied
    as_type = "as_type" in request.POST
    forms = LineFormSet(request.POST) if request.method == "POST" else LineFormSet(initial=_lines(site))
    if request.method == "POST" and (as_type or forms.is_valid()):
        times = () if as_type else forms.times

        def run() -> None:
            actions.set_opening(site=site, hours=times, **_who(request))

        if attempt(run, request=request):
            messages.success(request, _("开放时间已保存"))
            return redirect(back)
    context = {
        "site": site,
        "forms": forms,
        "back": back,
        "type_text": opening_text(site.type.hours),
        "crumbs": crumbs(city, {"label": site.name, "url": back}, {"label": _("开放时间")}),
    }
    return render(request, "sites/hours.html", context, status=422 if forms.is_bound else 200)


def _lines(site: Site) -> list[dict[str, Any]]:
    """Return what the lines of the week begin with: a line for the days that share their hours, and some empty ones."""
    found: list[dict[str, Any]] = []
    for days, spans in groups(site.hours):
        for start in range(0, len(spans), 2):
            pair = spans[start : start + 2]
            line: dict[str, Any] = {"days": [str(day) for day in days]}
            for (begin, end), mark in zip(pair, ("", "_2"), strict=False):
                line |= {f"begin{mark}": _time(begin), f"end{mark}": _time(end)}
            found.append(line)
    return found + [{} for _line in range(max(LINES - len(found), 1))]


def _time(minute: int) -> str:
    """Return minutes as a field of times takes them; the end of a day is its midnight."""
    return clock(minute % DAY).zfill(5)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Retire a site."""
    site, back = _kept(request, city, pk)
    form = RetireForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        actions.retire_sites(city=city, sites=[site], **form.cleaned_data, **_who(request))

    page = {
        "title": _("停用点位"),
        "text": _("从此不再列入台账；分工和负责人到那一天结束，以前的记录仍可查看，也可以恢复使用。"),
        "button": _("停用"),
        "about": site.name,
        "back": back,
    }
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Use a site again."""
    site, back = _kept(request, city, pk)
    form = ReopenForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        actions.reopen_site(site=site, **form.cleaned_data, **_who(request))

    page = {
        "title": _("恢复使用"),
        "text": _("责任单位、包保单位和负责人要重新登记。"),
        "button": _("恢复使用"),
        "about": site.name,
        "back": back,
    }
    return answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Merge a site into another one; the address may name it."""
    site, back = _kept(request, city, pk)
    start = {"on": today_in(city), "into": request.GET.get("into", "")[:100]}
    form = MergeForm(request.POST or None, city=city, on=today_in(city), site=site, initial=start)

    def run() -> None:
        data = form.cleaned_data
        keys = {name: [int(key) for key in data.get(name, ())] for name in ("parts", "chiefs")}
        actions.merge_site(site=site, into=data["into"], on=data["on"], reason=data["reason"], **keys, **_who(request))

    page = {
        "title": _("并入其他点位"),
        "text": _(
            "这个点位从此停用，它的编号和二维码指向并入的点位；两边的历史都保留。没有勾选的分工和负责人到此结束。"
        ),
        "button": _("合并"),
        "about": f"{site.code} {site.name}",
        "back": back,
        "question": _("合并以后不能恢复，确定合并？"),
    }
    return answer(request, city, form, run, page)

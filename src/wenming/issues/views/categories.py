"""The categories of a city: listed with their limits, added, changed, switched off, arranged; the limits of stages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.issues.actions import categories as actions
from wenming.issues.forms.categories import LimitsForm, MajorForm, MajorNameForm, MinorEditForm, MinorForm
from wenming.issues.imports.limits import limit_written
from wenming.issues.models import MajorClass, MinorClass
from wenming.issues.queries.categories import limits_now, minors_listed
from wenming.issues.rules import keeps_categories, sees_issues
from wenming.issues.schemas.categories import category_name, groups_shown, limit_shown
from wenming.issues.views.category_edges import answer, attempt, crumbs, tabs
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.models import VisitPeriod


@require_safe
def categories(request: HttpRequest, city: City) -> HttpResponse:
    """List the categories by group, the switched off ones too."""
    only(sees_issues, request, city)
    groups = groups_shown(minors_listed(city))
    count = sum(len(group["minors"]) for group in groups)
    context = {
        "groups": groups,
        "count": count,
        "keeps": keeps_categories(request.user, city),
        "tabs": tabs(request, city, "categories"),
    }
    return render(request, "issues/category_list.html", context)


@require_http_methods(["GET", "POST"])
def category_new(request: HttpRequest, city: City) -> HttpResponse:
    """Add a category."""
    only(keeps_categories, request, city)
    form = MinorForm(
        request.POST or None, city=city, on=today_in(city), initial={"major": request.GET.get("major", "")}
    )

    def run() -> None:
        data = form.cleaned_data
        who = {"by": request.user, "at": timezone.now()}
        actions.add_minor(major=data["major"], facts=form.facts, limits=data["limits"], **who)

    return answer(request, city, form, run, _page(city, _("新建小类"), ""))


@require_http_methods(["GET", "POST"])
def category_edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a category; issues under way keep their limits."""
    only(keeps_categories, request, city)
    minor = one_of(minors_listed(city), pk=pk)
    form = MinorEditForm(request.POST or None, city=city, on=today_in(city), initial=MinorForm.start(minor))

    def run() -> None:
        who = {"by": request.user, "at": timezone.now()}
        actions.change_minor(minor=minor, facts=form.facts, limits=form.cleaned_data["limits"], **who)

    return answer(request, city, form, run, _page(city, _("修改小类"), category_name(minor)))


@require_http_methods(["GET", "POST"])
def major_new(request: HttpRequest, city: City) -> HttpResponse:
    """Add a group."""
    only(keeps_categories, request, city)
    form = MajorForm(request.POST or None)

    def run() -> None:
        actions.add_major(city=city, **form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, city, form, run, _page(city, _("新建大类"), ""))


@require_http_methods(["GET", "POST"])
def major_edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Call a group by another name."""
    only(keeps_categories, request, city)
    major = one_of(MajorClass.objects.in_city(city).select_related("city"), pk=pk)
    form = MajorNameForm(request.POST or None, initial={"name": major.name, "name_en": major.name_en})

    def run() -> None:
        actions.change_major(major=major, **form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, city, form, run, _page(city, _("修改大类"), category_name(major)))


def _page(city: City, title: str, about: str) -> dict[str, Any]:
    """Return what a form says."""
    back = reverse("issues:categories", args=[city.slug])
    return {"title": title, "text": "", "button": _("保存"), "about": about, "back": back}


@require_POST
def category_switch(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Switch a category off, or on again."""
    only(keeps_categories, request, city)
    minor = one_of(MinorClass.objects.in_city(city).select_related("city"), pk=pk)
    actions.switch_minor(minor=minor, is_active=not minor.is_active, by=request.user, at=timezone.now())
    words = _("已停用“%(name)s”；已有的问题不受影响") if minor.is_active else _("已启用“%(name)s”")
    messages.success(request, words % {"name": category_name(minor)})
    return _back(city, minor)


@require_POST
def category_order(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Move a category a step up or down within its group."""
    only(keeps_categories, request, city)
    minor = one_of(MinorClass.objects.in_city(city).select_related("major", "major__city"), pk=pk)
    rows = MinorClass.objects.in_city(city).filter(major=minor.major_id).order_by("order", "pk")
    keys = list(rows.values_list("pk", flat=True))
    place = keys.index(pk)
    other = place + {"up": -1, "down": 1}.get(request.POST.get("step", ""), 0)
    if 0 <= other < len(keys) and other != place:
        keys[place], keys[other] = keys[other], keys[place]
        who = {"by": request.user, "at": timezone.now()}
        attempt(lambda: actions.arrange_minors(major=minor.major, keys=keys, **who), request=request)
    return _back(city, minor)


def _back(city: City, minor: MinorClass) -> HttpResponse:
    """Return to the row of a category."""
    return redirect(f"{reverse('issues:categories', args=[city.slug])}#category-{minor.pk}")


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, city: City) -> HttpResponse:
    """Show what runs now: the limits of stages, those at once of a visit period, whether one runs; set them."""
    only(keeps_categories if request.method == "POST" else sees_issues, request, city)
    stages, visit = limits_now(city)
    now = {**stages, **{"urgent" if urgent else "usual": limit for urgent, limit in visit.items()}}
    written = {name: limit_written("", limit) for name, limit in now.items()}
    form = LimitsForm(request.POST or None, initial=written)

    def run() -> None:
        who = {"by": request.user, "at": timezone.now()}
        actions.set_limits(city=city, stages=form.stages, visit=form.visit, **who)

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("时限已保存；对以后派遣的问题有效，已在计时的不变"))
        return redirect("issues:limits", city.slug)
    periods = VisitPeriod.objects.in_city(city).select_related("started_by").order_by("-starts_at")[:5]
    visits = [_visit(period, city) for period in periods]
    context = {
        "form": form,
        "stages": [{"label": field.label, "limit": limit_shown(now.get(field.name))} for field in form.stage_fields()],
        "visit": [{"label": field.label, "limit": limit_shown(now.get(field.name))} for field in form.visit_fields()],
        "running": next((one for one in visits if not one["until"]), None),
        "visits": visits,
        "keeps": keeps_categories(request.user, city),
        "tabs": tabs(request, city, "limits"),
        "crumbs": crumbs(city, {"label": _("环节和迎检时限")}),
    }
    return render(request, "issues/limits.html", context, status=422 if form.errors else 200)


def _visit(period: VisitPeriod, city: City) -> dict[str, str]:
    """Return a visit period in words."""
    until = moment_text(period.ended_at, city) if period.ended_at else ""
    since = moment_text(period.starts_at, city)
    return {"reason": period.reason, "since": since, "until": until, "by": period.started_by.name}

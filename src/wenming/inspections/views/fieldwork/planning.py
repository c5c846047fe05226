"""Planning a field round, on one page in steps; each form is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.inspections.actions import fieldwork
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.forms.fieldwork import DaysForm, MemberForm, PlanForm, SiteSearchForm, TeamForm
from wenming.inspections.models import FieldRound, Team, TeamMember
from wenming.inspections.queries.fieldwork import members_of, missing_for, teams_of, visits_of
from wenming.inspections.queries.fieldwork.choices import days_between, sites_to_choose, walkers_in
from wenming.inspections.schemas.fieldwork import facts_of, planning_view, visit_line
from wenming.inspections.views.fieldwork.frame import attempt, frame, kept, page, saved, who
from wenming.kernel.adapters.pages import one_of, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.sites.models import Site
from wenming.sites.queries import types_in

PAGE = 50


@require_safe
def field_plan(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what is planned, and what is missing."""
    return _plan(request, kept(request, city, pk), {})


def _plan(request: HttpRequest, one: FieldRound, given: dict[str, forms.Form]) -> HttpResponse:
    """Show the page; ``given`` are forms that could not be taken, with what is wrong."""
    teams, members, missing = list(teams_of(one)), list(members_of(one)), missing_for(one)
    own = {
        "team_form": TeamForm(prefix="team"),
        "member_form": MemberForm(
            prefix="member", teams=teams_of(one), accounts=walkers_in(one.city, on=today_in(one.city))
        ),
        **given,
    }
    context = {
        **frame(request, one, "plan"),
        "facts": facts_of(one, inside=True),
        "view": planning_view(one, teams, members, visits_of(one), missing),
        "planning": one.state == FieldRoundState.PLANNING,
        **own,
    }
    return page(request, "inspections/fieldwork/plan.html", context, status=422 if given else 200)


def _done(request: HttpRequest, one: FieldRound, action: Callable[[], Any], what: str) -> HttpResponse:
    """Run an action, say what came of it, go back to the plan."""
    if attempt(action, request=request):
        messages.success(request, saved(what))
    return redirect("inspections:field_plan", one.city.slug, one.pk)


@require_http_methods(["GET", "POST"])
def field_change(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change what the round is to be, while it is planned."""
    one = kept(request, city, pk)
    back = reverse("inspections:field_plan", args=[city.slug, pk])
    if one.state != FieldRoundState.PLANNING:
        return redirect(back)
    form = PlanForm(request.POST or None, initial=PlanForm.start_of(one), city=city)

    def run() -> None:
        fieldwork.change_field_round(field_round=one, plan=form.plan(), **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, saved(_("任务内容")))
        return redirect(back)
    crumbs = [
        {"label": pgettext("page", "实地任务"), "url": reverse("inspections:field_rounds", args=[city.slug])},
        {"label": one.name, "url": back},
        {"label": _("修改任务内容")},
    ]
    texts = {
        "title": _("修改任务内容"),
        "text": _("改起止日期会去掉范围外的日子；改复测比例会按同一批签号重新决定哪些点位复测。"),
    }
    context = {**texts, "about": one.name, "button": _("保存"), "form": form, "back": back, "crumbs": crumbs}
    return page(request, "inspections/fieldwork/form.html", context, status=422 if form.errors else 200)


@require_POST
def field_days(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say on which days somebody walks."""
    one = kept(request, city, pk)
    form = DaysForm(request.POST, days=days_between(one.starts_on, one.ends_on))
    days = form.chosen() if form.is_valid() else []
    return _done(request, one, lambda: fieldwork.set_days(field_round=one, days=days, **who(request)), _("实地日期"))


@require_POST
def field_team(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Add a team."""
    one = kept(request, city, pk)
    form = TeamForm(request.POST, prefix="team")
    if form.is_valid() and attempt(
        lambda: fieldwork.add_team(field_round=one, **form.cleaned_data, **who(request)), form
    ):
        return redirect(f"{reverse('inspections:field_plan', args=[city.slug, pk])}#teams")
    return _plan(request, one, {"team_form": form})


@require_POST
def field_team_remove(request: HttpRequest, city: City, pk: int, team: int) -> HttpResponse:
    """Take an empty team away."""
    one = kept(request, city, pk)
    found = one_of(Team.objects.in_city(city).select_related("field_round__city"), pk=team, field_round=one)
    return _done(request, one, lambda: fieldwork.remove_team(team=found, **who(request)), _("小组"))


@require_POST
def field_member(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let somebody join."""
    one = kept(request, city, pk)
    form = MemberForm(request.POST, prefix="member", teams=teams_of(one), accounts=walkers_in(city, on=today_in(city)))
    if form.is_valid() and attempt(lambda: fieldwork.add_member(**form.cleaned_data, **who(request)), form):
        return redirect(f"{reverse('inspections:field_plan', args=[city.slug, pk])}#teams")
    return _plan(request, one, {"member_form": form})


@require_POST
def field_member_remove(request: HttpRequest, city: City, pk: int, member: int) -> HttpResponse:
    """Take somebody out who has no visit."""
    one = kept(request, city, pk)
    found = one_of(TeamMember.objects.in_city(city).select_related("field_round__city"), pk=member, field_round=one)
    return _done(request, one, lambda: fieldwork.remove_member(member=found, **who(request)), _("小组成员"))


@require_POST
def field_spread(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Share the visits out evenly by area; of a round that runs those from today on."""
    one = kept(request, city, pk)
    from_day = today_in(city) if one.state == FieldRoundState.RUNNING else None
    left: list[int] = []

    def run() -> None:
        left.append(fieldwork.spread_visits(field_round=one, from_day=from_day, **who(request)))

    if attempt(run, request=request) and left[0]:
        text = ngettext(
            "有 %(count)s 个复测派不出去：同一点位要由另一个人看，请再加一名成员",
            "有 %(count)s 个复测派不出去：同一点位要由另一个人看，请再加一名成员",
            left[0],
        )
        messages.warning(request, text % {"count": left[0]})
    elif left:
        messages.success(request, _("已按区域平均分派；同一点位的两次测评不在同一个人手里"))
    return redirect("inspections:field_plan", city.slug, pk)


@require_POST
def field_start(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let it begin."""
    one = kept(request, city, pk)
    if attempt(lambda: fieldwork.start_field_round(field_round=one, **who(request)), request=request):
        messages.success(request, _("已开始：测评员在手机上看得到自己当天的点位"))
        return redirect("inspections:field_round", city.slug, pk)
    return redirect("inspections:field_plan", city.slug, pk)


@require_http_methods(["GET", "POST"])
def field_sites(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Choose sites by hand: tick some of those below, or take chosen ones out."""
    one = kept(request, city, pk)
    if request.method == "POST":
        picked = Site.objects.in_city(city).filter(
            pk__in=[key for key in request.POST.getlist("site") if key.isdigit()]
        )
        side = "remove" if request.POST.get("act") == "remove" else "add"
        if attempt(
            lambda: fieldwork.choose_sites(field_round=one, **{side: list(picked)}, **who(request)), request=request
        ):
            messages.success(request, saved(_("点位")))
        return redirect(f"{reverse('inspections:field_sites', args=[city.slug, pk])}?{request.GET.urlencode()}")
    form = SiteSearchForm(request.GET or None, types=types_in(city))
    wanted = form.cleaned_data if form.is_valid() else {}
    kind = wanted.get("type")
    rows = sites_to_choose(one, wanted.get("q", ""), kind.pk if kind else None, on=today_in(city))
    found = keyset_page(request, rows, key="pk", size=PAGE)
    count = len(found.rows)
    context = {
        **frame(request, one, "plan"),
        "filter": form,
        "rows": found.rows,
        "chosen": [
            visit_line(one, visit) | {"site_pk": visit.site_id} for visit in visits_of(one).filter(coding="first")
        ],
        "by_hand": one.draw_id is None and one.state == FieldRoundState.PLANNING,
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", count) % {"rows": count},
            **found.links(request),
        },
    }
    return page(request, "inspections/fieldwork/sites.html", context)

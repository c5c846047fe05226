"""Routes of a field round: how the days stand, planning them, one plan, pinning and moving by hand, the sheet that is carried along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.routes import faults_of, moves
from wenming.inspections.actions.fieldwork.routing import apply_routes, ask_routes, drop_routes, move_visit, pin_visit
from wenming.inspections.enums import FieldRoundState, RoutePlanState, VisitManner
from wenming.inspections.exports.routes import routes_workbook
from wenming.inspections.forms.routes import MoveForm, RoutesForm
from wenming.inspections.models import FieldRound, RoutePlan, TeamMember, Visit
from wenming.inspections.queries.fieldwork import field_round_in, members_of
from wenming.inspections.queries.fieldwork.routes import (
    Ground,
    applied_walks,
    numbers_of,
    plan_of,
    problem_of,
    route_plans_of,
    standing_plan,
    without_place,
)
from wenming.inspections.rules import OPEN, keeps_field_round
from wenming.inspections.schemas import routes as shown
from wenming.inspections.views.fieldwork.frame import attempt, frame, kept
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text

PLANS = 8
"""So many plans are listed beside the days."""


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page; nobody keeps a copy of what says where somebody goes."""
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _days(one: FieldRound) -> list[date]:
    return [date.fromisoformat(day) for day in one.days]


def _address(one: FieldRound, name: str = "field_routes", *more: object) -> str:
    return reverse(f"inspections:{name}", args=[one.city.slug, one.pk, *more])


def _standing(one: FieldRound, ground: Ground, day: date, *, acting: bool) -> dict[str, Any]:
    """Return a day as it stands, with what the checker finds wrong with it."""
    problem, plan = standing_plan(ground, [day], applied_walks(one, ground.members, day))
    visits = numbers_of(ground.visits)
    view = shown.day_view(one, problem, plan, visits, day, acting=acting)
    faults = shown.shown_faults(faults_of(problem, plan))
    return {**view, "faults": [shown.finding_line(fault, visits) for fault in faults]}


@require_safe
def routes(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one day of the round as it stands, and the plans."""
    one = kept(request, city, pk)
    days, today = _days(one), today_in(city)
    usual = next((day for day in days if day >= today), days[-1] if days else today)
    day = next((day for day in days if day.isoformat() == request.GET.get("day")), usual)
    ground = Ground(one)
    free = [visit for visit in ground.to_plan([day]) if visit.member is None or visit.on is None]
    context = {
        **frame(request, one, "routes"),
        "acting": one.state in OPEN,
        "running": one.state == FieldRoundState.RUNNING,
        "view": _standing(one, ground, day, acting=one.state in OPEN),
        "tabs": [
            {"url": f"?day={each.isoformat()}", "label": days_text(each, each), "active": each == day} for each in days
        ],
        "free": [{"number": visit.number, "name": visit.site.name, "type": visit.site.type.name} for visit in free],
        "lost": [{"number": visit.number, "name": visit.site.name} for visit in without_place(ground, [day])],
        "plans": [shown.plan_line(plan) for plan in route_plans_of(one).defer("problem", "plan")[:PLANS]],
        "new_url": _address(one, "route_new"),
        "export_url": _address(one, "route_export"),
    }
    return _page(request, "inspections/fieldwork/routes.html", context)


@require_http_methods(["GET", "POST"])
def route_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Ask for routes."""
    one = kept(request, city, pk)
    running = one.state == FieldRoundState.RUNNING
    days = [day for day in _days(one) if not running or day >= today_in(city)]
    members = list(members_of(one))
    walks = applied_walks(one, members, days[0]) if days else []
    form = RoutesForm(request.POST or None, days=days, members=members, walks=walks)
    made: list[RoutePlan] = []

    def ask() -> None:
        made.append(ask_routes(field_round=one, asked=form.asked(), by=request.user, at=timezone.now()))

    if request.method == "POST" and form.is_valid() and attempt(ask, form):
        return redirect(_address(one, "route_plan", made[0].pk))
    context = {
        **frame(request, one, "routes"),
        "form": form,
        "groups": form.groups(),
        "back": _address(one),
        "running": running,
    }
    return _page(request, "inspections/fieldwork/route_new.html", context, status=422 if form.errors else 200)


def _plan(request: HttpRequest, city: City, pk: int, plan: int) -> RoutePlan:
    one = kept(request, city, pk)
    found: RoutePlan = one_of(route_plans_of(one), pk=plan)
    return found


@require_safe
def route_plan(request: HttpRequest, city: City, pk: int, plan: int) -> HttpResponse:
    """Show one plan: still being computed, or what it would do; htmx asks again while it is computed."""
    found = _plan(request, city, pk, plan)
    one, waiting = found.field_round, found.state == RoutePlanState.WAITING
    if request.headers.get("HX-Request"):
        if waiting:
            return _page(request, "inspections/fieldwork/route_waiting.html", {"plan": found})
        return HttpResponse(headers={"HX-Redirect": _address(one, "route_plan", found.pk)})
    context: dict[str, Any] = {
        **frame(request, one, "routes"),
        "plan": found,
        "line": shown.plan_line(found),
        "waiting": waiting,
        "back": _address(one),
        "decide": found.state == RoutePlanState.READY and one.state in OPEN,
        "apply_url": _address(one, "route_apply", found.pk),
        "drop_url": _address(one, "route_drop", found.pk),
        "new_url": _address(one, "route_new"),
    }
    return _page(request, "inspections/fieldwork/route_plan.html", context if waiting else context | _outcome(found))


def _outcome(found: RoutePlan) -> dict[str, Any]:
    """Return what a plan would do: the days, what is left out, what moves, how it was drawn."""
    one, ground = found.field_round, Ground(found.field_round)
    visits, plan, problem = numbers_of(ground.visits), plan_of(found), problem_of(found)
    days = [date.fromisoformat(day) for day in found.days]
    before = standing_plan(ground, days)[1]
    return {
        "views": [shown.day_view(one, problem, plan, visits, day, acting=False) for day in days],
        "left": shown.left_lines(plan, visits),
        "moved": shown.move_lines(moves(before, plan), visits) if found.state == RoutePlanState.READY else [],
        "lost": [{"number": visit.number, "name": visit.site.name} for visit in without_place(ground, days)],
        "planned": sum(1 for _stop in plan.stops),
        "lots": plan.search.lots if plan.search else 0,
        "incognito": one.manner == VisitManner.INCOGNITO,
    }


def _decided(request: HttpRequest, found: RoutePlan, action: Callable[..., RoutePlan], said: str) -> HttpResponse:
    """Adopt or drop a plan."""
    if attempt(lambda: action(route_plan=found, by=request.user, at=timezone.now()), request=request):
        messages.success(request, said)
        return redirect(_address(found.field_round))
    return redirect(_address(found.field_round, "route_plan", found.pk))


@require_POST
def route_apply(request: HttpRequest, city: City, pk: int, plan: int) -> HttpResponse:
    """Adopt a plan."""
    said = _("已采用：测评员在自己当天的清单里看到新的次序")
    return _decided(request, _plan(request, city, pk, plan), apply_routes, said)


@require_POST
def route_drop(request: HttpRequest, city: City, pk: int, plan: int) -> HttpResponse:
    """Put a plan aside."""
    return _decided(request, _plan(request, city, pk, plan), drop_routes, _("已放弃这个方案，原来的安排没有变"))


def _visit(one: FieldRound, visit: int) -> Visit:
    rows = Visit.objects.in_city(one.city).select_related("site", "member").filter(field_round=one)
    found: Visit = one_of(rows, pk=visit)
    return found


def _back(one: FieldRound, visit: Visit) -> str:
    return f"{_address(one)}?day={visit.on.isoformat()}" if visit.on else _address(one)


@require_POST
def route_pin(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Fix a visit to its person and day, or let it go."""
    one = kept(request, city, pk)
    found, pinned = _visit(one, visit), request.POST.get("pinned") == "1"
    now = timezone.now()
    if attempt(
        lambda: pin_visit(field_round=one, visit=found, pinned=pinned, by=request.user, at=now), request=request
    ):
        said = (
            _("已固定：重排时 %(site)s 的人和日期不动") if pinned else _("已取消固定：重排时 %(site)s 可以换人换日期")
        )
        messages.success(request, said % {"site": found.site.name})
    return redirect(_back(one, found))


@require_http_methods(["GET", "POST"])
def route_move(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Move a visit by hand; what the checker then finds stands above the day."""
    one = kept(request, city, pk)
    found = _visit(one, visit)
    form = MoveForm(request.POST or None, visit=found, members=members_of(one), days=_days(one))
    moved: list[Visit] = []

    def move() -> None:
        data = form.cleaned_data
        moved.append(move_visit(field_round=one, visit=found, by=request.user, at=timezone.now(), **data))

    if request.method == "POST" and form.is_valid() and attempt(move, form):
        messages.success(request, _("已挪动；时间按新的次序重新算过，走不通的地方写在上面"))
        return redirect(_back(one, moved[0]))
    context = {**frame(request, one, "routes"), "visit": found, "form": form, "back": _back(one, found)}
    return _page(request, "inspections/fieldwork/route_move.html", context, status=422 if form.errors else 200)


@require_safe
def route_sheet(request: HttpRequest, city: City, pk: int, member: int, on: str) -> HttpResponse:
    """Show the sheet of somebody's day to the planner, and today's to whoever walks it."""
    one = field_round_in(city, pk)
    if one is None or on not in one.days:
        raise Http404
    who: TeamMember = one_of(members_of(one), pk=member)
    day = date.fromisoformat(on)
    own = who.account_id == request.user.pk and day == today_in(city) and one.state == FieldRoundState.RUNNING
    if not own:
        only(keeps_field_round(one), request, city)
    ground = Ground(one)
    view = _standing(one, ground, day, acting=False)
    view["people"] = [person for person in view["people"] if person["code"] == who.code]
    context = {
        "field_round": one,
        "code": who.code,
        "person": view["people"][0] if view["people"] else None,
        "rows": shown.sheet_rows(view, numbers_of(ground.visits), _walking_words(ground)),
        "day": view["day"],
        "back": "" if own else f"{_address(one)}?day={on}",
    }
    return _page(request, "inspections/fieldwork/route_sheet.html", context)


def _walking_words(ground: Ground) -> dict[int, str]:
    """Return type -> the walking rule of its checklist."""
    types = {visit.site.type_id: visit.site.type.checklist for visit in ground.visits}
    return {key: ground.kinds[name].walk for key, name in types.items() if name in ground.kinds}


@require_safe
def route_export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer with all days as Excel."""
    one = kept(request, city, pk)
    ground = Ground(one)
    days = [_standing(one, ground, day, acting=False) for day in _days(one)]
    return send_workbook(routes_workbook(one, days), f"{one.name} {_('路线')}.xlsx")

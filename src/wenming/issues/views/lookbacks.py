"""回头看: my visits, what a visit found, the record of visits, how many the city makes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.issues import actions
from wenming.issues.enums import LookBackResult
from wenming.issues.forms.lookbacks import LookBackForm, LookBackSettingsForm
from wenming.issues.forms.photos import say_fault
from wenming.issues.models import LookBack
from wenming.issues.queries.case import photos_of
from wenming.issues.queries.lookbacks import (
    look_back_settings,
    look_backs_in,
    look_backs_known,
    look_backs_of,
    weeks_of,
)
from wenming.issues.rules import arranges_look_backs, makes_look_backs, sees_every_issue, sees_look_backs
from wenming.issues.schemas.case import photo_view
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.lookbacks import record_view, visit_view
from wenming.issues.views.case_edges import attempt, seen_issue, who
from wenming.issues.views.holding import held_with
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.sites.imports.photos import PhotoError

SIZE = 50
MISSED = "missed"


@require_safe
def look_backs(request: HttpRequest, city: City) -> HttpResponse:
    """Show the visits that wait for me; for those who see every issue also what the others found."""
    only(sees_look_backs, request, city)
    lamps, today = Lamps.of(city, timezone.now()), today_in(city)
    own = makes_look_backs(request.user, city)
    mine = list(look_backs_of(request.user, city, on=today)) if own else []
    context: dict[str, Any] = {"visits": [visit_view(row, lamps) for row in mine], "own": own}
    if sees_every_issue(request.user, city):
        context |= _record(request, city, lamps)
    return render(request, "issues/look_backs.html", context)


def _record(request: HttpRequest, city: City, lamps: Lamps) -> dict[str, Any]:
    """Return the record of visits under the address's filter, and the last weeks with their draws."""
    chosen = request.GET.get("result", "")
    rows = look_backs_known(city, on=today_in(city))
    if chosen in LookBackResult.values:
        rows = rows.filter(result=chosen)
    elif chosen == MISSED:
        rows = rows.filter(result="")
    page = keyset_page(request, rows, key="pk", size=SIZE, descending=True)
    arranges = arranges_look_backs(request.user, city)
    return {
        "record": [record_view(row, lamps) for row in page.rows],
        "sees_record": True,
        "chosen": chosen,
        "choices": [("", _("全部结果")), *LookBackResult.choices, (MISSED, _("没有去看"))],
        "weeks": weeks_of(city),
        "settings": look_back_settings(city),
        "settings_url": reverse("issues:look_back_settings", args=[city.slug]) if arranges else "",
        **page.links(request),
    }


@require_http_methods(["GET", "POST"])
def look_back(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer a visit, as who was sent."""
    only(makes_look_backs, request, city)
    row = _mine(request, city, pk)
    lamps = Lamps.of(city, timezone.now())
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LookBackForm(*files, city=city, on=today_in(city))
    if request.method == "POST" and form.is_valid() and _answer(request, row, form):
        messages.success(request, _("已记下，谢谢"))
        return redirect("issues:look_backs", city.slug)
    before = [photo_view(one, city, {}, lamps) for one in photos_of(row.issue, "before")[:2]]
    context = {
        "row": visit_view(row, lamps),
        "form": form,
        "before": before,
        "pk": row.pk,
        "held": held_with(request, city, form),
    }
    return render(request, "issues/look_back.html", context, status=422 if form.errors else 200)


@require_POST
def pass_on(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let somebody else go."""
    only(makes_look_backs, request, city)
    row = _mine(request, city, pk)
    if attempt(lambda: actions.pass_on_look_back(row=row, **who(request)), request=request):
        messages.success(request, _("已转给另一个人去看"))
        return redirect("issues:look_backs", city.slug)
    return redirect("issues:look_back", city.slug, row.pk)


@require_POST
def choose(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Have a closed issue looked at again."""
    only(arranges_look_backs, request, city)
    issue = seen_issue(request, city, number)
    if attempt(lambda: actions.choose_look_back(issue=issue, **who(request)), request=request):
        messages.success(request, _("已安排回头看；由没有办理过的人在一周内去，不通知责任单位"))
    return redirect("issues:issue", city.slug, issue.number)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, city: City) -> HttpResponse:
    """Set how many visits a week the city makes."""
    only(arranges_look_backs, request, city)
    now = look_back_settings(city)
    start = {"per_week": now.per_week, "by_risk": now.by_risk, "risk_points": now.risk_points}
    form = LookBackSettingsForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_look_backs(city=city, **form.cleaned_data, **who(request))
        messages.success(request, _("已保存回头看安排，从下一周起用"))
        return redirect("issues:look_backs", city.slug)
    return render(request, "issues/look_back_settings.html", {"form": form}, status=422 if form.errors else 200)


def _mine(request: HttpRequest, city: City, pk: int) -> LookBack:
    """Return a visit that waits for this person, or 404: nobody else learns of it."""
    row = look_backs_in(city).filter(pk=pk, visitor_id=request.user.pk, result="").first()
    if row is None:
        raise Http404
    if row.due_on > today_in(city):
        raise PermissionDenied
    return row


def _answer(request: HttpRequest, row: LookBack, form: forms.Form) -> bool:
    """Send what was found; what stands in its way is said on the form."""
    try:
        return attempt(lambda: actions.answer_look_back(row=row, **form.cleaned_data, **who(request)), form)
    except PhotoError as fault:
        say_fault(form, fault)
        return False

"""举一反三: open a check at like sites, see how far it is, answer for a site; how much may be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.issues import actions
from wenming.issues.actions import TooManySitesError
from wenming.issues.enums import SweepWay
from wenming.issues.forms.photos import say_fault
from wenming.issues.forms.sweeps import SweepAnswerForm, SweepForm, SweepLimitsForm
from wenming.issues.models import Sweep, SweepSite
from wenming.issues.queries.sweeps import (
    askable_for,
    sweep_settings,
    sweep_sites_visible_to,
    sweeps_counted,
)
from wenming.issues.rules import answers_sweep_site, opens_sweeps, sees_every_issue, sees_sweeps
from wenming.issues.schemas.case import head_of
from wenming.issues.schemas.dispatching import unit_options
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.sweeps import row_view, sites_words, sweep_line, sweep_view
from wenming.issues.views.case_edges import attempt, crumbs, seen_issue, who
from wenming.issues.views.holding import held_with
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.organisations.queries import units_in
from wenming.sites.imports.photos import PhotoError

SIZE = 50


@require_safe
def sweeps(request: HttpRequest, city: City) -> HttpResponse:
    """Show the checks, the newest first; a unit sees the sites that it was asked about, those that wait first."""
    only(sees_sweeps, request, city)
    lamps = Lamps.of(city, timezone.now())
    if not sees_every_issue(request.user, city):
        rows = sweep_sites_visible_to(request.user, city)
        page = keyset_page(request, rows.filter(answer="") if "all" not in request.GET else rows, key="pk", size=SIZE)
        own = [row_view(row, lamps, _may(request, city)) for row in page.rows]
        context = {"own": own, "every": "all" in request.GET, **page.links(request)}
        return render(request, "issues/sweep_own.html", context)
    page = keyset_page(request, sweeps_counted(city), key="pk", size=SIZE, descending=True)
    limits_url = reverse("issues:sweep_limits", args=[city.slug]) if opens_sweeps(request.user, city) else ""
    context = {"rows": [sweep_line(row, lamps) for row in page.rows], "limits_url": limits_url, **page.links(request)}
    return render(request, "issues/sweep_list.html", context)


@require_safe
def sweep(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show how far a check is: every site that this person may see."""
    only(sees_sweeps, request, city)
    one = one_of(sweeps_counted(city).select_related("issue__city", "issue__minor"), pk=pk)
    lamps = Lamps.of(city, timezone.now())
    rows = list(sweep_sites_visible_to(request.user, city).filter(sweep=one))
    if not rows and not sees_every_issue(request.user, city):
        raise Http404
    found = [row_view(row, lamps, _may(request, city)) for row in rows]
    context = {"line": sweep_line(one, lamps), "view": sweep_view(one), "rows": found}
    return render(request, "issues/sweep.html", context)


@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Open a check from an issue; over the budget it is refused with the numbers."""
    only(opens_sweeps, request, city)
    issue = seen_issue(request, city, number)
    today, settings = today_in(city), sweep_settings(city)
    start = {
        "question": issue.text,
        "way": SweepWay.RANDOM,
        "count": min(5, settings.most_sites),
        "area": issue.area.name if issue.area else "",
        "due_on": today + timedelta(days=3),
    }
    form = SweepForm(request.POST or None, city=city, on=today, initial=start)
    made: list[Sweep] = []
    if request.method == "POST" and form.is_valid() and _open(request, issue, form, made):
        messages.success(request, _("已发给责任单位，等待答复"))
        return redirect("issues:sweep", city.slug, made[0].pk)
    now = timezone.now()
    context = {
        "head": head_of(issue, Lamps.of(city, now)),
        "form": form,
        "crumbs": crumbs(request, issue, {"label": _("举一反三")}),
        "kind": issue.site.type.name if issue.site else "",
        "askable": len(askable_for(issue, at=now)),
        "settings": settings,
        "units": unit_options(list(units_in(city, on=today))),
    }
    return render(request, "issues/sweep_new.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, issue: Any, form: SweepForm, made: list[Sweep]) -> bool:
    """Open the check; over the budget, or asked already, the form says by how much or where."""
    try:
        return attempt(lambda: made.append(actions.open_sweep(issue=issue, plan=form.plan(), **who(request))), form)
    except TooManySitesError as fault:
        form.add_error(None, sites_words(fault))
        return False


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer for one site: nothing of the kind, or something, which opens an issue of its own."""
    only(sees_sweeps, request, city)
    row = one_of(sweep_sites_visible_to(request.user, city), pk=pk)
    if not answers_sweep_site(row)(request.user, city):
        raise PermissionDenied
    form = SweepAnswerForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()), city=city, on=today_in(city)
    )
    if request.method == "POST" and form.is_valid() and _answer(request, row, form):
        messages.success(request, _("已答复：%(site)s") % {"site": row.site.name})
        return redirect("issues:sweeps", city.slug)
    lamps = Lamps.of(city, timezone.now())
    context = {"row": row_view(row, lamps, lambda _row: False), "form": form, "held": held_with(request, city, form)}
    return render(request, "issues/sweep_answer.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, row: SweepSite, form: forms.Form) -> bool:
    """Send the answer; what stands in its way is said on the form."""
    try:
        return attempt(lambda: actions.answer_sweep_site(row=row, **form.cleaned_data, **who(request)), form)
    except PhotoError as fault:
        say_fault(form, fault)
        return False


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, city: City) -> HttpResponse:
    """Set about how many sites may be asked at once."""
    only(opens_sweeps, request, city)
    now = sweep_settings(city)
    form = SweepLimitsForm(request.POST or None, initial={"most_sites": now.most_sites})
    if request.method == "POST" and form.is_valid():
        actions.set_sweep_limits(city=city, **form.cleaned_data, **who(request))
        messages.success(request, _("已保存排查上限"))
        return redirect("issues:sweeps", city.slug)
    return render(request, "issues/sweep_limits.html", {"form": form}, status=422 if form.errors else 200)


def _may(request: HttpRequest, city: City) -> Any:
    """Return whether this person answers for a row."""
    return lambda row: answers_sweep_site(row)(request.user, city)

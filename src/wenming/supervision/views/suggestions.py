"""Suggestions: what facts speak for, taken up with the paper of whoever decided, or declined with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.supervision import actions
from wenming.supervision.enums import SuggestionState
from wenming.supervision.forms.deciding import DecisionForm, ReasonForm
from wenming.supervision.models import Suggestion
from wenming.supervision.rules import records_decisions, sees_every_list
from wenming.supervision.schemas.deciding import suggestion_view
from wenming.supervision.views.edges import SIZE, attempt, crumbs, unit_names, who

RELATED = ("city", "unit", "kind", "entry__run", "issue", "decision")


@require_safe
def suggestions(request: HttpRequest, city: City) -> HttpResponse:
    """Show what waits, or with ``all`` everything that was ever suggested."""
    only(sees_every_list, request, city)
    rows = Suggestion.objects.in_city(city).select_related(*RELATED)
    every = "all" in request.GET
    page = keyset_page(
        request, rows if every else rows.filter(state=SuggestionState.OPEN), key="pk", size=SIZE, descending=True
    )
    may = records_decisions(request.user, city)
    context = {"rows": [suggestion_view(row, may=may) for row in page.rows], "every": every, **page.links(request)}
    return render(request, "supervision/suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record the decision that followed."""
    only(records_decisions, request, city)
    one = _open(city, pk)
    start = {"kind": one.kind_id, "unit": one.unit.name, "body": one.body, "decided_on": today_in(city)}
    form = DecisionForm(request.POST or None, city=city, on=today_in(city), initial=start)
    if request.method == "POST" and form.is_valid():
        facts = form.facts(entry=one.entry, issue=one.issue)
        if attempt(lambda: actions.take_up(suggestion=one, facts=facts, **who(request)), form):
            messages.success(request, _("已登记决定"))
            return redirect("supervision:suggestions", city.slug)
    return _form(request, one, form, _("采纳并登记决定"))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say why nothing followed."""
    only(records_decisions, request, city)
    one, form = _open(city, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(lambda: actions.decline_suggestion(suggestion=one, reason=reason, **who(request)), form):
            messages.success(request, _("已记下未采纳的原因"))
            return redirect("supervision:suggestions", city.slug)
    return _form(request, one, form, _("不采纳"))


def _open(city: City, pk: int) -> Suggestion:
    """Return a suggestion that waits, or 404."""
    return one_of(Suggestion.objects.in_city(city).filter(state=SuggestionState.OPEN).select_related(*RELATED), pk=pk)


def _form(request: HttpRequest, one: Suggestion, form: DecisionForm | ReasonForm, title: str) -> HttpResponse:
    home = {"label": _("处理建议"), "url": reverse("supervision:suggestions", args=[one.city.slug])}
    context = {
        "title": title,
        "crumbs": crumbs(home, {"label": title}),
        "form": form,
        "suggestion": suggestion_view(one, may=False),
        "back_url": home["url"],
        "units": unit_names(one.city, today_in(one.city)) if "unit" in form.fields else [],
    }
    return render(request, "supervision/form.html", context, status=422 if form.errors else 200)

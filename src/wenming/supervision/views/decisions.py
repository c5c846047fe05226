"""Records of decisions taken elsewhere: for the office, supervisors, leaders, auditors, and the unit concerned."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.supervision import actions
from wenming.supervision.exports.lists import decisions_workbook
from wenming.supervision.forms.deciding import DecisionForm, ReasonForm
from wenming.supervision.models import Decision
from wenming.supervision.queries.decisions import decisions_visible_to
from wenming.supervision.rules import records_decisions, sees_supervision
from wenming.supervision.schemas.deciding import decision_view
from wenming.supervision.views.edges import SIZE, attempt, crumbs, unit_names, who


@require_safe
def decisions(request: HttpRequest, city: City) -> HttpResponse:
    """Show the records, the newest first; ``unit``: those whose unit's name holds these words."""
    only(sees_supervision, request, city)
    words = request.GET.get("unit", "").strip()[:40]
    page = keyset_page(request, _wanted(request, city, words), key="pk", size=SIZE, descending=True)
    may = records_decisions(request.user, city)
    context = {
        "rows": [decision_view(row, may=may) for row in page.rows],
        "words": words,
        "new_url": reverse("supervision:decision_new", args=[city.slug]) if may else "",
        "export_url": f"{reverse('supervision:decisions_export', args=[city.slug])}?{request.GET.urlencode()}",
        **page.links(request),
    }
    return render(request, "supervision/decisions.html", context)


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the same as a workbook."""
    only(sees_supervision, request, city)
    rows = _wanted(request, city, request.GET.get("unit", "").strip()[:40]).order_by("-pk")
    return send_workbook(decisions_workbook(rows), _("决定记录.xlsx"))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Record a decision."""
    only(records_decisions, request, city)
    form = DecisionForm(request.POST or None, city=city, on=today_in(city), initial={"decided_on": today_in(city)})
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(lambda: actions.record_decision(city=city, facts=form.facts(), **who(request)), form):
        messages.success(request, _("已登记决定"))
        return redirect("supervision:decisions", city.slug)
    return _form(request, city, form, _("登记决定"))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take a record back."""
    only(records_decisions, request, city)
    rows = Decision.objects.in_city(city).filter(withdrawal__isnull=True)
    one, form = (
        one_of(rows.select_related("city", "kind", "unit", "entry__run", "issue"), pk=pk),
        ReasonForm(request.POST or None),
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(lambda: actions.withdraw_decision(decision=one, reason=reason, **who(request)), form):
            messages.success(request, _("已撤销；记录仍可查阅"))
            return redirect("supervision:decisions", city.slug)
    return _form(request, city, form, _("撤销记录"), one)


def _wanted(request: HttpRequest, city: City, words: str) -> QuerySet[Decision]:
    """Return the records that the person may see and asks for."""
    rows = decisions_visible_to(request.user, city)
    return rows.filter(unit__name__icontains=words) if words else rows


def _form(
    request: HttpRequest, city: City, form: DecisionForm | ReasonForm, title: str, one: Decision | None = None
) -> HttpResponse:
    home = {"label": _("决定记录"), "url": reverse("supervision:decisions", args=[city.slug])}
    context = {
        "title": title,
        "crumbs": crumbs(home, {"label": title}),
        "form": form,
        "decision": decision_view(one, may=False) if one else None,
        "back_url": home["url"],
        "units": unit_names(city, today_in(city)) if "unit" in form.fields else [],
    }
    return render(request, "supervision/form.html", context, status=422 if form.errors else 200)

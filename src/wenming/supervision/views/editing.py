"""A draft of a rule: changed, tried on the running period, put in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text
from wenming.supervision import actions
from wenming.supervision.actions.rules import facts_of
from wenming.supervision.enums import RuleState
from wenming.supervision.forms.deciding import SinceForm
from wenming.supervision.forms.rules import DraftForms
from wenming.supervision.models import ListRuleVersion
from wenming.supervision.queries.measuring import computed_list
from wenming.supervision.queries.periods import first_day
from wenming.supervision.rules import keeps_list_rules
from wenming.supervision.schemas.lists import Sheet
from wenming.supervision.views.edges import attempt, crumbs, who


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a draft; below it what it gives for the running period, by what is recorded now."""
    only(keeps_list_rules, request, city)
    one = _version(city, pk)
    form = DraftForms(city, facts_of(one), request.POST or None)
    valid = request.method != "POST" or form.is_valid()
    if request.method == "POST" and valid:
        if attempt(lambda: actions.change_draft(version=one, facts=form.facts(), **who(request)), form.rule):
            messages.success(request, _("已保存；下面是按这一版试算的本期结果"))
            return redirect("supervision:version", city.slug, pk)
        valid = False
    home = {"label": _("榜单规则"), "url": reverse("supervision:rules", args=[city.slug])}
    context = {
        "version": one,
        "name": one.rule.name,
        "crumbs": crumbs(home, {"label": one.rule.name, "url": reverse("supervision:rule", args=[city.slug, one.rule_id])}, {"label": _("拟订")}),
        "form": form,
        "preview": preview(one) if valid else None,
        "since": SinceForm(initial={"since": first_day(one.period, today_in(city))}),
        "force_url": reverse("supervision:version_force", args=[city.slug, pk]),
    }  # fmt: skip
    return render(request, "supervision/version.html", context, status=200 if valid else 422)


@require_POST
def enforce(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put a draft in force."""
    only(keeps_list_rules, request, city)
    one, form = _version(city, pk), SinceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写施行日期"))
        return redirect("supervision:version", city.slug, pk)
    since = form.cleaned_data["since"]
    if attempt(lambda: actions.enforce_version(version=one, since=since, **who(request)), request=request):
        messages.success(request, _("已施行"))
    return redirect("supervision:rule", city.slug, one.rule_id)


def preview(version: ListRuleVersion) -> dict[str, Any]:
    """Return the list of the running period, as it would be now."""
    city = version.city
    found = computed_list(version, first_day(version.period, today_in(city)))
    first, last = found.period.first, found.period.last
    return {
        "period": days_text(first, last) if first and last else "",
        "groups": Sheet(city, version, found.period, found.round).groups(found.lines),
        "unmatched": found.unmatched,
        "without_round": version.kind == "score" and found.round is None,
    }


def _version(city: City, pk: int) -> ListRuleVersion:
    """Return a draft, or 404."""
    rows = ListRuleVersion.objects.in_city(city).filter(state=RuleState.DRAFT)
    return one_of(rows.select_related("city", "rule__city"), pk=pk)

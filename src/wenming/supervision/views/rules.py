"""Rules of lists: which there are, their versions, the next draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.enums import UnitKind
from wenming.supervision import actions
from wenming.supervision.enums import RuleState
from wenming.supervision.forms.rules import NewRuleForm
from wenming.supervision.models import ListRule, ListRuleVersion
from wenming.supervision.queries.rules import rules_in
from wenming.supervision.rules import keeps_list_rules, sees_every_list
from wenming.supervision.schemas.deciding import kind_name
from wenming.supervision.schemas.lists import group_facts, measure_text, version_facts
from wenming.supervision.views.edges import attempt, crumbs, who

LOOKS = {RuleState.DRAFT: ("warn", "half"), RuleState.IN_FORCE: ("ok", "check"), RuleState.RETIRED: ("", "dash")}


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, city: City) -> HttpResponse:
    """Show the rules; the office begins one after a rule that other cities published."""
    only(keeps_list_rules if request.method == "POST" else sees_every_list, request, city)
    form = NewRuleForm(request.POST or None)
    made: list[ListRuleVersion] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            lambda: made.append(actions.adopt_model(city=city, key=said["model"], name=said["name"], **who(request))),
            form,
        )
        if done:
            return redirect("supervision:version", city.slug, made[0].pk)
    context = {
        "rows": [_line(one) for one in rules_in(city)],
        "form": form if keeps_list_rules(request.user, city) else None,
    }
    return render(request, "supervision/rules.html", context, status=422 if form.errors else 200)


@require_safe
def rule(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a rule with every version that it had."""
    only(sees_every_list, request, city)
    one = one_of(rules_in(city), pk=pk)
    draft = next((row for row in one.known if row.state == RuleState.DRAFT), None)
    keeps = keeps_list_rules(request.user, city)
    in_force = any(row.state == RuleState.IN_FORCE for row in one.known)
    home = {"label": _("榜单规则"), "url": reverse("supervision:rules", args=[city.slug])}
    context = {
        "name": one.name,
        "source": one.source,
        "crumbs": crumbs(home, {"label": one.name}),
        "versions": [_version(row) for row in one.known],
        "draft_url": reverse("supervision:rule_draft", args=[city.slug, pk]) if keeps and not draft else "",
        "edit_url": reverse("supervision:version", args=[city.slug, draft.pk]) if keeps and draft else "",
        "retire_url": reverse("supervision:rule_retire", args=[city.slug, pk]) if keeps and in_force else "",
    }
    return render(request, "supervision/rule.html", context)


@require_POST
def draft(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Begin the next version of a rule."""
    only(keeps_list_rules, request, city)
    one = one_of(ListRule.objects.in_city(city).select_related("city"), pk=pk)
    made: list[ListRuleVersion] = []
    if attempt(lambda: made.append(actions.draft_version(rule=one, **who(request))), request=request):
        return redirect("supervision:version", city.slug, made[0].pk)
    return redirect("supervision:rule", city.slug, pk)


@require_POST
def retire(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let a rule end."""
    only(keeps_list_rules, request, city)
    one = one_of(ListRule.objects.in_city(city).select_related("city"), pk=pk)
    if attempt(lambda: actions.retire_rule(rule=one, **who(request)), request=request):
        messages.success(request, _("这条规则已停用；已出的榜不受影响"))
    return redirect("supervision:rule", city.slug, pk)


def _line(one: Any) -> dict[str, Any]:
    """Return a rule as a row: what is in force, or else its newest version."""
    shown = next((row for row in one.known if row.state == RuleState.IN_FORCE), one.known[0])
    return {
        "url": reverse("supervision:rule", args=[one.city.slug, one.pk]),
        "name": one.name,
        "source": one.source,
        "period": shown.get_period_display(),
        "measure": measure_text(shown),
        "number": shown.number,
        "state": state_of(shown),
        "since": shown.since,
        "draft": shown.state != RuleState.DRAFT and any(row.state == RuleState.DRAFT for row in one.known),
    }


def state_of(version: ListRuleVersion) -> dict[str, str]:
    """Return the pill of a version."""
    tone, shape = LOOKS[RuleState(version.state)]
    return {"label": str(RuleState(version.state).label), "tone": tone, "shape": shape}


def _version(one: ListRuleVersion) -> dict[str, Any]:
    """Return a version with its groups and steps."""
    return {
        "number": one.number,
        "state": state_of(one),
        "since": one.since,
        "made": moment_text(one.made_at, one.city),
        "facts": version_facts(one),
        "groups": [{**group_facts(group), "kinds": kinds_text(group.kinds)} for group in one.groups.order_by("order")],
        "steps": [
            {"times": step.times, "kind": kind_name(step.kind), "body": step.body}
            for step in one.steps.select_related("kind").order_by("times")
        ],
    }


def kinds_text(kinds: list[str]) -> str:
    """Return kinds of units in words."""
    return _("、").join(str(UnitKind(kind).label) for kind in kinds)

"""One application: its history, conditions, materials and objections; what the unit and the office put down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text
from wenming.materials.actions import creation as actions
from wenming.materials.enums.creation import ApplicationAction, RuleSide
from wenming.materials.forms.creation import ASKED, ConditionsForm, DecisionForm
from wenming.materials.models import Application, NoticeObjection
from wenming.materials.queries.creation.conditions import Checked, conditions_of, materials_of
from wenming.materials.rules import handles_materials, keeps_materials, parties_for
from wenming.materials.schemas.creation import application_url, day_text, state_pill, steps_view, title_url
from wenming.materials.schemas.items import item_rows
from wenming.materials.views.creation.edges import attempt, decided, seen_application
from wenming.materials.views.edges import who
from wenming.materials.workflow import APPLICATION_TABLE, COMPLETE

_A: Any = ApplicationAction
ORDER: tuple[Any, ...] = (
    _A.ACCEPT, _A.RESUBMIT, _A.RECOMMEND, _A.PUBLISH, _A.NAME, _A.OBJECT, _A.RETURN, _A.REFUSE, _A.WITHDRAW,
)  # fmt: skip
"""The order in which the page offers what can be done."""


@require_safe
def application(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show an application."""
    one, today = seen_application(request, city, pk), today_in(city)
    checked = conditions_of(one)
    items = list(materials_of(one))
    able = _able(request, one)
    title = getattr(one, "unit_title", None)
    context = {
        "application": one,
        "pill": state_pill(one.state),
        "notice": days_text(one.notice_from, one.notice_until) if one.notice_from else "",
        "steps": steps_view(one.steps.select_related("by").order_by("-pk"), city),
        "rules": [_rule(row) for row in checked],
        "clear": sum(row.clear for row in checked),
        "check_url": reverse("materials:application_check", args=[city.slug, pk]) if _A.CHECK in able else "",
        "items_html": item_rows(items, today) if items else "",
        "complete": sum(row.state in COMPLETE or row.state == "waived" for row in items),
        "asked": len(items),
        "objections": [_objection(city, row, settles=_A.SETTLE in able) for row in one.objections.order_by("pk")],
        "forms": [_form(city, what, today) for what in ORDER if what in able],
        "act_url": reverse("materials:application_act", args=[city.slug, pk]),
        "title_url": title_url(title) if title else "",
        "settle_form": DecisionForm(asked=ASKED[_A.SETTLE], city=city, on=today, auto_id="settle_%s"),
    }
    return render(request, "materials/creation/application.html", context)


def _able(request: HttpRequest, one: Application) -> frozenset[str]:
    """Return what the person can do with an application where it stands."""
    parties = parties_for(request.user, one.unit)
    table = APPLICATION_TABLE[one.state]
    return frozenset(str(what) for what, transition in table.items() if transition.parties & parties)


def _form(city: City, what: Any, today: Any) -> dict[str, Any]:
    """Return one thing that can be done, with its form."""
    risky = what in {_A.RETURN, _A.REFUSE, _A.WITHDRAW}
    form = DecisionForm(asked=ASKED[what], city=city, on=today, auto_id=f"{what}_%s")
    return {"what": str(what), "label": str(what.label), "form": form, "risky": risky, "main": what in ORDER[:5]}


def _rule(row: Checked) -> dict[str, Any]:
    """Return a rule with what was found out about it."""
    found = row.finding
    tone, shape = ("", "dash") if found is None else ("ok", "check") if found.clear else ("bad", "cross")
    label = _("未核查") if found is None else _("通过") if found.clear else _("不通过")
    facts = [day_text(found.checked_on), found.source, found.paper, found.by.name] if found else []
    return {
        "name": row.rule.name,
        "side": str(RuleSide(row.rule.side).label),
        "negative": row.rule.side == RuleSide.NEGATIVE,
        "pill": {"tone": tone, "shape": shape, "label": label},
        "facts": [fact for fact in facts if fact],
    }


def _objection(city: City, row: NoticeObjection, *, settles: bool) -> dict[str, Any]:
    """Return an objection with what came of it."""
    open_ = row.settled_on is None
    return {
        "received": day_text(row.received_on),
        "words": row.words,
        "settled": "" if open_ else day_text(row.settled_on),
        "upheld": row.upheld,
        "outcome": row.outcome,
        "settle_url": reverse("materials:objection_settle", args=[city.slug, row.pk]) if open_ and settles else "",
    }


@require_POST
def application_act(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put down one thing of an application."""
    only(handles_materials, request, city)
    one = seen_application(request, city, pk)
    what = request.POST.get("what", "")
    data = decided(request, city, {key: value for key, value in ASKED.items() if key != _A.SETTLE}, what)
    if data is not None and attempt(lambda: _RUNS[what](one, data, who(request)), request=request):
        messages.success(request, _("已登记：%(what)s") % {"what": ApplicationAction(what).label})
    return redirect(application_url(one))


_RUNS: dict[str, Callable[[Application, dict[str, Any], dict[str, Any]], Any]] = {
    _A.ACCEPT: lambda one, data, me: actions.accept_application(application=one, words=data["note"], **me),
    _A.RESUBMIT: lambda one, data, me: actions.resubmit_application(application=one, **data, **me),
    _A.WITHDRAW: lambda one, data, me: actions.withdraw_application(application=one, **data, **me),
    _A.RETURN: lambda one, data, me: actions.return_application(application=one, **data, **me),
    _A.RECOMMEND: lambda one, data, me: actions.recommend_application(
        application=one, on=data["on"], paper=data["paper"], words=data["note"], **me
    ),
    _A.PUBLISH: lambda one, data, me: actions.publish_notice(
        application=one, begins=data["begins"], until=data["until"], paper=data["notice_paper"], **me
    ),
    _A.OBJECT: lambda one, data, me: actions.record_objection(
        application=one, received_on=data["received_on"], words=data["objection"], **me
    ),
    _A.NAME: lambda one, data, me: actions.name_unit(application=one, **data, **me),
    _A.REFUSE: lambda one, data, me: actions.refuse_application(
        application=one, on=data["on"], words=data["words"], paper=data["notice_paper"], **me
    ),
}


@require_http_methods(["GET", "POST"])
def application_check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put down what was found out about conditions and negative list, as many rules at once as were looked at."""
    only(keeps_materials, request, city)
    one = seen_application(request, city, pk)
    form = ConditionsForm(request.POST or None, checked=conditions_of(one), initial={"checked_on": today_in(city)})

    def run() -> Any:
        return actions.record_findings(application=one, found=form.found(), **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已登记核查结果"))
        return redirect(application_url(one))
    rows = [(field, _rule(row)) for field, row in zip(form.answers, form.checked, strict=True)]
    context = {"form": form, "application": one, "rows": rows}
    return render(request, "materials/creation/check.html", context, status=422 if form.errors else 200)


@require_POST
def objection_settle(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put down what came of an objection."""
    only(keeps_materials, request, city)
    rows = NoticeObjection.objects.in_city(city).select_related("application__city")
    row = one_of(rows, pk=pk)
    data = decided(request, city, ASKED, str(_A.SETTLE))
    if data is not None and attempt(lambda: _settle(row, data, who(request)), request=request):
        messages.success(request, _("已登记异议处理结果"))
    return redirect(application_url(row.application))


def _settle(row: NoticeObjection, data: dict[str, Any], me: dict[str, Any]) -> Any:
    facts = {"on": data["settled_on"], "upheld": data["upheld"], "outcome": data["outcome"]}
    return actions.settle_objection(objection=row, **facts, **me)

"""Requests that people register by hand, those they take back, and the budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.burden import actions
from wenming.burden.actions import AskRefusedError, OverBudgetError, RepeatedAskError
from wenming.burden.enums import AskKind, refusal_words
from wenming.burden.forms import AskForm, EstimatesForm, LimitForm
from wenming.burden.queries import Limits, asks_seen_by, estimates_on, limits_on, week_of
from wenming.burden.rules import asks_units, sees_burden, sets_budgets, withdraws
from wenming.burden.schemas.refusals import refused_words
from wenming.burden.schemas.weeks import heads, limit_rows
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind

attempt = attempting(AskRefusedError, refusal_words, {OverBudgetError: refused_words, RepeatedAskError: refused_words})


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


@require_http_methods(["GET", "POST"])
def ask_new(request: HttpRequest, city: City) -> HttpResponse:
    """Register what is to be asked outside of the platform's own work."""
    only(asks_units, request, city)
    form = AskForm(request.POST or None, city=city, on=today_in(city))

    def run() -> None:
        with actions.keeping_refusals(city=city, **who(request)):
            actions.register_ask(city=city, asks=form.asks(), **who(request))

    text = _("先登记，后要；超出单位这一周的预算，或者同一件事已经要过，都登记不了，也就不要再要。")
    return _answer(
        request, city, form, run, {"title": _("登记一项要求"), "text": text, "button": pgettext("button", "登记")}
    )


@require_POST
def withdraw(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take a request back."""
    only(sees_burden, request, city)
    one = one_of(asks_seen_by(request.user, city), pk=pk)
    only(withdraws(one), request, city)
    if attempt(lambda: actions.withdraw_ask(ask=one, **who(request)), request=request):
        messages.success(request, _("已撤回：%(fact)s") % {"fact": one.fact})
    return redirect("burden:burden", city.slug)


@require_safe
def limits(request: HttpRequest, city: City) -> HttpResponse:
    """Show what each kind of unit may be asked in this week, and how long things take."""
    only(sees_burden, request, city)
    today = today_in(city)
    context = {
        "rows": limit_rows(limits_on(city, week_of(today)), city),
        "heads": heads(),
        "estimates": [
            {"name": str(AskKind(kind).label), "value": _("约 %(n)s 分钟") % {"n": minutes}}
            for kind, minutes in estimates_on(city, today).items()
        ],
        "sets": sets_budgets(request.user, city),
    }
    return render(request, "burden/limits.html", context)


@require_http_methods(["GET", "POST"])
def limit(request: HttpRequest, city: City, kind: str) -> HttpResponse:
    """Set what a unit of one kind may be asked in a week."""
    only(sets_budgets, request, city)
    if kind not in UnitKind.values:
        raise Http404
    today = today_in(city)
    now = limits_on(city, week_of(today))[kind]
    start = {"photos": now.photos, "forms": now.forms, "minutes": now.minutes, "since": today}
    form = LimitForm(request.POST or None, initial=start)

    def run() -> None:
        data = dict(form.cleaned_data)
        since = data.pop("since")
        actions.set_budget(city=city, unit_kind=kind, limits=Limits(**data), since=since, **who(request))

    title = _("每周预算：%(kind)s") % {"kind": UnitKind(kind).label}
    return _answer(
        request,
        city,
        form,
        run,
        {"title": title, "text": _("从起算日期所在的那一周起；已经要过的不受影响。"), "limits": True},
    )


@require_http_methods(["GET", "POST"])
def estimates(request: HttpRequest, city: City) -> HttpResponse:
    """Set how long one piece of each kind takes about."""
    only(sets_budgets, request, city)
    today = today_in(city)
    form = EstimatesForm(request.POST or None, initial={**estimates_on(city, today), "since": today})

    def run() -> None:
        minutes = {kind: form.cleaned_data[kind] for kind in AskKind.values}
        actions.set_estimates(city=city, minutes=minutes, since=form.cleaned_data["since"], **who(request))

    text = _("每份大约几分钟；只用来合计负担，不用来要求谁几分钟办完。")
    return _answer(request, city, form, run, {"title": _("用时估计"), "text": text, "limits": True})


def _answer(
    request: HttpRequest, city: City, form: forms.Form, run: Callable[[], Any], texts: dict[str, Any]
) -> HttpResponse:
    """Run what a valid form asks for and go back; else show the form."""
    home = reverse("burden:burden", args=[city.slug])
    back = reverse("burden:limits", args=[city.slug]) if texts.pop("limits", False) else home
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": texts["title"]})
        return redirect(back)
    trail = [{"label": pgettext("page", "基层负担"), "url": home}, {"label": texts["title"]}]
    context = {"button": _("保存"), **texts, "form": form, "back": back, "crumbs": trail}
    return render(request, "burden/form.html", context, status=422 if form.errors else 200)

"""The calendar of a year, its working hours, and the days before an official visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.engine.deadlines import DayStatus
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations import actions
from wenming.organisations.forms.days import DayForm, SeasonFormSet, VisitForm
from wenming.organisations.models import VisitPeriod
from wenming.organisations.queries import calendar_of
from wenming.organisations.rules import keeps_calendar, sees_organisation
from wenming.organisations.schemas.days import hours_text, since_text, stretches, year_shape
from wenming.organisations.views.edges import attempt

FIRST, LAST = 2000, 2099
SEASON_ROWS = 4


@require_safe
def year(request: HttpRequest, city: City) -> HttpResponse:
    """Show a year: twelve months, the special days in words, the working hours, the visit period."""
    only(sees_organisation, request, city)
    return _page(request, city, _year(request.GET.get("year", ""), today_in(city).year))


def _year(text: str, usual: int) -> int:
    """Return the year of an address."""
    return int(text) if text.isascii() and text.isdigit() and FIRST <= int(text[:4] or 0) <= LAST else usual


def _page(
    request: HttpRequest, city: City, number: int, *, day: Any = None, hours: Any = None, visit: Any = None
) -> HttpResponse:
    """Return the page; forms that were refused come along."""
    work, today = calendar_of(city), today_in(city)
    special = [one for one in work.special.values() if one.day.year == number]
    periods = VisitPeriod.objects.in_city(city).select_related("started_by", "ended_by").order_by("-starts_at")
    visits = [_visit(one, city) for one in periods[:20]]
    here = reverse("organisations:calendar", args=[city.slug])
    context = {
        "year": number,
        "previous_url": f"{here}?year={number - 1}" if number > FIRST else "",
        "next_url": f"{here}?year={number + 1}" if number < LAST else "",
        "months": year_shape(work, number, today),
        "lines": stretches(special),
        "unknown": not special,
        "estimated": any(one.status is DayStatus.ESTIMATED for one in special),
        "working": _working_days(work, number),
        "seasons": [{"since": since_text(one), "hours": hours_text(one)} for one in work.seasons],
        "keeps": keeps_calendar(request.user, city),
        "day_form": day or DayForm(initial={"day": request.GET.get("day", ""), "what": "off"}),
        "hours_form": hours or SeasonFormSet(initial=_rows(work.seasons)),
        "visit_form": visit or VisitForm(),
        "running": next((one for one in visits if not one["until"]), None),
        "visits": visits,
        "import_url": reverse("workbench:days_import", args=[city.slug]),
    }
    refused = any(form is not None for form in (day, hours, visit))
    return render(request, "organisations/calendar.html", context, status=422 if refused else 200)


def _working_days(work: Any, number: int) -> int:
    """Count the working days of a year."""
    first = date(number, 1, 1)
    days = (date(number + 1, 1, 1) - first).days
    return sum(work.works_on(first + timedelta(days=step)) for step in range(days))


def _rows(seasons: Any) -> list[dict[str, Any]]:
    """Return the seasons as rows of the form, with empty rows behind them."""
    rows: list[dict[str, Any]] = [
        {"month": one.since[0], "day": one.since[1], "hours": hours_text(one)} for one in seasons
    ]
    return rows + [{}] * (SEASON_ROWS - len(rows))


def _visit(period: VisitPeriod, city: City) -> dict[str, str]:
    """Return a visit period in words."""
    return {
        "reason": period.reason,
        "since": moment_text(period.starts_at, city),
        "until": moment_text(period.ended_at, city) if period.ended_at else "",
        "by": period.started_by.name,
    }


@require_POST
def day(request: HttpRequest, city: City) -> HttpResponse:
    """Decide one day."""
    only(keeps_calendar, request, city)
    form = DayForm(request.POST)
    number = today_in(city).year

    def run() -> None:
        data, who = form.cleaned_data, {"by": request.user, "at": timezone.now()}
        if data["what"] == "plain":
            actions.clear_day(city=city, day=data["day"], **who)
        else:
            works = data["what"] == "work"
            name = data["name"] or (_("上班") if works else _("放假"))
            actions.set_day(city=city, day=data["day"], works=works, name=name, **who)

    if form.is_valid():
        number = form.cleaned_data["day"].year
        if attempt(run, form):
            messages.success(request, _("已设定 %(day)s") % {"day": form.cleaned_data["day"].isoformat()})
            return _back(city, number)
    return _page(request, city, number, day=form)


@require_POST
def hours(request: HttpRequest, city: City) -> HttpResponse:
    """Set the working hours by season."""
    only(keeps_calendar, request, city)
    forms = SeasonFormSet(request.POST)

    def run() -> None:
        actions.set_hours(city=city, seasons=forms.seasons, by=request.user, at=timezone.now())

    if forms.is_valid() and attempt(run, request=request):
        messages.success(request, _("已设定工作时间，此后开始的时限按它计算"))
        return _back(city, today_in(city).year)
    return _page(request, city, today_in(city).year, hours=forms)


@require_POST
def visit_start(request: HttpRequest, city: City) -> HttpResponse:
    """Begin a visit period."""
    only(keeps_calendar, request, city)
    form = VisitForm(request.POST)

    def run() -> None:
        actions.start_visit(city=city, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    if form.is_valid() and attempt(run, form):
        messages.success(request, _("迎检时段已开始：此后开始的时限昼夜连续计算，以前的时限不变"))
        return _back(city, today_in(city).year)
    return _page(request, city, today_in(city).year, visit=form)


@require_POST
def visit_end(request: HttpRequest, city: City) -> HttpResponse:
    """End the visit period."""
    only(keeps_calendar, request, city)
    if attempt(lambda: actions.end_visit(city=city, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("迎检时段已结束：此后开始的时限恢复按工作日历计算"))
    return _back(city, today_in(city).year)


def _back(city: City, number: int) -> HttpResponse:
    """Lead back to a year."""
    return redirect(f"{reverse('organisations:calendar', args=[city.slug])}?year={number}")

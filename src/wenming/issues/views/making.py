"""Papers are made: the weekly bulletin in two clicks, papers of a period, papers of chosen issues."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.engine.casework import CaseCounter
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.papers import Draft, make_paper
from wenming.issues.enums import PaperKind, refusal_words
from wenming.issues.exports.papers import FORMATS, OF_ISSUES, of_issues, of_period
from wenming.issues.models import Issue, IssuePaper
from wenming.issues.queries.bulletins import Figures, figures_of, week_of
from wenming.issues.queries.papers import candidates_for, latest_in, units_with_issues
from wenming.issues.rules import makes_papers
from wenming.issues.schemas.lamps import Lamps, state_view
from wenming.issues.schemas.papers import day_text, period_text, share_words, state_pill
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text, number_text

WEEK = timedelta(days=7)
WEEKS = 8
"""Weeks that the page of the bulletin offers."""


@require_http_methods(["GET", "POST"])
def weekly(request: HttpRequest, city: City) -> HttpResponse:
    """Show the figures of a week, and make its bulletin: with its download in the same click, or to be edited first."""
    only(makes_papers, request, city)
    now, latest = timezone.now(), week_of(today_in(city))[0]
    offered = [latest - number * WEEK for number in range(-1, WEEKS)]
    wanted = request.POST.get("week") or request.GET.get("week", "")
    monday = next((one for one in offered if one.isoformat() == wanted), latest)
    if request.method == "POST":
        return _make_weekly(request, city, monday, now)
    recent = list(latest_in(city, (str(PaperKind.BULLETIN),), WEEKS))
    context = {
        "weeks": [(one.isoformat(), days_text(one, one + WEEK - timedelta(days=1))) for one in offered],
        "week": monday.isoformat(),
        "stats": _stats(figures_of(city, monday, monday + timedelta(days=6), at=now)),
        "known": next((one for one in recent if one.begins_on == monday), None),
        "recent": [
            {"paper": one, "period": period_text(one), "pill": state_pill(one.state), "issued": day_text(one.issued_on)}
            for one in recent
        ],
    }
    return render(request, "issues/weekly.html", context)


def _make_weekly(request: HttpRequest, city: City, monday: date, now: datetime) -> HttpResponse:
    """Make the bulletin, and lead to its file or to its page."""
    draft = of_period(city, str(PaperKind.BULLETIN), monday, monday + timedelta(days=6), at=now)
    made = _made(request, city, draft, now)
    if made is None:
        return redirect(f"{reverse('issues:weekly', args=[city.slug])}?week={monday.isoformat()}")
    if "download" in request.POST:
        return redirect("issues:paper_file", city.slug, made.pk, made.version, FORMATS[made.kind][0])
    return redirect("issues:paper", city.slug, made.pk)


def _made(request: HttpRequest, city: City, draft: Draft, now: datetime) -> IssuePaper | None:
    """Keep a draft; say why not where it cannot be."""
    try:
        return make_paper(city=city, draft=draft, by=request.user, at=now)
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return None


def _stats(figures: Figures) -> list[dict[str, str]]:
    """Return the figures of a week; a closing rate never stands without recurrence and satisfaction."""
    word, flow = CaseCounter, figures.flow
    close = figures.rate(word.CLOSED, word.TO_CLOSE)
    in_time = figures.rate(word.CLOSED_IN_TIME, word.TO_CLOSE)
    return [
        {"label": _("本周上报"), "value": number_text(flow.get(word.REPORT, 0)), "hint": ""},
        {"label": _("应结案"), "value": number_text(close.whole), "hint": _("结案 %(n)s 件") % {"n": close.part}},
        {"label": _("结案率"), "value": share_words(close), "hint": f"{close.part}/{close.whole}"},
        {"label": _("按期结案率"), "value": share_words(in_time), "hint": f"{in_time.part}/{in_time.whole}"},
        {"label": _("30 日复发率"), "value": share_words(figures.again), "hint": f"n={figures.again.whole}"},
        {"label": _("群众满意度"), "value": _("尚无数据"), "hint": ""},
        {"label": _("现超期"), "value": number_text(len(figures.overdue)), "hint": ""},
    ]


@require_POST
def of_days(request: HttpRequest, city: City, kind: str) -> HttpResponse:
    """Make a brief of the last seven days, or the long picture of this morning."""
    only(makes_papers, request, city)
    now, today = timezone.now(), today_in(city)
    days = {
        str(PaperKind.BRIEF): (today - WEEK, today - timedelta(days=1)),
        str(PaperKind.MORNING): (today, today),
    }
    if kind not in days:
        raise Http404
    made = _made(request, city, of_period(city, kind, *days[kind], at=now), now)
    return redirect("issues:paper", city.slug, made.pk) if made else redirect("issues:papers", city.slug)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Choose issues and make an order to their unit, or slides; other pages lead here with their issues chosen."""
    only(makes_papers, request, city)
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    kind = kind if kind in OF_ISSUES else OF_ISSUES[0]
    numbers = asked.getlist("issue")
    fault = ""
    if request.method == "POST":
        made, fault = _make_of_issues(request, city, kind, numbers)
        if made is not None:
            return redirect("issues:paper", city.slug, made.pk)
    units = units_with_issues(city)
    unit = next((one for one in units if str(one.pk) == asked.get("unit", "")), None)
    named = numbers if request.method == "GET" else []
    found = candidates_for(request.user, city, unit=unit, numbers=named)
    context = {
        "kinds": [{"value": one, "label": PaperKind(one).label, "active": one == kind} for one in OF_ISSUES],
        "kind": kind,
        "units": units,
        "unit": unit,
        "rows": _candidates(city, found, set(numbers)),
        "fault": fault,
    }
    return render(request, "issues/paper_new.html", context, status=422 if fault else 200)


def _make_of_issues(request: HttpRequest, city: City, kind: str, numbers: list[str]) -> tuple[IssuePaper | None, str]:
    """Make a paper of the chosen issues, or say what is wrong with the choice."""
    now = timezone.now()
    chosen = candidates_for(request.user, city, unit=None, numbers=numbers) if numbers else []
    fault = _fault(kind, chosen)
    if fault:
        return None, refusal_words(fault)
    return make_paper(city=city, draft=of_issues(city, kind, chosen, at=now), by=request.user, at=now), ""


def _fault(kind: str, chosen: list[Issue]) -> str:
    """Return why no paper can be made of a choice: nothing chosen, or an order to several units, or to none."""
    if not chosen:
        return "no_issues"
    units = {issue.unit_id for issue in chosen}
    if kind in {PaperKind.SLIDES, PaperKind.BRIEF}:
        return ""
    return "no_unit" if None in units else ("several_units" if len(units) > 1 else "")


def _candidates(city: City, issues: list[Issue], chosen: set[str]) -> list[dict[str, Any]]:
    """Return the issues to choose from."""
    lamps = Lamps.of(city, timezone.now())
    return [
        {
            "number": issue.number,
            "text": issue.text,
            "place": issue.place,
            "unit": issue.unit.name if issue.unit else "",
            "lamp": lamps(issue),
            "state": state_view(issue),
            "chosen": issue.number in chosen,
        }
        for issue in issues
    ]

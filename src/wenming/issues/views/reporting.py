"""A report from a phone in three steps, and what comes after it was sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.issues.actions import Entry, NotPossibleError, enter_issue, join_issue
from wenming.issues.enums import IssueState, refusal_words
from wenming.issues.forms.names import Known
from wenming.issues.forms.photos import ACCEPTED
from wenming.issues.forms.reporting import BesideForm, ReportForm
from wenming.issues.models import Issue, MinorClass
from wenming.issues.queries import issues_visible_to
from wenming.issues.queries.hints import category_hints, usual_minors
from wenming.issues.queries.nearby import Found
from wenming.issues.queries.standing import places_for
from wenming.issues.rules import reports_issues, sees_issues, usual_desk
from wenming.issues.schemas.intake import place_facts
from wenming.issues.views.holding import held_with
from wenming.issues.views.intake import alike_for, attempt_entry, known_by, onward, same_of
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City

MOST_CHIPS = 6


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, city: City) -> HttpResponse:
    """Take a report: photos, a place, a sentence. A scanned code names the place (``token``)."""
    only(reports_issues, request, city)
    known = known_by(request, city)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, known=known)
        issue = _sent(request, city, form) if form.is_valid() else None
        if issue is not None:
            return onward(request, "issues:reported", city.slug, issue.number)
        if request.headers.get("HX-Request"):
            return render(request, "issues/report_errors.html", {"errors": form.unnamed_errors})
    else:
        start = {"form": uuid.uuid4(), "token": request.GET.get("token", "")[:16]}
        form = ReportForm(initial=start, known=known)
    context = _page(request, city, form, known)
    return render(request, "issues/report.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, city: City, form: ReportForm) -> Issue | None:
    """Write the report."""
    same = same_of(request, city, form.cleaned_data["same"])
    entry = Entry(form.report(), desk=usual_desk(request.user, city), same_as=same)
    return attempt_entry(
        lambda: enter_issue(
            city=city,
            form=form.number,
            entry=entry,
            photos=form.cleaned_data["photos"],
            by=request.user,
            at=timezone.now(),
        ),
        form,
    )


def _page(request: HttpRequest, city: City, form: ReportForm, known: Known) -> dict[str, Any]:
    """Return what the page shows."""
    asked = form if form.is_bound else BesideForm(request.GET, known=known)
    site = asked.site_meant
    return {
        "form": form,
        "errors": form.unnamed_errors if form.is_bound else [],
        "accept": ACCEPTED,
        "held": held_with(request, city, form),
        "site": place_facts(site) if site else None,
        "token": (asked.value("token") or "") if site else "",
        "chips": _chips(request, city, asked, known),
        "alike": [],
    }


@require_safe
def beside(request: HttpRequest, city: City) -> HttpResponse:
    """Show beside a report what its sentence proposes: categories, and open issues that it may repeat."""
    only(reports_issues, request, city)
    known = known_by(request, city)
    form = BesideForm(request.GET, known=known)
    context = {
        "chips": _chips(request, city, form, known),
        "alike": alike_for(request, city, form.found()),
        "same": form.value("same") or "",
        "fragment": True,
    }
    return render(request, "issues/report_beside.html", context)


def _chips(request: HttpRequest, city: City, form: BesideForm, known: Known) -> list[dict[str, Any]]:
    """Return the categories to choose from: the chosen one, those that the sentence proposes, those that the person uses."""
    chosen: MinorClass | None = form.value("minor")
    hinted = category_hints(form.value("text") or "", known.minors)
    usual = usual_minors(request.user, city, known.minors, most=MOST_CHIPS)
    found = dict.fromkeys([*hinted, *([chosen] if chosen else []), *usual])
    proposed = hinted[0] if hinted and chosen is None else None
    return [
        {
            "pk": minor.pk,
            "name": minor.name,
            "on": minor == chosen,
            "proposed": minor == proposed,
        }
        for minor in list(found)[: max(MOST_CHIPS, len(hinted) + 1)]
    ]


@require_safe
def places(request: HttpRequest, city: City) -> HttpResponse:
    """Show the sites that somebody may mean: the nearest, or those that the words find."""
    only(reports_issues, request, city)
    form = BesideForm(request.GET, known=known_by(request, city))
    words, point = form.value("place") or "", form.position
    found = places_for(request.user, city, words=words, point=point, at=timezone.now())
    chosen = form.value("site") or ""
    context = {
        "places": [place_facts(site, metres) for site, metres in found],
        "chosen": int(chosen) if chosen.isascii() and chosen.isdigit() else 0,
        "asked": bool(words.strip()),
    }
    return render(request, "issues/report_places.html", context)


@require_http_methods(["GET", "POST"])
def reported(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Show that a report has come in, and ask whether it repeats another one; answering joins it."""
    only(reports_issues, request, city)
    issue = issues_visible_to(request.user, city).filter(number=number, reported_by=request.user).first()
    if issue is None:
        raise Http404
    if request.method == "POST":
        _join(request, city, issue)
        return redirect("issues:reported", city.slug, number)
    context = {
        "number": issue.number,
        "text": issue.text,
        "place": issue.place,
        "photos": list(issue.photos.order_by("pk").values_list("pk", flat=True)),
        "joined": issue.master.number if issue.master else "",
        "alike": _repeats(request, city, issue),
        "sees_issues": sees_issues(request.user, city),
    }
    return render(request, "issues/reported.html", context)


def _repeats(request: HttpRequest, city: City, issue: Issue) -> list[dict[str, Any]]:
    """Return what a new report may repeat, while that can still be said by whoever reported."""
    if issue.state != IssueState.REPORTED:
        return []
    position = (issue.lat, issue.lng) if issue.lat is not None and issue.lng is not None else None
    found = Found(issue.text, issue.site, position, issue.accuracy, issue.minor, issue.place)
    return [one for one in alike_for(request, city, found) if one["number"] != issue.number]


def _join(request: HttpRequest, city: City, issue: Issue) -> None:
    """Join the report to the issue that it repeats."""
    master = same_of(request, city, request.POST.get("same", ""))
    if master is None:
        messages.error(request, refusal_words("master_not_open"))
        return
    try:
        join_issue(issue=issue, master=master, by=request.user, at=timezone.now())
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return
    messages.success(request, _("已合到 %(number)s，照片和文字都加进去了") % {"number": master.number})

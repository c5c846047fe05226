"""A new issue entered at a desk: everything at once, and on its way at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.issues.actions import enter_issue
from wenming.issues.enums import IssueState
from wenming.issues.forms.entering import EntryForm
from wenming.issues.forms.photos import ACCEPTED
from wenming.issues.forms.reporting import usual_source
from wenming.issues.models import Issue
from wenming.issues.queries.hints import category_hints
from wenming.issues.queries.standing import places_for
from wenming.issues.rules import enters_issues
from wenming.issues.schemas.intake import minor_facts, place_facts
from wenming.issues.views.holding import held_with
from wenming.issues.views.intake import alike_for, attempt_entry, known_by, same_of
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.organisations.enums import LimitUnit
from wenming.organisations.queries import units_in
from wenming.standards.models import Node

MOST_CLAUSES = 8


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Enter an issue; with ``do`` it is filed or dispatched in the same step."""
    only(enters_issues, request, city)
    known = known_by(request, city)
    if request.method == "POST":
        form = EntryForm(request.POST, request.FILES, known=known)
        issue = _entered(request, city, form) if form.is_valid() else None
        if issue is not None:
            return redirect("issues:reported", city.slug, issue.number)
    else:
        start = {"form": uuid.uuid4(), "source": usual_source(request.user, city), "amount_unit": LimitUnit.WORK_DAY}
        form = EntryForm(initial=start, known=known)
    context = {
        "form": form,
        "accept": ACCEPTED,
        "held": held_with(request, city, form),
        "units": _units(city),
        "back": reverse("workbench:home", args=[city.slug]),
        **_beside(request, city, form),
    }
    return render(request, "issues/new.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, city: City, form: EntryForm) -> Issue | None:
    """Write the issue, and say how far it went."""
    same = same_of(request, city, form.cleaned_data["same"])
    issue = attempt_entry(
        lambda: enter_issue(
            city=city,
            form=form.number,
            entry=form.entry(same),
            photos=form.cleaned_data["photos"],
            by=request.user,
            at=timezone.now(),
        ),
        form,
    )
    if issue is None:
        return None
    said = {
        str(IssueState.DISPATCHED): _("%(number)s 已派遣给%(unit)s"),
        str(IssueState.FILED): _("%(number)s 已受理、立案"),
        str(IssueState.JOINED): _("%(number)s 已登记并合并"),
    }.get(issue.state, _("%(number)s 已登记"))
    messages.success(request, said % {"number": issue.number, "unit": issue.unit.name if issue.unit else ""})
    return issue


def _units(city: City) -> list[str]:
    """Return the names of the units that may be meant."""
    today = timezone.now().astimezone(city.zone).date()
    return list(units_in(city, on=today).values_list("name", flat=True))


@require_safe
def entry_beside(request: HttpRequest, city: City) -> HttpResponse:
    """Show beside the form what its sentence, its place and its category propose."""
    only(enters_issues, request, city)
    form = EntryForm(request.GET, known=known_by(request, city))
    # whether the clause is one is asked when the form is sent; here its words only look for some
    form.fields.pop("node")
    return render(request, "issues/new_beside.html", {**_beside(request, city, form), "fragment": True})


def _beside(request: HttpRequest, city: City, form: EntryForm) -> dict[str, Any]:
    """Return what is proposed: categories by words, who settles it and by when, sites and clauses by words, issues alike."""
    found = form.found() if form.is_bound else None
    text = found.text if found else ""
    words = str(form.data.get("site", ""))[:100] if form.is_bound else ""
    clause = str(form.data.get("node", "")).strip()[:80] if form.is_bound else ""
    places = places_for(request.user, city, words=words, point=None, at=timezone.now())
    return {
        "hints": [{"pk": minor.pk, "name": minor.name} for minor in category_hints(text, form.known.minors)],
        "minor": minor_facts(found.minor if found else None),
        "condition": str(form.data.get("condition", "")) if form.is_bound else "",
        "sites": [place_facts(site) for site, _metres in places],
        "clauses": _clauses(city, clause),
        "alike": alike_for(request, city, found) if found else [],
        "same": str(form.data.get("same", "")) if form.is_bound else "",
    }


def _clauses(city: City, words: str) -> list[dict[str, str]]:
    """Return the clauses that a few words may mean, of the newest edition first."""
    if not words:
        return []
    nodes = Node.objects.in_city(city).filter(children__isnull=True).order_by("-edition", "position")
    found = nodes.filter(code__istartswith=words) | nodes.filter(name__icontains=words)
    return [{"code": node.code, "name": node.name} for node in found[:MOST_CLAUSES]]

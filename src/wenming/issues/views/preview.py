"""An issue beside the ledger."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wenming.issues.enums import IssueAction, PhotoMoment, RequestKind
from wenming.issues.models import Issue, IssuePhoto, IssueStep
from wenming.issues.queries.details import followers_of, last_steps, pauses_of, photos_of, requests_of
from wenming.issues.rules import parties_of, sees_issues
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.limit_card import limit_card
from wenming.issues.schemas.links import photo_url
from wenming.issues.schemas.rows import facts_of, place_text, unit_text
from wenming.issues.views.case_edges import page_url
from wenming.issues.views.edges import seen_issue
from wenming.issues.workflow import actions_for
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City


@require_safe
def preview(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one issue: what, where, whose, how long it still has, what happened, what can be done. A fragment, or a page without scripts."""
    only(sees_issues, request, city)
    issue = seen_issue(request, city, pk)
    lamps = Lamps.of(city, timezone.now())
    context = {"issue": preview_of(request, city, issue, lamps)}
    part = "HX-Request" in request.headers
    return render(request, "issues/preview.html" if part else "issues/preview_page.html", context)


def preview_of(request: HttpRequest, city: City, issue: Issue, lamps: Lamps) -> dict[str, Any]:
    """Return what is shown of an issue. Four queries, five where a limit of disposal runs."""
    can = actions_for(issue.state, parties_of(request.user, issue))
    asked = requests_of(city, [issue]).get(issue.pk)
    return {
        "pk": issue.pk,
        "number": issue.number,
        "text": issue.text,
        "place": place_text(issue),
        "unit": unit_text(issue),
        "urgent": issue.is_urgent,
        "node": issue.node,
        "lamp": lamps(issue),
        "state": reworked_view(issue),
        "limit": limit_card(issue, pauses_of(city, issue), lamps) if issue.limit_from else None,
        **facts_of(issue, lamps),
        "photos": [photo_facts(city, photo) for photo in photos_of(city, [issue])[issue.pk]][:4],
        "joined": [{"number": one.number, "text": one.text} for one in followers_of(city, issue)[:5]],
        "asked": {"kind": str(RequestKind(asked.kind).label), "reason": asked.reason} if asked else None,
        "steps": [step_line(step, lamps) for step in last_steps(city, issue)],
        "url": page_url(request, issue),
        "can_remind": IssueAction.REMIND in can,
        "can_dispatch": IssueAction.DISPATCH in can,
        "remind_url": f"{reverse('issues:remind', args=[city.slug])}?issue={issue.pk}",
        "triage_url": f"{reverse('issues:triage', args=[city.slug])}?at={issue.pk}",
    }


def photo_facts(city: City, photo: IssuePhoto) -> dict[str, Any]:
    """Return a photo as pages show it."""
    label = str(PhotoMoment(photo.moment).label)
    return {
        "small": photo_url(city, photo.pk),
        "large": photo_url(city, photo.pk, "large"),
        "label": label,
        "width": photo.width,
        "height": photo.height,
    }


def step_line(step: IssueStep, lamps: Lamps) -> dict[str, str]:
    """Return one step of an issue's history as a line."""
    who = step.unit.name if step.unit else ""
    return {
        "action": str(IssueAction(step.action).label),
        "note": step.note,
        "unit": who,
        "by": str(step.by or ""),
        "for": step.entered_for.name if step.entered_for else "",
        "at": lamps.moment(step.at),
    }

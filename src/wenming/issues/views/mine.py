"""My work: what waits for me because of my post, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.engine.deadlines import Lamp
from wenming.issues.enums import IssueSource, PhotoMoment
from wenming.issues.models import Issue, IssuePhoto
from wenming.issues.queries.counts import bounded_counts
from wenming.issues.queries.details import photos_of
from wenming.issues.queries.lamps import shows_lamp
from wenming.issues.queries.periods import period_of
from wenming.issues.queries.work import tasks_of
from wenming.issues.rules import SEES_OWN_ISSUES, sees_issues
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.ledger import count_text
from wenming.issues.schemas.links import issue_url, photo_url, way
from wenming.issues.schemas.piles import first_rows, piles_of
from wenming.issues.schemas.rows import issue_rows, place_text, source_short
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.organisations.rules import roles_of

CARDS = 30


@require_safe
def mine(request: HttpRequest, city: City) -> HttpResponse:
    """Show what my units have to settle, as cards for the phone, and what waits at my desk; at most six queries beside who asks."""
    only(sees_issues, request, city)
    lamps = Lamps.of(city, timezone.now())
    unit = bool(roles_of(request.user, city) & SEES_OWN_ISSUES)
    piles = piles_of(request.user, city, lamps)
    context: dict[str, Any] = {"piles": piles, "unit": unit, "triage": any(pile["triage"] for pile in piles)}
    if unit:
        context |= _unit(request, city, lamps)
    if piles:
        rows = first_rows(request.user, city, lamps)
        context["rows_html"] = issue_rows(city, rows, lamps, pick=False) if rows else ""
    return render(request, "issues/mine.html", context)


def _unit(request: HttpRequest, city: City, lamps: Lamps) -> dict[str, Any]:
    """Return the cards of a unit: overdue, today, the rest. Three queries."""
    tasks = tasks_of(request.user, city, at=lamps.at)
    today = period_of("today", lamps.at.astimezone(city.zone).date())
    due = tasks.filter(runs_out_at__gte=lamps.at)
    ends_today = today.condition("runs_out_at", city) if today else shows_lamp(str(Lamp.YELLOW), lamps.at)
    over = tasks.filter(shows_lamp(str(Lamp.RED), lamps.at))
    counts = bounded_counts(city, {"over": over, "today": due.filter(ends_today), "all": tasks})
    rows = list(tasks[:CARDS])
    photos = photos_of(city, rows)
    base = f"{reverse('issues:issues', args=[city.slug])}?mine=unit&state=dispatched"
    rest = counts["all"] - counts["over"] - counts["today"]
    return {
        "counts": [
            {"tone": "bad", "value": count_text(counts["over"]), "label": _("超期"), "url": f"{base}&lamp=red"},
            {"tone": "warn", "value": count_text(counts["today"]), "label": _("今天到期"), "url": f"{base}&due=today"},
            {"tone": "ok", "value": count_text(rest), "label": pgettext("lamp", "正常"), "url": base},
        ],
        "cards": [_card(city, one, lamps, photos[one.pk]) for one in rows],
        "more": max(counts["all"] - len(rows), 0),
        "all_url": base,
    }


def _card(city: City, issue: Issue, lamps: Lamps, photos: list[IssuePhoto]) -> dict[str, Any]:
    """Return one matter as a card: how long it still has, what, where, and the two answers."""
    before = next((one for one in photos if one.moment == PhotoMoment.BEFORE), None)
    number = issue.number
    return {
        "url": issue_url(city, issue),
        "text": issue.text,
        "place": place_text(issue),
        "source": str(IssueSource(issue.source).label),
        "short": source_short(issue.source),
        "number": number,
        "urgent": issue.is_urgent,
        "reminded": issue.reminder_count,
        "reworked": issue.rework_count,
        "lamp": lamps(issue),
        "photo": photo_url(city, before.pk) if before else "",
        "answer_url": way("issues:answer", city.slug, number) or issue_url(city, issue),
        "cannot_url": way("issues:cannot", city.slug, number),
    }

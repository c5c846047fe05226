"""What the pages about one issue have in common: the issue or 404, an action that may not fit any more, where the page stands."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.burden.actions import OverBudgetError, RepeatedAskError
from wenming.burden.schemas import refused_words
from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import refusal_words
from wenming.issues.models import Issue
from wenming.issues.queries.case import issue_visible, tenures_of
from wenming.issues.queries.dispatching import last_step
from wenming.issues.queries.neighbours import LONGEST
from wenming.issues.rules import sees_issues
from wenming.issues.schemas.case import issue_url
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.ledger import plain_query
from wenming.issues.schemas.timeline import step_title
from wenming.issues.schemas.who import step_person
from wenming.kernel.adapters.pages import attempting
from wenming.kernel.models import City

attempt = attempting(NotPossibleError, refusal_words, {OverBudgetError: refused_words, RepeatedAskError: refused_words})


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def seen_issue(request: HttpRequest, city: City, number: str) -> Issue:
    """Return an issue that the person sees, or 404: who may not see it learns nothing of it."""
    issue = issue_visible(request.user, city, number)
    if issue is None:
        raise Http404
    return issue


def listed_in(request: HttpRequest) -> str:
    """Return the list of the ledger from which a page was opened, as its address carries it on; "" for none."""
    listed = request.GET.get("list", "")
    return plain_query(QueryDict(listed), without=()) if len(listed) <= LONGEST else ""


def carried(request: HttpRequest) -> str:
    """Return what an address about an issue carries on of the list, "" for nothing."""
    listed = listed_in(request)
    return urlencode({"list": listed}) if listed else ""


def page_url(request: HttpRequest, issue: Issue) -> str:
    """Return the page of an issue, in the list from which this one was opened."""
    return issue_url(issue.city, issue.number, carried(request))


def home_of(request: HttpRequest, city: City) -> dict[str, Any]:
    """Return where an issue belongs: the ledger as it was left, without one the ledger, or the home of who sees no ledger."""
    if not sees_issues(request.user, city):
        return {"label": _("我的工作台"), "url": reverse("workbench:home", args=[city.slug])}
    listed = listed_in(request)
    url = reverse("issues:issues", args=[city.slug])
    return {"label": pgettext("page", "问题台账"), "url": f"{url}?{listed}" if listed else url}


def away(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Lead to the issue, or home where what was done took it out of the person's sight."""
    if issue_visible(request.user, issue.city, issue.number) is None:
        return redirect("workbench:home", issue.city.slug)
    return redirect(page_url(request, issue))


def crumbs(request: HttpRequest, issue: Issue, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Return where a page about an issue stands; without ``items`` it is the issue's own."""
    own = {"label": issue.number, "url": page_url(request, issue) if items else ""}
    return [home_of(request, issue.city), own, *items]


def moved_on(issue: Issue, lamps: Lamps) -> dict[str, str]:
    """Return who did what when, last: what somebody has to know whose action does not fit any more."""
    step = last_step(issue)
    if step is None:
        return {}
    held = tenures_of(issue.city, [step.by], at=lamps.at)
    return {"what": step_title(step), "who": step_person(step, held), "at": lamps.moment(step.at)}

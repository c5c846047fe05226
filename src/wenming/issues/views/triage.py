"""One issue after the other from the report to its unit: the dispatcher's main tool."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from wenming.issues import actions
from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.forms.dispatching import TriageForm
from wenming.issues.models import DisposalLimit, Issue, MinorClass
from wenming.issues.queries.counts import MOST
from wenming.issues.queries.details import near_issues, photos_of
from wenming.issues.queries.hints import minors_of
from wenming.issues.queries.listing import KEY
from wenming.issues.queries.offers import Offer, answering_for, limits_of, offer_for
from wenming.issues.queries.work import TRIAGED, pile_of
from wenming.issues.rules import dispatches_issues, parties_of
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.ledger import count_text
from wenming.issues.schemas.links import issue_url
from wenming.issues.schemas.rows import facts_of, place_text, unit_text
from wenming.issues.views.choosing import unit_names
from wenming.issues.views.edges import attempt, seen_issue
from wenming.issues.views.preview import photo_facts
from wenming.issues.workflow import actions_for
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.organisations.enums import LimitUnit

SKIPS = 200
WHYS = {
    "category": gettext_lazy("按小类"),
    "site": gettext_lazy("按点位的责任单位"),
    "": gettext_lazy("没有建议，请写一个单位"),
}


@require_http_methods(["GET", "POST"])
def triage(request: HttpRequest, city: City) -> HttpResponse:
    """Show the next issue that waits at one's desk with everything proposed; one press takes it to its unit."""
    only(dispatches_issues, request, city)
    skipped = _keys(request.GET.get("skip", ""))
    wanted = _keys(request.GET.get("at", ""))
    pile = pile_of(request.user, city, at=timezone.now(), without=skipped)
    issue = seen_issue(request, city, wanted[0]) if wanted else pile.first()
    if issue is None:
        return render(
            request, "issues/triage_done.html", {"done": _done(request), "skipped": len(skipped), "again": "?"}
        )
    minors = minors_of(city)
    proposal = offer_for(issue, minors, answering_for(city, [issue]))
    form = _form(request, city, minors, issue, proposal)
    if request.method == "POST" and (going := _act(request, city, issue, form)):
        return going
    waits = pile[: MOST + 1].count()
    context = _context(request, city, issue, form=form, proposal=proposal, minors=minors, waits=waits)
    return render(request, "issues/triage.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, city: City, minors: list[MinorClass], issue: Issue, proposal: Offer) -> TriageForm:
    """Return the form, filled in with what is proposed."""
    unit = issue.unit or proposal.unit
    start = {"minor": str(proposal.minor.pk) if proposal.minor else "", "unit": unit.name if unit else ""}
    plain = request.method == "POST" and request.POST.get("what") in {"dispatch", "forward"}
    return TriageForm(request.POST if plain else None, city=city, on=today_in(city), minors=minors, initial=start)


def _act(request: HttpRequest, city: City, issue: Issue, form: TriageForm) -> HttpResponse | None:
    """Do what was pressed, and go to the next issue; None where it could not be done."""
    who, what = {"by": request.user, "at": timezone.now()}, request.POST.get("what", "")
    reason = request.POST.get("reason", "")
    runs = {
        "dispatch": lambda: actions.take_to_unit(issue=issue, **_given(form), **form.timing, **who),
        "forward": lambda: actions.take_to_desk(
            issue=issue,
            desk=form.cleaned_data["unit"],
            minor=form.cleaned_data["minor"],
            note=form.cleaned_data["note"],
            **who,
        ),
        "accept": lambda: actions.accept_issue(issue=issue, **who),
        "void": lambda: actions.void_issue(issue=issue, reason=reason, **who),
        "join": lambda: actions.join_issue(
            issue=issue, master=seen_issue(request, city, next(iter(_keys(request.POST.get("master", ""))), 0)), **who
        ),
    }
    if what not in runs or (form.is_bound and not form.is_valid()):
        return None
    if not attempt(runs[what], form if form.is_bound else None, request if not form.is_bound else None):
        return None
    messages.success(request, _said(what, issue, form))
    if what == "accept":
        return redirect(request.get_full_path())
    return redirect(_next(city, skip=_keys(request.GET.get("skip", "")), done=_done(request) + 1))


def _given(form: TriageForm) -> dict[str, Any]:
    """Return what the form says beside the limit."""
    return {name: form.cleaned_data[name] for name in ("minor", "unit", "helpers", "note")}


def _said(what: str, issue: Issue, form: TriageForm) -> str:
    """Say what was done."""
    names = {"number": issue.number, "unit": str(form.cleaned_data["unit"]) if form.is_bound else ""}
    words = {
        "dispatch": _("%(number)s 已派给 %(unit)s"),
        "forward": _("%(number)s 已转派 %(unit)s"),
        "accept": _("%(number)s 已受理"),
        "void": _("%(number)s 已作废；可在台账里撤销"),
        "join": _("%(number)s 已并案；可在台账里拆出"),
    }
    return words[what] % names


def _context(
    request: HttpRequest,
    city: City,
    issue: Issue,
    *,
    form: TriageForm,
    proposal: Offer,
    minors: list[MinorClass],
    waits: int,
) -> dict[str, Any]:
    """Return what the page shows."""
    lamps, limits = Lamps.of(city, timezone.now()), limits_of(city)
    can = actions_for(issue.state, parties_of(request.user, issue))
    skip = _keys(request.GET.get("skip", ""))
    return {
        "form": form,
        "issue": {
            "number": issue.number,
            "text": issue.text,
            "place": place_text(issue),
            "unit": unit_text(issue),
            "urgent": issue.is_urgent,
            "url": issue_url(city, issue),
            "lamp": lamps(issue),
            "state": reworked_view(issue),
            **facts_of(issue, lamps),
        },
        "photos": [photo_facts(city, photo) for photo in photos_of(city, [issue])[issue.pk]][:4],
        "near": [_near(city, one, lamps) for one in near_issues(city, issue)],
        "why": str(WHYS[proposal.why]),
        "limits": json.dumps({str(one.pk): _offer(one, limits) for one in minors}, ensure_ascii=False),
        "usual": _offer(proposal.minor, limits)["limit"] if proposal.minor else "",
        "button": _button(issue),
        "again": issue.state not in TRIAGED,
        "can": {str(name): name in can for name in (IssueAction.VOID, IssueAction.JOIN, IssueAction.FORWARD)}
        | {"forward": issue.state in TRIAGED, "dispatch": issue.state in TRIAGED or IssueAction.DISPATCH in can},
        "units": unit_names(city),
        "waits": count_text(waits),
        "done": _done(request),
        "skip_url": _next(city, skip=[*skip, issue.pk], done=_done(request)),
    }


def _near(city: City, issue: Issue, lamps: Lamps) -> dict[str, Any]:
    """Return another issue at the same site."""
    return {
        "pk": issue.pk,
        "number": issue.number,
        "text": issue.text,
        "url": issue_url(city, issue),
        "state": reworked_view(issue),
        "reported": lamps.moment(issue.reported_at),
        "open": issue.closed_at is None and issue.state not in {IssueState.VOID, IssueState.JOINED},
    }


def _offer(minor: MinorClass, limits: dict[int, DisposalLimit]) -> dict[str, str]:
    """Return what a category brings with it: its unit, its limit."""
    limit = limits.get(minor.pk)
    words = f"{limit.amount} {LimitUnit(limit.unit).label}" if limit else _("按全市的处置时限")
    return {"unit": minor.unit.name if minor.unit else "", "limit": words}


def _button(issue: Issue) -> str:
    """Return what the main button does, in as many words as steps are left."""
    return {
        str(IssueState.REPORTED): _("受理、立案并派遣"),
        str(IssueState.ACCEPTED): _("立案并派遣"),
    }.get(issue.state, pgettext("button", "派遣"))


def _keys(text: str) -> list[int]:
    """Return the keys of an address."""
    return [int(key) for key in text.split(",")[:SKIPS] if KEY.match(key)]


def _done(request: HttpRequest) -> int:
    """Return how many were done in this sitting."""
    text = request.GET.get("done", "")
    return int(text) if KEY.match(text) else 0


def _next(city: City, *, skip: list[int], done: int) -> str:
    """Return the address of the next issue."""
    skipped = f"&skip={','.join(map(str, skip[-SKIPS:]))}" if skip else ""
    return f"{reverse('issues:triage', args=[city.slug])}?done={done}{skipped}"

"""A unit's phone: 办好了 in less than half a minute, 办不了 with the reason that leads on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wenming.engine.replies import is_vague
from wenming.issues import actions
from wenming.issues.enums import IssueAction, IssueParty, RequestKind
from wenming.issues.forms.phone import REASONS, RETURN, AnswerForm, CannotForm
from wenming.issues.forms.photos import say_fault
from wenming.issues.models import Issue
from wenming.issues.queries.case import photos_of, repeats_at, usual_answers, usual_unit
from wenming.issues.schemas.bar import button_word
from wenming.issues.schemas.case import head_of, photo_view
from wenming.issues.schemas.dispatching import unit_options
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.views.acting import require_ever, sent_back
from wenming.issues.views.case_edges import attempt, away, moved_on, page_url, seen_issue, who
from wenming.issues.views.holding import held_with
from wenming.issues.workflow import TABLE, actions_for
from wenming.kernel.models import City
from wenming.organisations.queries import units_in
from wenming.sites.imports.photos import PhotoError

_A: Any = IssueAction
MONTH = timedelta(days=30)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Say what was done. A reply that says nothing, without a photo, is asked once for a word more; it may be sent anyway."""
    issue, parties, able, lamps = _opened(request, city, number, _A.ANSWER)
    if not able and request.method == "GET":
        return sent_back(request, issue, lamps)
    options: dict[str, Any] = {"issue": issue, "city": city, "on": lamps.at.astimezone(city.zone).date()}
    options["chips"] = usual_answers(issue)
    form = AnswerForm(request.POST, request.FILES, **options) if request.method == "POST" else AnswerForm(**options)
    valid = request.method == "POST" and able and form.is_valid()
    vague = valid and "sure" not in request.POST and not form.cleaned_data["photos"] and is_vague(form.words())
    if valid and not vague and _answer(request, issue, form):
        messages.success(request, _("已提交答复，等待核查"))
        return redirect(page_url(request, issue))
    context = {
        "head": {**head_of(issue, lamps), "url": page_url(request, issue)},
        "title": button_word(issue.state, _A.ANSWER, parties),
        "form": form,
        "vague": vague,
        "held": held_with(request, city, form),
        "behalf": issue.unit.name if issue.unit and IssueParty.UNIT not in parties else "",
        "before": _before(issue, lamps),
        "repeats": _repeats(request, issue),
        "moved": {} if able else moved_on(issue, lamps),
    }
    return render(request, "issues/phone_answer.html", context, status=409 if not able else 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cannot(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Say why it cannot be settled: it goes back, or the unit asks for time, for a suspension, that it be void."""
    issue, _parties, able, lamps = _opened(request, city, number, _A.ASK)
    if not able and request.method == "GET":
        return sent_back(request, issue, lamps)
    options: dict[str, Any] = {"issue": issue, "city": city, "on": lamps.at.astimezone(city.zone).date()}
    start = {"why": request.GET.get("why", RETURN)}
    form = CannotForm(request.POST, **options) if request.method == "POST" else CannotForm(initial=start, **options)
    if request.method == "POST" and able and form.is_valid() and attempt(lambda: _ask(request, issue, form), form):
        messages.success(request, _("已提交，等待答复；时限在答复前照常计算"))
        return away(request, issue)
    known = usual_unit(issue)
    context = {
        "head": {**head_of(issue, lamps), "url": page_url(request, issue)},
        "form": form,
        "why": form["why"].value(),
        "reasons": [{"value": value, "label": label, "text": text} for value, label, text in REASONS],
        "known": {"name": known[0].name, "count": known[1]} if known else None,
        "units": unit_options(list(units_in(city, on=form.on))),
        "moved": {} if able else moved_on(issue, lamps),
    }
    return render(request, "issues/phone_cannot.html", context, status=409 if not able else 422 if form.errors else 200)


def _opened(request: HttpRequest, city: City, number: str, action: Any) -> tuple[Issue, frozenset[str], bool, Lamps]:
    """Return the issue, in which capacities the person acts, whether the action can be taken now, and the lamps."""
    issue = seen_issue(request, city, number)
    parties = require_ever(request, issue, action)
    able = action in actions_for(issue.state, parties)
    if not able and action in TABLE[issue.state]:
        raise PermissionDenied
    return issue, parties, able, Lamps.of(city, timezone.now())


def _answer(request: HttpRequest, issue: Issue, form: AnswerForm) -> bool:
    """Send the answer; what stands in its way is said on the form."""
    data = form.cleaned_data
    facts = {"text": form.words(), "photos": data["photos"], "recurrence": data["recurrence"]}
    try:
        return attempt(lambda: actions.answer_issue(issue=issue, **facts, **who(request)), form)
    except PhotoError as fault:
        say_fault(form, fault)
        return False


def _ask(request: HttpRequest, issue: Issue, form: CannotForm) -> Any:
    """Send it back, or ask."""
    data = form.cleaned_data
    if data["why"] == RETURN:
        return actions.return_issue(issue=issue, reason=data["reason"], suggested=data["suggested"], **who(request))
    until = data["until"] if data["why"] != RequestKind.VOIDING else None
    return actions.ask_for(issue=issue, kind=data["why"], reason=data["reason"], until=until, **who(request))


def _before(issue: Issue, lamps: Lamps) -> list[dict[str, Any]]:
    """Return the photos of before, two at most."""
    return [photo_view(one, issue.city, {}, lamps) for one in photos_of(issue, "before")[:2]]


def _repeats(request: HttpRequest, issue: Issue) -> str:
    """Say how often it was here lately, "" for the first time."""
    lately = [one for one in repeats_at(request.user, issue) if one.reported_at > issue.reported_at - MONTH]
    count = len(lately) + 1
    return ngettext("这里 30 天内第 %(n)s 次", "这里 30 天内第 %(n)s 次", count) % {"n": count} if lately else ""

"""Everything that is done with one issue: one page for each action, which works without a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues import actions
from wenming.issues.enums import IssueAction
from wenming.issues.forms import acting
from wenming.issues.forms.photos import say_fault
from wenming.issues.models import Issue
from wenming.issues.queries.case import open_near, request_of, state_now
from wenming.issues.queries.dispatching import limits_of, usual_faults
from wenming.issues.rules import parties_of
from wenming.issues.schemas.bar import button_word
from wenming.issues.schemas.case import head_of, kin_view
from wenming.issues.schemas.dispatching import (
    due_words,
    limit_rows,
    minor_rows,
    reminder_text,
    unit_options,
)
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.views.case_edges import (
    attempt,
    away,
    crumbs,
    listed_in,
    moved_on,
    page_url,
    seen_issue,
    who,
)
from wenming.issues.views.holding import held_with
from wenming.issues.workflow import TABLE, actions_for
from wenming.kernel.models import City
from wenming.organisations.enums import LimitUnit as LimitWord
from wenming.organisations.queries import units_in, visit_runs
from wenming.sites.imports.photos import PhotoError

_A: Any = IssueAction
Run = Callable[[Issue, Any, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Act:
    """An action's form, and what a valid one runs."""

    form: type[acting.AboutIssue]
    run: Run


def _noted(action: Callable[..., Any]) -> Act:
    return Act(acting.NoteForm, lambda one, form, by: action(issue=one, note=form.cleaned_data["note"], **by))


def _verified(one: Issue, form: Any, by: dict[str, Any]) -> Any:
    facts = {"passed": form.passed, "note": form.words(), "photos": form.cleaned_data["photos"], "limit": form.limit()}
    facts["ask_photo"] = form.cleaned_data.get("ask_photo", False)
    return actions.verify_issue(issue=one, **facts, **by)


def _whose(action: Callable[..., Any]) -> Act:
    return Act(
        acting.WhoseForm,
        lambda one, form, by: action(
            issue=one, reason=form.cleaned_data["reason"], suggested=form.cleaned_data["suggested"], **by
        ),
    )


ACTS: Mapping[str, Act] = {
    _A.ACCEPT: _noted(actions.accept_issue),
    _A.FILE: Act(
        acting.FileForm,
        lambda one, form, by: actions.file_issue(
            issue=one, minor=form.cleaned_data["minor"], note=form.cleaned_data["note"], **by
        ),
    ),
    _A.DISPATCH: Act(
        acting.DispatchForm,
        lambda one, form, by: actions.dispatch_issue(
            issue=one,
            unit=form.cleaned_data["unit"],
            helpers=form.cleaned_data["helpers"],
            limit=form.limit(),
            until=form.until_moment(),
            condition=form.condition(),
            note=form.cleaned_data["note"],
            **by,
        ),
    ),
    _A.FORWARD: Act(
        acting.ForwardForm,
        lambda one, form, by: actions.forward_issue(
            issue=one, desk=form.cleaned_data["unit"], note=form.cleaned_data["note"], **by
        ),
    ),
    _A.RETURN: _whose(actions.return_issue),
    _A.DISPUTE: _whose(actions.dispute_issue),
    _A.ARBITRATE: Act(
        acting.ArbitrateForm,
        lambda one, form, by: actions.arbitrate_issue(
            issue=one,
            unit=form.cleaned_data["unit"],
            reason=form.cleaned_data["reason"],
            limit=form.limit(),
            until=form.until_moment(),
            **by,
        ),
    ),
    _A.ASK: Act(
        acting.AskForm,
        lambda one, form, by: actions.ask_for(
            issue=one,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            **by,
        ),
    ),
    _A.REFUSE: Act(
        acting.RefuseForm,
        lambda one, form, by: actions.refuse_request(issue=one, reason=form.cleaned_data["reason"], **by),
    ),
    _A.EXTEND: Act(
        acting.ExtendForm,
        lambda one, form, by: actions.extend_issue(
            issue=one, until=form.cleaned_data["until"], note=form.cleaned_data["note"], **by
        ),
    ),
    _A.SUSPEND: Act(
        acting.SuspendForm,
        lambda one, form, by: actions.suspend_issue(
            issue=one, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], **by
        ),
    ),
    _A.RESUME: _noted(actions.resume_issue),
    _A.VOID: Act(
        acting.ReasonForm,
        lambda one, form, by: actions.void_issue(issue=one, reason=form.cleaned_data["reason"], **by),
    ),
    _A.RESTORE: _noted(actions.restore_issue),
    _A.JOIN: Act(
        acting.JoinForm,
        lambda one, form, by: actions.join_issue(
            issue=one, master=form.cleaned_data["number"], note=form.cleaned_data["note"], **by
        ),
    ),
    _A.PART: _noted(actions.part_issue),
    _A.SPLIT: Act(
        acting.SplitForm,
        lambda one, form, by: actions.split_issue(issue=one, texts=form.lines(), note=form.cleaned_data["note"], **by),
    ),
    _A.INVITE: Act(
        acting.InviteForm,
        lambda one, form, by: actions.invite_units(
            issue=one, units=form.cleaned_data["units"], note=form.cleaned_data["note"], **by
        ),
    ),
    _A.REMIND: Act(
        acting.RemindForm,
        lambda one, form, by: actions.remind_unit(issue=one, text=form.cleaned_data["text"], **by),
    ),
    _A.PASS: Act(acting.CheckForm, _verified),
    _A.CLOSE: Act(acting.CheckForm, _verified),
    _A.REWORK: Act(acting.ReworkForm, _verified),
    _A.REOPEN: Act(
        acting.ReopenForm,
        lambda one, form, by: actions.reopen_issue(
            issue=one, reason=form.cleaned_data["reason"], limit=form.limit(), **by
        ),
    ),
    _A.SELF_HANDLE: Act(
        acting.DoneForm,
        lambda one, form, by: actions.self_handle_issue(
            issue=one, text=form.cleaned_data["text"], photos=form.cleaned_data["photos"], **by
        ),
    ),
    _A.CORRECT: Act(
        acting.CorrectForm,
        lambda one, form, by: actions.correct_issue(issue=one, changes=form.cleaned_data, **by),
    ),
}
"""Action -> its form. The answer of a unit has pages of its own (views/phone.py)."""


def require_ever(request: HttpRequest, issue: Issue, action: str) -> frozenset[str]:
    """Return in which capacities the person acts on the issue; refuse who could take this action in no state at all."""
    parties = parties_of(request.user, issue)
    if not any(action in row and row[action].parties & parties for row in TABLE.values()):
        raise PermissionDenied
    return parties


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, city: City, number: str, action: str) -> HttpResponse:
    """Show the form of an action, and take it. Where the issue has moved on, say who did what when."""
    issue = seen_issue(request, city, number)
    if action not in ACTS:
        raise Http404
    parties = require_ever(request, issue, action)
    lamps = Lamps.of(city, timezone.now())
    able = action in actions_for(issue.state, parties)
    if not able and issue.state in TABLE and action in TABLE[issue.state]:
        raise PermissionDenied
    if not able and request.method == "GET":
        return sent_back(request, issue, lamps)
    form = _form(request, issue, action, lamps)
    page = Page(issue, action, button_word(issue.state, action, parties), moved=not able)
    if able and request.method == "POST" and form.is_valid() and _run(request, issue, action, form):
        messages.success(request, _("已办：%(action)s") % {"action": page.word})
        return away(request, issue)
    return _page(request, page, form, lamps)


@dataclass(frozen=True, slots=True)
class Page:
    """A form about to be shown: of which action, under which word; ``moved``: the state no longer allows it."""

    issue: Issue
    action: str
    word: str
    moved: bool


def _form(request: HttpRequest, issue: Issue, action: str, lamps: Lamps) -> Any:
    """Return the form of an action, begun with what fits."""
    options: dict[str, Any] = {"issue": issue, "city": issue.city, "on": lamps.at.astimezone(issue.city.zone).date()}
    if action == _A.REWORK:
        options["chips"] = usual_faults(issue)
    kind = ACTS[action].form
    if request.method == "POST":
        return kind(request.POST, request.FILES, **options)
    start = kind.start(issue, request_of(issue))
    if action == _A.REMIND:
        start["text"] = reminder_text(issue, lamps)
    if action == _A.JOIN:
        start["number"] = request.GET.get("number", "")
    return kind(initial=start, **options)


def _run(request: HttpRequest, issue: Issue, action: str, form: forms.Form) -> bool:
    """Take the action; what stands in its way is said on the form."""
    try:
        return attempt(lambda: ACTS[action].run(issue, form, who(request)), form)
    except PhotoError as fault:
        say_fault(form, fault)
        return False


def sent_back(request: HttpRequest, issue: Issue, lamps: Lamps) -> HttpResponse:
    """Lead to the issue's page, and say why the form is not there any more."""
    messages.warning(request, _("现在不能这样办。最近一步：%(at)s %(who)s，%(what)s") % moved_on(issue, lamps))
    return redirect(page_url(request, issue))


def _page(request: HttpRequest, page: Page, form: Any, lamps: Lamps) -> HttpResponse:
    """Return the page of an action. Where somebody was faster, it says who did what when, and keeps what was typed."""
    issue, action = page.issue, page.action
    moved = page.moved or (request.method == "POST" and state_now(issue) != issue.state)
    context = {
        "head": {**head_of(issue, lamps), "url": page_url(request, issue)},
        "listed": listed_in(request),
        "title": page.word,
        "action": action,
        "form": form,
        "moved": moved_on(issue, lamps) if moved else {},
        "crumbs": crumbs(request, issue, {"label": page.word}),
        "danger": action in {_A.VOID, _A.JOIN},
        "held": held_with(request, issue.city, form) if "photos" in form.fields else [],
        **_furniture(request, issue, action, form, lamps),
    }
    return render(request, "issues/act.html", context, status=409 if moved else 422 if form.errors else 200)


def _furniture(request: HttpRequest, issue: Issue, action: str, form: Any, lamps: Lamps) -> dict[str, Any]:
    """Return what stands beside the fields of some actions: units, categories with their conditions, limits, candidates."""
    city, found = issue.city, {}
    names = form.fields
    if {"unit", "units", "suggested", "area"} & names.keys():
        found["units"] = unit_options(list(units_in(city, on=form.on)))
    if "minor" in names:
        minors = list(acting.minors_for(issue))
        found["minors"] = minor_rows(minors, limits_of(city, [one.pk for one in minors]), str(form["minor"].value()))
    if "how" in names:
        found |= limit_furniture(issue, form, lamps, optional=action in {_A.REWORK, _A.REOPEN})
    if action == _A.JOIN:
        words = request.GET.get("q", "")[:60]
        found["near"] = kin_view(issue, open_near(request.user, issue, words=words), lamps)
        found["words"] = words
    return found


def limit_furniture(issue: Issue, form: Any, lamps: Lamps, *, optional: bool) -> dict[str, Any]:
    """Return the choices of a limit, each with its end by the calendar; ``optional``: none is the usual choice."""
    visit = visit_runs(issue.city, lamps.at)
    how = form["how"].value() or ""
    limits = limits_of(issue.city, [issue.minor_id]).get(issue.minor_id, []) if issue.minor_id else []
    return {
        "limits": {
            "rows": [] if optional else limit_rows(issue, limits, lamps, how, visit=visit),
            "optional": optional,
            "how": how,
            "visit": visit,
            "own": acting.OWN,
            "until": acting.UNTIL,
        }
    }


@require_safe
def due(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Answer with the moment at which a limit that is being typed would end, by the calendar."""
    issue = seen_issue(request, city, number)
    lamps = Lamps.of(city, timezone.now())
    amount, unit = request.GET.get("amount", ""), request.GET.get("unit_of_limit", "")
    text = ""
    if amount.isascii() and amount.isdigit() and 0 < int(amount) < 1000 and unit in LimitWord.values:
        text = due_words(lamps, Limit(int(amount), LimitUnit(unit)), visit=visit_runs(issue.city, lamps.at))
    return render(request, "issues/act_due.html", {"due": text})

"""Leaders' notes: the list of open ones, and a form for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.issues import actions
from wenming.issues.forms.notes import AssignForm, FeedbackForm, InstructForm, ProposeForm
from wenming.issues.models import Issue, LeaderNote
from wenming.issues.queries.notes import notes_visible_to, open_notes
from wenming.issues.rules import answers_note, keeps_notes, sees_notes
from wenming.issues.schemas.case import head_of, issue_url
from wenming.issues.schemas.dispatching import unit_options
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.notes import note_view
from wenming.issues.views.case_edges import attempt, crumbs, seen_issue, who
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.organisations.queries import units_in

SIZE = 50


@require_safe
def notes(request: HttpRequest, city: City) -> HttpResponse:
    """Show the notes that the person may see: those that wait for something, or with ``all`` every one."""
    only(sees_notes, request, city)
    lamps, every = Lamps.of(city, timezone.now()), "all" in request.GET
    found = notes_visible_to(request.user, city)
    page = keyset_page(request, found if every else open_notes(found), key="pk", size=SIZE, descending=True)
    keeps = keeps_notes(request.user, city)
    context = {
        "rows": [
            note_view(note, lamps, keeps=keeps, answers=answers_note(note)(request.user, city)) for note in page.rows
        ],
        "every": every,
        **page.links(request),
    }
    return render(request, "issues/note_list.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Submit an issue to a leader."""
    only(keeps_notes, request, city)
    issue = seen_issue(request, city, number)
    form = ProposeForm(request.POST or None, city=city, on=today_in(city))

    def run() -> None:
        actions.propose_note(
            issue=issue,
            leader=form.cleaned_data["leader"],
            proposal=form.cleaned_data["proposal"],
            **who(request),
        )

    return _answered(request, issue, form, run, (_("呈领导批示"), None))


@require_http_methods(["GET", "POST"])
def instruct(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record what the leader wrote."""
    only(keeps_notes, request, city)
    note = _note(request, city, pk)
    form = InstructForm(request.POST or None, city=city, on=today_in(city), initial={"on_day": today_in(city)})

    def run() -> None:
        data = form.cleaned_data
        actions.instruct_note(
            note=note,
            instruction=data["instruction"],
            on=data["on_day"],
            paper_number=data["paper_number"],
            **who(request),
        )

    return _answered(request, note.issue, form, run, (_("登记批示"), note))


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the note to a unit."""
    only(keeps_notes, request, city)
    note = _note(request, city, pk)
    start = {"unit": note.issue.unit.name if note.issue.unit else ""}
    form = AssignForm(request.POST or None, city=city, on=today_in(city), initial=start)

    def run() -> None:
        data = form.cleaned_data
        actions.assign_note(note=note, unit=data["unit"], due_on=data["due_on"], **who(request))

    return _answered(request, note.issue, form, run, (_("交承办单位"), note))


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Report back."""
    only(sees_notes, request, city)
    note = _note(request, city, pk)
    if not answers_note(note)(request.user, city):
        raise PermissionDenied
    form = FeedbackForm(request.POST or None, city=city, on=today_in(city))

    def run() -> None:
        actions.answer_note(note=note, feedback=form.cleaned_data["feedback"], **who(request))

    return _answered(request, note.issue, form, run, (_("反馈结果"), note))


def _note(request: HttpRequest, city: City, pk: int) -> LeaderNote:
    """Return a note that the person may see, or 404."""
    return one_of(notes_visible_to(request.user, city).select_related("issue__unit", "issue__city"), pk=pk)


def _answered(
    request: HttpRequest,
    issue: Issue,
    form: Any,
    run: Callable[[], Any],
    about: tuple[str, LeaderNote | None],
) -> HttpResponse:
    """Run what a valid form asks for, then show the issue, or the list of notes; ``about``: the title, and the note so far."""
    title, note = about
    city, lamps = issue.city, Lamps.of(issue.city, timezone.now())
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已办：%(action)s") % {"action": title})
        return redirect("issues:notes", city.slug) if note else redirect(issue_url(city, issue.number))
    context = {
        "head": head_of(issue, lamps),
        "title": title,
        "form": form,
        "crumbs": crumbs(request, issue, {"label": title}),
        "note": note_view(note, lamps, keeps=False, answers=False) if note else None,
        "units": unit_options(list(units_in(city, on=form.on))) if "unit" in form.fields else [],
    }
    return render(request, "issues/note_form.html", context, status=422 if form.errors else 200)

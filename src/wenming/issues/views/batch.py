"""One thing for many issues: first asks what is needed, then does it row by row, and says what was done and what was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from wenming.issues import actions
from wenming.issues.actions import NotPossibleError, each
from wenming.issues.enums import IssueAction
from wenming.issues.exports.papers import OF_ISSUES
from wenming.issues.forms.dispatching import ExtendForm, FileForm, GroupsForm, JoinForm, PlainForm, SuspendForm
from wenming.issues.models import Issue
from wenming.issues.queries.hints import minors_of
from wenming.issues.queries.offers import answering_for, offer_for
from wenming.issues.queries.papers import MOST_CANDIDATES
from wenming.issues.rules import dispatches_issues, makes_papers
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.views.choosing import chosen, ledger_url, lines, same_unit, told, unit_names
from wenming.issues.views.edges import crumbs
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City

Run = Callable[[Any, Issue, dict[str, Any]], Any]


@dataclass(frozen=True)
class Batch:
    """A batch: its title, what it says, how it is done to one issue, and by what it is taken back ("" = it is not)."""

    title: Any
    run: Run
    text: Any = ""
    undo: str = ""


def _accept(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    return actions.accept_issue(issue=issue, note=form.cleaned_data["note"], **who)


def _file(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    minor = None if issue.minor_id else form.cleaned_data["minor"]
    return actions.file_issue(issue=issue, minor=minor, note=form.cleaned_data["note"], **who)


def _dispatch(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    unit = form.unit_for(issue)
    if unit is None:
        raise NotPossibleError("no_unit")
    minor = None if issue.minor_id else form.proposed.get(issue.pk)
    return actions.take_to_unit(
        issue=issue, unit=unit, minor=minor, note=form.cleaned_data["note"], **form.timing, **who
    )


def _extend(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    return actions.extend_issue(issue=issue, **form.cleaned_data, **who)


def _suspend(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    return actions.suspend_issue(issue=issue, **form.cleaned_data, **who)


def _join(form: Any, issue: Issue, who: dict[str, Any]) -> Any:
    master = next(one for one in form.issues if str(one.pk) == form.cleaned_data["master"])
    return actions.join_issue(issue=issue, master=master, note=form.cleaned_data["note"], **who)


BATCHES = {
    "accept": Batch(gettext_lazy("批量受理"), _accept),
    "file": Batch(gettext_lazy("批量立案"), _file),
    "dispatch": Batch(
        gettext_lazy("批量派遣"),
        _dispatch,
        gettext_lazy("待受理、待立案的会一并受理、立案。按建议单位分组；个别要派给别人的，在那一行里写。"),
    ),
    "extend": Batch(gettext_lazy("批量延期"), _extend),
    "suspend": Batch(gettext_lazy("批量挂账"), _suspend, gettext_lazy("挂账期间不计时；结果页上可以撤回。"), "resume"),
    "join": Batch(gettext_lazy("并案"), _join, gettext_lazy("其余各件并入选中的一件；结果页上可以撤回。"), "part"),
}
FORMS: dict[str, Any] = {"accept": PlainForm, "file": FileForm, "extend": ExtendForm, "suspend": SuspendForm}
UNDO: dict[str, Callable[..., Any]] = {"resume": actions.resume_issue, "part": actions.part_issue}


@require_POST
def batch(request: HttpRequest, city: City) -> HttpResponse:
    """Ask what a batch needs, or do it; a paper of the chosen ones is made on a page of its own."""
    what = request.POST.get("what", "")
    if what in OF_ISSUES:
        return _paper(request, city, what)
    only(dispatches_issues, request, city)
    if what not in BATCHES:
        raise Http404
    issues, more = chosen(request, city)
    if not issues:
        messages.warning(request, _("没有选中问题；请先勾选"))
        return redirect(ledger_url(request, city))
    form = _form(request, city, what, issues)
    if "confirm" in request.POST and form.is_valid():
        return _done(request, city, what, issues, form)
    return _ask(request, city, what, issues, form=form, more=more)


def _paper(request: HttpRequest, city: City, kind: str) -> HttpResponse:
    """Lead to the page that makes a paper, with the chosen issues."""
    only(makes_papers, request, city)
    issues, more = chosen(request, city)
    if not issues:
        messages.warning(request, _("没有选中问题；请先勾选"))
        return redirect(ledger_url(request, city))
    if more or len(issues) > MOST_CANDIDATES:
        messages.warning(request, _("一份公文最多写 %(most)s 件，只带入了前面的") % {"most": MOST_CANDIDATES})
    query = urlencode({"kind": kind, "issue": [issue.number for issue in issues[:MOST_CANDIDATES]]}, doseq=True)
    return redirect(f"{reverse('issues:paper_new', args=[city.slug])}?{query}")


def _form(request: HttpRequest, city: City, what: str, issues: list[Issue]) -> Any:
    """Return the form of a batch, filled in if it was sent."""
    data = request.POST if "confirm" in request.POST else None
    frame = {"city": city, "on": today_in(city)}
    if what == "dispatch":
        return _groups(data, issues, frame)
    if what == "join":
        form = JoinForm(data, issues=issues, initial={"master": str(min(one.pk for one in issues))}, **frame)
        form.issues = issues
        return form
    return FORMS[what](data, **frame)


def _groups(data: Any, issues: list[Issue], frame: dict[str, Any]) -> GroupsForm:
    """Return the form that dispatches: issues grouped by the unit that is proposed, in protocol order."""
    city = frame["city"]
    minors, answering = minors_of(city), answering_for(city, issues)
    proposals = {one.pk: offer_for(one, minors, answering) for one in issues}
    grouped: dict[int, list[Issue]] = {}
    for one in issues:
        grouped.setdefault(same_unit(proposals[one.pk].unit), []).append(one)
    units = {same_unit(one.unit): one.unit for one in proposals.values()}
    order = sorted(grouped, key=lambda key: unit.position if (unit := units[key]) else "~")
    groups = [(str(key), unit.name if (unit := units[key]) else "", grouped[key]) for key in order]
    form = GroupsForm(data, groups=groups, **frame)
    form.proposed = {key: one.minor for key, one in proposals.items()}
    return form


def _ask(request: HttpRequest, city: City, what: str, issues: list[Issue], *, form: Any, more: int) -> HttpResponse:
    """Show what a batch needs."""
    kind, lamps = BATCHES[what], Lamps.of(city, timezone.now())
    rows = {line["pk"]: line for line in lines(city, issues, lamps)}
    context = {
        "form": form,
        "what": what,
        "title": kind.title,
        "text": kind.text,
        "count": ngettext("%(n)s 件问题", "%(n)s 件问题", len(issues)) % {"n": len(issues)},
        "more": more,
        "most": len(issues),
        "rows": list(rows.values()),
        "groups": _group_lines(form, rows) if what == "dispatch" else [],
        "units": unit_names(city) if what == "dispatch" else [],
        "query": request.POST.get("query", ""),
        "back": ledger_url(request, city),
        "crumbs": crumbs(city, {"label": kind.title}),
    }
    return render(request, "issues/batch.html", context, status=422 if form.errors else 200)


def _group_lines(form: GroupsForm, rows: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups with their fields and rows."""
    return [
        {
            "name": name,
            "field": form[f"group_{key}"],
            "rows": [{**rows[one.pk], "field": form[f"row_{one.pk}"]} for one in issues],
        }
        for key, name, issues in form.groups
    ]


def _done(request: HttpRequest, city: City, what: str, issues: Sequence[Issue], form: Any) -> HttpResponse:
    """Do a batch row by row, and show what became of each."""
    kind, who = BATCHES[what], {"by": request.user, "at": timezone.now()}
    if what == "join":
        issues = [one for one in issues if str(one.pk) != form.cleaned_data["master"]]
    outcomes = each(issues, lambda issue: kind.run(form, issue, who))
    return _told(request, city, str(kind.title), told(city, outcomes, _words(what, form)), kind.undo)


def _words(what: str, form: Any) -> Callable[[Issue], str]:
    """Return what says of a row what was done with it."""
    if what == "dispatch":
        return lambda issue: _("已派给 %(unit)s") % {"unit": form.unit_for(issue).name}
    label = IssueAction(what).label
    return lambda _issue: _("已办：%(action)s") % {"action": label}


def _told(request: HttpRequest, city: City, title: str, found: dict[str, Any], undo: str) -> HttpResponse:
    """Show what became of each row."""
    context = {
        **found,
        "title": title,
        "undo": undo if found["keys"] else "",
        "query": request.POST.get("query", ""),
        "back": ledger_url(request, city),
        "crumbs": crumbs(city, {"label": title}),
    }
    return render(request, "issues/batch_done.html", context)


@require_POST
def undo(request: HttpRequest, city: City) -> HttpResponse:
    """Take a batch back: suspended issues go on, joined ones part."""
    only(dispatches_issues, request, city)
    what = request.POST.get("what", "")
    if what not in UNDO:
        raise Http404
    issues, _more = chosen(request, city)
    who = {"by": request.user, "at": timezone.now()}
    outcomes = each(issues, lambda issue: UNDO[what](issue=issue, **who))
    return _told(request, city, _("撤回"), told(city, outcomes, lambda _issue: _("已撤回")), "")

"""Reminders (催办): a ready text, for one issue or for many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wenming.issues import actions
from wenming.issues.actions import each
from wenming.issues.forms.dispatching import RemindForm
from wenming.issues.models import Issue
from wenming.issues.rules import reminds_units
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.links import issue_url
from wenming.issues.schemas.rows import place_text
from wenming.issues.views.choosing import chosen, ledger_url, lines, told
from wenming.issues.views.edges import crumbs
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City

LONGEST = 500
SHOWN = 5


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, city: City) -> HttpResponse:
    """Show the text that each unit gets; send it and record it, row by row."""
    only(reminds_units, request, city)
    issues, _more = chosen(request, city)
    if not issues:
        messages.warning(request, _("没有选中问题；请先勾选"))
        return redirect(ledger_url(request, city))
    lamps = Lamps.of(city, timezone.now())
    sent = request.method == "POST" and "confirm" in request.POST
    start = words_for(request, city, lamps)(issues[0], _ready()) if len(issues) == 1 else _ready()
    form = RemindForm(request.POST if sent else None, initial={"text": start})
    if sent and form.is_valid():
        return _send(request, city, issues, form.cleaned_data["text"], lamps)
    fill = words_for(request, city, lamps)
    context = {
        "form": form,
        "count": ngettext("%(n)s 件问题", "%(n)s 件问题", len(issues)) % {"n": len(issues)},
        "many": len(issues) > 1,
        "places": [name for name, _value in _places(issues[0], "", lamps)],
        "rows": lines(city, issues, lamps),
        "examples": [shown(fill(one, start), one.number) for one in issues[:SHOWN]] if len(issues) > 1 else [],
        "rest": max(len(issues) - SHOWN, 0),
        "query": request.POST.get("query", ""),
        "back": ledger_url(request, city),
        "crumbs": crumbs(city, {"label": _("催办")}),
    }
    return render(request, "issues/remind.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, city: City, issues: list[Issue], text: str, lamps: Lamps) -> HttpResponse:
    """Remind row by row, and show what became of each."""
    fill, who = words_for(request, city, lamps), {"by": request.user, "at": lamps.at}
    outcomes = each(issues, lambda issue: actions.remind_unit(issue=issue, text=fill(issue, text)[:LONGEST], **who))
    context = {
        **told(city, outcomes, lambda issue: _("已催办 %(unit)s") % {"unit": issue.unit or ""}),
        "title": _("催办"),
        "undo": "",
        "query": request.POST.get("query", ""),
        "back": ledger_url(request, city),
        "crumbs": crumbs(city, {"label": _("催办")}),
    }
    return render(request, "issues/batch_done.html", context)


def _ready() -> str:
    """Return the ready text; what stands in braces is filled in for each issue."""
    return _("{单位}：请尽快处置 {编号}“{问题}”（{位置}），{时限}。办结后请在平台反馈并附照片：{链接}")


def words_for(request: HttpRequest, city: City, lamps: Lamps) -> Callable[[Issue, str], str]:
    """Return what fills a text for an issue."""

    def fill(issue: Issue, text: str) -> str:
        link = request.build_absolute_uri(issue_url(city, issue))
        for name, value in _places(issue, link, lamps):
            text = text.replace(name, value)
        return text

    return fill


def _places(issue: Issue, link: str, lamps: Lamps) -> list[tuple[str, Any]]:
    """Return the words in braces and what they stand for."""
    lamp = lamps(issue)
    limit = _("%(moment)s 到期，%(rest)s") % {"moment": lamp.ends, "rest": lamp.rest} if lamp.ends else lamp.word
    return [
        (_("{单位}"), issue.unit.name if issue.unit else ""),
        (_("{编号}"), issue.number),
        (_("{问题}"), issue.text),
        (_("{位置}"), place_text(issue)),
        (_("{时限}"), limit),
        (_("{链接}"), link),
    ]


def shown(text: str, number: str) -> str:
    """Return a text in which the issue's number stands on one line."""
    return text.replace(number, number.replace("-", "-\u2060"))

"""The move of a campaign to another edition: begun, reviewed clause by clause, applied, taken back."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.actions import moves as actions
from wenming.campaigns.enums import EditionMoveState
from wenming.campaigns.exports.moves import move_workbook
from wenming.campaigns.forms.moves import MoveForm
from wenming.campaigns.models import Campaign, EditionMove
from wenming.campaigns.queries.moves import Review, built_upon, moves_of, review_of
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities
from wenming.campaigns.schemas.moves import beside_line, count_line, groups, kind_counts
from wenming.campaigns.schemas.titles import day_text
from wenming.campaigns.views.campaigns import crumbs_of
from wenming.campaigns.views.doing import attempt, campaign_of
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.standards.schemas import edition_title

FIELD = re.compile(r"^c-(\d{1,6})$")


def _reviewing(campaign: Campaign) -> EditionMove | None:
    """Return the move that is under review."""
    return moves_of(campaign).filter(state=EditionMoveState.REVIEWING).first()


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the move under review; where there is none, let the office choose an edition, and show the earlier moves."""
    only(keeps_campaigns if request.method == "POST" else sees_responsibilities, request, city)
    one = campaign_of(city, pk)
    form = MoveForm(request.POST or None, campaign=one)

    def run() -> None:
        actions.begin_move(campaign=one, **form.cleaned_data, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        return redirect("campaigns:move", city.slug, pk)
    reviewing = _reviewing(one)
    if reviewing is not None and not form.errors:
        return _review(request, city, one, reviewing)
    moves = list(moves_of(one).exclude(state=EditionMoveState.REVIEWING))
    last = next((row for row in moves if row.state == EditionMoveState.APPLIED), None)
    keeps = keeps_campaigns(request.user, city)
    context = {
        **_shell(request, city, one),
        "form": form if keeps and form.fields["after"].queryset.exists() else None,
        "edition": f"{edition_title(one.edition)} {one.edition.edition}",
        "moves": [_line(row) for row in moves],
        "may_undo": keeps and last is not None and not built_upon(last, one),
    }
    return render(request, "campaigns/move_start.html", context, status=422 if form.errors else 200)


def _shell(request: HttpRequest, city: City, one: Campaign) -> dict[str, Any]:
    """Return what both pages have in common."""
    return {
        "campaign": one,
        "crumbs": [*crumbs_of(city, one), {"label": _("换版")}],
        "keeps": keeps_campaigns(request.user, city),
    }


def _line(row: EditionMove) -> dict[str, Any]:
    """Return an earlier move."""
    counts = row.effect.get("counts")
    return {
        "before": row.before.edition,
        "after": row.after.edition,
        "state": row.get_state_display(),
        "tone": "ok" if row.state == EditionMoveState.APPLIED else "",
        "day": day_text(row.decided_at.date()) if row.decided_at else "",
        "counts": _("%(old)s = %(kept)s + %(united)s + %(ended)s") % counts if counts else "",
    }


def _review(request: HttpRequest, city: City, one: Campaign, row: EditionMove) -> HttpResponse:
    """Show every clause with what becomes of it."""
    review = review_of(row, one)
    kinds = kind_counts(review)
    shown = request.GET.get("show", "")
    shown = shown if shown in {"open", *(kind["kind"] for kind in kinds)} else ""
    here = reverse("campaigns:move", args=[city.slug, one.pk])
    open_ = len(review.open)
    context = {
        **_shell(request, city, one),
        "before": row.before,
        "after": row.after,
        "other_title": row.before.title != row.after.title,
        "count_line": count_line(review),
        "beside": beside_line(review),
        "done": len(review.changes) - open_,
        "total": len(review.changes),
        "open": open_,
        "certain": sum(change.certain for change in review.open),
        "doubles": len(review.outcome.double_leads),
        "kinds": [
            {**kind, "url": f"{here}?show={kind['kind']}#changes", "active": kind["kind"] == shown} for kind in kinds
        ],
        "open_url": f"{here}?show=open#changes",
        "here": here,
        "shown": shown,
        "groups": groups(review, shown),
        "export_url": reverse("campaigns:move_export", args=[city.slug, one.pk]),
    }
    return render(request, "campaigns/move.html", context)


@require_POST
def decide(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Keep the decisions of the rows that were sent."""
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    row = _reviewing(one)
    if row is None:
        raise Http404
    taken = _taken(request, review_of(row, one))

    def run() -> None:
        actions.decide_move(move=row, decisions=taken, by=request.user, at=timezone.now())

    if not taken:
        messages.info(request, _("没有改动"))
    elif attempt(run, request=request):
        words = ngettext("已保存 %(n)s 条决定", "已保存 %(n)s 条决定", len(taken))
        messages.success(request, words % {"n": len(taken)})
    shown = request.POST.get("show", "")
    return redirect(f"{reverse('campaigns:move', args=[city.slug, pk])}{f'?show={shown}' if shown.isalpha() else ''}")


def _taken(request: HttpRequest, review: Review) -> dict[str, str]:
    """Return the decisions of a form that differ from those that hold."""
    found = {}
    for name, choice in request.POST.items():
        match = FIELD.match(name)
        if match and int(match[1]) < len(review.changes):
            key = review.changes[int(match[1])].key
            if review.decisions.get(key, "") != choice:
                found[key] = str(choice)
    return found


@require_POST
def step(request: HttpRequest, city: City, pk: int, step: str) -> HttpResponse:
    """Accept all that is certain, apply the move, give it up, or take the last one back."""
    only(keeps_campaigns, request, city)
    one, who = campaign_of(city, pk), {"by": request.user, "at": timezone.now()}
    wanted = EditionMoveState.APPLIED if step == "undo" else EditionMoveState.REVIEWING
    row = moves_of(one).filter(state=wanted).first()
    if row is None:
        raise Http404
    run, words = {
        "accept": (actions.accept_certain, _("有把握的都已接受")),
        "apply": (actions.apply_move, _("已换版：周期现在按新版本走，原版本的分工仍可查看")),
        "drop": (actions.drop_move, _("已放弃这次换版，什么都没有改")),
        "undo": (actions.undo_move, _("已撤回换版")),
    }[step]
    if attempt(lambda: run(move=row, **who), request=request):
        messages.success(request, words)
    return redirect("campaigns:move", city.slug, pk)


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the plan as a workbook."""
    only(sees_responsibilities, request, city)
    one = campaign_of(city, pk)
    row = _reviewing(one)
    if row is None:
        raise Http404
    name = _("换版方案-%(campaign)s.xlsx") % {"campaign": one.name}
    return send_workbook(move_workbook(one, review_of(row, one)), name)

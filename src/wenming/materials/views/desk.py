"""The review desk: one item after the other, its paper beside the question; passes and reasons by key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.engine.collecting import days_of
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.enums import CheckKind, ItemState, ReturnReason, ReviewStage
from wenming.materials.models import MaterialItem, Paper
from wenming.materials.queries.details import Version, checks_on, versions_of
from wenming.materials.queries.items import waiting_for
from wenming.materials.rules import keeps_materials
from wenming.materials.schemas.checks import check_lines
from wenming.materials.schemas.items import item_card, item_url, limit_words
from wenming.materials.schemas.papers import review_view
from wenming.materials.views.edges import attempt, seen_item, who
from wenming.materials.views.papers import may_mark, shown_sheet

KEYS = "1234567890-="
"""Number keys of the reasons, in their order."""
SKIPS = 200
MOST = 999


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, city: City) -> HttpResponse:
    """Show the next item that waits for this reviewer; one press passes it or sends it back."""
    only(keeps_materials, request, city)
    skipped, wanted = _keys(request.GET.get("skip", "")), _keys(request.GET.get("at", ""))
    pile = waiting_for(request.user, city).exclude(pk__in=skipped)
    item = seen_item(request, city, wanted[0]) if wanted else pile.first()
    if item is None or item.state != ItemState.SUBMITTED:
        return render(
            request, "materials/desk_done.html", {"done": _done(request), "skipped": len(skipped), "gone": item}
        )
    if request.method == "POST" and _act(request, item):
        return redirect(_next(city, skip=skipped, done=_done(request) + 1))
    waits = pile[: MOST + 1].count()
    return render(request, "materials/desk.html", _context(request, city, item, waits=waits, skipped=skipped))


def _act(request: HttpRequest, item: MaterialItem) -> bool:
    """Pass it, or send it back with a reason."""
    words, me = request.POST.get("words", "")[:500], who(request)
    name = {"name": item.requirement.name}
    if request.POST.get("what") == "pass":
        said = _("已通过：%(name)s") % name
        done = attempt(lambda: actions.pass_material(item=item, words=words, **me), request=request)
    else:
        reason, said = request.POST.get("reason", ""), _("已退回：%(name)s") % name
        done = attempt(lambda: actions.return_material(item=item, reason=reason, words=words, **me), request=request)
    if done:
        messages.success(request, said)
    return done


def _context(request: HttpRequest, city: City, item: MaterialItem, *, waits: int, skipped: list[int]) -> dict[str, Any]:
    """Return what the page shows."""
    versions = versions_of(item)
    papers = versions[0].papers
    one = papers[_place(request, papers)]
    requirement = item.requirement
    days = days_of(requirement.rhythm, item.period)
    checks = checks_on(city, papers)
    told = {check.paper_id for check in checks if check.kind == CheckKind.OUT_OF_PERIOD}
    first = next((review for review in versions[0].reviews if review.stage == ReviewStage.FIRST), None)
    return {
        "card": item_card(item, today_in(city), several=True),
        "item_url": item_url(item),
        "clause": str(requirement.node),
        "note": requirement.note,
        "limits": limit_words(requirement),
        "wanted": requirement.count,
        "given": len(papers),
        "outside": _outside([paper for paper in papers if paper.pk not in told], days),
        "stage": str(ReviewStage(ReviewStage.SECOND if first else ReviewStage.FIRST).label),
        "first": review_view(first, city) if first else None,
        "before": _before(versions, city),
        "version": versions[0].row,
        "sheet": shown_sheet(request, city, one),
        "tabs": [
            {"title": paper.title, "here": paper.pk == one.pk, "url": _paper_url(request, item, paper)}
            for paper in papers
        ],
        "checks": check_lines(checks, city),
        "reasons": [
            {"value": value, "label": label, "key": KEYS[place]}
            for place, (value, label) in enumerate(ReturnReason.choices)
        ],
        "waits": waits,
        "done": _done(request),
        "skip_url": _next(city, skip=[*skipped, item.pk], done=_done(request)),
        "next": request.get_full_path(),
        **may_mark(request, city, one),
    }


def _outside(papers: list[Paper], days: Any) -> list[str]:
    """Return the papers whose day lies outside the period."""
    if days is None:
        return []
    return [one.title for one in papers if one.dated and not days[0] <= one.dated <= days[1]]


def _before(versions: list[Version], city: City) -> list[dict[str, Any]]:
    """Return why earlier versions went back, the latest first."""
    return [review_view(one, city) for version in versions[1:] for one in version.reviews if not one.passed]


def _place(request: HttpRequest, papers: list[Paper]) -> int:
    """Return which of the papers the address asks for, the first where it names none."""
    wanted = _keys(request.GET.get("paper", ""))
    keys = [one.pk for one in papers]
    return keys.index(wanted[0]) if wanted and wanted[0] in keys else 0


def _paper_url(request: HttpRequest, item: MaterialItem, paper: Paper) -> str:
    """Return the desk with another paper of the same item."""
    query = request.GET.copy()
    query["at"], query["paper"] = str(item.pk), str(paper.pk)
    return f"?{query.urlencode()}"


def _keys(text: str) -> list[int]:
    """Return the keys of an address."""
    return [int(key) for key in text.split(",")[:SKIPS] if key.isascii() and key.isdigit() and len(key) < 19]


def _done(request: HttpRequest) -> int:
    """Return how many were done in this sitting."""
    return next(iter(_keys(request.GET.get("done", ""))), 0)


def _next(city: City, *, skip: list[int], done: int) -> str:
    """Return the address of the next item."""
    skipped = f"&skip={','.join(map(str, skip[-SKIPS:]))}" if skip else ""
    return f"{reverse('materials:desk', args=[city.slug])}?done={done}{skipped}"

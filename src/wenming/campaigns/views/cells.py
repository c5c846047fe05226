"""Changing the matrix: one cell, the lead of a clause, everything of a unit that has ended, and one step back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.campaigns import actions
from wenming.campaigns.enums import Part
from wenming.campaigns.forms.clauses import UnitChoiceForm
from wenming.campaigns.models import ResponsibilityChange
from wenming.campaigns.rules import keeps_campaigns
from wenming.campaigns.schemas.matrix import MatrixTable
from wenming.campaigns.views.matrix import Reading, last_change, reading_of, side_of, undo_url
from wenming.campaigns.views.sights import Sight, result_of, sight_of
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.standards.models import Node

CLEAR = "clear"


def clause_node(sight: Sight, code: str) -> Node:
    """Return the row of a clause of the campaign's edition, or 404."""
    node = Node.objects.in_city(sight.city).filter(edition=sight.campaign.edition_id, code=code).first()
    if node is None:
        raise Http404
    return node


def unit_of(city: City, key: str) -> Unit:
    """Return the unit with this key, or 404."""
    unit = Unit.objects.in_city(city).filter(pk=key).first() if key.isascii() and key.isdigit() else None
    if unit is None:
        raise Http404
    return unit


@require_POST
def part_set(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change one cell: ``clause``, ``unit``, ``part`` (or "clear"); answers with the row, its foot and what stands beside it."""
    only(keeps_campaigns, request, city)
    sight = sight_of(request, city, pk)
    node, unit = clause_node(sight, request.POST.get("clause", "")), unit_of(city, request.POST.get("unit", ""))
    part = request.POST.get("part", "")
    if part != CLEAR and part not in Part.values:
        raise Http404
    facts: dict[str, Any] = {
        "campaign": sight.campaign, "node": node, "unit": unit, "by": request.user, "at": timezone.now()
    }  # fmt: skip
    said: list[str] | None = [] if request.htmx else None
    change = result_of(
        lambda: actions.end_part(**facts) if part == CLEAR else actions.assign_part(**facts, part=part),
        request,
        said=said,
    )
    if said is None:
        return _back(request, sight)
    words = _("%(unit)s 在 %(clause)s：%(part)s") % {
        "unit": unit.short_name or unit.name,
        "clause": node.code,
        "part": _("没有分工") if part == CLEAR else Part(part).label,
    }
    if change is None:
        words = said[0] if said else _("没有改变")
    return _row(request, reading_of(request, city, pk), node.code, words)


def _row(request: HttpRequest, reading: Reading, code: str, words: str) -> HttpResponse:
    """Answer with one row of the table and everything else that changed with it."""
    clause = reading.found.matrix.by_code.get(code)
    if clause is None:
        raise Http404
    table = MatrixTable(reading.found, [clause], reading.columns, edit=True)
    row = next(row for row in table.rows() if not row["group"])
    context = {
        **side_of(request, reading),
        "row_html": table.row_html(row),
        "foot_html": table.foot_html(reading.loads),
        "words": words,
        "undo_url": undo_url(request, reading.sight, last_change(reading.sight)),
        "change_sent": True,
    }
    return render(request, "campaigns/matrix_changed.html", context)


@require_POST
def lead_set(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let one unit alone lead a clause: by its key (``unit``), or by any of its names (``name``)."""
    only(keeps_campaigns, request, city)
    sight = sight_of(request, city, pk)
    node = clause_node(sight, request.POST.get("clause", ""))
    if "name" in request.POST:
        form = UnitChoiceForm(request.POST, city=city, on=sight.on)
        if not form.is_valid():
            for fault in form.errors["name"]:
                messages.error(request, fault)
            return _back(request, sight)
        unit = form.cleaned_data["name"]
    else:
        unit = unit_of(city, request.POST.get("unit", ""))
    words = _("%(clause)s 由%(unit)s牵头") % {"clause": node.code, "unit": unit.name}
    return _done(
        request,
        sight,
        lambda: actions.replace_lead(campaign=sight.campaign, node=node, unit=unit, by=request.user, at=timezone.now()),
        words,
    )


@require_POST
def hand_over(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let a successor (``to``) carry on everything of a unit that has ended (``unit``)."""
    only(keeps_campaigns, request, city)
    sight = sight_of(request, city, pk)
    unit, to = unit_of(city, request.POST.get("unit", "")), unit_of(city, request.POST.get("to", ""))
    words = _("%(unit)s 的分工已移交%(to)s") % {"unit": unit.name, "to": to.name}
    return _done(
        request,
        sight,
        lambda: actions.hand_over(campaign=sight.campaign, unit=unit, to=to, by=request.user, at=timezone.now()),
        words,
    )


@require_POST
def undo(request: HttpRequest, city: City, pk: int, change: int) -> HttpResponse:
    """Take the last step back."""
    only(keeps_campaigns, request, city)
    sight = sight_of(request, city, pk)
    step = (
        ResponsibilityChange.objects.in_city(city)
        .select_related("campaign__city", "city")
        .filter(campaign=sight.campaign, pk=change)
        .first()
    )
    if step is None:
        raise Http404
    return _done(
        request,
        sight,
        lambda: actions.undo_change(change=step, by=request.user, at=timezone.now()),
        _("已撤销上一步"),
    )


def _done(request: HttpRequest, sight: Sight, action: Callable[[], Any], words: str) -> HttpResponse:
    """Run an action, say what it did, and go back to where the person was."""
    if result_of(action, request) is not None:
        messages.success(request, words)
    return _back(request, sight)


def _back(request: HttpRequest, sight: Sight) -> HttpResponse:
    """Lead back to the matrix under the filter that the address carries, or to the page that the form names."""
    query = request.GET.urlencode()
    return redirect(f"{sight.url('matrix')}?{query}" if query else sight.url("matrix"))

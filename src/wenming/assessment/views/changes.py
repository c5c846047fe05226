"""两轮比较: two rounds side by side, the change split exactly by its causes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.assessment import exports
from wenming.assessment.forms.trials import CompareForm
from wenming.assessment.queries import RoundPair, areas_of, pair_of, units_of
from wenming.assessment.queries.changes import real_changes
from wenming.assessment.schemas import ChangeTable, place_changes, total_change, tree_changes
from wenming.assessment.schemas.real_changes import really
from wenming.assessment.views import comparing
from wenming.inspections.models import Round
from wenming.inspections.queries import rounds_in
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import choices
from wenming.organisations.rules import sees_results
from wenming.standards.schemas import edition_title

VIEWS = ("tree", "areas", "units")
UNITS = ("rate", "points")


@require_safe
def changes(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Compare a round with another one; the address keeps both, the view and the unit."""
    rounds, this, other = _chosen(request, city, number)
    asked = next((one for one in rounds if str(one.number) == request.GET.get("round")), this)
    if asked != this:
        return HttpResponseRedirect(_moved(request, asked))
    head = _head(city, rounds, this, other)
    if other is None:
        return render(request, "assessment/changes.html", {**head, "pair": None})
    pair = _pair(this, other)
    view, by_points = _view(request), _by_points(request, pair)
    table = _table(pair, view, by_points=by_points) if pair.comparable else ChangeTable(())
    here = reverse("assessment:changes", args=[city.slug, number])
    context = {
        **head,
        "pair": comparing.head(pair),
        "export_url": f"{reverse('assessment:changes_export', args=[city.slug, number])}?{_query(other, view, by_points)}",
        "views": choices(
            [(f"{here}?{_query(other, name, by_points)}", label, name == view) for name, label in _views()]
        ),
        "units": choices(
            [(f"{here}?{_query(other, view, name)}", label, name is by_points) for name, label in _units()]
        )
        if pair.same_edition and view == "tree"
        else [],
        "view": view,
        "kept": [(name, request.GET[name]) for name in ("view", "by") if request.GET.get(name)],
        "really": really(real_changes(pair)) if view != "units" else None,
        "bridge": _bridge(pair, table, view, by_points=by_points),
        **comparing.table(pair, table, view, by_points=by_points),
    }
    return render(request, "assessment/changes.html", context)


@require_safe
def export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the comparison as a workbook: nodes, areas, units, and what could not be compared."""
    _rounds, this, other = _chosen(request, city, number)
    if other is None:
        raise Http404
    pair = _pair(this, other)
    if not pair.comparable:
        raise Http404
    by_points = _by_points(request, pair)
    tables = {label: _table(pair, name, by_points=by_points and name == "tree") for name, label in _views()}
    content = exports.changes_workbook(pair, tables, by_points=by_points)
    return send_workbook(content, f"{pair.before.name}-{pair.after.name}-{_('两轮比较')}.xlsx")


def _chosen(request: HttpRequest, city: City, number: int) -> tuple[list[Round], Round, Round | None]:
    """Return the rounds that count, the one of the address, and the one to compare it with (None: there is no other)."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    rounds = list(rounds_in(city))
    this = next((one for one in rounds if one.number == number), None)
    if this is None:
        raise Http404
    others = [one for one in rounds if one != this]
    named = [one for one in others if str(one.number) == request.GET.get("with")]
    # the nearest round before it, by the same edition where there is one; else the nearest after it
    earlier = rounds[rounds.index(this) + 1 :]
    same = [one for one in earlier if one.edition_id == this.edition_id]
    return rounds, this, next(iter([*named, *same, *earlier, *reversed(others)]), None)


def _pair(this: Round, other: Round) -> RoundPair:
    """Read both rounds, the earlier one first."""
    before, after = sorted((this, other), key=lambda one: (one.ends_on, one.number))
    return pair_of(before, after)


def _table(pair: RoundPair, view: str, *, by_points: bool) -> ChangeTable:
    """Return the lines of a view."""
    if view == "tree":
        return tree_changes(pair, by_points=by_points)
    groups, kind = (areas_of(pair), "area") if view == "areas" else (units_of(pair), "unit")
    return place_changes(pair, groups, kind)


def _bridge(pair: RoundPair, table: ChangeTable, view: str, *, by_points: bool) -> dict[str, Any] | None:
    """Return the way from total to total, which stands above every view; None where no total may be compared."""
    if not pair.complete:
        return None
    total = table.lines[0] if view == "tree" else total_change(pair, by_points=by_points)
    return comparing.bridge(pair, total, by_points=by_points)


def _view(request: HttpRequest) -> str:
    """Return the view of the address."""
    view = request.GET.get("view", "")
    return view if view in VIEWS else "tree"


def _by_points(request: HttpRequest, pair: RoundPair) -> bool:
    """Say whether points are compared; two editions know no common points."""
    return request.GET.get("by") == "points" and pair.same_edition


def _views() -> list[tuple[str, str]]:
    """Return the views with their labels."""
    return list(zip(VIEWS, (_("按测评体系"), _("按属地"), _("按责任单位")), strict=True))


def _units() -> list[tuple[bool, str]]:
    """Return the units of a change with their labels."""
    return [(False, _("得分率")), (True, pgettext("measure", "分值"))]


def _query(other: Round, view: str, by_points: bool) -> str:  # noqa: FBT001  an inner helper
    """Return the query of an address that keeps everything chosen."""
    query = {"with": str(other.number), "view": "" if view == "tree" else view, "by": "points" if by_points else ""}
    return urlencode({name: value for name, value in query.items() if value})


def _moved(request: HttpRequest, asked: Round) -> str:
    """Return the address of the same comparison for another round."""
    query = request.GET.copy()
    query.pop("round")
    return f"{reverse('assessment:changes', args=[asked.city.slug, asked.number])}?{query.urlencode()}"


def _head(city: City, rounds: list[Round], this: Round, other: Round | None) -> dict[str, Any]:
    """Return the page's head: the round and the choice of both."""
    data = {"round": str(this.number), "with": str(other.number) if other else ""}
    return {
        "round": {
            "name": this.name,
            "standard": edition_title(this.edition),
            "rounds_url": reverse("workbench:rounds", args=[city.slug]),
            "score_url": reverse("assessment:score", args=[city.slug, this.number]),
        },
        "form": CompareForm(data, rounds),
    }

"""One gap from all sides: what it is worth, where it lies, how it went before, the rows behind it, and its target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wenming.assessment.actions import set_target
from wenming.assessment.enums import gap_word
from wenming.assessment.forms.gaps import TargetForm
from wenming.assessment.queries import result_from
from wenming.assessment.queries.gaps import GapReport, gap_report
from wenming.assessment.views import gap_shapes as shapes
from wenming.engine.gaps import Cause, Gap, GapSum, split_losses, sum_gaps
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.standards import Node
from wenming.inspections.queries import RoundFilter, group_statistics, observations_of, round_in
from wenming.inspections.schemas import rows_html
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, Axis, number_text, points_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.enums import level_word
from wenming.standards.models import Node as NodeRow
from wenming.standards.schemas import node_name

PLACES_SHOWN = 12
ROWS_SHOWN = 15


@require_safe
def gap(request: HttpRequest, city: City, number: int, code: str) -> HttpResponse:
    """Show the gap of one node of the standard."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    return _card(request, city, number, code)


@require_POST
def target(request: HttpRequest, city: City, number: int, code: str) -> HttpResponse:
    """Set or give up the rate to reach at a node; what cannot be a rate comes back with its card."""
    if not works_in_office(request.user, city):
        raise PermissionDenied
    form = TargetForm(request.POST)
    dropped = "drop" in request.POST
    if not dropped and not form.is_valid():
        return _card(request, city, number, code, form=form)
    edition = round_in(city, number).edition_id
    node = get_object_or_404(NodeRow.objects.in_city(city), edition=edition, code=code)
    node.city = city
    rate = None if dropped else form.cleaned_data["rate"]
    set_target(node=node, rate=rate, by=request.user, at=timezone.now())
    if rate is None:
        messages.success(request, _("已取消目标"))
    else:
        messages.success(request, _("目标定为 %(rate)s") % {"rate": shapes.target_text(Fraction(rate, 10_000))})
    if request.POST.get("back") == "list":
        scope = f"?node={code}" if node.parent_id else ""
        return redirect(f"{reverse('assessment:gaps', args=[city.slug, number])}{scope}")
    return redirect("assessment:gap", city.slug, number, code)


def _card(request: HttpRequest, city: City, number: int, code: str, form: TargetForm | None = None) -> HttpResponse:
    """Return the page of one node, with the form as it was sent."""
    report = gap_report(city, number)
    now = report.now
    path = shapes.path_to(now.standard.root, code)
    if not path:
        raise Http404
    node, told = path[-1], path[-1] is not now.standard.root or now.total is not None
    sums = sum_gaps([node, *node.children], report.gaps)
    inside = {one.code for one in node.walk()}
    own = [one for one in report.gaps if one.code in inside]
    office = works_in_office(request.user, city)
    context = {
        "round": shapes.head(now),
        "node": {"code": code, "name": node_name(node), "level": level_word(node.level), "leaf": node.is_leaf},
        "path": [{"url": shapes.gap_url(now, one.code), "label": _short(one, now.standard.root)} for one in path[:-1]],
        "figures": shapes.figures(sums[code], shapes.target_at(report, path), told=told),
        "causes": shapes.causes(sums[code], {}) if told else [],
        "scope": "" if node is now.standard.root else node_name(node),
        "rules": _rules(own, node),
        "lost_url": shapes.rows_url(now, node="" if node is now.standard.root else code, lost="on"),
        "target": shapes.target_card(report, node, office=office, back="card", form=form),
        "trend": _trend(report, node) if told else None,
        "parts": _parts(report, node, sums) if not node.is_leaf else None,
        **_places(report, node, own, told=told),
        "rows": _rows(report, node) if node.is_leaf else None,
    }
    return render(request, "assessment/gap.html", context, status=422 if form else 200)


def _short(node: Node, root: Node) -> str:
    """Return a step of the path."""
    return _("整套体系") if node is root else node_name(node)


def _rules(gaps: Sequence[Gap], node: Node) -> list[dict[str, str]]:
    """Return the rules at this very node that moved its points; what a floor gave stands with a minus."""
    return [
        {"label": gap_word(one), "points": score_text(one.lost)}
        for one in gaps
        if one.code == node.code and one.cause is not Cause.SITES
    ]


def _trend(report: GapReport, node: Node) -> dict[str, Any]:
    """Return the rates of the last rounds by the same edition, each leading to its own card."""
    trend = report.trend(node.code) if node.is_leaf else _scored_trend(report, node)
    rates = [rate for _round, rate in trend if rate is not None]
    slug = report.now.round.city.slug
    return {
        **shapes.spark(trend, Axis.for_rates(rates)),
        "rows": [
            {
                "name": round_.name,
                "url": reverse("assessment:gap", args=[slug, round_.number, node.code]),
                "rate": DASH if rate is None else rate_text(rate),
                "current": round_ == report.now.round,
            }
            for round_, rate in reversed(trend)
        ],
    }


def _scored_trend(report: GapReport, node: Node) -> shapes.Trend:
    """Return each round with the rate of a node that holds others, as its standard scores it."""
    scored = [result_from(round_, report.statistics[round_.pk]) for round_ in report.rounds]
    return [(one.round, next(line.rate for line in one.result.nodes if line.code == node.code)) for one in scored]


def _parts(report: GapReport, node: Node, sums: dict[str, GapSum]) -> dict[str, Any]:
    """Return the parts of a node, most points lost first, on one axis."""
    now = report.now
    found = sorted((sums[child.code] for child in node.children), key=lambda one: one.lost, reverse=True)
    axis = Axis.for_rates([one.rate for one in found])
    names = {child.code: node_name(child) for child in node.children}
    most = max((one.lost for one in found), default=Fraction(0))
    rows = [
        {
            "code": one.code,
            "name": names[one.code],
            "title": f"{one.code} {names[one.code]}",
            "url": shapes.gap_url(now, one.code),
            "lost": DASH if one.rate is None else score_text(one.lost),
            "width": shapes.width(one.lost, most),
            "points": DASH if one.rate is None else points_text(one.attainable),
            "rate": DASH if one.rate is None else rate_text(one.rate),
            "recoverable": DASH if one.rate is None else score_text(one.recoverable),
            "bar": axis.bar(f"{names[one.code]} {DASH if one.rate is None else rate_text(one.rate)}", one.rate, None),
        }
        for one in found
    ]
    texts = {
        "lost": pgettext("column", "失分"),
        "points": pgettext("column", "满分"),
        "rate": pgettext("column", "得分率"),
        "recoverable": pgettext("column", "可追回"),
    }
    body = {"rows": rows, "ticks": axis.ticks, "texts": texts}
    return {"axis": axis.ticks, "rows_html": render_to_string("assessment/part_rows.html", body, using="jinja2")}


def _places(report: GapReport, node: Node, own: Sequence[Gap], *, told: bool) -> dict[str, Any]:
    """Return where the points were lost: areas and units, for a leaf its sites as well."""
    now, root = report.now, report.now.standard.root
    kinds = {"sites": "site", "areas": "area", "units": "unit"} if node.is_leaf else {"areas": "area", "units": "unit"}
    codes = [] if node is root else [leaf.code for leaf in node.walk() if leaf.is_leaf]
    wanted = RoundFilter(node="" if node is root else node.code)
    found = group_statistics(now.round, wanted, tuple(kinds), codes)
    scope = "" if node is root else node.code
    return {
        kind: shapes.shares(now, split_losses(own, found[kind]), kind=field, node=scope, shown=PLACES_SHOWN, told=told)
        for kind, field in kinds.items()
    }


def _rows(report: GapReport, node: Node) -> dict[str, Any]:
    """Return the rows of a leaf, those with the largest deductions first."""
    now = report.now
    rows = observations_of(now.round, RoundFilter(node=node.code), [node.code]).order_by("milli", "pk")[:ROWS_SHOWN]
    total = now.statistics.get(node.code, (0, 0))[0]
    count = ngettext("共 %(rows)s 行", "共 %(rows)s 行", total) % {"rows": number_text(total)}
    if total > ROWS_SHOWN:
        count = _("共 %(rows)s 行，这里是扣分最多的 %(shown)s 行") % {"rows": number_text(total), "shown": ROWS_SHOWN}
    slug, number = now.round.city.slug, now.round.number
    return {
        "rows_html": rows_html(rows, reverse("inspections:observations", args=[slug, number]), nodes=False)
        if total
        else "",
        "count": count,
        "url": shapes.rows_url(now, node=node.code),
        "export_url": f"{reverse('inspections:observations_export', args=[slug, number])}?node={node.code}",
    }

"""The gap of a round against its standard: every losing criterion, ranked by what could come back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from wenming.assessment.enums import gap_word
from wenming.assessment.exports.gaps import gaps_workbook
from wenming.assessment.forms.gaps import GapFilter, GapFilterForm
from wenming.assessment.queries.gaps import GapReport, gap_report, gaps_within
from wenming.assessment.views import gap_shapes as shapes
from wenming.engine.gaps import Cause, Gap, GroupRow, rank_gaps, sum_gaps, worst_share
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.standards import Node, Standard
from wenming.inspections.queries import WORST_SITES, RoundFilter, places_named, rounds_in, worst_groups
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import Axis, choices, number_text, points_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.schemas import node_name

PAGE = 25
ROUNDS_SHOWN = 3
KINDS = {"sites": "site", "areas": "area", "units": "unit"}


@require_safe
def latest(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the newest round's gaps, or to the list where the first round begins."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    round_ = rounds_in(city).first()
    if round_ is None:
        return redirect("workbench:rounds", city.slug)
    return redirect("assessment:gaps", city.slug, round_.number)


@require_safe
def gaps(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """List the gaps under the filter in the address, most recoverable points first."""
    report, form, wanted, found = _filtered(request, city, number)
    ranked = _listed(report.now.standard, found, wanted)
    here = reverse("assessment:gaps", args=[city.slug, number])
    page = _page(request, len(ranked))
    shown = ranked[page["start"] : page["start"] + PAGE]
    context = {
        "round": shapes.head(report.now),
        "rounds": choices(
            [
                (reverse("assessment:gaps", args=[city.slug, one.number]), one.name, one == report.now.round)
                for one in report.rounds[-ROUNDS_SHOWN:]
            ]
        ),
        "export_url": _with(request, reverse("assessment:gaps_export", args=[city.slug, number]), page=""),
        "filter": form,
        "chips": _chips(request, form, here),
        "clear_url": here,
        **_hero(request, report, found, wanted),
        **_table(report, shown, wanted, page["start"]),
        "page": {**page, "text": _foot(ranked, page["start"], len(shown), told=_told(report, wanted))},
    }
    return render(request, "assessment/gaps.html", context)


@require_safe
def export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the gaps of the current filter as a workbook."""
    report, _form, wanted, found = _filtered(request, city, number)
    ranked = _listed(report.now.standard, found, wanted)
    return send_workbook(gaps_workbook(report.now, ranked), f"{report.now.round.name}-{_('差距分析')}.xlsx")


def _filtered(
    request: HttpRequest, city: City, number: int
) -> tuple[GapReport, GapFilterForm, GapFilter, Sequence[Gap]]:
    """Return the report, the filter, and the gaps of its area and unit, for people who may see results."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    report = gap_report(city, number)
    standard = report.now.standard
    form = GapFilterForm(request.GET, nodes=_scopes(standard), **places_named(report.now.round))
    wanted = form.wanted()
    return report, form, wanted, gaps_within(report, wanted.rows)


def _scopes(standard: Standard) -> list[tuple[str, str]]:
    """Return the parts of the standard that hold others, indented: what the list can be narrowed to."""
    found: list[tuple[str, str]] = []

    def visit(node: Node, depth: int) -> None:
        for child in node.children:
            if not child.is_leaf:
                found.append((child.code, f"{'　' * depth}{node_name(child)}"))
                visit(child, depth + 1)

    visit(standard.root, 0)
    return found


def _listed(standard: Standard, found: Sequence[Gap], wanted: GapFilter) -> tuple[Gap, ...]:
    """Return the gaps that lost points, under the whole filter, ranked."""
    inside = {node.code for node in standard.node(wanted.node).walk()} if wanted.node else None
    return rank_gaps(
        gap
        for gap in found
        if (inside is None or gap.code in inside)
        and (wanted.cause is None or gap.cause is wanted.cause)
        and gap.lost >= wanted.least
    )


def _told(report: GapReport, wanted: GapFilter) -> bool:
    """Say whether sums may be shown: of an incomplete standard only those of its parts."""
    return bool(wanted.node) or report.now.total is not None


def _hero(request: HttpRequest, report: GapReport, found: Sequence[Gap], wanted: GapFilter) -> dict[str, Any]:
    """Return the head card: what is lost under the filter, by cause, and the target."""
    now = report.now
    path = shapes.path_to(now.standard.root, wanted.node or now.standard.root.code)
    node, told = path[-1], _told(report, wanted)
    total = sum_gaps([node], found)[node.code]
    here = reverse("assessment:gaps", args=[now.round.city.slug, now.round.number])
    urls = {cause: _with(request, here, page="", cause=cause.value) for cause in Cause}
    office = works_in_office(request.user, now.round.city)
    return {
        "scope": node_name(node) if wanted.node else "",
        "figures": shapes.figures(total, shapes.target_at(report, path), told=told),
        "causes": shapes.causes(total, urls) if told else [],
        "lost_url": shapes.rows_url(now, node=wanted.node, area=wanted.rows.area, unit=wanted.rows.unit, lost="on"),
        "card_url": shapes.gap_url(now, node.code),
        "target": shapes.target_card(report, node, office=office, back="list"),
    }


def _table(report: GapReport, shown: Sequence[Gap], wanted: GapFilter, start: int) -> dict[str, Any]:
    """Return the rows of the table, on one axis, each with where it lost most."""
    now = report.now
    narrowed = bool(wanted.rows.area or wanted.rows.unit)
    codes = [gap.code for gap in shown if gap.cause is Cause.SITES]
    found = worst_groups(now.round, wanted.rows, codes) if codes else {kind: {} for kind in KINDS}
    trends = {} if narrowed else {code: report.trend(code) for code in codes}
    rates = [rate for trend in trends.values() for _round, rate in trend]
    axis = Axis.for_rates([*(gap.rate for gap in shown), *(gap.target for gap in shown), *rates])
    most = max((gap.lost for gap in shown), default=Fraction(0))
    nodes = {node.code: node for node in now.standard.nodes}
    rows = [
        {
            **_line(report, nodes[gap.code], gap, axis),
            "place": str(place),
            "width": shapes.width(gap.lost, most),
            "lost_url": _rows_url(report, gap, wanted.rows),
            "worst": _worst(report, gap, {kind: found[kind].get(gap.code, ()) for kind in KINDS}, wanted.rows),
            "spark": shapes.spark(trends[gap.code], axis) if gap.code in trends and gap.cause is Cause.SITES else None,
        }
        for place, gap in enumerate(shown, start=start + 1)
    ]
    texts = {
        "lost": pgettext("column", "失分"),
        "points": pgettext("column", "满分"),
        "rate": pgettext("column", "得分率"),
        "target": pgettext("column", "目标"),
        "recoverable": pgettext("column", "可追回"),
        "worst": pgettext("column", "差在哪"),
        "trend": pgettext("column", "近几轮"),
    }
    body = {"rows": rows, "ticks": axis.ticks, "texts": texts}
    return {
        "axis": axis.ticks,
        "narrowed": narrowed,
        "rows_html": render_to_string("assessment/gap_rows.html", body, using="jinja2") if rows else "",
    }


def _line(report: GapReport, node: Node, gap: Gap, axis: Axis) -> dict[str, Any]:
    """Return the figures of one gap."""
    name, rate = node_name(node), rate_text(gap.rate)
    target = shapes.target_text(gap.target)
    label = _("%(name)s 得分率 %(rate)s，目标 %(target)s") % {"name": name, "rate": rate, "target": target}
    return {
        "code": gap.code,
        "name": name,
        "title": f"{gap.code} {name}",
        "url": shapes.gap_url(report.now, gap.code),
        "cause": "" if gap.cause is Cause.SITES else gap_word(gap),
        "lost": score_text(gap.lost),
        "points": points_text(gap.attainable),
        "rate": rate,
        "target": "" if gap.target is None else target,
        "recoverable": score_text(gap.recoverable),
        "bar": {**axis.bar(label, gap.rate, None), "target": axis.place(gap.target)},
    }


def _rows_url(report: GapReport, gap: Gap, rows: RoundFilter) -> str:
    """Return the rows that a gap rests on, or its card where it rests on none."""
    if gap.cause is not Cause.SITES:
        return shapes.gap_url(report.now, gap.code)
    return shapes.rows_url(report.now, node=gap.code, area=rows.area, unit=rows.unit, lost="on")


def _worst(
    report: GapReport, gap: Gap, groups: dict[str, Sequence[GroupRow]], rows: RoundFilter
) -> list[dict[str, str]]:
    """Return the site, the area and the unit where a gap seen at sites lost most."""
    labels = {"sites": _("点位"), "areas": _("属地"), "units": _("单位")}
    found = []
    for kind, field in KINDS.items():
        worst = worst_share(gap, groups[kind]) if gap.cause is Cause.SITES else None
        if worst is None:
            continue
        share, others = worst
        wanted = {"area": rows.area, "unit": rows.unit, field: share.name or RoundFilter.UNNAMED}
        more = ngettext("另有 %(count)s 个有失分", "另有 %(count)s 个有失分", others)
        # of a whole round's sites only the worst are tallied
        cut = kind == "sites" and others == WORST_SITES - 1 and rows == RoundFilter()
        if cut:
            more = _("另有 %(count)s 个以上有失分")
        found.append(
            {
                "label": labels[kind],
                "name": share.name or _("未填"),
                "lost": score_text(share.lost),
                "more": f"{number_text(others)}{'+' if cut else ''}" if others else "",
                "more_words": more % {"count": number_text(others)},
                "url": shapes.rows_url(report.now, node=gap.code, lost="on", **wanted),
            }
        )
    return found


def _foot(ranked: Sequence[Gap], start: int, shown: int, *, told: bool) -> str:
    """Say which lines these are, and what all of them add up to."""
    if not ranked:
        return ""
    words = ngettext(
        "第 %(first)s—%(last)s 条，共 %(count)s 条", "第 %(first)s—%(last)s 条，共 %(count)s 条", len(ranked)
    )
    text = words % {"first": start + 1, "last": start + shown, "count": number_text(len(ranked))}
    if not told:
        return text
    lost = sum((gap.lost for gap in ranked), Fraction(0))
    back = sum((gap.recoverable for gap in ranked), Fraction(0))
    sums = _("合计失 %(lost)s 分，可追回 %(back)s 分") % {"lost": score_text(lost), "back": score_text(back)}
    return f"{text} · {sums}"


def _page(request: HttpRequest, count: int) -> dict[str, Any]:
    """Return where the page of the address begins, and the addresses of its neighbours ("" at the ends)."""
    asked = request.GET.get("page", "")
    last = max(count - 1, 0) // PAGE + 1
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return {
        "start": (number - 1) * PAGE,
        "previous_url": _with(request, "", page=str(number - 1)) if number > 1 else "",
        "next_url": _with(request, "", page=str(number + 1)) if number < last else "",
    }


def _with(request: HttpRequest, here: str, **changes: str) -> str:
    """Return an address with this page's filter, changed; an empty value takes a condition away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{here}?{query.urlencode()}"


def _chips(request: HttpRequest, form: GapFilterForm, here: str) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away."""
    chips = []
    for name, value in form.cleaned_data.items():
        if not value:
            continue
        shown = dict(getattr(form.fields[name], "choices", [])).get(value, value)
        url = _with(request, here, page="", **{name: ""})
        chips.append({"label": form.fields[name].label, "value": str(shown).strip("　"), "url": url})
    return chips

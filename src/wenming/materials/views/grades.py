"""Grades of a year by clause: the list, one clause, the rule, the table for Excel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.models import Campaign
from wenming.engine.grading import FULL, ClausePoints, GradeStanding
from wenming.engine.scoring.display import score_text
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import address, moment_text, points_text
from wenming.materials import actions
from wenming.materials.enums import STANDINGS, PointShare, RuleOrigin
from wenming.materials.exports.grades import grades_workbook
from wenming.materials.forms.grades import GradeRuleForm, SettleForm
from wenming.materials.models import GradeRule
from wenming.materials.queries.grades import (
    ClauseLine,
    GradeSheet,
    barred_nodes,
    earlier_grades,
    grade_sheet,
    grades_for,
    part_weights,
    rules_before,
    shares_assumed,
    wanted_for,
)
from wenming.materials.rules import grades_materials, keeps_materials, sees_every_material
from wenming.materials.schemas.grades import (
    grade_rows,
    grade_view,
    held_text,
    milli_percent,
    span_text,
    standing_view,
    wanted_view,
)
from wenming.materials.views.edges import attempt, chosen_campaign, who
from wenming.standards.queries import standard_of
from wenming.standards.schemas import edition_title, node_name

FIRST_YEAR, LAST_YEAR = 2000, 2100
BLIND = ("ungraded", "drawn")


def sheet_of(request: HttpRequest, city: City) -> GradeSheet:
    """Return the grades of the campaign and the year that the address names."""
    return grade_sheet(chosen_campaign(request, city), year_named(request, city), on=today_in(city))


def by_code(sheet: GradeSheet) -> dict[str, ClausePoints]:
    """Return code -> the points of the clause."""
    points = sheet.points
    return {one.code: one for one in points.clauses} if points else {}


def year_named(request: HttpRequest, city: City) -> int:
    """Return the year of the address, else the running one."""
    text = request.GET.get("year", "")
    year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else today_in(city).year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


@require_safe
def grades(request: HttpRequest, city: City) -> HttpResponse:
    """List the clauses of a year with their grades; at most six queries beside who asks."""
    only(sees_every_material, request, city)
    sheet = sheet_of(request, city)
    wanted = request.GET.get("state", "")
    shown = [line for line in sheet.lines if _wanted(line, wanted, request.user)]
    query = query_of(sheet)
    context = {
        **_frame(request, city, sheet),
        "rows_html": grade_rows(shown, by_code(sheet), city, year=sheet.year, reader=request.user) if shown else "",
        "states": [
            {"url": address(request, "state"), "label": pgettext("filter", "全部"), "active": wanted not in _filters(), "count": len(sheet.lines)},
            *(
                {"url": address(request, state=key), "label": label, "active": key == wanted, "count": sum(_wanted(one, key, request.user) for one in sheet.lines)}
                for key, label in _filters().items()
            ),
        ],
        "filtered": bool(sheet.lines),
        "figures": _figures(sheet, blind=sheet.blind(request.user) > 0),
        "rule": _rule_view(sheet.campaign, sheet.rule, sheet.lines),
        "waits": sum(line.waits(request.user) for line in sheet.lines) if grades_materials(request.user, city) else 0,
        "export_url": f"{reverse('materials:grades_export', args=[city.slug])}{query}",
        "query": query,
    }  # fmt: skip
    return render(request, "materials/grades.html", context)


def _filters() -> dict[str, str]:
    """Return the words by which the list can be narrowed."""
    return {
        "ungraded": str(STANDINGS[GradeStanding.UNGRADED][2]),
        "incomplete": str(STANDINGS[GradeStanding.INCOMPLETE][2]),
        "differs": str(STANDINGS[GradeStanding.DIFFERS][2]),
        "lost": _("有失分"),
        "drawn": _("抽中复评"),
    }


def _wanted(line: ClauseLine, wanted: str, reader: Account) -> bool:
    """Tell whether a line is one of those that are asked for; what the reader has to grade blind counts as not graded."""
    if line.blind(reader):
        return wanted not in _filters() or wanted in BLIND
    if wanted == "lost":
        return line.range.high < FULL
    if wanted == "drawn":
        return line.sampled is not None
    return wanted not in _filters() or line.range.standing.value == wanted


def _frame(request: HttpRequest, city: City, sheet: GradeSheet) -> dict[str, Any]:
    """Return what the pages of grades share: campaign, year, who may what."""
    return {
        "campaign": sheet.campaign.name,
        "edition": edition_title(sheet.campaign.edition),
        "year": sheet.year,
        "before_url": address(request, year=sheet.year - 1),
        "after_url": address(request, year=sheet.year + 1),
        "keeps": keeps_materials(request.user, city),
        "grades": grades_materials(request.user, city),
    }


def _figures(sheet: GradeSheet, *, blind: bool) -> dict[str, str] | None:
    """Return what the papers reach, lose and leave open; None where the points are unknown, or the reader is to grade blind."""
    points = sheet.points
    if points is None or blind:
        return None
    whole = float(points.points)
    return {
        "points": points_text(points.points),
        "low": score_text(points.low),
        "high": score_text(points.high),
        "lost": score_text(points.lost),
        "unknown": score_text(points.unknown),
        "low_width": f"{100 * float(points.low) / whole:.2f}%",
        "unknown_x": f"{100 * float(points.low) / whole:.2f}%",
        "unknown_width": f"{100 * float(points.unknown) / whole:.2f}%",
    }


def _rule_view(campaign: Campaign, rule: GradeRule | None, lines: list[ClauseLine]) -> dict[str, Any] | None:
    """Return the rule in words with its source; None where nobody has written one."""
    if rule is None:
        return None
    return {
        "steps": _("、").join(f"{label} {milli_percent(milli)}" for label, milli in rule.steps),
        "share": str(PointShare(rule.share).label),
        "origin": str(RuleOrigin(rule.origin).label),
        "source": rule.source,
        "by": rule.by.name,
        "at": moment_text(rule.at, campaign.city),
        "assumed": shares_assumed(standard_of(campaign.edition), lines, rule),
    }


@require_safe
def grades_export(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the grades of a year as a workbook; refused to who has still to grade blind."""
    only(sees_every_material, request, city)
    sheet = sheet_of(request, city)
    lines = [line for line in sheet.lines if not line.blind(request.user)]
    return send_workbook(
        grades_workbook(sheet.campaign, sheet.year, lines, by_code(sheet)), f"材料评分{sheet.year}.xlsx"
    )


@require_safe
def grade(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the grades of one clause; who has to grade it blind sees none of them."""
    only(sees_every_material, request, city)
    sheet, line = _clause(request, city, pk)
    return _clause_page(request, city, sheet, line, None)


@require_POST
def grade_settle(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Write down what two who differ settle on."""
    only(keeps_materials, request, city)
    sheet, line = _clause(request, city, pk)
    form = SettleForm(request.POST, grades=grades_for(sheet.campaign, line.node.code, sheet.rule))
    facts = {"campaign": sheet.campaign, "node": line.node, "year": sheet.year}
    if form.is_valid() and attempt(lambda: actions.settle_clause(**facts, **form.cleaned_data, **who(request)), form):
        messages.success(request, _("已商定：%(code)s") % {"code": line.node.code})
        return redirect(f"{reverse('materials:grade', args=[city.slug, pk])}{query_of(sheet)}")
    return _clause_page(request, city, sheet, line, form)


def _clause(request: HttpRequest, city: City, pk: int) -> tuple[GradeSheet, ClauseLine]:
    """Return the year's grades and one clause of them, or 404."""
    sheet = sheet_of(request, city)
    line = next((one for one in sheet.lines if one.node.pk == pk), None)
    if line is None:
        raise Http404
    return sheet, line


def query_of(sheet: GradeSheet) -> str:
    """Return the campaign and the year as an address names them."""
    return f"?campaign={sheet.campaign.pk}&year={sheet.year}"


def _clause_page(
    request: HttpRequest, city: City, sheet: GradeSheet, line: ClauseLine, form: SettleForm | None
) -> HttpResponse:
    """Show one clause, with a form that could not be used, or a fresh one where there is something to settle."""
    blind, query = line.blind(request.user), query_of(sheet)
    if form is None and _settles(line) and keeps_materials(request.user, city):
        form = SettleForm(grades=grades_for(sheet.campaign, line.node.code, sheet.rule))
    points = by_code(sheet).get(line.node.code)
    context = {
        **_frame(request, city, sheet),
        "node": {"code": line.node.code, "name": node_name(line.node)},
        "clause_url": reverse("materials:clause", args=[city.slug, line.node.pk]),
        "list_url": f"{reverse('materials:grades', args=[city.slug])}{query}",
        "settle_url": f"{reverse('materials:grade_settle', args=[city.slug, line.node.pk])}{query}",
        "desk_url": _desk_url(request, city, sheet, line),
        "blind": blind,
        "held": held_text(line),
        "stale": line.stale,
        "points": points_text(points.points) if points else "",
        "reached": span_text(points) if points and not blind else "",
        "requirements": [wanted_view(one) for one in wanted_for(sheet.campaign, line.node, sheet.year)],
        "form": None if blind else form,
        **_given(city, sheet, line, blind=blind),
    }
    return render(request, "materials/grade.html", context, status=422 if form and form.errors else 200)


def _given(city: City, sheet: GradeSheet, line: ClauseLine, *, blind: bool) -> dict[str, Any]:
    """Return what was given for a clause, this year and before; nothing to who has to grade it blind."""
    if blind:
        return {"standing": standing_view(GradeStanding.UNGRADED), "given": [], "earlier": []}
    given = [one for one in (line.first, line.second, line.settled) if one is not None]
    return {
        "standing": standing_view(line.range.standing),
        "given": [grade_view(one, city) for one in given],
        "earlier": [grade_view(one, city) for one in earlier_grades(line, sheet.campaign, sheet.year)],
    }


def _desk_url(request: HttpRequest, city: City, sheet: GradeSheet, line: ClauseLine) -> str:
    """Return the desk with this clause, "" where the person cannot grade it."""
    if not grades_materials(request.user, city) or not (line.sampled is None or line.blind(request.user)):
        return ""
    if line.node.pk in barred_nodes(request.user, sheet.campaign, sheet.year):
        return ""
    return f"{reverse('materials:grade_desk', args=[city.slug])}{query_of(sheet)}&at={line.node.pk}"


def _settles(line: ClauseLine) -> bool:
    """Tell whether there is something to settle."""
    return line.second is not None and line.range.standing is not GradeStanding.HOLDS


@require_http_methods(["GET", "POST"])
def grade_rule(request: HttpRequest, city: City) -> HttpResponse:
    """Write down how papers are graded; every rule that there was stays readable."""
    only(keeps_materials, request, city)
    campaign = chosen_campaign(request, city)
    before = rules_before(campaign)
    form = GradeRuleForm(request.POST or None, rule=before[0] if before else None)
    if request.method == "POST" and form.is_valid() and attempt(
        lambda: actions.set_grade_rule(campaign=campaign, **form.facts(), **who(request)), form
    ):  # fmt: skip
        messages.success(request, _("已保存评分规则；已经给的评分不变"))
        return redirect(f"{reverse('materials:grades', args=[city.slug])}?campaign={campaign.pk}")
    weights, by_edition = part_weights(campaign, None)
    context = {
        "form": form,
        "campaign": campaign.name,
        "edition": edition_title(campaign.edition),
        "by_edition": {part.value: points_text(points) for part, points in weights.items()} if by_edition else None,
        "before": [_rule_view(campaign, one, []) for one in before],
        "list_url": f"{reverse('materials:grades', args=[city.slug])}?campaign={campaign.pk}",
    }
    return render(request, "materials/grade_rule.html", context, status=422 if form.errors else 200)

"""The grading desk: one clause after the other, its papers in the order of filing; the grade by key, earlier ones only afterwards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.enums import GradeStage
from wenming.materials.models import VersionPaper
from wenming.materials.queries.details import checks_on
from wenming.materials.queries.grades import (
    ClauseLine,
    GradeSheet,
    barred_nodes,
    earlier_grades,
    grades_for,
    papers_of_clause,
    wanted_for,
)
from wenming.materials.rules import grades_materials, keeps_materials
from wenming.materials.schemas.checks import check_lines
from wenming.materials.schemas.grades import grade_view, held_text, stage_word, steps_view, wanted_view
from wenming.materials.schemas.items import period_text
from wenming.materials.views.edges import attempt, who
from wenming.materials.views.grades import query_of, sheet_of
from wenming.materials.views.papers import shown_sheet
from wenming.standards.schemas import edition_title, node_name

MOST_SKIPS = 200


@require_http_methods(["GET", "POST"])
def grade_desk(request: HttpRequest, city: City) -> HttpResponse:
    """Show the next clause that waits for this reviewer; one key grades it, and below full he says why."""
    only(grades_materials, request, city)
    sheet = sheet_of(request, city)
    barred = barred_nodes(request.user, sheet.campaign, sheet.year)
    pile = [line for line in sheet.lines if line.waits(request.user) and line.node.pk not in barred]
    line = _chosen(request, sheet, pile)
    if line is None:
        return render(request, "materials/grade_desk_done.html", _done(request, city, sheet, barred))
    if request.method == "POST" and _act(request, sheet, line):
        return redirect(_next(request, city, sheet, done=_count(request) + 1, last=line.node.pk))
    context = {
        **_clause(request, city, sheet, line),
        "last": _last(request, city, sheet),
        "campaign": sheet.campaign.name,
        "year": sheet.year,
        "waits": len(pile),
        "done": _count(request),
        "skip_url": _next(request, city, sheet, skip=line.node.pk, done=_count(request)),
    }
    return render(request, "materials/grade_desk.html", context)


def _chosen(request: HttpRequest, sheet: GradeSheet, pile: list[ClauseLine]) -> ClauseLine | None:
    """Return the clause that the address names, else the next one that is not skipped."""
    wanted = _keys(request.GET.get("at", ""))
    if wanted:
        return next((line for line in sheet.lines if line.node.pk == wanted[0]), None)
    skipped = _keys(request.GET.get("skip", ""))
    return next((line for line in pile if line.node.pk not in skipped), None)


def _act(request: HttpRequest, sheet: GradeSheet, line: ClauseLine) -> bool:
    """Give the grade."""
    label, words = request.POST.get("label", "")[:40], request.POST.get("words", "")[:500]
    return attempt(
        lambda: actions.grade_clause(campaign=sheet.campaign, node=line.node, year=sheet.year, label=label, words=words, **who(request)),
        request=request,
    )  # fmt: skip


def _clause(request: HttpRequest, city: City, sheet: GradeSheet, line: ClauseLine) -> dict[str, Any]:
    """Return what is asked for and what is there; nothing that anybody gave."""
    campaign = sheet.campaign
    rows = papers_of_clause(campaign, line.node, sheet.year)
    keys = [row.pk for row in rows]
    wanted = _keys(request.GET.get("paper", ""))
    place = keys.index(wanted[0]) if wanted and wanted[0] in keys else 0
    one = rows[place].paper if rows else None
    return {
        "node": {"code": line.node.code, "name": node_name(line.node), "edition": edition_title(campaign.edition)},
        "stage": stage_word(GradeStage.SECOND if line.blind(request.user) else GradeStage.FIRST),
        "held": held_text(line),
        "late": line.held.late,
        "requirements": [wanted_view(each) for each in wanted_for(campaign, line.node, sheet.year)],
        "steps": steps_view(grades_for(campaign, line.node.code, sheet.rule)),
        "rule_url": f"{reverse('materials:grade_rule', args=[city.slug])}?campaign={campaign.pk}" if keeps_materials(request.user, city) else "",
        "sheet": shown_sheet(request, city, one) if one else None,
        "place": place + 1,
        "papers": len(rows),
        "tabs": [
            {"title": _paper_title(row), "here": row.pk == keys[place], "url": _paper_url(request, line, row)} for row in rows
        ],
        "checks": check_lines(checks_on(city, [row.paper for row in rows]), city),
        "words": request.POST.get("words", ""),
        "label": request.POST.get("label", ""),
    }  # fmt: skip


def _paper_title(row: VersionPaper) -> str:
    """Return a paper in a tab: its place in the filing, period and unit."""
    item = row.version.item
    period = period_text(item.requirement.rhythm, item.period)
    return " ".join(
        one for one in (f"({item.requirement.number})", period, item.unit.short_name or item.unit.name) if one
    )


def _paper_url(request: HttpRequest, line: ClauseLine, row: VersionPaper) -> str:
    """Return the desk with another paper of the same clause."""
    query = request.GET.copy()
    query["at"], query["paper"] = str(line.node.pk), str(row.pk)
    return f"?{query.urlencode()}"


def _last(request: HttpRequest, city: City, sheet: GradeSheet) -> dict[str, Any] | None:
    """Return what was graded just now, with what others gave and earlier years: now that the own grade stands, it may be seen."""
    keys = _keys(request.GET.get("last", ""))
    line = next((one for one in sheet.lines if keys and one.node.pk == keys[0]), None)
    if line is None or request.user.pk not in _givers(line):
        return None
    given = [one for one in (line.first, line.second) if one is not None]
    return {
        "code": line.node.code,
        "url": f"{reverse('materials:grade', args=[city.slug, line.node.pk])}{query_of(sheet)}",
        "given": [grade_view(one, city) for one in given],
        "earlier": [grade_view(one, city) for one in earlier_grades(line, sheet.campaign, sheet.year)],
    }


def _givers(line: ClauseLine) -> set[int]:
    """Return who graded a clause; nobody yet where the lot still asks for the second grade."""
    return {one.by_id for one in (line.first, line.second) if one is not None}


def _done(request: HttpRequest, city: City, sheet: GradeSheet, barred: set[int]) -> dict[str, Any]:
    """Return what the page says when nothing waits."""
    return {
        "last": _last(request, city, sheet),
        "done": _count(request),
        "campaign": sheet.campaign.name,
        "year": sheet.year,
        "clauses": len(sheet.lines),
        "own": sum(line.node.pk in barred and line.waits(request.user) for line in sheet.lines),
        "skipped": len(_keys(request.GET.get("skip", ""))),
        "list_url": f"{reverse('materials:grades', args=[city.slug])}{query_of(sheet)}",
        "again_url": f"{reverse('materials:grade_desk', args=[city.slug])}{query_of(sheet)}",
    }


def _next(request: HttpRequest, city: City, sheet: GradeSheet, **facts: Any) -> str:
    """Return the address of the next clause."""
    skipped = _keys(request.GET.get("skip", ""))
    if "skip" in facts:
        skipped.append(facts.pop("skip"))
    if skipped:
        facts["skip"] = ",".join(map(str, skipped[-MOST_SKIPS:]))
    return f"{reverse('materials:grade_desk', args=[city.slug])}{query_of(sheet)}&{urlencode(facts, safe=',')}"


def _keys(text: str) -> list[int]:
    """Return the keys of an address."""
    return [int(key) for key in text.split(",")[:MOST_SKIPS] if key.isascii() and key.isdigit() and len(key) < 19]


def _count(request: HttpRequest) -> int:
    """Return how many were graded in this sitting."""
    return next(iter(_keys(request.GET.get("done", ""))), 0)

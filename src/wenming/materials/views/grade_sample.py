"""The second look: clauses drawn by lot, how far two people grade alike, what is to be discussed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.materials import actions
from wenming.materials.forms.grades import SampleForm
from wenming.materials.models import GradeSample
from wenming.materials.queries.agreeing import agreed_on, graders_in, samples_of
from wenming.materials.queries.grades import ClauseLine, GradeSheet, grades_for
from wenming.materials.rules import keeps_materials, sees_every_material
from wenming.materials.schemas.grades import agreement_view, grade_view, standing_view
from wenming.materials.views.edges import attempt, who
from wenming.materials.views.grades import query_of, sheet_of
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name


@require_safe
def grade_sample(request: HttpRequest, city: City) -> HttpResponse:
    """Show how far two people agree on the drawn clauses, and those to discuss."""
    only(sees_every_material, request, city)
    form = SampleForm(graders=graders_in(city, on=today_in(city))) if keeps_materials(request.user, city) else None
    return _page(request, city, sheet_of(request, city), form)


@require_POST
def grade_draw(request: HttpRequest, city: City) -> HttpResponse:
    """Draw another sample."""
    only(keeps_materials, request, city)
    sheet = sheet_of(request, city)
    form = SampleForm(request.POST, graders=graders_in(city, on=today_in(city)))
    facts = {"campaign": sheet.campaign, "year": sheet.year}
    if form.is_valid() and attempt(lambda: actions.draw_grade_sample(**facts, **form.chosen(), **who(request)), form):
        messages.success(request, _("已抽取；复评人在“材料评分”里逐条评，看不到初评"))
        return redirect(f"{reverse('materials:grade_sample', args=[city.slug])}{query_of(sheet)}")
    return _page(request, city, sheet, form)


def _page(request: HttpRequest, city: City, sheet: GradeSheet, form: SampleForm | None) -> HttpResponse:
    """Show the second look."""
    steps = {one.milli for line in sheet.lines for one in grades_for(sheet.campaign, line.node.code, sheet.rule)}
    found = agreed_on(sheet.lines, steps)
    names = {top.code: node_name(top) for top in standard_of(sheet.campaign.edition).root.children}
    context = {
        "campaign": sheet.campaign.name,
        "year": sheet.year,
        "list_url": f"{reverse('materials:grades', args=[city.slug])}{query_of(sheet)}",
        "draw_url": f"{reverse('materials:grade_draw', args=[city.slug])}{query_of(sheet)}",
        "drawn": found.drawn,
        "both": len(found.both),
        "agreed": agreement_view(found.plain, found.weighted) if found.both else None,
        "differing": [_pair(line, city, sheet) for line in found.differing],
        "samples": [_sample(one, city, names) for one in samples_of(sheet.campaign, sheet.year)],
        "form": form,
        "graded": sum(line.first is not None and line.sampled is None for line in sheet.lines),
    }
    return render(request, "materials/grade_sample.html", context, status=422 if form and form.errors else 200)


def _pair(line: ClauseLine, city: City, sheet: GradeSheet) -> dict[str, Any]:
    """Return a clause that two graded differently: both grades with their words, and what was settled."""
    first, second = (grade_view(one, city) if one else None for one in (line.first, line.second))
    return {
        "code": line.node.code,
        "name": node_name(line.node),
        "url": f"{reverse('materials:grade', args=[city.slug, line.node.pk])}{query_of(sheet)}",
        "first": first,
        "second": second,
        "settled": grade_view(line.settled, city) if line.settled else None,
        "state": standing_view(line.range.standing),
    }


def _sample(one: GradeSample, city: City, names: dict[str, str]) -> dict[str, str]:
    """Return a sample with the way to its draw, where everybody can repeat it."""
    count = sum(chosen for _code, _units, chosen in one.draw.strata)
    said = [
        _("%(name)s：%(units)s 抽 %(chosen)s") % {"name": names.get(code, code), "units": units, "chosen": chosen}
        for code, units, chosen in one.draw.strata
    ]
    return {
        "number": str(one.number),
        "at": moment_text(one.at, city),
        "grader": one.grader.name,
        "count": ngettext("抽 %(n)s 条", "抽 %(n)s 条", count) % {"n": count},
        "strata": " · ".join(said),
        "url": reverse("draws:draw", args=[city.slug, one.draw_id]),
    }

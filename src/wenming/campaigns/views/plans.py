"""年度工作计划: what a unit, or the whole campaign, has before it in a year, by month; on paper, in Excel, in Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.campaigns.exports.duties import plan_workbook
from wenming.campaigns.exports.letters import plan_paper
from wenming.campaigns.queries.clauses import chiefs_now, latest_terms, milestones_for
from wenming.campaigns.queries.duties import Duty, PlanLine, all_duties, duties_of, lead_points, plan_lines
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.campaigns.schemas.duties import month_groups, plan_row
from wenming.campaigns.views.letters import WORD, send
from wenming.campaigns.views.sights import Sight, sight_of, with_query
from wenming.documents.exports import paper_file
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import choices, moment_text, number_text, points_text


@dataclass(frozen=True)
class PlanReading:
    """A year's plan: of one unit, or (``head`` None) of the whole campaign."""

    sight: Sight
    found: CampaignMatrix
    head: Head | None
    year: int
    duties: list[Duty]
    dated: list[PlanLine]
    undated: list[PlanLine]

    @property
    def unit(self) -> int | None:
        """The key of the unit."""
        return self.head.pk if self.head else None

    @property
    def title(self) -> str:
        """Whose plan it is, and for which year."""
        name = self.head.name if self.head else self.sight.campaign.name
        return _("%(name)s %(year)s 年度工作计划") % {"name": name, "year": self.year}


def plan_reading(request: HttpRequest, city: City, pk: int) -> PlanReading:
    """Return the plan that the address asks for: ``unit`` a key, ``year`` one of the cycle's."""
    sight = sight_of(request, city, pk)
    found = sight.matrix()
    key = request.GET.get("unit", "")
    head = found.heads.get(int(key)) if re.fullmatch(r"[0-9]{1,15}", key) else None
    if key and head is None:
        raise Http404
    terms, chiefs = latest_terms(sight.campaign), chiefs_now(sight.campaign)
    duties = duties_of(found, head.pk, terms, chiefs) if head else all_duties(found, terms, chiefs)
    milestones = milestones_for(sight.campaign, head.pk if head else None)
    year = _year(request, sight)
    dated, undated = plan_lines(duties, milestones, year=year, on=sight.on)
    return PlanReading(sight, found, head, year, duties, dated, undated)


def _years(sight: Sight) -> range:
    """Return the years of the cycle."""
    return range(sight.campaign.starts_on.year, sight.campaign.ends_on.year + 1)


def _year(request: HttpRequest, sight: Sight) -> int:
    """Return the year of the address; else this year, or the cycle's nearest."""
    years, asked = _years(sight), request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in years:
        return int(asked)
    return min(max(sight.on.year, years[0]), years[-1])


@require_safe
def plan(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a year's plan month by month."""
    reading = plan_reading(request, city, pk)
    sight, here = reading.sight, reading.sight.url("plan")
    unit = reading.unit or ""
    query = {"unit": unit, "year": reading.year}
    context = {
        **sight.frame("plan"),
        "title": reading.title,
        "unit": {"name": reading.head.name, "url": sight.url("unit_duties", unit)} if reading.head else None,
        "years": choices(
            [(with_query(here, unit=unit, year=year), str(year), year == reading.year) for year in _years(sight)]
        ),
        "units": [
            {"pk": head.pk, "name": head.name, "chosen": head.pk == reading.unit}
            for head in reading.found.heads.values()
            if not head.ended
        ],
        "year": reading.year,
        "sum": _sum(reading),
        "months": month_groups(reading.found, reading.dated, reading.unit),
        "undated": [plan_row(reading.found, line, reading.unit) for line in reading.undated],
        "printed": _("%(at)s 打印") % {"at": moment_text(timezone.now(), city)},
        "export_url": with_query(sight.url("plan_export"), **query),
        "word_url": with_query(sight.url("plan_word"), **query) if reading.head else "",
        "clear_url": with_query(here, year=reading.year),
    }
    return render(request, "campaigns/plan.html", context)


def _sum(reading: PlanReading) -> dict[str, Any]:
    """Return the figures above the plan."""
    return {
        "lead": number_text(sum(duty.part == "lead" for duty in reading.duties)),
        "points": points_text(lead_points(reading.duties)),
        "dated": number_text(len(reading.dated)),
        "past": number_text(sum(line.past for line in reading.dated)),
        "near": number_text(sum(line.near for line in reading.dated)),
        "undated": number_text(len(reading.undated)),
    }


@require_safe
def plan_export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the plan as a workbook."""
    reading = plan_reading(request, city, pk)
    content = plan_workbook(reading.found, reading.title, reading.dated, reading.undated, reading.unit)
    return send_workbook(content, f"{reading.title}.xlsx")


@require_safe
def plan_word(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give a unit's plan in Word."""
    reading = plan_reading(request, city, pk)
    if reading.head is None:
        raise Http404
    lines = (reading.dated, reading.undated)
    paper = plan_paper(reading.found, reading.head, reading.duties, lines, year=reading.year)
    return send(paper_file(paper), f"{reading.title}.docx", WORD)

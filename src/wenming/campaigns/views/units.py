"""The matrix unit by unit: what everybody carries, the list of duties of one unit (责任清单), one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.campaigns.exports.duties import duties_workbook
from wenming.campaigns.queries import current_campaign
from wenming.campaigns.queries.clauses import chiefs_now, latest_terms, milestones_for
from wenming.campaigns.queries.duties import Duty, duties_of, lead_points
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.campaigns.rules import sees_responsibilities
from wenming.campaigns.schemas.duties import duty_sections, unit_rows
from wenming.campaigns.schemas.matrix import overs
from wenming.campaigns.views.sights import Sight, sight_of
from wenming.engine.responsibility import loads_of
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text, points_text
from wenming.organisations.enums import UnitKind
from wenming.organisations.rules import units_of
from wenming.organisations.schemas.units import day_text

ORDERS = ("protocol", "load")


@require_safe
def units(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """List the units with a part, in protocol order or the heaviest lead first."""
    sight = sight_of(request, city, pk)
    found = sight.matrix()
    loads = {load.unit: load for load in loads_of(found.matrix.clauses)}
    by_load = request.GET.get("order") == "load"
    keys = list(loads) if by_load else [pk for pk in found.heads if pk in loads]
    here = sight.url("matrix_units")
    context = {
        **sight.frame("matrix_units"),
        "orders": [
            {"url": here, "label": _("按单位排序"), "active": not by_load},
            {"url": f"{here}?order=load", "label": _("按牵头分值"), "active": by_load},
        ],
        "count": len(keys),
        "rows_html": unit_rows(found, loads, [found.heads[key] for key in keys]) if keys else "",
        "export_url": sight.url("matrix_export"),
        "letters_url": sight.url("letters"),
    }
    return render(request, "campaigns/matrix_units.html", context)


@dataclass(frozen=True)
class UnitReading:
    """One unit with everything that falls to it."""

    sight: Sight
    found: CampaignMatrix
    head: Head
    duties: list[Duty]


def unit_reading(request: HttpRequest, city: City, pk: int, unit: int) -> UnitReading:
    """Return what falls to a unit, or 404 for one that never had a part in the title's campaigns."""
    sight = sight_of(request, city, pk)
    return reading_in(sight, sight.matrix(), unit)


def reading_in(sight: Sight, found: CampaignMatrix, unit: int) -> UnitReading:
    """Return what falls to a unit of a matrix."""
    if unit not in found.heads:
        raise Http404
    duties = duties_of(found, unit, latest_terms(sight.campaign), chiefs_now(sight.campaign))
    return UnitReading(sight, found, found.heads[unit], duties)


@require_safe
def duties(request: HttpRequest, city: City, pk: int, unit: int) -> HttpResponse:
    """Show the list of duties of one unit."""
    reading = unit_reading(request, city, pk, unit)
    sight, found = reading.sight, reading.found
    milestones = [one for one in milestones_for(sight.campaign, unit) if one.unit_id == unit]
    context = {
        **sight.frame("unit_duties"),
        "unit": {
            "name": reading.head.name,
            "kind": UnitKind(reading.head.kind).label,
            "pk": unit,
        },
        "sum": {
            "lead": number_text(sum(duty.part == "lead" for duty in reading.duties)),
            "points": points_text(lead_points(reading.duties)),
            "all": number_text(len(reading.duties)),
        },
        "sections": duty_sections(found, reading.duties, unit),
        "milestones": [
            {"name": one.name, "day": day_text(one.due_on), "done": day_text(one.done_on) if one.done_on else ""}
            for one in milestones
        ],
        "over": next((one for one in overs(found) if one["pk"] == unit), None),
        "over_url": sight.url("hand_over"),
        "printed": _("%(at)s 打印") % {"at": moment_text(timezone.now(), city)},
        "urls": {
            "units": sight.url("matrix_units"),
            "export": sight.url("unit_duties_export", unit),
            "letter": sight.url("letter", unit),
            "plan": f"{sight.url('plan')}?unit={unit}",
        },
    }
    return render(request, "campaigns/unit_duties.html", context)


@require_safe
def duties_export(request: HttpRequest, city: City, pk: int, unit: int) -> HttpResponse:
    """Give the list of duties of one unit as a workbook."""
    reading = unit_reading(request, city, pk, unit)
    content = duties_workbook(reading.found, reading.head, reading.duties)
    return send_workbook(content, f"{reading.head.name}-{_('责任清单')}.xlsx")


@require_safe
def mine(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the duties of the unit for which the person holds a post; of several, let the person choose."""
    only(sees_responsibilities, request, city)
    campaign, own = current_campaign(city, on=today_in(city)), units_of(request.user, city)
    if campaign is None:
        return redirect("campaigns:matrix_latest", city.slug)
    if not own:
        return redirect("campaigns:matrix", city.slug, campaign.pk)
    sight = sight_of(request, city, campaign.pk)
    known = sight.matrix().heads
    busy = [unit for unit in own if unit.pk in known]
    if len(busy) == 1 and len(own) == 1:
        return redirect("campaigns:unit_duties", city.slug, campaign.pk, busy[0].pk)
    choices: list[dict[str, Any]] = [
        {"name": unit.name, "url": sight.url("unit_duties", unit.pk) if unit.pk in known else ""} for unit in own
    ]
    return render(request, "campaigns/my_duties.html", {**sight.frame("my_duties"), "units": choices})

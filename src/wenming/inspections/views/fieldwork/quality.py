"""How far a field round can be trusted: agreement, what is unclear, how long visits took."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.inspections.exports.quality import quality_workbook
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork import field_round_in
from wenming.inspections.queries.fieldwork.quality import quality_of
from wenming.inspections.rules import OVER, sees_quality
from wenming.inspections.schemas.quality import quality_view
from wenming.inspections.views.fieldwork.frame import frame, page
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City


def _round(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return the round whose quality this reader may see, else 404: that a round runs is nobody else's business."""
    field_round = field_round_in(city, pk)
    if field_round is None or not sees_quality(field_round)(request.user, city):
        raise Http404
    return field_round


@require_safe
def quality(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show how far the round can be trusted."""
    field_round = _round(request, city, pk)
    context = {
        **frame(request, field_round, "quality"),
        "over": field_round.state in OVER,
        "export_url": reverse("inspections:field_quality_export", args=[city.slug, pk]),
        **quality_view(quality_of(field_round), city),
    }
    return page(request, "inspections/fieldwork/quality.html", context)


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer with the same numbers as Excel."""
    field_round = _round(request, city, pk)
    name = f"{field_round.name} {_('测评质量')}.xlsx"
    return send_workbook(quality_workbook(field_round, quality_of(field_round)), name)

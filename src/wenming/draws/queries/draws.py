"""Draws themselves: nothing here says what was chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from wenming.draws.enums import DrawPurpose, DrawState
from wenming.draws.models import Draw
from wenming.kernel.models import City


def draws_in(city: City, query: Mapping[str, str] | None = None) -> QuerySet[Draw]:
    """Return the city's draws, newest first; of one ``purpose`` and ``state`` where the filter names them."""
    rows = Draw.objects.in_city(city).select_related("keeper").defer("sealed_secret", "secret", "salt").order_by("-pk")
    wanted = query or {}
    if wanted.get("purpose") in DrawPurpose.values:
        rows = rows.filter(purpose=wanted["purpose"])
    if wanted.get("state") in DrawState.values:
        rows = rows.filter(state=wanted["state"])
    return rows


def draw_in(city: City, pk: int) -> Draw | None:
    """Return one draw of the city. One query."""
    return Draw.objects.in_city(city).select_related("city", "keeper", "frame").filter(pk=pk).first()

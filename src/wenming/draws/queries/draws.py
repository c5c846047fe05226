"""Draws themselves: nothing here says what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from wenming.draws.enums import DrawPurpose, DrawState
from wenming.draws.models import Draw
from wenming.draws.rules import KEEPERS
from wenming.kernel.models import Account, City, Event
from wenming.organisations.queries import posts_in


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


def keepers_in(city: City, *, on: date) -> dict[int, str]:
    """Return who can keep a draw on a day: account and name, by the age of their posts. One query."""
    posts = posts_in(city, on=on).filter(role__in=KEEPERS).order_by("pk")
    return {post.account_id: post.account.name for post in posts}


def keepers_before(draw: Draw) -> list[tuple[str, datetime]]:
    """Return who kept a draw before, with the moment of handing it over, the first one first. Two queries, one where nobody did."""
    handed = Event.objects.in_city(draw.city).filter(kind="draw.handed_over", subject=f"{draw._meta.label}:{draw.pk}")
    events = list(handed.order_by("number"))
    names = (
        dict(Account.objects.filter(pk__in={one.data["before"] for one in events}).values_list("pk", "name"))
        if events
        else {}
    )
    return [(names[one.data["before"]], one.at) for one in events]

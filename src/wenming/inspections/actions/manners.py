"""Saying how a round was done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.inspections.models import Round, RoundManner
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again, works_in_office


@transaction.atomic
def say_manner(*, round_: Round, manner: str, drawn: bool, by: Account | None, at: datetime) -> RoundManner:
    """Say whether the places of a round knew of the visit, and whether they were drawn by lot; what was said before stays in the events.

    Saying what already holds writes nothing.
    """
    city = round_.city
    round_ = Round.objects.in_city(city).select_for_update(of=("self",)).get(pk=round_.pk)
    if by is not None:
        require_again(works_in_office, by, city)
    said = RoundManner.objects.in_city(city).filter(round=round_).first()
    if said is not None and (said.manner, said.drawn) == (manner, drawn):
        return said
    values = {"manner": manner, "drawn": drawn, "said_by": by, "said_at": at}
    said, _new = RoundManner.objects.in_city(city).update_or_create(
        round=round_, defaults=values, create_defaults={**values, "city": city}
    )
    data = {"round": round_.number, "manner": manner, "drawn": drawn}
    record_event(city=city, kind="round.manner_said", subject=said, data=data, by=by, at=at)
    return said

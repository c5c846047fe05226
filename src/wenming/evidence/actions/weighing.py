"""How much what is found about photos weighs in a city."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wenming.evidence.models import RiskWeight
from wenming.evidence.queries.risk import USUAL, weights_in
from wenming.evidence.rules import explains_findings
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


@transaction.atomic
def set_risk_weights(*, city: City, points: Mapping[str, int], by: Account, at: datetime) -> dict[str, int]:
    """Set the points of kinds of findings; as usual where none are named. Return all points. What was chosen to be looked at again stays."""
    city = City.objects.select_for_update().get(pk=city.pk)
    require_again(explains_findings, by, city)
    before = weights_in(city)
    for kind, usual in USUAL.items():
        rows = RiskWeight.objects.in_city(city)
        if points.get(kind, usual) == usual:
            rows.filter(kind=kind).delete()
        else:
            rows.update_or_create(city=city, kind=kind, defaults={"points": points[kind]})
    after = weights_in(city)
    changed = {kind: [before[kind], after[kind]] for kind in USUAL if before[kind] != after[kind]}
    if changed:
        record_event(city=city, kind="evidence.weights_set", subject=city, data={"points": changed}, by=by, at=at)
    return after

"""The rounds that the state page speaks of; what was closed and came back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from wenming.engine.casework import CaseCounter
from wenming.inspections.models import Round
from wenming.inspections.queries import rounds_in
from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import DISTRICTS
from wenming.issues.queries.recurrence import Share, looks_in, shares_of
from wenming.issues.queries.tallies import flows_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit

LATEST = 12
"""Among so many rounds the one before is looked for."""
DAYS = 90


def latest_rounds(city: City) -> tuple[Round | None, Round | None]:
    """Return the latest round that counts, and the one before it that was judged by the same edition. One query."""
    rounds = list(rounds_in(city)[:LATEST])
    if not rounds:
        return None, None
    return rounds[0], next((one for one in rounds[1:] if one.edition_id == rounds[0].edition_id), None)


@dataclass(frozen=True, slots=True)
class Closing:
    """What a district had to close in 90 days, what of it was closed, and what of the closed came back, as far as chance looked."""

    name: str
    due: int
    closed: int
    back: Share | None


def closing_of(city: City, *, on: date) -> list[Closing]:
    """Return a line for each district in protocol order. Three queries."""
    since = on - timedelta(days=DAYS)
    units = list(Unit.objects.in_city(city).order_by("position", "pk").only("pk", "name", "position", "kind"))
    homes: dict[int, set[int]] = defaultdict(set)
    districts = [unit for unit in units if unit.kind in DISTRICTS]
    for district in districts:
        homes[district.pk] = {unit.pk for unit in units if f"{unit.position}.".startswith(f"{district.position}.")}
    flows = flows_of(city, since, on, "area")
    shares = shares_of(looks_in(city, Period("", since, on)), {one.pk: ("area", homes[one.pk]) for one in districts})
    lines = []
    for one in districts:
        due, closed = (
            sum(flows.get((key, word), 0) for key in homes[one.pk])
            for word in (CaseCounter.TO_CLOSE, CaseCounter.CLOSED)
        )
        if due or one.pk in shares:
            lines.append(Closing(one.name, due, closed, shares.get(one.pk)))
    return lines

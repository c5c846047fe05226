"""What came back beside what was closed. The one place from which pages of supervision take recurrence."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import counters_by
from wenming.issues.schemas.rates import ENOUGH
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.supervision.enums import GroupSide


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Of so many closed at known sites, so many came back within 30 days, as far as these have passed."""

    back: int
    closed: int

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough of them for a rate."""
        return self.closed >= ENOUGH


def recurrence_beside(
    city: City, period: Period, units: dict[tuple[str, int], Unit]
) -> dict[tuple[str, int], Recurrence]:
    """Return (side, unit) -> what came back of what was closed in the period. Three queries for each side that is asked for."""
    found = {}
    for side in {side for side, _key in units}:
        counters = counters_by(city, period, side)
        positions = dict(Unit.objects.in_city(city).filter(pk__in=list(counters)).values_list("pk", "position"))
        for (other, key), unit in units.items():
            if other != side:
                continue
            own = [key] if side == GroupSide.UNIT else [
                place for place, position in positions.items() if f"{position}.".startswith(f"{unit.position}.")
            ]  # fmt: skip
            back = sum(counters[place]["recurred_30"] for place in own if place in counters)
            closed = sum(counters[place]["recurrable"] for place in own if place in counters)
            found[side, key] = Recurrence(back, closed)
    return found

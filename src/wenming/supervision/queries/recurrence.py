"""What came back beside what was closed. The one place from which pages of supervision take recurrence."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import counters_by
from wenming.issues.queries.recurrence import Share, looks_in, shares_of
from wenming.issues.schemas.rates import ENOUGH
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.supervision.enums import GroupSide


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What came back of what was closed: ``share`` as visits by lot found it (None where nothing was looked at).

    Beside it what people reported again: of so many closed at known sites, so many came back within 30 days, as far as these have passed.
    """

    back: int
    closed: int
    share: Share | None = None

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough of them for a rate."""
        return self.closed >= ENOUGH


def recurrence_beside(
    city: City, period: Period, units: dict[tuple[str, int], Unit]
) -> dict[tuple[str, int], Recurrence]:
    """Return (side, unit) -> what came back of what was closed in the period. One query, and three for each side that is asked for."""
    counters = {side: counters_by(city, period, side) for side in {side for side, _key in units}}
    looks = looks_in(city, period)
    places = {key for found in counters.values() for key in found} | {look.area for look in looks}
    positions = dict(Unit.objects.in_city(city).filter(pk__in=places).values_list("pk", "position"))
    own = {(side, key): _own(side, unit, positions) for (side, key), unit in units.items()}
    shares = shares_of(looks, {key: (key[0], places) for key, places in own.items()})
    found = {}
    for key, places in own.items():
        rows = [counters[key[0]][place] for place in places if place in counters[key[0]]]
        back, closed = (sum(row[name] for row in rows) for name in ("recurred_30", "recurrable"))
        found[key] = Recurrence(back, closed, shares.get(key))
    return found


def _own(side: str, unit: Unit, positions: dict[int, str]) -> set[int]:
    """Return whose matters count for a line: a unit's own, an area's with everything below it."""
    if side == GroupSide.UNIT:
        return {unit.pk}
    return {place for place, position in positions.items() if f"{position}.".startswith(f"{unit.position}.")}

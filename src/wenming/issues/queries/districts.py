"""How the open issues of a city stand, district by district."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, Value, When

from wenming.engine.deadlines import Lamp
from wenming.issues.enums import IssueState
from wenming.issues.queries.lamps import shows_lamp
from wenming.issues.queries.listing import IssueFilter, issues_listed
from wenming.kernel.models import Account, City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in

DISTRICTS = frozenset({UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY})
SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class District:
    """A district, None for what lies in none, with the number of its open issues by lamp; suspended ones by themselves."""

    unit: Unit | None
    lamps: Counter[str]


def lamps_by_district(account: Account, city: City, *, at: datetime) -> list[District]:
    """Return the districts that have open issues, in protocol order, last what lies in none. Two queries, over what is open alone."""
    shown = Case(
        When(state=IssueState.SUSPENDED, then=Value(SUSPENDED)),
        *(When(shows_lamp(str(lamp), at), then=Value(str(lamp))) for lamp in Lamp),
        output_field=CharField(),
    )
    found = issues_listed(account, city, IssueFilter(at)).annotate(lamp=shown).values("area", "lamp")
    units = list(units_in(city))
    home = _homes(units)
    counts: dict[int | None, Counter[str]] = {}
    for row in found.annotate(number=Count("pk")):
        counts.setdefault(home.get(row["area"]), Counter())[row["lamp"]] += row["number"]
    districts = [District(unit, counts[unit.pk]) for unit in units if unit.pk in counts]
    return districts + ([District(None, counts[None])] if None in counts else [])


def _homes(units: list[Unit]) -> dict[int, int]:
    """Return the district in which each unit lies, by keys."""
    tops = {unit.position: unit.pk for unit in units if unit.kind in DISTRICTS}
    found = {}
    for unit in units:
        parts = unit.position.split(".")
        above = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
        home = next((tops[one] for one in above if one in tops), None)
        if home is not None:
            found[unit.pk] = home
    return found

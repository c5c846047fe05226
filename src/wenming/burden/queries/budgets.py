"""The numbers that hold in a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wenming.burden.enums import AskKind
from wenming.burden.models import AskEstimate, Budget
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind

MINUTES = {AskKind.PHOTO: 5, AskKind.FORM: 15, AskKind.RECORD: 40, AskKind.VISIT: 60}
"""About how long one piece takes, where the city has set nothing else."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a unit may be asked in a week: pieces, and minutes of work."""

    photos: int
    forms: int
    minutes: int


GRASSROOTS = Limits(photos=5, forms=3, minutes=120)
STREETS = Limits(photos=10, forms=5, minutes=240)
OTHERS = Limits(photos=15, forms=10, minutes=300)
USUAL = {
    **dict.fromkeys(map(str, (UnitKind.COMMUNITY, UnitKind.VILLAGE, UnitKind.GRID)), GRASSROOTS),
    **dict.fromkeys(map(str, (UnitKind.STREET, UnitKind.TOWN)), STREETS),
}
"""What a city asks at most that has set nothing: the nearer to the people, the less."""


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def limits_on(city: City, week: date) -> dict[str, Limits]:
    """Return kind of unit -> what holds in a week: the latest numbers that begin no later than its Sunday. One query."""
    found = {kind: USUAL.get(kind, OTHERS) for kind in UnitKind.values}
    rows = Budget.objects.in_city(city).filter(since__lte=week + timedelta(days=6)).order_by("since")
    found.update((row.unit_kind, Limits(row.photos, row.forms, row.minutes)) for row in rows)
    return found


def estimates_on(city: City, day: date) -> dict[str, int]:
    """Return kind -> about how many minutes one piece takes. One query."""
    found = {str(kind): minutes for kind, minutes in MINUTES.items()}
    rows = AskEstimate.objects.in_city(city).filter(since__lte=day).order_by("since")
    found.update(rows.values_list("kind", "minutes"))
    return found

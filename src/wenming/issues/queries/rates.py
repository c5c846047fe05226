"""Counters of a period for rates: by unit, district or category, with what is looked up beside the tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from wenming.issues.models import Issue, MinorClass
from wenming.issues.queries.counted import AGAIN, closed_at_sites, recurs_within, repeats_within
from wenming.issues.queries.periods import Period
from wenming.issues.queries.tallies import flows_of
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit

Counters = Counter[str]
DISTRICTS = frozenset({UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the rates: of whom (``side`` and key as in ``queries.counted``), in which group, and its counters."""

    side: str
    key: int
    name: str
    group: str
    counters: Counters


def counters_by(city: City, period: Period, side: str, *, keys: Collection[int] | None = None) -> dict[int, Counters]:
    """Return key -> counters of a period by "unit", "area" or "minor", with recurrences and repeats. Three queries.

    ``keys``: only these. A key 0 is what has none.
    """
    found: dict[int, Counters] = {}
    if period.first is None or period.last is None:
        return found
    for (key, word), number in flows_of(city, period.first, period.last, side, keys=keys).items():
        found.setdefault(key, Counter())[word] += number
    for key, words, number in [*_recurred(city, period, side), *_repeated(city, period, side)]:
        if keys is None or key in keys:
            found.setdefault(key, Counter()).update(dict.fromkeys(words, number))
    return found


def _recurred(city: City, period: Period, side: str) -> Iterable[tuple[int, list[str], int]]:
    """Yield what was closed in the period and could recur, and whether it did within 30 and 90 days."""
    closed = Issue.objects.in_city(city).filter(closed_at_sites(period, city)).order_by()
    windows = {word: recurs_within(city, AGAIN[word]) for word in ("recurred_30", "recurred_90")}
    rows = closed.annotate(**windows).values(side, *windows).annotate(number=Count("pk"))
    for row in rows:
        yield row[side] or 0, ["recurrable", *(word for word in windows if row[word])], row["number"]


def _repeated(city: City, period: Period, side: str) -> Iterable[tuple[int, list[str], int]]:
    """Yield what was reported in the period although it had been reported not long before."""
    again = period.condition("reported_at", city) & Q(repeats_within(city, AGAIN["repeated"]))
    rows = Issue.objects.in_city(city).filter(again).order_by().values(side).annotate(number=Count("pk"))
    for row in rows:
        yield row[side] or 0, ["repeated"], row["number"]


def unit_lines(city: City, period: Period, *, below: Q | None = None) -> list[Line]:
    """Return a line for each unit that had something to do, in protocol order within its kind; ``below``: only these units. Four queries."""
    units = _units(city, below)
    found = counters_by(city, period, "unit", keys=None if below is None else list(units))
    lines = [
        Line("unit", pk, unit.name, str(unit.get_kind_display()), found[pk])
        for pk, unit in units.items()
        if found.get(pk)
    ]
    return _grouped(lines)


def district_lines(city: City, period: Period, *, below: Q | None = None) -> list[Line]:
    """Return a line for each district, county and zone with everything below it, in protocol order; what lies in none comes last.

    ``below``: only areas among these units, each for itself. Four queries.
    """
    units = _units(city, below)
    found = counters_by(city, period, "area", keys=None if below is None else list(units))
    if below is not None:
        return [Line("area", pk, unit.name, "", found[pk]) for pk, unit in units.items() if found.get(pk)]
    districts = [unit for unit in units.values() if unit.kind in DISTRICTS]
    lines = []
    for district in districts:
        own = [pk for pk, unit in units.items() if f"{unit.position}.".startswith(f"{district.position}.")]
        counters = _sum(found.pop(pk) for pk in own if pk in found)
        if counters:
            lines.append(Line("district", district.pk, district.name, "", counters))
    rest = [Line("area", pk, units[pk].name if pk in units else "", "", counters) for pk, counters in found.items()]
    return lines + sorted(rest, key=lambda line: (line.key == 0, line.key))


def category_lines(city: City, period: Period) -> list[Line]:
    """Return a line for each category, in the order of its table within its major class; what has none comes last. Four queries."""
    found = counters_by(city, period, "minor")
    minors = (
        MinorClass.objects.in_city(city).select_related("major").order_by("major__kind", "major__order", "order", "pk")
    )
    lines = [Line("minor", one.pk, one.name, one.major.name, found[one.pk]) for one in minors if found.get(one.pk)]
    return lines + ([Line("minor", 0, "", "", found[0])] if found.get(0) else [])


LINES: Mapping[str, Callable[..., list[Line]]] = {
    "unit": unit_lines,
    "district": district_lines,
    "category": category_lines,
}
"""What the rates are by -> who reads the lines."""


def sum_of_lines(lines: Iterable[Line]) -> Counters:
    """Return the counters of all lines together."""
    return _sum(line.counters for line in lines)


def _sum(parts: Iterable[Counters]) -> Counters:
    found: Counters = Counter()
    for part in parts:
        found.update(part)
    return found


def _units(city: City, below: Q | None) -> dict[int, Unit]:
    """Return units in protocol order, those that have ended as well: their numbers stay."""
    units = Unit.objects.in_city(city).order_by("position", "pk")
    return {unit.pk: unit for unit in (units if below is None else units.filter(below))}


def _grouped(lines: list[Line]) -> list[Line]:
    """Return lines with those of a group beside each other; groups in the order of their first line."""
    order = {line.group: place for place, line in reversed(list(enumerate(lines)))}
    return sorted(lines, key=lambda line: order[line.group])

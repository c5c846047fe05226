"""Counts of issues: totals and what is not folded yet, in one statement, so that no fold comes between the two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, QuerySet, Sum, Value

from wenming.issues.enums import TallyFace
from wenming.issues.models import IssueDelta, IssueTotal
from wenming.kernel.models import City

_KEYS = {"city": Value(0), "area": F("area"), "minor": F("minor"), "unit": F("unit"), "cell": F("area")}
_SECONDS = {"cell": F("minor")}
Stock = dict[tuple[int, str], int]
"""(key of the area, category or unit, state) -> number; 0 is what has none."""
Flows = dict[tuple[int, str], int]
"""(key of the area, category or unit, counter of ``engine.casework.CaseCounter``) -> number."""


def stock_of(city: City, by: str = "city", *, keys: Collection[int] | None = None) -> Stock:
    """Return how many issues there are: (key, state) -> number, by "city" (key 0), "area", "minor" or "unit". One query.

    ``keys``: only these areas, categories or units.
    """
    found: Stock = {}
    for word, key, _second, number in (
        _rows(city, by, keys)
        .filter(day__isnull=True)
        .union(_unfolded(city, by, keys).filter(day__isnull=True), all=True)
    ):
        found[key, word] = found.get((key, word), 0) + number
    return {place: number for place, number in found.items() if number}


def cells_of(
    city: City, *, states: Collection[str] = (), areas: Collection[int] = ()
) -> dict[tuple[int, int, str], int]:
    """Return how many issues there are by area, category and state: (area, minor class, state) -> number. One query.

    ``states`` and ``areas``: only these.
    """
    totals, unfolded = _rows(city, "cell", areas or None), _unfolded(city, "cell", areas or None)
    if states:
        totals, unfolded = totals.filter(word__in=states), unfolded.filter(word__in=states)
    found: dict[tuple[int, int, str], int] = {}
    for word, area, minor, number in totals.filter(day__isnull=True).union(unfolded.filter(day__isnull=True), all=True):
        found[area, minor, word] = found.get((area, minor, word), 0) + number
    return {place: number for place, number in found.items() if number}


def flows_of(city: City, since: date, until: date, by: str = "city", *, keys: Collection[int] | None = None) -> Flows:
    """Return what was counted in a period, both days included: (key, counter) -> number, by "city", "area", "minor" or "unit". One query.

    Rates follow from it by ``engine.rates``; what each counter means stands in ``engine.casework.CaseCounter``.
    """
    during = {"day__range": (since, until)}
    totals, unfolded = _rows(city, by, keys).filter(**during), _unfolded(city, by, keys).filter(**during)
    found: Flows = {}
    for word, key, _second, number in _summed(totals).union(_summed(unfolded), all=True):
        found[key, word] = found.get((key, word), 0) + number
    return {place: number for place, number in found.items() if number}


def _rows(city: City, by: str, keys: Collection[int] | None) -> QuerySet:
    """Return word, key, second key and number of the totals seen from one side."""
    rows = IssueTotal.objects.in_city(city).filter(face=TallyFace(by)).order_by()
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return rows.values_list("word", "key", "second", "number")


def _unfolded(city: City, by: str, keys: Collection[int] | None) -> QuerySet:
    """Return the same of what is not folded yet."""
    rows = IssueDelta.objects.in_city(city).order_by().annotate(key=_KEYS[by], second=_SECONDS.get(by, Value(0)))
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return rows.values_list("word", "key", "second", "number")


def _summed(rows: QuerySet) -> QuerySet:
    """Return the same with the days added up."""
    return rows.values_list("word", "key", "second").annotate(Sum("number"))

"""Counts of issues: totals and what is not folded yet, in one statement, so that no fold comes between the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, IntegerField, JSONField, Sum, Value
from django.db.models.functions import Cast

from wenming.issues.enums import TallyFace
from wenming.issues.models import IssueStep, IssueTotal
from wenming.issues.queries.counting import counts_in, faces_of
from wenming.kernel.models import City

Counts = dict[tuple[int, str], int]
"""(key of the area, category or unit, state or counter) -> number; 0 is what has none."""


def stock_of(city: City, by: str = "city", *, keys: Collection[int] | None = None) -> Counts:
    """Return how many issues there are: (key, state) -> number, by "city" (key 0), "area", "minor" or "unit". One query.

    ``keys``: only these areas, categories or units.
    """
    found: Counter[tuple[int, str]] = Counter()
    for day, word, key, _second, number in _read(city, by, keys, None, day__isnull=True):
        if day is None:
            found[key, word] += number
    return {place: number for place, number in found.items() if number}


def cells_of(
    city: City, *, states: Collection[str] | None = None, areas: Collection[int] | None = None
) -> dict[tuple[int, int, str], int]:
    """Return how many issues there are by area, category and state: (area, minor class, state) -> number. One query.

    ``states`` and ``areas``: only these.
    """
    wanted = {} if states is None else {"word__in": list(states)}
    found: Counter[tuple[int, int, str]] = Counter()
    for day, word, area, minor, number in _read(city, "cell", areas, None, day__isnull=True, **wanted):
        if day is None and (states is None or word in states):
            found[area, minor, word] += number
    return {place: number for place, number in found.items() if number}


def flows_of(city: City, since: date, until: date, by: str = "city", *, keys: Collection[int] | None = None) -> Counts:
    """Return what was counted in a period, both days included: (key, counter) -> number, by "city", "area", "minor" or "unit". One query.

    Rates follow from it by ``engine.rates``; what each counter means stands in ``engine.casework.CaseCounter``.
    """
    found: Counter[tuple[int, str]] = Counter()
    for day, word, key, _second, number in _read(city, by, keys, since, day__range=(since, until)):
        if day is not None and since <= day <= until:
            found[key, word] += number
    return {place: number for place, number in found.items() if number}


def _read(
    city: City, by: str, keys: Collection[int] | None, folded: date | None, **wanted: Any
) -> Iterator[tuple[date | None, str, int, int, int]]:
    """Yield day, word, key, second key and number: the wanted totals of a face, then all of it that is not folded.

    The database adds up the days of the totals; ``folded`` stands for their day.
    """
    totals = IssueTotal.objects.in_city(city).filter(face=TallyFace(by), **wanted).order_by()
    if keys is not None:
        totals = totals.filter(key__in=list(keys))
    summed = totals.values("word", "key", "second").annotate(sum=Sum("number"), delta=Cast(Value(None), JSONField()))
    waiting = IssueStep.objects.in_city(city).filter(delta__isnull=False).order_by()
    nothing = (Value("", CharField()), *(Value(0, IntegerField()) for _column in range(3)))
    deltas = []
    for word, key, second, count, delta in summed.values_list("word", "key", "second", "sum", "delta").union(
        waiting.values_list(*nothing, "delta"), all=True
    ):
        if delta is None:
            yield folded, word, key, second, count
        else:
            deltas.append(delta)
    for (face, day, word, key, second), count in faces_of(counts_in(deltas)).items():
        if face == by and (keys is None or key in keys):
            yield day, word, key, second, count

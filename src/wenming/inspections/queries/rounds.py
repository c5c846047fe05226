"""Reading rounds and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from wenming.inspections.models import Observation, Round
from wenming.kernel.models import City

GroupRows = list[tuple[str, int, int]]
"""(name, rows, sum of milli-points), one per street or unit; "" for rows that name none."""


Statistics = dict[str, tuple[int, int]]
"""Node code -> (rows, sum of milli-points)."""


@dataclass(frozen=True, slots=True)
class RoundFilter:
    """Which rows of a round to list. Empty fields filter nothing; ``unnamed`` is how an address says "names none"."""

    node: str = ""
    area: str = ""
    unit: str = ""
    lost: bool = False
    words: str = ""
    item: str = ""

    UNNAMED: ClassVar[str] = "-"


def rounds_in(city: City) -> QuerySet[Round]:
    """Return the city's rounds that count (not revoked), the latest first by its own dates, each with its city and edition."""
    rounds = Round.objects.in_city(city).filter(revocation__isnull=True)
    return rounds.select_related("city", "edition", "revocation").order_by("-ends_on", "-number")


def round_in(city: City, number: int) -> Round:
    """Return the round of the city with this number; 404 where there is none, or where it was taken back."""
    rounds = Round.objects.in_city(city).filter(revocation__isnull=True).select_related("edition", "revocation")
    round_ = get_object_or_404(rounds, number=number)
    round_.city = city
    return round_


def round_before(round_: Round) -> Round | None:
    """Return the round before this one by its dates, judged by the same edition, or None."""
    same = rounds_in(round_.city).filter(edition=round_.edition_id)
    ended_before = Q(ends_on__lt=round_.ends_on) | Q(ends_on=round_.ends_on, number__lt=round_.number)
    return same.filter(ended_before).first()


def node_statistics(rounds: Iterable[Round], city: City) -> dict[int, Statistics]:
    """Return round -> node code -> (rows, sum of milli-points), exact whole numbers, counted by the database in one query."""
    found: dict[int, Statistics] = {round_.pk: {} for round_ in rounds}
    rows = Observation.objects.in_city(city).filter(round__in=list(found)).values_list("round_id", "node__code")
    for key, code, count, total in rows.annotate(Count("pk"), Sum("milli")).order_by("round_id", "node__code"):
        found[key][code] = (count, total)
    return found


def item_statistics(round_: Round) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (node code, check item or "") -> (rows, sum of milli-points) of a round, counted by the database in one query."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).values_list("node__code", "item")
    counted = rows.annotate(Count("pk"), Sum("milli")).order_by("node__code", "item")
    return {(node, item): (count, milli) for node, item, count, milli in counted}


def area_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each area as written, first seen first."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).values_list("area")
    return list(rows.annotate(Count("pk"), Sum("milli")).order_by("area"))


def unit_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each responsible unit; a row that names two counts for both."""
    observations = Observation.objects.in_city(round_.city).filter(round=round_)
    groups = observations.values_list("units__name").annotate(Count("pk"), Sum("milli")).order_by("units__name")
    return [(name or "", rows, milli) for name, rows, milli in groups]


def places_named(round_: Round) -> dict[str, list[str]]:
    """Return the ``areas`` and ``units`` that the rows of a round name ("" where one names none), in one query."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_)
    areas = rows.values_list(Value("areas"), "area")
    units = rows.values_list(Value("units"), Coalesce("units__name", Value(""), output_field=TextField()))
    found: dict[str, list[str]] = {"areas": [], "units": []}
    for kind, name in sorted(areas.union(units)):
        found[kind].append(name)
    return found


def observations_counting(
    rows: QuerySet[Observation], nodes: Iterable[str], items: Iterable[str]
) -> QuerySet[Observation]:
    """Return those rows that were judged for one of the leaves, or by one of the check items."""
    return rows.filter(Q(node__code__in=list(nodes)) | Q(item__in=list(items)))


def observations_of(round_: Round, wanted: RoundFilter, nodes: Iterable[str] = ()) -> QuerySet[Observation]:
    """Return the rows of a round under a filter, in the order of the workbook.

    ``nodes`` are the codes of the leaves below ``wanted.node``.
    """
    rows = Observation.objects.in_city(round_.city).filter(round=round_).select_related("node")
    if wanted.node:
        rows = rows.filter(node__code__in=list(nodes))
    if wanted.area:
        rows = rows.filter(area="" if wanted.area == RoundFilter.UNNAMED else wanted.area)
    if wanted.unit == RoundFilter.UNNAMED:
        rows = rows.filter(units__isnull=True)
    elif wanted.unit:
        rows = rows.filter(units__name=wanted.unit)
    if wanted.lost:
        rows = rows.filter(milli__lt=1000)
    if wanted.item:
        rows = rows.filter(item=wanted.item)
    if wanted.words:
        rows = rows.filter(site__icontains=wanted.words)
    return rows.order_by("pk")

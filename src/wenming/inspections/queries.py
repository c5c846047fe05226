"""Reading rounds, their imports and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.db.models import Count, F, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from wenming.engine.observations import RoundReading
from wenming.engine.standards import Standard
from wenming.inspections.enums import ImportState, TallyKind
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.imports.workbooks import Sheet, read_workbook
from wenming.inspections.models import Observation, Round, RoundImport, RoundTally
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.standards.queries import standard_of

GroupRows = list[tuple[str, int, int]]
"""(name, rows, sum of milli-points), one per street or unit; "" for rows that name none."""


Statistics = dict[str, tuple[int, int]]
"""Node code -> (rows, sum of milli-points)."""


Cells = dict[str, dict[str, tuple[int, int]]]
"""Node code -> area -> (rows, sum of milli-points), or unit -> node code -> the same."""


@dataclass(frozen=True, slots=True)
class RoundFilter:
    """Which rows of a round to list. Empty fields filter nothing; ``unnamed`` is how an address says "names none"."""

    node: str = ""
    area: str = ""
    unit: str = ""
    lost: bool = False
    words: str = ""

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


def imports_in_check(city: City) -> QuerySet[RoundImport]:
    """Return the workbooks that were uploaded and wait for their check, newest first."""
    waiting = RoundImport.objects.in_city(city).filter(state=ImportState.CHECKING)
    return waiting.select_related("edition", "file", "created_by").order_by("-created_at")


def same_file(import_: RoundImport) -> RoundImport | None:
    """Return another import of the very same bytes that waits or counts, or None."""
    others = RoundImport.objects.in_city(import_.city).exclude(pk=import_.pk).exclude(state=ImportState.DROPPED)
    return others.filter(file__sha256=import_.file.sha256, round__revocation__isnull=True).order_by("pk").first()


def reading_of(import_: RoundImport) -> RoundReading:
    """Read the import's stored file by its edition, with the names that people accepted so far."""
    accepted = tuple(sorted(import_.accepted.items()))
    return _read(import_.city.slug, import_.file.sha256, standard_of(import_.edition), accepted)


@lru_cache(maxsize=4)
def _read(slug: str, sha256: str, standard: Standard, accepted: tuple[tuple[str, str], ...]) -> RoundReading:
    """Read one file once per process and set of accepted names; the same bytes always read the same."""
    return read_round(path_of(slug, sha256).read_bytes(), standard, accepted=dict(accepted))


def sheets_of(import_: RoundImport) -> tuple[Sheet, ...]:
    """Return the sheets of the import's file that hold anything, as they were sent."""
    return _sheets(import_.city.slug, import_.file.sha256)


@lru_cache(maxsize=4)
def _sheets(slug: str, sha256: str) -> tuple[Sheet, ...]:
    """Read the cells of one file once per process."""
    sheets = read_workbook(path_of(slug, sha256).read_bytes())
    return tuple(sheet for sheet in sheets if any(cell != "" for row in sheet.rows for cell in row)) or sheets


def node_statistics(rounds: Iterable[Round], city: City) -> dict[int, Statistics]:
    """Return round -> node code -> (rows, sum of milli-points), exact whole numbers, from the tallies in one query."""
    found: dict[int, Statistics] = {round_.pk: {} for round_ in rounds}
    tallies = RoundTally.objects.in_city(city).filter(round__in=list(found), kind=TallyKind.AREA)
    sums = tallies.values_list("round_id", "node__code").annotate(Sum("rows"), Sum("milli"))
    for key, code, rows, milli in sums.order_by("round_id", "node__code"):
        found[key][code] = (rows, milli)
    return found


def recount(round_: Round) -> Iterator[tuple[str, int, str, int, int]]:
    """Yield the tallies of a round counted anew from its rows: kind, node's key, name, rows, sum of milli-points."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_)
    unit = Coalesce("units__name", Value(""), output_field=TextField())
    for kind, place in ((str(TallyKind.AREA), F("area")), (str(TallyKind.UNIT), unit)):
        groups = rows.annotate(place=place).values_list("node_id", "place").annotate(Count("pk"), Sum("milli"))
        for node, name, count, milli in groups.order_by("node_id", "place"):
            yield kind, node, name, count, milli


def recounted_statistics(round_: Round) -> Statistics:
    """Return node code -> (rows, sum of milli-points) counted anew from the rows themselves, not from the tallies."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).values_list("node__code")
    return {code: (count, milli) for code, count, milli in rows.annotate(Count("pk"), Sum("milli")).order_by()}


def area_cells(rounds: Iterable[Round], city: City) -> dict[int, Cells]:
    """Return round -> node code -> area as written -> (rows, sum of milli-points), from the tallies in one query."""
    found: dict[int, Cells] = {round_.pk: {} for round_ in rounds}
    for key, code, area, rows, milli in _tallied(rounds, city, str(TallyKind.AREA)):
        found[key].setdefault(code, {})[area] = (rows, milli)
    return found


def unit_cells(rounds: Iterable[Round], city: City) -> dict[int, Cells]:
    """Return round -> responsible unit -> node code -> (rows, sum of milli-points); a row that names two counts for both."""
    found: dict[int, Cells] = {round_.pk: {} for round_ in rounds}
    for key, code, unit, rows, milli in _tallied(rounds, city, str(TallyKind.UNIT)):
        found[key].setdefault(unit, {})[code] = (rows, milli)
    return found


def _tallied(rounds: Iterable[Round], city: City, kind: str) -> QuerySet[RoundTally]:
    """Return round, node code, name, rows and milli-points of the tallies of one kind, in one order."""
    tallies = RoundTally.objects.in_city(city).filter(round__in=[round_.pk for round_ in rounds], kind=kind)
    return tallies.order_by("round_id", "node__code", "name").values_list(
        "round_id", "node__code", "name", "rows", "milli"
    )


def area_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each area as written."""
    return _groups(round_, str(TallyKind.AREA))


def unit_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each responsible unit; a row that names two counts for both."""
    return _groups(round_, str(TallyKind.UNIT))


def _groups(round_: Round, kind: str) -> GroupRows:
    """Return the tallies of one kind summed over the nodes, by name."""
    tallies = RoundTally.objects.in_city(round_.city).filter(round=round_, kind=kind)
    return list(tallies.values_list("name").annotate(Sum("rows"), Sum("milli")).order_by("name"))


def places_named(round_: Round) -> dict[str, list[str]]:
    """Return the ``areas`` and ``units`` that the rows of a round name ("" where one names none), in one query."""
    found: dict[str, list[str]] = {"areas": [], "units": []}
    tallies = RoundTally.objects.in_city(round_.city).filter(round=round_)
    for kind, name in sorted(tallies.values_list("kind", "name").distinct().order_by()):
        found["areas" if kind == TallyKind.AREA else "units"].append(name)
    return found


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
    if wanted.words:
        rows = rows.filter(site__icontains=wanted.words)
    return rows.order_by("pk")

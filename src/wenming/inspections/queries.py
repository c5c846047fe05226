"""Reading rounds, their imports and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from wenming.engine.observations import RoundReading
from wenming.engine.standards import Standard
from wenming.inspections.enums import ImportState
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.imports.workbooks import Sheet, read_workbook
from wenming.inspections.models import Observation, Round, RoundImport
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.standards.models import Node
from wenming.standards.queries import standard_of

GroupRows = list[tuple[str, int, int]]
"""(name, rows, sum of milli-points), one per street or unit; "" for rows that name none."""


Statistics = dict[str, tuple[int, int]]
"""Node code -> (rows, sum of milli-points)."""

LeafGroups = dict[str, GroupRows]
"""Node code -> its rows by site, area or unit."""


@dataclass(frozen=True, slots=True)
class RoundFilter:
    """Which rows of a round to list. Empty fields filter nothing; ``unnamed`` is how an address says "names none"."""

    node: str = ""
    area: str = ""
    unit: str = ""
    lost: bool = False
    words: str = ""
    site: str = ""

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


def rounds_until(city: City, number: int, count: int) -> list[Round]:
    """Return the round with this number and up to ``count`` − 1 before it by their dates, judged by the same edition, newest first.

    404 where there is no such round, or where it was taken back.
    """
    this = Round.objects.in_city(city).filter(number=number, revocation__isnull=True)
    last = Subquery(this.values("ends_on"))
    up_to_it = Q(ends_on__lt=last) | Q(ends_on=last, number__lte=number)
    rounds = list(rounds_in(city).filter(up_to_it, edition=Subquery(this.values("edition")))[:count])
    if not rounds:
        raise Http404
    return rounds


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


class _OfGroup(Subquery):
    """A value that follows from what rows are grouped by, so that it need not be grouped by itself, row by row."""

    def get_group_by_cols(self) -> list[Any]:
        """Return nothing to group by."""
        return []


def _counted(rows: QuerySet[Observation], city: City, *by: str) -> QuerySet[Observation]:
    """Group rows by node and by these fields; each group then has its ``code``, ``count`` and ``total`` milli-points."""
    code = _OfGroup(Node.objects.in_city(city).filter(pk=OuterRef("node_id")).values("code"))
    groups = rows.order_by().values("node_id", *by)
    return groups.annotate(code=code, count=Count("pk"), total=Sum("milli"))


def node_statistics(rounds: Iterable[Round], city: City) -> dict[int, Statistics]:
    """Return round -> node code -> (rows, sum of milli-points), exact whole numbers, counted by the database in one query."""
    found: dict[int, Statistics] = {round_.pk: {} for round_ in rounds}
    rows = Observation.objects.in_city(city).filter(round__in=list(found))
    counted = _counted(rows, city, "round_id").order_by("round_id", "code")
    for key, code, count, total in counted.values_list("round_id", "code", "count", "total"):
        found[key][code] = (count, total)
    return found


def filtered_statistics(round_: Round, wanted: RoundFilter, nodes: Iterable[str] = ()) -> Statistics:
    """Return node code -> (rows, sum of milli-points) of the rows that a filter lets through; for ``nodes`` see observations_of."""
    counted = _counted(observations_of(round_, wanted, nodes), round_.city)
    return {code: (count, total) for code, count, total in counted.values_list("code", "count", "total")}


def _units_of(city: City) -> FilteredRelation:
    """Return the join to the units that rows name, as ``named``; with the city in it the index of the units is enough."""
    return FilteredRelation("units", condition=Q(units__city=city))


def _unit_name() -> Coalesce:
    """Return the name of a unit that a row names, "" for a row without one."""
    return Coalesce("named__name", Value(""), output_field=TextField())


def group_statistics(
    round_: Round, wanted: RoundFilter, kinds: Sequence[str], nodes: Iterable[str] = ()
) -> dict[str, LeafGroups]:
    """Return kind ("sites", "areas", "units") -> node code -> its rows by name, of the rows that a filter lets through.

    One query. Rows that name none stand under "", a row that names two units under both. For ``nodes`` see observations_of.
    """
    rows = observations_of(round_, wanted, nodes).select_related(None)
    groups = {
        "sites": rows.annotate(name=F("site")),
        "areas": rows.annotate(name=F("area")),
        "units": rows.annotate(named=_units_of(round_.city)).annotate(name=_unit_name()),
    }
    first, *others = (
        _counted(groups[kind], round_.city, "name").values_list(Value(kind), "code", "name", "count", "total")
        for kind in kinds
    )
    found: dict[str, LeafGroups] = {kind: {} for kind in kinds}
    for kind, code, name, count, total in first.union(*others, all=True) if others else first:
        found[kind].setdefault(code, []).append((name, count, total))
    return found


def area_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each area as written, first seen first."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).values_list("area")
    return list(rows.annotate(Count("pk"), Sum("milli")).order_by("area"))


def unit_statistics(round_: Round) -> GroupRows:
    """Return the rows and milli-points of each responsible unit; a row that names two counts for both."""
    observations = Observation.objects.in_city(round_.city).filter(round=round_).annotate(named=_units_of(round_.city))
    return list(observations.values_list(_unit_name()).annotate(Count("pk"), Sum("milli")).order_by("named__name"))


def places_named(round_: Round) -> dict[str, list[str]]:
    """Return the ``areas`` and ``units`` that the rows of a round name ("" where one names none), in one query."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_)
    areas = rows.values_list(Value("areas"), "area")
    units = rows.annotate(named=_units_of(round_.city)).values_list(Value("units"), _unit_name())
    found: dict[str, list[str]] = {"areas": [], "units": []}
    for kind, name in sorted(areas.union(units)):
        found[kind].append(name)
    return found


def observations_of(round_: Round, wanted: RoundFilter, nodes: Iterable[str] = ()) -> QuerySet[Observation]:
    """Return the rows of a round under a filter, in the order of the workbook.

    ``nodes`` are the codes of the leaves below ``wanted.node``, or of any leaves that are asked for.
    """
    rows, codes = Observation.objects.in_city(round_.city).filter(round=round_).select_related("node"), list(nodes)
    if wanted.node or codes:
        wanted_nodes = Node.objects.in_city(round_.city).filter(edition=round_.edition_id, code__in=codes)
        rows = rows.filter(node__in=wanted_nodes)
    if wanted.area:
        rows = rows.filter(area="" if wanted.area == RoundFilter.UNNAMED else wanted.area)
    if wanted.unit == RoundFilter.UNNAMED:
        rows = rows.filter(units__isnull=True)
    elif wanted.unit:
        rows = rows.filter(units__name=wanted.unit)
    if wanted.lost:
        rows = rows.filter(milli__lt=1000)
    if wanted.site:
        rows = rows.filter(site="" if wanted.site == RoundFilter.UNNAMED else wanted.site)
    if wanted.words:
        rows = rows.filter(site__icontains=wanted.words)
    return rows.order_by("pk")

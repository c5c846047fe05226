"""Reading rounds, their imports and their rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, ClassVar

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from wenming.engine.observations import FULL, RoundReading
from wenming.engine.standards import Standard
from wenming.inspections.enums import ImportState, TallyKind
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.imports.workbooks import Sheet, read_workbook
from wenming.inspections.models import Observation, Round, RoundImport, RoundTally
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


_KINDS = {"sites": TallyKind.SITE, "areas": TallyKind.AREA, "units": TallyKind.UNIT}
WORST_SITES = 10
"""So many sites of a node, those that lost most, are tallied."""


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
    """Return round -> node code -> (rows, sum of milli-points), exact whole numbers, from the tallies in one query."""
    found: dict[int, Statistics] = {round_.pk: {} for round_ in rounds}
    tallies = RoundTally.objects.in_city(city).filter(round__in=list(found), kind=TallyKind.AREA)
    sums = tallies.values_list("round_id", "node__code").annotate(Sum("rows"), Sum("milli"))
    for key, code, rows, milli in sums.order_by("round_id", "node__code"):
        found[key][code] = (rows, milli)
    return found


def recount(round_: Round) -> Iterator[tuple[str, int, str, int, int]]:
    """Yield the tallies of a round counted anew from its rows: kind, node's key, name, rows, sum of milli-points."""
    yield from _recount_places(round_)
    rows = Observation.objects.in_city(round_.city).filter(round=round_).order_by().values_list("node_id", "site")
    losing = rows.annotate(count=Count("pk"), total=Sum("milli")).filter(total__lt=FULL * F("count"))
    ranked = sorted(losing, key=lambda group: (group[0], group[3] - FULL * group[2], group[1]))
    for node, groups in itertools.groupby(ranked, key=itemgetter(0)):
        for _node, name, count, milli in itertools.islice(groups, WORST_SITES):
            yield str(TallyKind.SITE), node, name, count, milli


def _recount_places(round_: Round) -> Iterator[tuple[str, int, str, int, int]]:
    """Yield the tallies by area and by unit counted anew."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).annotate(named=_units_of(round_.city))
    for kind, place in ((str(TallyKind.AREA), F("area")), (str(TallyKind.UNIT), _unit_name())):
        groups = rows.annotate(place=place).values_list("node_id", "place").annotate(Count("pk"), Sum("milli"))
        for node, name, count, milli in groups.order_by("node_id", "place"):
            yield kind, node, name, count, milli


def recounted_statistics(round_: Round) -> Statistics:
    """Return node code -> (rows, sum of milli-points) counted anew from the rows themselves, not from the tallies."""
    counted = _counted(Observation.objects.in_city(round_.city).filter(round=round_), round_.city)
    return {code: (count, milli) for code, count, milli in counted.values_list("code", "count", "total")}


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


def filtered_statistics(round_: Round, wanted: RoundFilter, nodes: Iterable[str] = ()) -> Statistics:
    """Return node code -> (rows, sum of milli-points) of the rows that a filter lets through; for ``nodes`` see observations_of.

    One area or one unit alone is answered by the tallies.
    """
    for kind, name in ((TallyKind.AREA, wanted.area), (TallyKind.UNIT, wanted.unit)):
        if name and wanted in {RoundFilter(area=name), RoundFilter(unit=name)} and not list(nodes):
            written = "" if name == RoundFilter.UNNAMED else name
            tallies = _tallied([round_], round_.city, str(kind)).filter(name=written)
            return {code: (rows, milli) for _round, code, _name, rows, milli in tallies}
    counted = _counted(observations_of(round_, wanted, nodes), round_.city)
    return {code: (count, total) for code, count, total in counted.values_list("code", "count", "total")}


def _units_of(city: City) -> FilteredRelation:
    """Return the join to the units that rows name, as ``named``; with the city in it the index of the units is enough."""
    return FilteredRelation("units", condition=Q(units__city=city))


def _unit_name() -> Coalesce:
    """Return the name of a unit that a row names, "" for a row without one."""
    return Coalesce("named__name", Value(""), output_field=TextField())


def worst_groups(round_: Round, wanted: RoundFilter, nodes: Iterable[str]) -> dict[str, LeafGroups]:
    """Return what ``group_statistics`` does for all three kinds, of the sites at least those that lost most.

    Without a filter the tallies answer, in one query as well.
    """
    if wanted != RoundFilter():
        return group_statistics(round_, wanted, tuple(_KINDS), nodes)
    return _tallied_groups(round_, tuple(_KINDS), list(nodes))


def _tallied_groups(round_: Round, kinds: Sequence[str], nodes: Sequence[str]) -> dict[str, LeafGroups]:
    """Return kind -> node code -> its rows by name, from the tallies; no ``nodes`` means all of them."""
    words = {str(_KINDS[kind]): kind for kind in kinds}
    tallies = RoundTally.objects.in_city(round_.city).filter(round=round_, kind__in=list(words))
    if nodes:
        tallies = tallies.filter(node__code__in=nodes)
    found: dict[str, LeafGroups] = {kind: {} for kind in kinds}
    rows = tallies.order_by("kind", "node", "name").values_list("kind", "node__code", "name", "rows", "milli")
    for kind, code, name, count, milli in rows:
        found[words[kind]].setdefault(code, []).append((name, count, milli))
    return found


def group_statistics(
    round_: Round, wanted: RoundFilter, kinds: Sequence[str], nodes: Iterable[str] = ()
) -> dict[str, LeafGroups]:
    """Return kind ("sites", "areas", "units") -> node code -> its rows by name, of the rows that a filter lets through.

    One query; areas and units of a whole round come from the tallies. Rows that name none stand under "", a row that names two
    units under both. For ``nodes`` see observations_of.
    """
    if wanted == RoundFilter() and "sites" not in kinds:
        return _tallied_groups(round_, kinds, list(nodes))
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
    tallies = RoundTally.objects.in_city(round_.city).filter(round=round_).exclude(kind=TallyKind.SITE)
    for kind, name in sorted(tallies.values_list("kind", "name").distinct().order_by()):
        found["areas" if kind == TallyKind.AREA else "units"].append(name)
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

"""The counts of rounds, by the platform's own queries or by one set of SQL that SQLite, PostgreSQL and DuckDB all understand.

``DjangoStore`` is what the pages and jobs use. ``SqlStore`` counts where a province keeps its analytics apart: on a PostgreSQL that the platform
writes to (:func:`platform_store`), or on a flat copy of the rows in DuckDB, which is an optional package that only the caller imports.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import Count, F, FilteredRelation, Q, Sum, TextField, Value
from django.db.models.functions import Coalesce

from wenming.engine.stores import CountBy, NameCount, NodeCount, SiteCount
from wenming.inspections.models import Observation
from wenming.kernel.models import City

LAKE_ROWS = "SELECT id, round, node, area, site, milli FROM observations"
"""The rows of a flat copy: one table, one row for each observation."""
LAKE_UNITS = "SELECT observation, name FROM observation_units"
"""The units that rows of a flat copy name."""


class DjangoStore:
    """Counts through the models: either database of the platform."""

    def __init__(self, city: City) -> None:
        """Count for one city only."""
        self._city = city

    def by_node(self, round_: int) -> list[NodeCount]:
        """Return the counts of every node."""
        return [NodeCount(*row) for _round, *row in self._counted([round_], None)]

    def by_name(self, round_: int, by: CountBy) -> list[NameCount]:
        """Return the counts of every area or unit and node."""
        return [NameCount(*row) for _round, *row in self._counted([round_], by)]

    def by_site(self, rounds: Sequence[int], by: CountBy) -> dict[int, list[SiteCount]]:
        """Return round -> the counts of every area or unit, site and node."""
        return _by_round(rounds, self._counted(rounds, by, "area", "site"))

    def _counted(self, rounds: Sequence[int], by: CountBy | None, *more: str) -> list[Any]:
        """Return the groups with rows and milli-points, in the order of their keys: the round first."""
        rows: Any = Observation.objects.in_city(self._city).filter(round_id__in=rounds).order_by()
        keys = ["round_id", *([] if by is None else ["name"]), *more, "node__code"]
        if by is CountBy.AREA:
            rows = rows.annotate(name=F("area"))
        elif by is CountBy.UNIT:
            # with the city in the join the index of the units is enough
            rows = rows.annotate(named=FilteredRelation("units", condition=Q(units__city=self._city)))
            rows = rows.annotate(name=Coalesce("named__name", Value(""), output_field=TextField()))
        # databases collate texts differently: the order is made here
        return sorted(rows.values_list(*keys).annotate(Count("pk"), Sum("milli")))


def _by_round(rounds: Sequence[int], counted: list[Any]) -> dict[int, list[SiteCount]]:
    """Return the groups of each round, of every round that was asked for."""
    found: dict[int, list[SiteCount]] = {round_: [] for round_ in rounds}
    for round_, *row in counted:
        found[round_].append(SiteCount(*row))
    return found


class Connection(Protocol):
    """What DB-API connections have in common, and those of Django and DuckDB too."""

    def cursor(self) -> Any:
        """Return a cursor."""
        ...


class SqlStore:
    """Counts by SQL. ``rows`` and ``units`` are queries of the columns of LAKE_ROWS and LAKE_UNITS."""

    def __init__(self, connection: Connection, *, rows: str = LAKE_ROWS, units: str = LAKE_UNITS) -> None:
        """Remember where to count."""
        self._connection, self._rows, self._units = connection, rows, units

    def by_node(self, round_: int) -> list[NodeCount]:
        """Return the counts of every node."""
        return [NodeCount(*row) for _round, *row in self._counted([round_], None, "o.node")]

    def by_name(self, round_: int, by: CountBy) -> list[NameCount]:
        """Return the counts of every area or unit and node."""
        return [NameCount(*row) for _round, *row in self._counted([round_], by, "o.node")]

    def by_site(self, rounds: Sequence[int], by: CountBy) -> dict[int, list[SiteCount]]:
        """Return round -> the counts of every area or unit, site and node."""
        return _by_round(rounds, self._counted(rounds, by, "o.area, o.site, o.node"))

    def _counted(self, rounds: Sequence[int], by: CountBy | None, keys: str) -> list[Any]:
        """Return the groups with rows and milli-points, in the order of their keys: the round first."""
        if not rounds:
            return []
        source = f"({self._rows}) o"
        if by is CountBy.AREA:
            keys = f"o.area, {keys}"
        elif by is CountBy.UNIT:
            source += f" LEFT JOIN ({self._units}) u ON u.observation = o.id"
            keys = f"COALESCE(u.name, ''), {keys}"
        # nothing here is a text of people: the keys are ours, the rounds are whole numbers
        keys, named = f"o.round, {keys}", ", ".join(f"{one:d}" for one in rounds)
        wanted = f"SELECT {keys}, COUNT(*), SUM(o.milli) FROM {source} WHERE o.round IN ({named}) GROUP BY {keys}"  # noqa: S608
        cursor = self._connection.cursor()
        try:
            cursor.execute(wanted)
            found = [tuple(row) for row in cursor.fetchall()]
        finally:
            cursor.close()
        return sorted((*row[:-2], int(row[-2]), int(row[-1])) for row in found)


def platform_store(connection: Connection, city: int) -> SqlStore:
    """Return what counts on the platform's own tables, for the city with this key."""
    columns = "o.id, o.round_id AS round, n.code AS node, o.area, o.site, o.milli"
    tables = "inspections_observation o JOIN standards_node n ON n.id = o.node_id AND n.city_id = o.city_id"
    rows = f"SELECT {columns} FROM {tables} WHERE o.city_id = {city:d}"  # noqa: S608  a whole number
    units = f"SELECT observation_id AS observation, name FROM inspections_observationunit WHERE city_id = {city:d}"  # noqa: S608  the same
    return SqlStore(connection, rows=rows, units=units)

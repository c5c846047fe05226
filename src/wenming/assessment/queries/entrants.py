"""Who is ranked on a level, and which rows of a round are whose: names as written are led to the units that they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wenming.assessment.enums import LeagueLevel
from wenming.engine.naming import NameIndex
from wenming.engine.ranking import Cell
from wenming.engine.stores import CountBy, CountStore, SiteCount
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries.units import STEP, name_index, units_in
from wenming.sites.models import Site

KINDS = {
    str(LeagueLevel.DISTRICT): {str(UnitKind.DISTRICT), str(UnitKind.DEVELOPMENT_ZONE), str(UnitKind.COUNTY)},
    str(LeagueLevel.STREET): {str(UnitKind.STREET), str(UnitKind.TOWN)},
    str(LeagueLevel.COMMUNITY): {str(UnitKind.COMMUNITY), str(UnitKind.VILLAGE)},
}
PLACES = frozenset[str]().union(*KINDS.values())


@dataclass(frozen=True)
class Entrants:
    """Entrant -> its counts by place and kind; ``left_out``: (name as written, rows) of those that are nobody's on this level.

    ``names``: entrant -> the names that rows give it; ``sites``: the sites of its rows that name it not, for the register of sites knows whose they are.
    """

    cells: Mapping[str, tuple[Cell, ...]]
    left_out: tuple[tuple[str, int], ...]
    names: Mapping[str, tuple[str, ...]]
    sites: Mapping[str, tuple[str, ...]]

    @property
    def lines(self) -> list[list[object]]:
        """Everything that a league rests on, in one order."""
        own = [
            [name, *cell.place, cell.kind, cell.rows, cell.milli]  # type: ignore[misc]  # a place is (area, site)
            for name, cells in sorted(self.cells.items())
            for cell in cells
        ]
        return [*own, *([name, rows] for name, rows in self.left_out)]


def entrants_of(rounds: Sequence[Round], level: str, store: CountStore) -> list[Entrants]:
    """Return everybody's counts of rounds of one city: the store's query, and for each round what the registers said on its last day."""
    by = CountBy.UNIT if level == LeagueLevel.DEPARTMENT else CountBy.AREA
    counts = store.by_site([round_.pk for round_ in rounds], by)
    return [_entrants(counts[one.pk], level, _Register.of(one.city, one.ends_on)) for one in rounds]


def _entrants(counts: Sequence[SiteCount], level: str, register: _Register) -> Entrants:
    """Return everybody's counts of one round."""
    cells: dict[str, dict[tuple[str, str, str], tuple[int, int]]] = {}
    names: dict[str, set[str]] = {}
    sites: dict[str, set[str]] = {}
    left: dict[str, int] = {}
    for count in counts:
        entrant = register.entrant(count, level)
        by_site = register.goes_by_site(count, level)
        (sites if by_site else names).setdefault(entrant, set()).add(count.site if by_site else count.name)
        if not entrant:
            left[count.name] = left.get(count.name, 0) + count.rows
            continue
        own = cells.setdefault(entrant, {})
        key = (count.area, count.site, register.kind(count))
        rows, milli = own.get(key, (0, 0))
        own[key] = rows + count.rows, milli + count.milli
    found = {
        name: tuple(Cell((area, site), kind, *sums) for (area, site, kind), sums in sorted(own.items()))
        for name, own in cells.items()
    }
    leads = [{name: tuple(sorted(own.get(name, ()))) for name in found} for own in (names, sites)]
    return Entrants(found, tuple(sorted(left.items())), *leads)


@dataclass(frozen=True)
class _Register:
    """The city's units and sites of a day."""

    index: NameIndex
    units: Mapping[int, Unit]
    by_position: Mapping[str, Unit]
    sites: Mapping[str, tuple[str, int | None]]
    """Site -> (name of its type, key of the unit in whose area it lies)."""

    @classmethod
    def of(cls, city: City, on: date) -> _Register:
        """Read it."""
        units = list(units_in(city, on=on))
        rows: Iterable[tuple[str, str, int | None]] = (
            Site.objects.in_city(city).order_by("-pk").values_list("name", "type__name", "area_id")
        )
        return cls(
            name_index(city, on=on),
            {unit.pk: unit for unit in units},
            {unit.position: unit for unit in units},
            {name: (kind, area) for name, kind, area in rows},
        )

    def kind(self, count: SiteCount) -> str:
        """Return what kind of place it is: the type of the site, else what it was judged for."""
        return self.sites.get(count.site, ("", None))[0] or count.node

    def entrant(self, count: SiteCount, level: str) -> str:
        """Return whose the rows are on a level, "" for nobody's."""
        if not count.name and level != LeagueLevel.COMMUNITY:
            return ""
        unit = self._meant(count.name)
        if level == LeagueLevel.DEPARTMENT:
            return "" if unit and unit.kind in PLACES else unit.name if unit else count.name
        if self.goes_by_site(count, level):
            lies = self.units.get(self.sites.get(count.site, ("", None))[1] or 0)
            return self._above(lies, level)
        # a street that no register knows is still a street; a district is not guessed
        return self._above(unit, level) if unit or level != LeagueLevel.STREET else count.name

    def goes_by_site(self, count: SiteCount, level: str) -> bool:
        """Whether the name says nothing of the level, and only the register of sites knows: rows seldom name a community."""
        return level == LeagueLevel.COMMUNITY and not self._above(self._meant(count.name), level)

    def _meant(self, written: str) -> Unit | None:
        """Return the unit that a written name means, None for none or several."""
        keys = self.index.known(written).keys if written else ()
        return self.units.get(keys[0]) if len(keys) == 1 else None

    def _above(self, unit: Unit | None, level: str) -> str:
        """Return the name of the unit of a level that this one is or stands under."""
        position = unit.position if unit else ""
        while position:
            here = self.by_position.get(position)
            if here and here.kind in KINDS[level]:
                return here.name
            position = position[:-STEP]
        return ""

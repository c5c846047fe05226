"""Everything that a register on its way in is compared with: read once, in as many queries as there are kinds of things."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from wenming.engine.geo import Pair, cells_around, distance
from wenming.engine.matching import fold
from wenming.engine.naming import Named
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Person, Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit
from wenming.standards.queries import adopted_in

AREAS = frozenset(
    {
        UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN, UnitKind.COMMUNITY,
        UnitKind.VILLAGE, UnitKind.GRID,
    }
)  # fmt: skip
SAME_PLACE = 30.0
"""Metres within which two sites of a kind are asked about."""


class Known:
    """The register as it is, for looking up: sites by code, name and place, kinds, units by any name, people by name, parts, chiefs."""

    def __init__(self, city: City, on: date) -> None:
        self.city, self.on = city, on
        self.types: dict[str, SiteType] = {}
        self._read_types()
        self._index = name_index(city, on=on)
        self._named: dict[str, tuple[Named, ...]] = {}
        self.units: dict[int, Unit] = units_in(city).in_bulk()
        self.by_code: dict[str, Site] = {}
        self.by_name: dict[tuple[str, int | None], Site] = {}
        self.by_cell: dict[tuple[int, int], list[Site]] = defaultdict(list)
        for site in Site.objects.in_city(city).select_related("type", "area").order_by("pk"):
            self._index_site(site)
        self.parts: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        rows = SiteUnit.objects.in_city(city).filter(until__isnull=True)
        for site_key, part, unit in rows.values_list("site_id", "part", "unit_id"):
            self.parts[site_key][part].append(unit)
        self.people: dict[str, list[Person]] = defaultdict(list)
        by_key = Person.objects.in_city(city).in_bulk()
        for person in by_key.values():
            self.people[person.name].append(person)
        self.chiefs: dict[tuple[int, str], Person] = {}
        led = SiteChief.objects.in_city(city).filter(until__isnull=True)
        for site_key, kind, person_key in led.values_list("site_id", "kind", "person_id"):
            self.chiefs[site_key, kind] = by_key[person_key]

    def _read_types(self) -> None:
        """Index the kinds by name, and by the names that the adopted checklists know for theirs."""
        kinds = list(SiteType.objects.in_city(self.city).order_by("order", "pk"))
        listed = adopted_in(self.city).crosswalk.site_types
        for kind in reversed(kinds):
            known = listed.get(kind.checklist)
            for alias in (known.name, *known.aliases) if known else ():
                self.types[fold(alias)] = kind
        self.types |= {fold(kind.name): kind for kind in reversed(kinds)}

    def _index_site(self, site: Site) -> None:
        self.by_code[site.code] = site
        if site.ends_on is None:
            self.by_name[fold(site.name), site.area_id] = site
            if site.cell_10 is not None:
                self.by_cell[site.type_id, site.cell_10].append(site)

    def read_units(self, cell: str) -> tuple[Named, ...]:
        """Return the units that a cell names; the same cell is read once."""
        if cell not in self._named:
            self._named[cell] = self._index.read(cell)
        return self._named[cell]

    def near(self, kind: int, cell: int, point: Pair) -> Site | None:
        """Return a site in use of this kind within 30 m, the nearest, or None."""
        found = [
            (distance(point, (site.lat, site.lng)), site.pk, site)
            for one in cells_around(cell)
            for site in self.by_cell.get((kind, one), ())
            if site.lat is not None and site.lng is not None
        ]
        nearest: Any = min(found, default=None, key=lambda one: one[:2])
        return nearest[2] if nearest and nearest[0] <= SAME_PLACE else None

    def points(self) -> list[Pair]:
        """Return where the sites in use lie."""
        return [
            (site.lat, site.lng)
            for site in self.by_code.values()
            if site.ends_on is None and site.lat is not None and site.lng is not None
        ]

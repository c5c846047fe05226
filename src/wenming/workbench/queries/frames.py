"""The register of sites as a frame for draws, and what the last round saw of each type of site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from fractions import Fraction

from wenming.engine.sampling import FrameRow, Place
from wenming.engine.sampling.precision import Seen
from wenming.inspections.models import Round
from wenming.inspections.queries import level_counts, rounds_in
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.sites.models import Site
from wenming.sites.queries import sites_in, types_in

AREAS = (UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY)
SHARE = 10**6
JOINT = " · "
"""Stands between type and district in the name of a class."""


def register_choices(city: City, *, on: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return types of sites, and districts, as choices. Two queries."""
    types = [(str(one.pk), one.name) for one in types_in(city)]
    return types, [(str(one.pk), one.name) for one in _districts(city, on)]


def _districts(city: City, on: date) -> list[Unit]:
    return list(units_in(city, on=on).filter(kind__in=AREAS).order_by("position"))


def register_frame(
    city: City, *, on: date, types: Collection[int] = (), areas: Collection[int] = (), by_area: bool = False
) -> list[FrameRow]:
    """Return the sites in use with their places, by type, or by type and district; of some types and districts only where they are named.

    A site that lies in no district counts as one of the whole city. Two queries.
    """
    sites = sites_in(city, on=on)
    if types:
        sites = sites.filter(type__in=types)
    districts = _districts(city, on)
    rows = []
    for site in sites:
        district = _district_of(site, districts)
        if areas and (district is None or district.pk not in areas):
            continue
        stratum = site.type.name
        if by_area:
            stratum = f"{stratum}{JOINT}{district.name if district else city.name}"
        rows.append(FrameRow(site.code, stratum, 1, _place_of(site)))
    return rows


def _district_of(site: Site, districts: list[Unit]) -> Unit | None:
    """Return the district in which a site lies."""
    if site.area is None:
        return None
    below = f"{site.area.position}."
    return next((one for one in districts if below.startswith(f"{one.position}.")), None)


def _place_of(site: Site) -> Place | None:
    """Return where a site lies, in whole numbers."""
    if site.lat is None or site.lng is None:
        return None
    return Place(round(site.lat * SHARE), round(site.lng * SHARE))


def type_of(stratum: str) -> str:
    """Return the type of site that a class of the register stands for."""
    return stratum.split(JOINT, maxsplit=1)[0]


def last_rates(city: City) -> tuple[Round | None, dict[str, Seen]]:
    """Return the latest round, and of each type of site that it saw: how many sites, and the mean share of their rows that were in order.

    Sites are known by code or by name; a name that two types share is left out. Three queries, one where there is no round.
    """
    round_ = rounds_in(city).first()
    if round_ is None:
        return None, {}
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _round, _node, site, rows, right in level_counts(city, [round_]):
        counted[site][0] += rows
        counted[site][1] += right
    kinds = _kinds(city)
    shares: dict[str, list[Fraction]] = defaultdict(list)
    for site, (rows, right) in counted.items():
        if len(kinds.get(site, ())) == 1:
            shares[next(iter(kinds[site]))].append(Fraction(right, rows))
    return round_, {kind: Seen(sum(found, Fraction(0)) / len(found), len(found)) for kind, found in shares.items()}


def _kinds(city: City) -> dict[str, set[str]]:
    """Return code or name of a site -> its types."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, name, kind in sites_in(city).values_list("code", "name", "type__name"):
        found[code].add(kind)
        found[name].add(kind)
    return found

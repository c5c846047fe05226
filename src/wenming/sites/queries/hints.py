"""Which datum the positions of a file seem to be in: a hint to ask by, never an answer."""

from __future__ import annotations

from collections.abc import Sequence

from wenming.documents.imports.workbooks import Sheet
from wenming.engine.geo import Pair, suspected_datum
from wenming.engine.matching import fold
from wenming.engine.positions import UnusablePositionError, read_degrees, read_position
from wenming.engine.registers import RegisterLine
from wenming.kernel.models import City
from wenming.sites.imports.columns import SheetMapping, datum_of_heads
from wenming.sites.imports.registers import lines_of
from wenming.sites.models import Site, SiteImport

PAIRS = 300


def datum_hint(import_: SiteImport, sheets: Sequence[Sheet], mappings: dict[str, SheetMapping]) -> tuple[str, str]:
    """Return the datum that a file's heads name, or in which its sites fall on those of the register, and by which; ("", "") for none."""
    for sheet in sheets:
        datum = datum_of_heads(sheet, mappings[sheet.name]) if mappings[sheet.name].used else ""
        if datum:
            return datum, "heads"
    suspected = suspected_datum(_pairs(import_.city, lines_of(sheets, mappings)))
    return (suspected.value, "places") if suspected else ("", "")


def _pairs(city: City, lines: object) -> list[tuple[Pair, Pair]]:
    """Return known positions of sites beside those that the file gives for the same code or name."""
    by_code: dict[str, Pair] = {}
    by_name: dict[str, Pair] = {}
    rows = Site.objects.in_city(city).filter(lat__isnull=False).values_list("code", "name", "lat", "lng")
    for code, name, lat, lng in rows:
        by_code[code] = by_name[fold(name)] = (lat, lng)
    found: list[tuple[Pair, Pair]] = []
    for line in lines if by_code else ():  # type: ignore[attr-defined]
        known = by_code.get(line.text("code")) or by_name.get(fold(line.text("name")))
        given = _given(line) if known else None
        if known and given:
            found.append((known, given))
            if len(found) == PAIRS:
                break
    return found


def _given(line: RegisterLine) -> Pair | None:
    """Return the position of a row whose datum nobody names, None where there is none to read."""
    if line.text("datum"):
        return None
    try:
        if line.text("position"):
            return read_position(line.text("position")).point
        return read_degrees(line.text("lat"), line.text("lng")).point
    except UnusablePositionError:
        return None

"""The cells of one row of a register, each led to what the city knows; what cannot be is listed with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wenming.engine.geo import Datum, Pair, cells, to_wgs84
from wenming.engine.matching import edit_distance, fold
from wenming.engine.naming import NamedBy
from wenming.engine.openings import Opening, UnusableOpeningError, read_opening
from wenming.engine.positions import UnusablePositionError, Written, read_degrees, read_position
from wenming.engine.registers import RegisterLine, RegisterProblem
from wenming.organisations.models import Person
from wenming.organisations.schemas.people import masked
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.models import Site, SiteType
from wenming.sites.queries.known import AREAS, Known

LONGEST = {"code": 40, "name": 100, "type": 60, "address": 200, "walking": 300, "note": 300}
LONGEST_NAME, LONGEST_PHONE = 40, 30
DAY = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?$")
EQUAL = 1e-9
"""Degrees within which two positions are the same number, whatever a workbook made of its last digit."""
DATA = (
    (Datum.WGS84, ("wgs84", "gps")),
    (Datum.GCJ02, ("gcj02", "高德", "腾讯", "火星")),
    (Datum.BD09, ("bd09", "百度")),
    (Datum.CGCS2000, ("cgcs2000", "2000国家大地坐标系", "天地图")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A position: as given, in its datum; in WGS-84; the cells it lies in; as it was written."""

    given: Pair
    datum: str
    point: Pair
    cells: tuple[int, int]
    text: str

    def is_at(self, site: Site) -> bool:
        """Tell whether a site was given this very position."""
        if site.datum != self.datum or site.given_lat is None or site.given_lng is None:
            return False
        return abs(site.given_lat - self.given[0]) < EQUAL and abs(site.given_lng - self.given[1]) < EQUAL


@dataclass(slots=True)
class Read:
    """What one row says, as far as it can be used."""

    values: dict[str, Any] = field(default_factory=dict)
    kind: SiteType | str = ""
    place: Place | None = None
    parts: dict[str, list[int]] = field(default_factory=dict)
    chiefs: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[RegisterProblem] = field(default_factory=list)
    notes: list[RegisterProblem] = field(default_factory=list)


class CellReader:
    """Reads rows, one after the other; the same texts are read once."""

    def __init__(self, known: Known, datum: str, answers: Mapping[str, Any], on: date) -> None:
        self.known, self.datum, self.answers, self.on = known, datum, answers, on
        self._openings: dict[str, Opening | UnusableOpeningError] = {}
        self._types: dict[str, tuple[SiteType | str, tuple[int, ...]]] = {}

    def read(self, line: RegisterLine) -> Read:
        """Return what a row says; every fault of it is listed, not only the first."""
        read = Read()
        self._plain(line, read)
        self._kind(line, read)
        self._area(line, read)
        self._place(line, read)
        for part in SitePart.values:
            self._part(line, part, read)
        self._hours(line, read)
        for kind in ChiefKind.values:
            self._chief(line, kind, read)
        self._days(line, read)
        return read

    def _fault(self, read: Read, line: RegisterLine, column: str, kind: str, **more: Any) -> None:
        """List a fault of a cell."""
        read.problems.append(RegisterProblem(line, column, kind, **{"value": line.text(column), **more}))

    def _plain(self, line: RegisterLine, read: Read) -> None:
        """Take the texts that stand for themselves, none too long, none an error of a formula."""
        if not line.text("name"):
            self._fault(read, line, "name", "no_name")
        for column, text in line.cells.items():
            if text == "#":
                self._fault(read, line, column, "broken")
            elif column in LONGEST and len(text) > LONGEST[column]:
                self._fault(read, line, column, "long", facts={"longest": LONGEST[column]})
            elif column in {"name", "address", "walking", "note"}:
                read.values[column] = text

    def _kind(self, line: RegisterLine, read: Read) -> None:
        """Lead the kind to one that is there, or to one that somebody said to add."""
        text = line.text("type")
        if not text:
            self._fault(read, line, "type", "no_type")
            return
        if text not in self._types:
            self._types[text] = self._kind_of(text)
        read.kind, near = self._types[text]
        if not read.kind:
            self._fault(read, line, "type", "unknown_type", group=f"type:{text}", suggestions=near)

    def _kind_of(self, text: str) -> tuple[SiteType | str, tuple[int, ...]]:
        """Return the kind, or the name of one to add, or "" and what may be meant."""
        key, said = fold(text), self.answers.get("types", {}).get(text)
        if key in self.known.types:
            return self.known.types[key], ()
        if said == "new":
            return text, ()
        kinds = {kind.pk: kind for kind in self.known.types.values()}
        if said in kinds:
            return kinds[said], ()
        near = {kind.pk: 1 for name, kind in self.known.types.items() if name in key or key in name}
        near |= {kind.pk: 0 for name, kind in self.known.types.items() if edit_distance(key, name, 1) <= 1}
        return "", tuple(sorted(near, key=lambda pk: (near[pk], kinds[pk].order)))[:5]

    def _units(self, line: RegisterLine, column: str, read: Read) -> list[int] | None:
        """Return the units that a cell names; None where it names none, or one that nobody knows."""
        text = line.text(column)
        if not text:
            return None
        found: list[int] = []
        unknown = False
        for named in self.known.read_units(text):
            said = self.answers.get("units", {}).get(named.written)
            if named.keys:
                found += named.keys
            elif said is not None:
                found += [said] if said in self.known.units else []
            elif named.found_by is not NamedBy.GROUP:
                unknown = True
                more = {"group": f"unit:{named.written}", "suggestions": named.suggestions}
                self._fault(read, line, column, "unknown_unit", value=named.written, **more)
        return None if unknown else list(dict.fromkeys(found))

    def _area(self, line: RegisterLine, read: Read) -> None:
        """Lead the area to one unit that is a place."""
        units = self._units(line, "area", read)
        if not units:
            return
        if len(units) > 1:
            self._fault(read, line, "area", "several_units")
        elif self.known.units[units[0]].kind not in AREAS:
            self._fault(read, line, "area", "no_area")
        else:
            read.values["area_id"] = units[0]

    def _part(self, line: RegisterLine, part: str, read: Read) -> None:
        """Lead a part to its units; there is one responsible unit."""
        units = self._units(line, part, read)
        if not units:
            return
        if part == SitePart.RESPONSIBLE and len(units) > 1:
            self._fault(read, line, part, "several_units")
        else:
            read.parts[str(part)] = units

    def _place(self, line: RegisterLine, read: Read) -> None:
        """Read the position, and in which datum it is: that of its row, or that of the file."""
        column = "position" if line.text("position") else "lng" if line.text("lng") else "lat"
        try:
            written = self._written(line)
        except UnusablePositionError as fault:
            self._fault(read, line, column, "position", facts={"fault": fault.fault.value})
            return
        if written is None:
            return
        datum = self._datum(line, read)
        if datum is None:
            return
        if written.swapped:
            read.notes.append(RegisterProblem(line, column, "swapped", value=line.text(column)))
        point = to_wgs84(written.point, datum)
        text = f"{written.point[1]}, {written.point[0]}"
        read.place = Place(written.point, datum.value, point, cells(point), text)

    def _written(self, line: RegisterLine) -> Written | None:
        """Return the position as it stands, None for none."""
        if line.text("position"):
            return read_position(line.text("position"))
        if line.text("lat") or line.text("lng"):
            return read_degrees(line.text("lat"), line.text("lng"))
        return None

    def _datum(self, line: RegisterLine, read: Read) -> Datum | None:
        """Return the datum of a row; never one that nobody named."""
        text = re.sub(r"[\s\-_（）()]", "", line.text("datum")).casefold()
        for datum, words in DATA:
            if text and any(text.startswith(word) or word in text for word in words):
                return datum
        if text:
            self._fault(read, line, "datum", "unknown_datum")
            return None
        if not self.datum:
            self._fault(read, line, "datum", "no_datum")
            return None
        return Datum(self.datum)

    def _hours(self, line: RegisterLine, read: Read) -> None:
        """Read the opening times; what a week cannot hold joins the note."""
        text = line.text("hours")
        if not text or text == "#":
            return
        if text not in self._openings:
            try:
                self._openings[text] = read_opening(text)
            except UnusableOpeningError as fault:
                self._openings[text] = fault
        opening = self._openings[text]
        if isinstance(opening, UnusableOpeningError):
            self._fault(read, line, "hours", "hours", facts={"fault": opening.fault.value, "part": opening.part})
            return
        read.values["hours"] = [list(time) for time in opening.times]
        if opening.beside:
            note = read.values.get("note", "")
            read.values["note"] = note if opening.beside in note else f"{note}；{opening.beside}".strip("；")[:300]
            read.notes.append(RegisterProblem(line, "hours", "beside", value=opening.beside))

    def _chief(self, line: RegisterLine, kind: str, read: Read) -> None:
        """Take name and number of a chief; a number without a name is nobody's."""
        name, phone = line.text(f"{kind}_chief"), line.text(f"{kind}_phone")
        if not name and not phone:
            return
        if not name:
            self._fault(read, line, f"{kind}_phone", "nobody")
        elif len(name) > LONGEST_NAME or len(phone) > LONGEST_PHONE:
            self._fault(read, line, f"{kind}_chief", "long", facts={"longest": LONGEST_NAME})
        elif len(self._people(name, phone)) > 1:
            self._fault(read, line, f"{kind}_chief", "several_people", facts={"count": len(self._people(name, phone))})
        else:
            read.chiefs[str(kind)] = (name, phone)

    def _people(self, name: str, phone: str) -> list[Person]:
        """Return the known people who may be meant."""
        return [person for person in self.known.people.get(name, ()) if self.is_person(person, (name, phone))]

    @staticmethod
    def is_person(person: Person | None, chief: tuple[str, str]) -> bool:
        """Tell whether a person is the one whose name and number (whole, masked, or none) are written."""
        name, phone = chief
        if person is None or person.name != name:
            return False
        return not phone or not person.phone or phone in {person.phone, masked(person.phone)}

    def person_of(self, chief: tuple[str, str]) -> Person | None:
        """Return the known person whose name and number are written."""
        return next(iter(self._people(*chief)), None)

    def _days(self, line: RegisterLine, read: Read) -> None:
        """Read since when a site is in use; until when is no matter of a table."""
        text = line.text("since")
        if text:
            day = _day(text)
            if day is None or day > self.on:
                self._fault(read, line, "since", "no_day")
            else:
                read.values["starts_on"] = day
        until = _day(line.text("until")) if line.text("until") else None
        known = self.known.by_code.get(line.text("code"))
        if line.text("until") and (known is None or known.ends_on != until):
            read.notes.append(RegisterProblem(line, "until", "until", value=line.text("until")))


def _day(text: str) -> date | None:
    """Return a day as people write it, None for what is none."""
    found = DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None

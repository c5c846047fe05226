"""What a register on its way in would change: compared with what the city has, row by row; every row is used or listed.

Nothing is guessed: a name that means no unit, a kind that is not there, a place that may be another one's are asked, once for all rows alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wenming.engine.geo import surroundings
from wenming.engine.matching import fold
from wenming.engine.registers import RegisterLine, RegisterProblem
from wenming.kernel.models import City
from wenming.sites.models import Site, SiteType
from wenming.sites.queries.cells import CellReader, Place
from wenming.sites.queries.known import Known

NEW = "new"
Chief = tuple[str, str]
"""Name and telephone number as written."""


@dataclass(slots=True)
class Planned:
    """A row that can be used: the site that it means (None: a new one), what it says, and what of that differs."""

    line: RegisterLine
    site: Site | None
    values: dict[str, Any]
    place: Place | None
    kind: SiteType | str
    parts: dict[str, list[int]]
    chiefs: dict[str, Chief]
    changed: list[str] = field(default_factory=list)


class SitePlan:
    """What writing a register would do: ``rows`` that are used, ``problems`` of the others, ``notes`` that hinder nothing."""

    def __init__(self, city: City, mapping: Mapping[str, Any], answers: Mapping[str, Any], on: date) -> None:
        self.city, self.on = city, on
        self.known = Known(city, on)
        self.answers = answers
        self.reader = CellReader(self.known, str(mapping.get("datum", "")), answers, on)
        self.rows: list[Planned] = []
        self.problems: list[RegisterProblem] = []
        self.notes: list[RegisterProblem] = []
        self.count = 0
        self._codes: dict[str, int] = {}
        self._names: dict[tuple[str, int | None], int] = {}

    def take(self, lines: Iterable[RegisterLine]) -> SitePlan:
        """Plan every row."""
        for line in lines:
            self.count += 1
            self._take(line)
        self._doubt_far_places()
        return self

    def _take(self, line: RegisterLine) -> None:
        """Plan one row, or list everything that stands against it."""
        if self._said(line) == "skip":
            self._refuse(line, "name", "skipped", value=line.text("name"))
            return
        read = self.reader.read(line)
        self.notes += read.notes
        if read.problems:
            self.problems += read.problems
            return
        site, problem = self._meant(line, read)
        if problem is not None:
            self.problems.append(problem)
            return
        row = Planned(line, site, read.values, read.place, read.kind, read.parts, read.chiefs)
        if site is not None and site.ends_on is not None:
            self.notes.append(RegisterProblem(line, "code", "retired", value=site.code))
        elif site is not None:
            row.changed = self._differences(site, row)
        self.rows.append(row)

    def _said(self, line: RegisterLine) -> str:
        """Return what a person said of this row."""
        return str(self.answers.get("rows", {}).get(line.place, ""))

    def _refuse(self, line: RegisterLine, column: str, kind: str, **facts: Any) -> None:
        self.problems.append(RegisterProblem(line, column, kind, **facts))

    def _meant(self, line: RegisterLine, read: Any) -> tuple[Site | None, RegisterProblem | None]:
        """Return the site that a row means, None for a new one; or why that has to be asked."""
        code = line.text("code")
        if code:
            if code in self._codes:
                facts = {"row": self._codes[code]}
                return None, RegisterProblem(line, "code", "twice_code", value=code, facts=facts)
            self._codes[code] = line.row
        known = self.known.by_code.get(code) if code else None
        if known is not None:
            return known, None
        said = self._said(line) or str(self.answers.get("doubles", ""))
        double, kind = self._double(line, read)
        if said == NEW or double is None:
            return None, None
        if said == "update" and isinstance(double, Site):
            return double, None
        facts = {"name": double.name, "code": double.code} if isinstance(double, Site) else {"row": double}
        return None, RegisterProblem(line, "name", kind, value=line.text("name"), group="double", facts=facts)

    def _double(self, line: RegisterLine, read: Any) -> tuple[Site | int | None, str]:
        """Return the site, or the row of this table, that may be the same place, and by what."""
        area = read.values.get("area_id")
        key = (fold(line.text("name")), area)
        before = self._names.setdefault(key, line.row)
        if before != line.row:
            return before, "twice_name"
        site = self.known.by_name.get(key)
        if site is not None:
            return site, "same_name"
        if read.place is not None and isinstance(read.kind, SiteType):
            return self.known.near(read.kind.pk, read.place.cells[1], read.place.point), "near"
        return None, ""

    def _differences(self, site: Site, row: Planned) -> list[str]:
        """Return what a row says otherwise than the register."""
        found = [name for name, value in row.values.items() if getattr(site, name) != value]
        if isinstance(row.kind, str) or row.kind.pk != site.type_id:
            found.append("type")
        if row.place is not None and not row.place.is_at(site):
            found.append("position")
        parts = self.known.parts.get(site.pk, {})
        found += [part for part, units in row.parts.items() if set(parts.get(part, ())) != set(units)]
        found += [
            f"{kind}_chief"
            for kind, chief in row.chiefs.items()
            if not self.reader.is_person(self.known.chiefs.get((site.pk, kind)), chief)
        ]
        return found

    def _doubt_far_places(self) -> None:
        """Ask about places that lie far from all others; a person may be sure."""
        fresh = [row for row in self.rows if row.place is not None and (row.site is None or "position" in row.changed)]
        around = surroundings([*self.known.points(), *(row.place.point for row in fresh if row.place)])
        if around is None:
            return
        far = {
            id(row) for row in fresh if row.place and around.doubts(row.place.point) and self._said(row.line) != "sure"
        }
        for row in self.rows:
            if id(row) in far:
                self._refuse(row.line, "position", "far", value=row.place.text if row.place else "")
        self.rows = [row for row in self.rows if id(row) not in far]

    def counts(self) -> dict[str, int]:
        """Return how many rows are new, change something, change nothing, are left out."""
        new = sum(1 for row in self.rows if row.site is None)
        changed = sum(1 for row in self.rows if row.site is not None and row.changed)
        same = len(self.rows) - new - changed
        left = self.count - len(self.rows)
        return {"rows": self.count, "new": new, "changed": changed, "same": same, "left": left}

    def summary(self) -> dict[str, Any]:
        """Return everything that the pages of the check show, as plain values."""
        changed = Counter(name for row in self.rows if row.site is not None for name in row.changed)
        kinds = Counter(row.kind for row in self.rows if isinstance(row.kind, str))
        return {
            **self.counts(),
            "fields": dict(changed),
            "new_types": dict(kinds),
            "problems": [_as_json(one) for one in self.problems],
            "notes": [_as_json(one) for one in self.notes],
        }


def _as_json(one: RegisterProblem) -> dict[str, Any]:
    """Return a problem as plain values."""
    return {
        "sheet": one.line.sheet,
        "row": one.line.row,
        "column": one.column,
        "kind": one.kind,
        "value": one.value[:200],
        "group": one.group,
        "facts": dict(one.facts),
        "suggestions": list(one.suggestions),
    }

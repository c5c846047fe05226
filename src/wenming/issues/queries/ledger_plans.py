"""What a table of issues on its way in would write: row by row, picture by picture; each is used or listed, nothing is guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wenming.documents.imports.pictures import CellPicture, picture_bytes
from wenming.engine.registers import RegisterLine, RegisterProblem
from wenming.issues.enums import PhotoMoment
from wenming.issues.imports.ledgers import PHOTO_COLUMNS, LedgerFile, continued_rows, head_of, lines_of, usable_picture
from wenming.issues.models import Issue
from wenming.issues.queries.ledger_cells import LedgerCells, ReadIssue
from wenming.issues.queries.ledger_known import (
    KnownToLedgers,
    issues_with_numbers,
    issues_with_source_numbers,
    issues_with_texts,
)
from wenming.kernel.models import City
from wenming.sites.imports.columns import SheetMapping

MOST_PHOTOS = 9
"""Of one issue and one moment, as many as a chat shows (actions.photos)."""
NEARBY = 2
"""Columns that a picture may lie beside its own."""
_MOMENTS = dict(zip(PHOTO_COLUMNS, (str(PhotoMoment.BEFORE), str(PhotoMoment.AFTER)), strict=True))


@dataclass(slots=True)
class PlannedIssue:
    """A row that becomes an issue: what it says, and the parts of the file that hold its photos, by their moment."""

    line: RegisterLine
    read: ReadIssue
    photos: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class LedgerPlan:
    """What writing a table would do: ``rows`` that are written, ``same`` that stand in the ledger already, ``problems`` of the others, ``notes``."""

    def __init__(self, city: City, source: str, answers: Mapping[str, Any], at: datetime) -> None:
        self.city, self.answers, self.at = city, answers, at
        self.known = KnownToLedgers(city, at.astimezone(city.zone).date())
        self.cells = LedgerCells(self.known, source, answers, at)
        self.rows: list[PlannedIssue] = []
        self.same: list[RegisterLine] = []
        self.problems: list[RegisterProblem] = []
        self.notes: list[RegisterProblem] = []
        self.count = self.pictures = self.pictures_used = 0
        self._sources: dict[tuple[str, str], int] = {}
        self._texts: dict[tuple[str, str], int] = {}

    def take(self, file: LedgerFile, mappings: Mapping[str, SheetMapping]) -> LedgerPlan:
        """Plan every row and every picture of a file."""
        lines = [
            line for sheet in file.sheets if mappings[sheet.name].used for line in lines_of(sheet, mappings[sheet.name])
        ]
        issues = [line for line in lines if not line.text("aside")]
        self.count = len(issues)
        self.notes += [
            RegisterProblem(line, "text", line.text("aside"), line.text("text")) for line in lines if line.text("aside")
        ]
        self._by_number = issues_with_numbers(self.city, (line.text("number") for line in issues))
        self._by_source = issues_with_source_numbers(self.city, (line.text("source_number") for line in issues))
        self._by_text = issues_with_texts(self.city, (line.text("text") for line in issues))
        for line in issues:
            self._take(line)
        self._hang(file, mappings)
        return self

    def _take(self, line: RegisterLine) -> None:
        """Plan one row, or list everything that stands against it."""
        if self.cells.said("rows", line.place) == "skip":
            self.problems.append(RegisterProblem(line, "text", "skipped", line.text("text")))
            return
        read = self.cells.read(line)
        problem = None if read.problems else self._double(line, read)
        found = [*read.problems, *([problem] if problem else [])]
        if found:
            self.problems += found
        elif line.text("number") in self._by_number:
            self.same.append(line)
        else:
            self.notes += read.notes
            if line.text("number"):
                self.notes.append(RegisterProblem(line, "number", "foreign_number", line.text("number")))
            self.rows.append(PlannedIssue(line, read))

    def _double(self, line: RegisterLine, read: ReadIssue) -> RegisterProblem | None:
        """Return why a row may be an issue that is known: by our number, by that of its source, by its words."""
        issue = self._by_number.get(line.text("number"))
        if issue is not None:
            differs = _differences(issue, read)
            facts = {"number": issue.number, "fields": "、".join(differs)}
            return RegisterProblem(line, differs[0], "differs", line.text(differs[0]), facts=facts) if differs else None
        return self._source_twice(line, read) or self._said_twice(line, read)

    def _source_twice(self, line: RegisterLine, read: ReadIssue) -> RegisterProblem | None:
        """The same number of the same source stands for one matter."""
        number = line.text("source_number")
        if not number:
            return None
        key = (str(read.values["source"]), number)
        if key in self._by_source:
            return RegisterProblem(
                line, "source_number", "known_source", number, facts={"number": self._by_source[key]}
            )
        before = self._sources.setdefault(key, line.row)
        if before != line.row:
            return RegisterProblem(line, "source_number", "twice_source", number, facts={"row": before})
        return None

    def _said_twice(self, line: RegisterLine, read: ReadIssue) -> RegisterProblem | None:
        """The same words of the same place may be one matter: a person says so. A number of its source speaks for itself."""
        site = read.values.get("site")
        key = (line.text("text"), line.text("place") or (site.name if site else ""))
        said = self.cells.said("rows", line.place) or self.answers.get("doubles", "")
        before = self._texts.setdefault(key, line.row)
        if said == "new" or line.text("source_number"):
            return None
        if before != line.row:
            return RegisterProblem(line, "text", "twice_text", line.text("text"), group="double", facts={"row": before})
        if key in self._by_text:
            facts = {"number": self._by_text[key]}
            return RegisterProblem(line, "text", "known_text", line.text("text"), group="double", facts=facts)
        return None

    def _hang(self, file: LedgerFile, mappings: Mapping[str, SheetMapping]) -> None:
        """Hang every picture to its rows, or list it."""
        rows = {(row.line.sheet, row.line.row - 1): row for row in self.rows}
        same = {(line.sheet, line.row - 1) for line in self.same}
        parts = {one.part for one in file.pictures.placed if one.part}
        broken = {part for part, content in picture_bytes(file.content, sorted(parts)) if not usable_picture(content)}
        sheets = {sheet.name: sheet for sheet in file.sheets}
        self.pictures = len(file.pictures.placed) + len(file.pictures.loose)
        for one in file.pictures.placed:
            sheet, mapping = sheets[one.sheet], mappings[one.sheet]
            column = _photo_column(mapping, one.column)
            places = [(one.sheet, row) for row in _rows_of(one, sheet.merged, continued_rows(sheet, mapping))]
            meant = [rows[place] for place in places if place in rows]
            fault = self._picture_fault(one, column, meant, broken, hung=any(place in same for place in places))
            if fault == "same":
                self.pictures_used += 1
            elif fault:
                line = RegisterLine(one.sheet, one.row + 1, {})
                self.problems.append(RegisterProblem(line, head_of(sheet, mapping, one.column), fault))
            else:
                self.pictures_used += 1
                for row in meant:
                    row.photos[_MOMENTS[column]].append(one.part)
        self.problems += [
            RegisterProblem(RegisterLine("", 0, {}), "before", "picture_loose", part.rpartition("/")[2])
            for part in file.pictures.loose
        ]

    @staticmethod
    def _picture_fault(
        one: CellPicture, column: str, meant: Sequence[PlannedIssue], broken: set[str], *, hung: bool
    ) -> str:
        """Return why a picture is not used, "" where it is, "same" where its row stands in the ledger with it."""
        full = bool(column) and any(len(row.photos[_MOMENTS[column]]) >= MOST_PHOTOS for row in meant)
        found = (
            (hung, "same"),
            (not meant, "picture_without_row"),
            (not one.part, "picture_missing"),
            (one.part in broken, "picture_unreadable"),
            (not column, "picture_beside"),
            (full, "picture_too_many"),
        )
        return next((fault for stands, fault in found if stands), "")

    def counts(self) -> dict[str, int]:
        """Return how many rows are written, stand there already, are left out; and how many pictures are used."""
        left = self.count - len(self.rows) - len(self.same)
        return {
            "rows": self.count,
            "new": len(self.rows),
            "same": len(self.same),
            "left": left,
            "pictures": self.pictures,
            "pictures_used": self.pictures_used,
            "pictures_left": self.pictures - self.pictures_used,
        }

    def summary(self) -> dict[str, Any]:
        """Return everything that the pages of the check show, as plain values."""
        units = Counter(row.read.lead.name for row in self.rows if row.read.lead)
        states = Counter(state_of(row) for row in self.rows)
        return {
            **self.counts(),
            "states": dict(states),
            "units": dict(units),
            "problems": [_as_json(one) for one in self.problems],
            "notes": [_as_json(one) for one in self.notes],
        }


def state_of(row: PlannedIssue) -> str:
    """Return in which state a row arrives. A photo of afterwards says that it is settled, unless the words beside it say otherwise."""
    read = row.read
    if read.lead is None:
        return "reported"
    if read.closed_at is not None:
        return "closed"
    shown = bool(row.photos.get(str(PhotoMoment.AFTER))) and not row.line.text("answer")
    return "answered" if read.done or shown else "dispatched"


def _rows_of(one: CellPicture, merged: Iterable[tuple[int, int, int, int]], going_on: Mapping[int, int]) -> list[int]:
    """Return the rows that a picture belongs to: all those of a merged cell; that in which a merged description begins."""
    rows = [one.row]
    for top, left, bottom, right in merged:
        if top <= one.row <= bottom and left <= one.column <= right:
            rows = list(range(top, bottom + 1))
    return list(dict.fromkeys(going_on.get(row, row) for row in rows))


def _photo_column(mapping: SheetMapping, column: int) -> str:
    """Return which photos a picture in this column is one of: that column's, or those of the nearest one beside it."""
    near = [(abs(place - column), place, name) for place, name in enumerate(mapping.columns) if name in PHOTO_COLUMNS]
    gap, _place, name = min(near, default=(NEARBY + 1, 0, ""))
    return name if gap <= NEARBY else ""


def _differences(issue: Issue, read: ReadIssue) -> list[str]:
    """Return in which columns a row says otherwise than the issue of its number."""
    found = []
    if read.values.get("text", "") != issue.text:
        found.append("text")
    if read.values.get("place") and read.values["place"] != issue.place:
        found.append("place")
    if read.lead is not None and read.lead.pk != issue.unit_id:
        found.append("unit")
    if read.values.get("minor") and read.values["minor"].pk != issue.minor_id:
        found.append("minor")
    return found


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

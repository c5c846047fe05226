"""A field round from the workbook that the team filled: every row is used, or listed with its reason.

Nothing is guessed and nothing is dropped: a blank deduction is 0, a cell that could not be read is a problem of its row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wenming.engine.matching import Match, MatchKind, NameMatcher, fold
from wenming.engine.observations import (
    FULL,
    Note,
    NoteKind,
    NothingReadableError,
    Observation,
    Problem,
    ProblemKind,
    RoundReading,
)
from wenming.engine.standards import NamedPlace, Standard
from wenming.inspections.imports.columns import TITLES, Column, Header, find_header, letter
from wenming.inspections.imports.values import Amount, contradicts, deduction_of, text_of
from wenming.inspections.imports.workbooks import Cell, Sheet, read_workbook

_BETWEEN_UNITS = re.compile(r"[、，,；;/／|｜+＋&＆\n\r]")
_FILLED_DOWN = (Column.SERIAL, Column.NAME, Column.SITE, Column.AREA)
_OPTIONAL = (Column.SERIAL, Column.SITE, Column.SCORE, Column.AREA, Column.UNIT)


def read_round(
    content: bytes,
    standard: Standard,
    *,
    accept_suggestions: bool = False,
    accepted: Mapping[str, str] | None = None,
) -> RoundReading:
    """Read a field round (.xlsx, .xls, .ods) against a standard.

    ``accepted`` maps a name as written to the code of the leaf that a person chose for it; with ``accept_suggestions``
    a near name counts where it has exactly one candidate. Raises NothingReadableError, one line for the sender, where no
    sheet can be read; ValueError where ``accepted`` names no leaf of the standard.
    """
    matcher = NameMatcher(standard, accept_suggestions=accept_suggestions, accepted=accepted)
    sheets = [(sheet, find_header(sheet)) for sheet in read_workbook(content)]
    filled = [(sheet, header) for sheet, header in sheets if _has_content(sheet)]
    _require_readable(filled)
    reader = _RoundReader(standard, matcher)
    for sheet, header in filled:
        if header is None or header.lacking:
            reader.list_unreadable(sheet, header)
        else:
            reader.read_sheet(sheet, header)
    if not reader.rows_read:
        # a header and nothing below it: a score of it would be made up
        raise NothingReadableError(_("工作簿里没有内容"))
    return reader.reading()


def _has_content(sheet: Sheet) -> bool:
    return bool(sheet.broken) or any(not _is_blank(cell) for row in sheet.rows for cell in row)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _require_readable(sheets: list[tuple[Sheet, Header | None]]) -> None:
    """Raise NothingReadableError unless some sheet has a complete header."""
    if any(header is not None and not header.lacking for _sheet, header in sheets):
        return
    if not sheets:
        raise NothingReadableError(_("工作簿里没有内容"))
    partly = [(sheet, header) for sheet, header in sheets if header is not None]
    if not partly:
        raise NothingReadableError(_("没有找到表头：前 10 行里应有一行同时写明“项目”和“扣分”"))
    sheet, header = partly[0]
    lacking = _("、").join(f"“{TITLES[column]}”" for column in header.lacking)
    facts = {"sheet": sheet.name, "row": header.row + 1, "columns": lacking}
    if header.doubled:
        raise NothingReadableError(_("工作表“%(sheet)s”第 %(row)s 行的表头里%(columns)s不止一列：请只保留一列") % facts)
    raise NothingReadableError(_("工作表“%(sheet)s”第 %(row)s 行的表头缺少%(columns)s列：请补上后重试") % facts)


@dataclass(frozen=True)
class _Line:
    """One row of a sheet while it is read: where it is and what stands in it, merged cells filled down."""

    sheet: str
    row: int
    cells: list[Cell]
    header: Header
    broken: bool
    covered: bool

    def cell(self, column: Column) -> Cell:
        place = self.header.places.get(column)
        return "" if place is None else self.cells[place]

    def text(self, column: Column) -> str:
        return text_of(self.cell(column))

    def unit_cells(self) -> list[str]:
        return [text_of(self.cells[place]) for place in self.header.units]


@dataclass
class _RoundReader:
    """Collects observations, problems and notes over all sheets."""

    standard: Standard
    matcher: NameMatcher
    rows_read: int = 0
    observations: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = {leaf.code: leaf.name for leaf in self.standard.leaves}
        self._units = _places(self.standard.units)
        self._areas = _places(self.standard.areas)
        self._amounts: dict[tuple[type, Cell], Amount] = {}
        self._split: dict[str, tuple[str, ...]] = {}
        self._official: dict[tuple[Column, str], str] = {}
        self._whole: dict[tuple[Cell, ...], tuple[str, int]] = {}

    def reading(self) -> RoundReading:
        """Return everything, with a note for every content that no row speaks of."""
        seen = {observation.code for observation in self.observations}
        bare = [
            Note(NoteKind.CONTENT_WITHOUT_ROWS, "", None, None, leaf.name, {"code": leaf.code})
            for leaf in self.standard.leaves
            if leaf.code not in seen
        ]
        if not self.standard.complete:
            bare.append(Note(NoteKind.STANDARD_INCOMPLETE, "", None, None, self.standard.code))
        return RoundReading(self.rows_read, tuple(self.observations), tuple(self.problems), (*self.notes, *bare))

    def list_unreadable(self, sheet: Sheet, header: Header | None) -> None:
        """List every filled row of a sheet whose columns are not known."""
        lacking = header.lacking if header is not None else (Column.NAME, Column.DEDUCTION)
        facts = {"columns": "、".join(TITLES[column] for column in lacking)}
        broken = {row for row, _column in sheet.broken}
        for number, row in enumerate(sheet.rows):
            written = [text_of(cell) for cell in row if not _is_blank(cell)]
            if written or number in broken:
                self.rows_read += 1
                value = " ".join(written)[:80]
                self.problems.append(
                    Problem(ProblemKind.SHEET_UNREADABLE, sheet.name, number + 1, None, value, facts=facts)
                )

    def read_sheet(self, sheet: Sheet, header: Header) -> None:
        """Read every row below the header, and those above it that speak of a content: sorting may have moved them there."""
        self._note_columns(sheet, header)
        blank, covered = _blank_rows(sheet), _covered(sheet, header)
        _fill_down(sheet, header)
        serials: dict[str, int] = {}
        place = header.places[Column.DEDUCTION]
        for number, cells in enumerate(sheet.rows):
            if number in blank or number == header.row or (number < header.row and self._is_title(cells, header)):
                continue
            self.rows_read += 1
            broken = (number, place) in sheet.broken
            self._read_line(_Line(sheet.name, number + 1, cells, header, broken, number in covered), serials)

    def _is_title(self, cells: list[Cell], header: Header) -> bool:
        """Say whether a row above the header is a title or a remark: no content stands where the names do."""
        match = self.matcher.match(text_of(cells[header.places[Column.NAME]]))
        return match.code is None and not match.suggestions

    def _note_columns(self, sheet: Sheet, header: Header) -> None:
        """Note once what a sheet has too much or too little of."""
        for place in header.strangers:
            heading, facts = header.headings.get(place, ""), {"letter": letter(place)}
            column = heading or letter(place)
            self.notes.append(Note(NoteKind.COLUMN_UNKNOWN, sheet.name, None, column, heading, facts))
        for column in _OPTIONAL:
            if not header.names_of(column):
                self.notes.append(Note(NoteKind.COLUMN_MISSING, sheet.name, None, TITLES[column], ""))

    def _read_line(self, line: _Line, serials: dict[str, int]) -> None:
        """Use the row or list it; then note what deserves a look."""
        serial = line.text(Column.SERIAL)
        first = serials.setdefault(serial, line.row) if serial else line.row
        key = (line.header.row, *line.cells)
        twin = self._whole.setdefault(key, (line.sheet, line.row))
        written = line.text(Column.NAME)
        match = self.matcher.match(written)
        amount = self._amount(line.cell(Column.DEDUCTION))
        problem = _problem_of(line, written, match, amount)
        if problem is not None:
            self.problems.append(problem)
            return
        area, units = self._area(line), self._units_of(line)
        self.observations.append(
            Observation(
                sheet=line.sheet,
                row=line.row,
                serial=serial,
                code=match.code or "",
                written=written,
                site=line.text(Column.SITE),
                milli=FULL - amount.milli,
                area=area,
                units=units,
            )
        )
        self._note_name(line, written, match)
        if twin != (line.sheet, line.row):
            self._note(NoteKind.ROW_REPEATED, line, Column.SERIAL, serial, first=str(twin[1]), sheet=twin[0])
        elif first != line.row:
            self._note(NoteKind.SERIAL_REPEATED, line, Column.SERIAL, serial, first=str(first))
        if amount.as_text:
            self._note(NoteKind.NUMBER_AS_TEXT, line, Column.DEDUCTION, line.text(Column.DEDUCTION))
        self._note_gaps(line, area, units)

    def _note_name(self, line: _Line, written: str, match: Match) -> None:
        kinds = {MatchKind.ALIAS: NoteKind.ALIAS_USED, MatchKind.ACCEPTED: NoteKind.SUGGESTION_ACCEPTED}
        if match.kind in kinds:
            self._note(kinds[match.kind], line, Column.NAME, written, name=self._names[match.code or ""])

    def _note_gaps(self, line: _Line, area: str, units: tuple[str, ...]) -> None:
        """Note what the row leaves open, where the sheet has a column for it."""
        if not area and line.header.names_of(Column.AREA):
            self._note(NoteKind.AREA_MISSING, line, Column.AREA, "")
        if not units and line.header.units:
            self._note(NoteKind.UNIT_MISSING, line, Column.UNIT, "")
        if line.header.names_of(Column.SITE) and not line.text(Column.SITE):
            self._note(NoteKind.SITE_MISSING, line, Column.SITE, "")

    def _note(self, kind: NoteKind, line: _Line, column: Column, value: str, **facts: str) -> None:
        self.notes.append(Note(kind, line.sheet, line.row, line.header.heading(column), value, facts))

    def _amount(self, cell: Cell) -> Amount:
        # True == 1.0 in Python, but not in a spreadsheet: the type is part of the key
        key = (type(cell), cell)
        found = self._amounts.get(key)
        if found is None:
            found = self._amounts[key] = deduction_of(cell)
        return found

    def _area(self, line: _Line) -> str:
        return self._known(line, Column.AREA, line.text(Column.AREA), self._areas)

    def _units_of(self, line: _Line) -> tuple[str, ...]:
        """Return the units of all unit columns, each once, in the order of the row."""
        names: dict[str, None] = {}
        for cell in line.unit_cells():
            if cell not in self._split:
                self._split[cell] = tuple(filter(None, (part.strip() for part in _BETWEEN_UNITS.split(cell))))
            for part in self._split[cell]:
                names[self._known(line, Column.UNIT, part, self._units)] = None
        return tuple(names)

    def _known(self, line: _Line, column: Column, written: str, places: dict[str, str]) -> str:
        """Return the pack's name of a place for one of its aliases, else the name as written."""
        if not written:
            return ""
        key = (column, written)
        name = self._official.get(key)
        if name is None:
            name = self._official[key] = places.get(fold(written), written)
        # a difference in width or spaces alone is no other name and needs no note
        if name != written and fold(name) != fold(written):
            self._note(NoteKind.ALIAS_USED, line, column, written, name=name)
        return name


def _problem_of(line: _Line, written: str, match: Match, amount: Amount) -> Problem | None:
    """Return why a row cannot be used: its name first, then its deduction, then a score that contradicts it."""
    if match.code is None:
        kind = match.problem or ProblemKind.NAME_UNKNOWN
        heading = line.header.heading(Column.NAME)
        return Problem(kind, line.sheet, line.row, heading, written, match.suggestions, dict(match.facts))
    value = line.text(Column.DEDUCTION)
    found: ProblemKind | None = amount.problem
    if line.broken:
        found = ProblemKind.DEDUCTION_BROKEN_CELL
    elif line.covered:
        found = ProblemKind.DEDUCTION_MERGED
    if found is not None:
        return Problem(found, line.sheet, line.row, line.header.heading(Column.DEDUCTION), value)
    if contradicts(line.cell(Column.SCORE), amount.milli):
        due = f"{(FULL - amount.milli) / FULL:g}"
        heading, score = line.header.heading(Column.SCORE), line.text(Column.SCORE)
        return Problem(ProblemKind.SCORE_CONTRADICTS, line.sheet, line.row, heading, score, facts={"due": due})
    return None


def _places(places: tuple[NamedPlace, ...]) -> dict[str, str]:
    """Return the official name of every spelling, compared as names are."""
    return {fold(spelling): place.name for place in places for spelling in (place.name, *place.aliases)}


def _blank_rows(sheet: Sheet) -> set[int]:
    """Return the rows in which nothing stands, before merged cells are filled down."""
    broken = {row for row, _column in sheet.broken}
    return {
        number for number, row in enumerate(sheet.rows) if number not in broken and all(_is_blank(cell) for cell in row)
    }


def _covered(sheet: Sheet, header: Header) -> set[int]:
    """Return the rows whose deduction lies under a merged deduction of a row above."""
    place = header.places[Column.DEDUCTION]
    return {
        row
        for top, left, bottom, right in sheet.merged
        if left <= place <= right and top < len(sheet.rows) and _has_value(sheet, top, left)
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1)
    }


def _has_value(sheet: Sheet, row: int, column: int) -> bool:
    """Say whether something stands in a cell, be it an error."""
    return (row, column) in sheet.broken or not _is_blank(sheet.rows[row][column])


def _fill_down(sheet: Sheet, header: Header) -> None:
    """Give the rows under a merged text cell the text of its first row, as people read it."""
    places = {header.places[column] for column in _FILLED_DOWN if column in header.places} | set(header.units)
    for top, left, bottom, _right in sheet.merged:
        if top <= header.row or left not in places or top >= len(sheet.rows):
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            if _is_blank(sheet.rows[row][left]):
                sheet.rows[row][left] = sheet.rows[top][left]

"""A field round from the workbook that the team filled: every row is used, or listed with its reason.

Nothing is guessed and nothing is dropped: a blank deduction is 0, a cell that could not be read is a problem of its row.
Sheets pass by row by row, so that the size of a workbook does not decide how much memory it takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Source, read_workbook
from wenming.engine.crosswalk import Crosswalk
from wenming.engine.matching import MatchKind, NameMatcher
from wenming.engine.observations import (
    Note,
    NoteKind,
    NothingReadableError,
    Observation,
    Problem,
    ProblemKind,
    RoundReading,
)
from wenming.engine.standards import Standard
from wenming.inspections.imports.columns import TITLES, Column, Header, find_header, letter
from wenming.inspections.imports.items import Items
from wenming.inspections.imports.lines import Judge, Line, Verdict
from wenming.inspections.imports.mappings import SheetMapping, header_of
from wenming.inspections.imports.values import text_of

_FILLED_DOWN = (Column.SERIAL, Column.NAME, Column.ITEM, Column.SITE, Column.AREA)
_OPTIONAL = (Column.SERIAL, Column.SITE, Column.SCORE, Column.AREA, Column.UNIT)
_JUDGED = (Column.NAME, Column.ITEM, Column.DEDUCTION, Column.SCORE)


class Sink(Protocol):
    """Where rows and notes go as they are read."""

    def use(self, observation: Observation) -> None:
        """Take a row that counts."""

    def list_problem(self, problem: Problem, line: Line) -> None:
        """Take a row that does not count, with everything that stands in it."""

    def note(self, note: Note) -> None:
        """Take a note."""


@dataclass
class Lists:
    """Keeps everything that is read in memory."""

    observations: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def use(self, observation: Observation) -> None:
        """Keep a row that counts."""
        self.observations.append(observation)

    def list_problem(self, problem: Problem, line: Line) -> None:  # noqa: ARG002  the problem alone is told here
        """Keep the reason of a row that does not count."""
        self.problems.append(problem)

    def note(self, note: Note) -> None:
        """Keep a note."""
        self.notes.append(note)


def read_round(
    content: bytes,
    standard: Standard,
    *,
    accept_suggestions: bool = False,
    accepted: Mapping[str, str] | None = None,
    items: Items | None = None,
) -> RoundReading:
    """Read a field round (.xlsx, .xls, .ods) against a standard.

    ``accepted`` maps a name as written to the code of the leaf that a person chose for it; with ``accept_suggestions``
    a near name counts where it has exactly one candidate. ``items`` are the check items that rows may name, with the leaves
    that they serve; without them, the edition's own. Raises NothingReadableError, one line for the sender, where no
    sheet can be read; ValueError where ``accepted`` names no leaf of the standard.
    """
    matcher = NameMatcher(standard, accept_suggestions=accept_suggestions, accepted=accepted)
    filled = [sheet for sheet in read_workbook(content) if has_content(sheet)]
    _require_readable([(sheet, find_header(sheet)) for sheet in filled])
    lists = Lists()
    if items is None:
        items = Crosswalk([standard], ()).leaves_by_item(standard)
    reader = RoundReader(standard, matcher, lists, items)
    reader.read(filled, {})
    return RoundReading(reader.rows_read, tuple(lists.observations), tuple(lists.problems), tuple(lists.notes))


def has_content(sheet: Source) -> bool:
    """Say whether anything stands on a sheet, be it an error."""
    return bool(sheet.broken) or any(not _is_blank(cell) for row in sheet.lines() for cell in row)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _require_readable(sheets: list[tuple[Source, Header | None]]) -> None:
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


@dataclass
class RoundReader:
    """Reads sheets row by row into a sink; what it remembers of the rows is a few bytes each."""

    standard: Standard
    matcher: NameMatcher
    sink: Sink
    items: Items | None = None
    rows_read: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self._judge = Judge(self.standard, self.matcher, self.items)
        self._whole: dict[bytes, tuple[str, int]] = {}
        self._seen: set[str] = set()

    def read(self, sheets: Iterable[Source], mappings: Mapping[str, SheetMapping]) -> None:
        """Read every sheet as its mapping says, else by the headings that are known; then note what no row speaks of.

        Raises NothingReadableError where no row was read: a score of a header alone would be made up.
        """
        for sheet in sheets:
            chosen = mappings.get(sheet.name)
            header = find_header(sheet) if chosen is None else header_of(sheet, chosen) if chosen.used else None
            if chosen is not None and not chosen.used:
                self._list_all(sheet, ProblemKind.SHEET_LEFT_OUT, {})
            elif header is None or header.lacking:
                lacking = header.lacking if header is not None else (Column.NAME, Column.DEDUCTION)
                facts = {"columns": "、".join(TITLES[column] for column in lacking)}
                self._list_all(sheet, ProblemKind.SHEET_UNREADABLE, facts)
            else:
                self._read_sheet(sheet, header)
        if not self.rows_read:
            raise NothingReadableError(_("工作簿里没有内容"))
        self._note_what_lacks()

    def _note_what_lacks(self) -> None:
        """Note every content that no row speaks of, and a standard without a total."""
        for leaf in self.standard.leaves:
            if leaf.code not in self._seen:
                self.sink.note(Note(NoteKind.CONTENT_WITHOUT_ROWS, "", None, None, leaf.name, {"code": leaf.code}))
        if not self.standard.complete:
            self.sink.note(Note(NoteKind.STANDARD_INCOMPLETE, "", None, None, self.standard.code))

    def _list_all(self, sheet: Source, kind: ProblemKind, facts: dict[str, str]) -> None:
        """List every filled row of a sheet that is not read."""
        broken = {row for row, _column in sheet.broken}
        for number, row in enumerate(sheet.lines()):
            written = [text_of(cell) for cell in row if not _is_blank(cell)]
            if written or number in broken:
                self.rows_read += 1
                value = " ".join(written)[:80]
                problem = Problem(kind, sheet.name, number + 1, None, value, facts=facts)
                self.sink.list_problem(problem, Line(sheet.name, number + 1))

    def _read_sheet(self, sheet: Source, header: Header) -> None:
        """Read every row below the header, and those above it that speak of a content: sorting may have moved them there."""
        self._note_columns(sheet, header)
        serials: dict[str, int] = {}
        heads = tuple(
            (column.value, header.heading(column)) for column in _JUDGED if header.heading(column) != TITLES[column]
        )
        place = header.places[Column.DEDUCTION]
        for number, cells, covered in _rows(sheet, header):
            if number == header.row or (number < header.row and self._is_title(cells, header)):
                continue
            self.rows_read += 1
            broken = (number, place) in sheet.broken
            line = line_of(sheet.name, number + 1, cells, header, broken=broken, covered=covered, heads=heads)
            self._read_line(line, cells, header, serials)

    def _is_title(self, cells: list[Cell], header: Header) -> bool:
        """Say whether a row above the header is a title or a remark: no content stands where the names do."""
        return not self._judge.names_a_content(text_of(cells[header.places[Column.NAME]]))

    def _note_columns(self, sheet: Source, header: Header) -> None:
        """Note once what a sheet has too much or too little of."""
        for place in header.strangers:
            heading, facts = header.headings.get(place, ""), {"letter": letter(place)}
            column = heading or letter(place)
            self.sink.note(Note(NoteKind.COLUMN_UNKNOWN, sheet.name, None, column, heading, facts))
        for column in _OPTIONAL:
            if not header.names_of(column):
                self.sink.note(Note(NoteKind.COLUMN_MISSING, sheet.name, None, TITLES[column], ""))

    def _read_line(self, line: Line, cells: list[Cell], header: Header, serials: dict[str, int]) -> None:
        """Use the row or list it; then note what deserves a look."""
        serial = text_of(line.serial)
        first = serials.setdefault(serial, line.row) if serial else line.row
        whole = repr((header.row, cells)).encode("utf-8", "surrogatepass")
        twin = self._whole.setdefault(hashlib.blake2b(whole, digest_size=16).digest(), (line.sheet, line.row))

        def note(kind: NoteKind, column: Column, value: str, **facts: str) -> None:
            self.sink.note(Note(kind, line.sheet, line.row, header.heading(column), value, facts))

        verdict = self._judge.judge(
            line, told=lambda column, written, name: note(NoteKind.ALIAS_USED, column, written, name=name)
        )
        if verdict.problem is not None:
            self.sink.list_problem(verdict.problem, line)
        if verdict.observation is None:
            return
        self._seen.add(verdict.observation.code)
        self.sink.use(verdict.observation)
        self._note_name(note, verdict)
        if twin != (line.sheet, line.row):
            note(NoteKind.ROW_REPEATED, Column.SERIAL, serial, first=str(twin[1]), sheet=twin[0])
        elif first != line.row:
            note(NoteKind.SERIAL_REPEATED, Column.SERIAL, serial, first=str(first))
        if verdict.amount.as_text:
            note(NoteKind.NUMBER_AS_TEXT, Column.DEDUCTION, text_of(line.deduction))
        _note_gaps(note, verdict.observation, header)

    def _note_name(self, note: Callable[..., None], verdict: Verdict) -> None:
        """Note a name that counts as another one."""
        kind, seen = _NAMED_BY.get(verdict.match.kind or MatchKind.EXACT), verdict.observation
        if kind is not None and seen is not None:
            note(kind, Column.NAME, seen.written, name=self._judge.names[seen.code])


def _note_gaps(note: Callable[..., None], seen: Observation, header: Header) -> None:
    """Note what the row leaves open, where the sheet has a column for it."""
    for gap, column, filled in (
        (NoteKind.AREA_MISSING, Column.AREA, seen.area),
        (NoteKind.UNIT_MISSING, Column.UNIT, seen.units),
        (NoteKind.SITE_MISSING, Column.SITE, seen.site),
    ):
        if not filled and header.names_of(column):
            note(gap, column, "")


_NAMED_BY = {MatchKind.ALIAS: NoteKind.ALIAS_USED, MatchKind.ACCEPTED: NoteKind.SUGGESTION_ACCEPTED}


def line_of(
    sheet: str,
    row: int,
    cells: list[Cell],
    header: Header,
    *,
    broken: bool = False,
    covered: bool = False,
    heads: tuple[tuple[str, str], ...] = (),
) -> Line:
    """Return the cells of a row by what they mean."""
    found = {column.value: cells[place] for column, place in header.places.items()}
    units = tuple(cells[place] for place in header.units)
    return Line(sheet, row, **found, units=units, broken=broken, covered=covered, heads=heads)


def _rows(sheet: Source, header: Header) -> Iterator[tuple[int, list[Cell], bool]]:
    """Yield the rows in which something stands: their number, their cells, and whether their deduction is covered.

    Rows under a merged text cell get the text of its first row, as people read it. A deduction is covered where it lies
    under a merged deduction of a row above.
    """
    broken_rows = {row for row, _column in sheet.broken}
    merged = _Merged(sheet, header)
    for number, cells in enumerate(sheet.lines()):
        blank = number not in broken_rows and all(_is_blank(cell) for cell in cells)
        merged.fill(number, cells)
        if not blank:
            yield number, cells, number <= merged.covered_to
        merged.begin(number, cells)


class _Merged:
    """The merged ranges that reach down to the row at hand."""

    def __init__(self, sheet: Source, header: Header) -> None:
        self._texts_in = {header.places[one] for one in _FILLED_DOWN if one in header.places} | set(header.units)
        self._amounts_in = header.places[Column.DEDUCTION]
        self._head, self._broken = header.row, sheet.broken
        self._begins: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in sheet.merged:
            self._begins.setdefault(top, []).append((left, bottom, right))
        self._texts: dict[int, tuple[Cell, int]] = {}
        self.covered_to = -1

    def fill(self, number: int, cells: list[Cell]) -> None:
        """Give the row the texts that reach down to it."""
        for left, (text, bottom) in self._texts.items():
            if number <= bottom and _is_blank(cells[left]):
                cells[left] = text

    def begin(self, number: int, cells: list[Cell]) -> None:
        """Remember what reaches down from this row."""
        for left, bottom, right in self._begins.get(number, ()):
            if number > self._head and left in self._texts_in:
                self._texts[left] = (cells[left], bottom)
            # a range may lie beyond the last column
            if left <= self._amounts_in <= right and self._has_value(number, left, cells):
                self.covered_to = max(self.covered_to, bottom)

    def _has_value(self, number: int, left: int, cells: list[Cell]) -> bool:
        """Say whether something stands in a cell, be it an error."""
        return (number, left) in self._broken or not _is_blank(cells[left])

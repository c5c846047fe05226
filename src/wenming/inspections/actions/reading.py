"""Reading a workbook: its cells are packed once, its rows are read as often as somebody says what they mean."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.engine.observations import FULL, Note, NothingReadableError, Observation, Problem
from wenming.inspections.actions.judging import placed, retally
from wenming.inspections.actions.locks import lock_import
from wenming.inspections.adapters.progress import forget_progress, tell_progress
from wenming.inspections.enums import ImportState
from wenming.inspections.imports.columns import find_header
from wenming.inspections.imports.lines import Judge, Line
from wenming.inspections.imports.mappings import SheetMapping, guess_mapping, mappings_from, remembered_mapping
from wenming.inspections.imports.packed import PIECE, PackedReading, PackedSheet, pack_workbook, packed_sheets
from wenming.inspections.imports.rounds import RoundReader
from wenming.inspections.imports.values import text_of
from wenming.inspections.models import HeadMemory, ImportRow, RoundImport
from wenming.inspections.queries.names import aliases_of, judge_of
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, StoredFile
from wenming.standards.queries import standard_of

NOTES_KEPT = 20
"""So many notes of a kind are shown on the page; all of them are in the Excel of the rows that are not used."""
PLACES_KEPT = 500
BEFORE_READING = (ImportState.READING, ImportState.FAILED, ImportState.MAPPING, ImportState.CHECKING)


@transaction.atomic
def ask_reading(*, import_: RoundImport, by: Account, at: datetime) -> RoundImport:
    """Let a job read the workbook, also anew after it stopped; nothing that people said so far is lost."""
    import_ = lock_import(import_, by, BEFORE_READING)
    return queue_reading(import_, by=by, at=at)


def queue_reading(import_: RoundImport, *, by: Account, at: datetime) -> RoundImport:
    """Hand a locked import to the job that reads it."""
    forget_progress(import_.city.slug, import_.pk)
    import_.state, import_.fault = ImportState.READING, ""
    import_.work = record_event(
        city=import_.city, kind="round_import.reading_asked", subject=import_, data={}, by=by, at=at
    )
    import_.save(update_fields=["state", "fault", "work"])
    return import_


@transaction.atomic
def read_import(*, import_: RoundImport, by: Account, at: datetime) -> RoundImport:
    """Read what was asked to be read. Where nobody can read it, the import says why instead."""
    import_ = lock_import(import_, by, (ImportState.READING,))
    try:
        with transaction.atomic():
            read_now(import_, by=by, at=at)
    except NothingReadableError as fault:
        import_.state, import_.fault = ImportState.FAILED, str(fault)
        import_.save(update_fields=["state", "fault"])
    data = {"state": str(import_.state), "rows": import_.summary.get("rows", 0)}
    record_event(city=import_.city, kind="round_import.read", subject=import_, data=data, by=by, at=at)
    return import_


def read_now(import_: RoundImport, *, by: Account, at: datetime) -> None:
    """Read the workbook of a locked import, up to the check; or up to the columns, where a person has to name them.

    Raises NothingReadableError where the bytes are no workbook, or nothing stands in it.
    """
    if import_.cells is None:
        import_.cells = _pack_cells(import_, by=by, at=at)
        import_.save(update_fields=["cells"])
    sheets = packed_sheets(path_of(import_.city.slug, import_.cells.sha256))
    if not any(sheet.height for sheet in sheets):
        raise NothingReadableError(_("工作簿里没有内容"))
    mappings = mappings_from(import_.mapping, sheets)
    if not mappings and not _readable(import_, sheets):
        import_.state = ImportState.MAPPING
        import_.save(update_fields=["state", "proposed"])
        return
    _read_rows(import_, sheets, mappings, by=by, at=at)


def _readable(import_: RoundImport, sheets: tuple[PackedSheet, ...]) -> bool:
    """Tell whether the headings speak for themselves; else propose what somebody said about the same heads before."""
    known = dict(HeadMemory.objects.in_city(import_.city).values_list("heads", "columns"))
    proposed = {}
    for sheet in sheets:
        found = remembered_mapping(sheet, known)
        if found is not None and found[0] != guess_mapping(sheet):
            proposed[sheet.name] = {**found[0].as_json(), "heads": found[1]}
    import_.proposed = proposed
    return not proposed and any(guess_mapping(sheet) for sheet in sheets)


def _pack_cells(import_: RoundImport, *, by: Account, at: datetime) -> StoredFile:
    """Open the workbook, once and for all."""
    content = path_of(import_.city.slug, import_.file.sha256).read_bytes()
    return _stored(import_, "cells", lambda file: pack_workbook(content, file, _teller(import_, "opening")), by, at)


def _stored(
    import_: RoundImport, what: str, write: Callable[[IO[bytes]], Any], by: Account, at: datetime
) -> StoredFile:
    """Keep what ``write`` writes as a file of the city's."""
    with tempfile.TemporaryFile() as file:
        write(file)
        file.seek(0)
        chunks = iter(lambda: file.read(1 << 20), b"")
        return store_file(city=import_.city, name=f"{import_.pk}.{what}.zip", chunks=chunks, by=by, at=at)


def _teller(import_: RoundImport, phase: str) -> Callable[[int, int], None]:
    """Return what tells the progress of one phase."""
    slug, key = import_.city.slug, import_.pk
    return lambda done, total: tell_progress(slug, key, phase, done, total)


def _read_rows(
    import_: RoundImport,
    sheets: tuple[PackedSheet, ...],
    mappings: dict[str, SheetMapping],
    *,
    by: Account,
    at: datetime,
) -> None:
    """Read every row: what counts is packed, what needs a person becomes a row of its own; earlier answers stay."""
    import_.summary = {"aliases": aliases_of(import_.city, import_.edition)}
    judge = judge_of(import_)
    known = {**import_.summary, "items": judge.items}
    answers = _answers(import_)
    ImportRow.objects.in_city(import_.city).filter(import_of=import_).delete()
    total = sum(sheet.height for sheet in sheets)

    def write(file: IO[bytes]) -> None:
        with closing(PackedReading(file)) as packed:
            sink = _Sink(import_, judge, answers, packed, sheets, _teller(import_, "reading"), total)
            reader = RoundReader(standard_of(import_.edition), judge.matcher, sink, judge.items)
            reader.read(sheets, mappings)
            sink.flush()
        facts = _sheet_facts(sheets, mappings)
        import_.summary = {**sink.summary(), **known, "rows": reader.rows_read, "sheets": facts}

    earlier, import_.reading = import_.reading, _stored(import_, "rows", write, by, at)
    import_.state, import_.fault, import_.proposed = ImportState.CHECKING, "", {}
    import_.tally = retally(import_)
    import_.save(update_fields=["state", "fault", "proposed", "reading", "summary", "tally"])
    if earlier is not None:
        earlier.delete()


def _answers(import_: RoundImport) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what people said about single rows so far."""
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_).exclude(answer={})
    return {(sheet, row): answer for sheet, row, answer in rows.values_list("sheet", "row", "answer")}


def _sheet_facts(sheets: tuple[PackedSheet, ...], mappings: dict[str, SheetMapping]) -> list[dict[str, Any]]:
    """Return what pages say of the sheets: name, row of heads, whether it was read."""
    facts = []
    for sheet in sheets:
        chosen = mappings.get(sheet.name)
        header = None if chosen else find_header(sheet)
        head = chosen.head if chosen else header.row if header else 0
        used = chosen.used if chosen else header is not None and not header.lacking
        facts.append({"name": sheet.name, "head": head + 1, "used": used})
    return facts


@dataclass
class _Sink:
    """Takes the rows of one reading: to the disk, to the database, into the summary."""

    import_: RoundImport
    judge: Judge
    answers: dict[tuple[str, int], dict[str, Any]]
    packed: PackedReading
    sheets: tuple[PackedSheet, ...]
    tell: Callable[[int, int], None]
    total: int
    seen: int = 0
    usable: int = 0
    without_site: int = 0
    deducted: int = 0
    nodes: dict[str, list[int]] = field(default_factory=dict)
    areas: dict[str, None] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: list[ImportRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Number the sheets."""
        self.numbers = {sheet.name: number for number, sheet in enumerate(self.sheets)}

    def use(self, observation: Observation) -> None:
        """Pack a row that counts."""
        self.packed.use(observation)
        self._step()
        self.usable += 1
        self.without_site += not observation.site
        self.deducted += observation.milli < FULL
        counted = self.nodes.setdefault(observation.code, [0, 0])
        counted[0] += 1
        counted[1] += observation.milli
        self.areas[observation.area] = None
        self.units.update(dict.fromkeys(observation.units))

    def list_problem(self, problem: Problem, line: Line) -> None:
        """Keep a row that does not count, with what a person said about it before."""
        self._step()
        place = (problem.sheet, problem.row or 0)
        row = ImportRow(city=self.import_.city, import_of=self.import_, sheet_number=self.numbers[problem.sheet])
        self.waiting.append(placed(row, line, problem, self.judge, self._answer(place, line)))
        if len(self.waiting) == PIECE:
            self.flush()

    def note(self, note: Note) -> None:
        """Pack a note; the first ones of a kind stand on the page."""
        self.packed.note(note)
        kept = self.notes.setdefault(note.kind, {"count": 0, "first": []})
        kept["count"] += 1
        if len(kept["first"]) < NOTES_KEPT:
            kept["first"].append([note.sheet, note.row, note.column, note.value, note.facts])

    def summary(self) -> dict[str, Any]:
        """Return the numbers of the reading."""
        return {
            "usable": self.usable,
            "without_site": self.without_site,
            "deducted": self.deducted,
            "nodes": self.nodes,
            "areas": list(filter(None, self.areas))[:PLACES_KEPT],
            "units": list(self.units)[:PLACES_KEPT],
            "notes": self.notes,
        }

    def _answer(self, place: tuple[str, int], line: Line) -> dict[str, Any]:
        """Return what was said of this row, or of every row with its name."""
        said = self.answers.get(place)
        code = self.import_.accepted.get(text_of(line.name))
        return said if said is not None else {"code": code, "all": True} if code else {}

    def _step(self) -> None:
        self.seen += 1
        if self.seen % PIECE == 0:
            self.tell(self.seen, self.total)

    def flush(self) -> None:
        """Keep the rows that wait."""
        ImportRow.objects.bulk_create(self.waiting)
        self.waiting = []

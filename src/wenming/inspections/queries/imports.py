"""Reading imports and their rows; no workbook is opened here, and no list of all rows is ever in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.shortcuts import get_object_or_404

from wenming.engine.observations import Note, Problem, ProblemKind
from wenming.inspections.enums import ImportState, RowState
from wenming.inspections.imports.packed import PackedSheet, packed_notes, packed_sheets
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.models import ImportRow, Round, RoundImport
from wenming.inspections.queries.rounds import rounds_in
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.enums import JobState
from wenming.kernel.models import City, JobRun
from wenming.standards.queries import standard_of

ENDED = (ImportState.WRITTEN, ImportState.DROPPED)
KINDS = {
    "": Q(state=RowState.OPEN),
    "refused": Q(state=RowState.OPEN, asks=False),
    "asking": Q(state=RowState.OPEN, asks=True),
    "settled": ~Q(state=RowState.OPEN) & ~Q(group=""),
}
"""The filters of the list of problems."""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Rows with the very same problem in the same state: ``first`` speaks for all ``rows``."""

    first: ImportRow
    rows: int


def import_in(city: City, pk: int) -> RoundImport:
    """Return an import of the city, 404 where there is none.

    ``twin`` is the name of another import of the very same bytes that waits or counts, or None.
    """
    others = RoundImport.objects.in_city(city).exclude(state=ImportState.DROPPED).exclude(pk=OuterRef("pk"))
    twins = others.filter(file__sha256=OuterRef("file__sha256"), round__revocation__isnull=True).order_by("pk")
    rows = RoundImport.objects.in_city(city).select_related(
        "city", "edition", "file", "cells", "reading", "created_by", "round__revocation", "work"
    )
    return get_object_or_404(rows.annotate(twin=Subquery(twins.values("name")[:1])), pk=pk)


def imports_in_check(city: City) -> QuerySet[RoundImport]:
    """Return the rounds on their way in, newest first."""
    waiting = RoundImport.objects.in_city(city).exclude(state__in=ENDED).defer("summary", "mapping", "accepted")
    return waiting.select_related("city", "edition", "file", "created_by").order_by("-created_at")


def problems_of(import_: RoundImport, kind: str, start: int, size: int) -> list[ProblemGroup]:
    """Return one page of the problems under a filter (a key of KINDS), joined where one decision settles them."""
    alike = [F("group"), F("state")]
    rows = ImportRow.objects.in_city(import_.city).filter(KINDS[kind], import_of=import_)
    rows = rows.annotate(
        alike=Window(Count("pk"), partition_by=alike),
        place=Window(RowNumber(), partition_by=alike, order_by=[F("sheet_number"), F("row")]),
    )
    firsts = rows.filter(place=1).order_by("sheet_number", "row")[start : start + size]
    return [ProblemGroup(row, row.alike) for row in firsts]


def marked_rows(import_: RoundImport, sheet: str, first: int, size: int) -> list[ImportRow]:
    """Return the rows of a sheet that need, or needed, a person, from row ``first`` on."""
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_, sheet=sheet, row__gte=first)
    return list(rows.defer("line").order_by("row")[:size])


def sheets_of(import_: RoundImport) -> tuple[PackedSheet, ...]:
    """Return the sheets of the import's file that hold anything, as they were sent; cells are unpacked when asked for."""
    if import_.cells is None:
        return ()
    return packed_sheets(path_of(import_.city.slug, import_.cells.sha256))


def rows_in_order(import_: RoundImport) -> Iterator[ImportRow]:
    """Yield the rows that need, or needed, a person, in the order of the workbook."""
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_)
    return rows.order_by("sheet_number", "row").iterator(chunk_size=2000)


def notes_of(import_: RoundImport) -> Iterator[Note]:
    """Yield the notes of the reading."""
    if import_.reading is None:
        return iter(())
    return packed_notes(path_of(import_.city.slug, import_.reading.sha256))


def unused_rows(import_: RoundImport) -> Iterator[tuple[Problem, bool]]:
    """Yield what is wrong with every row that does not count, and whether a person decided to leave it out.

    An import that was written before readings were kept is read once more from its file.
    """
    if import_.reading is None and import_.file is not None:
        content = path_of(import_.city.slug, import_.file.sha256).read_bytes()
        reading = read_round(content, standard_of(import_.edition), accepted=import_.accepted)
        yield from ((problem, False) for problem in reading.problems)
        return
    for row in rows_in_order(import_):
        if row.state != RowState.USED and row.kind:
            yield problem_of(row), bool(row.answer.get("skip"))


def problem_of(row: ImportRow) -> Problem:
    """Return what is wrong with a row, as the engine says it."""
    kind = ProblemKind(row.kind)
    return Problem(kind, row.sheet, row.row, row.column or None, row.value, tuple(row.suggestions), dict(row.facts))


def typed_rows(import_: RoundImport) -> list[ImportRow]:
    """Return the rows of a typed round in the order of their numbers, removed ones included."""
    return list(ImportRow.objects.in_city(import_.city).filter(import_of=import_).order_by("row"))


def row_in(import_: RoundImport, pk: int) -> ImportRow:
    """Return a row of an import, 404 where there is none."""
    return get_object_or_404(ImportRow.objects.in_city(import_.city).filter(import_of=import_), pk=pk)


def single_proposals(import_: RoundImport) -> dict[str, str]:
    """Return written name -> code for every unknown name that has exactly one proposal."""
    rows = ImportRow.objects.in_city(import_.city).filter(KINDS["asking"], import_of=import_)
    found = rows.order_by().values_list("written", "suggestions").distinct()
    return {written: codes[0] for written, codes in found if len(codes) == 1}


def failure_of(import_: RoundImport) -> str:
    """Return the last error of the job that reads or writes the import, "" where it did not fail."""
    if import_.work is None:
        return ""
    run = JobRun.objects.filter(event=import_.work).exclude(error="").exclude(state=JobState.DONE).first()
    return run.error if run else ""


def last_round_before(import_: RoundImport) -> Round | None:
    """Return the latest round that counts, judged by the same edition, which did not end after the one on its way in."""
    rounds = rounds_in(import_.city).filter(edition=import_.edition_id, ends_on__lte=import_.ends_on)
    return rounds.first()

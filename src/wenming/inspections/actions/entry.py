"""A round typed in by hand, row by row; each row is kept as soon as it is left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.inspections.actions.judging import placed, rejudge, retally
from wenming.inspections.actions.locks import NotPossibleError, lock_import
from wenming.inspections.enums import ImportState
from wenming.inspections.imports.lines import Judge, Line
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries.names import judge_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.models import Edition

SHEET = "手工录入"
"""What stands where rows of a workbook name their sheet."""


@transaction.atomic
def start_entry(
    *, city: City, edition: Edition, name: str, starts_on: date, ends_on: date, by: Account, at: datetime
) -> RoundImport:
    """Open a round that is typed in. Nothing counts before it is written."""
    require_again(works_in_office, by, city)
    import_ = RoundImport.objects.create(
        city=city,
        edition=edition,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        state=ImportState.CHECKING,
        created_by=by,
        created_at=at,
    )
    import_.tally = retally(import_)
    import_.save(update_fields=["tally"])
    data = {"name": name, "edition": edition.code}
    record_event(city=city, kind="round_import.entry_started", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def add_row(
    *, import_: RoundImport, number: int, fresh: bool, cells: dict[str, Any], by: Account, at: datetime
) -> ImportRow:
    """Keep a typed row under its number: change it, or with ``fresh`` add it; faults are kept beside it.

    Adding the very same row under the same number again (the answer got lost on the way) changes nothing; a number that
    another row took meanwhile gives the new row the next free one.
    """
    import_, judge = _open(import_, by)
    line = Line(SHEET, number, **{**cells, "units": tuple(cells.get("units", ()))})
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_)
    known = rows.filter(row=number).first()
    if fresh and known is not None and known.line != line.as_json():
        last = rows.order_by("-row").first()
        known, line = None, Line.from_json(SHEET, last.row + 1, line.as_json())
    row = known or ImportRow(city=import_.city, import_of=import_)
    placed(row, line, judge.judge(line).problem, judge, {})
    row.save()
    data = {"row": row.row, "cells": row.line}
    _finish(import_, "round_import.row_typed", data, by=by, at=at)
    return row


@transaction.atomic
def remove_row(*, import_: RoundImport, row: ImportRow, by: Account, at: datetime) -> ImportRow:
    """Take a typed row out; it can be brought back until the round is written."""
    return _answer(import_, row, {"skip": True}, "round_import.row_removed", by=by, at=at)


@transaction.atomic
def restore_row(*, import_: RoundImport, row: ImportRow, by: Account, at: datetime) -> ImportRow:
    """Bring a removed row back."""
    return _answer(import_, row, {}, "round_import.row_restored", by=by, at=at)


def _answer(
    import_: RoundImport, row: ImportRow, answer: dict[str, Any], kind: str, *, by: Account, at: datetime
) -> ImportRow:
    """Judge a typed row with another answer and save it."""
    import_, judge = _open(import_, by)
    row = ImportRow.objects.in_city(import_.city).select_for_update().get(pk=row.pk, import_of=import_)
    rejudge(row, judge, answer)
    row.save()
    _finish(import_, kind, {"row": row.row}, by=by, at=at)
    return row


def _open(import_: RoundImport, by: Account) -> tuple[RoundImport, Judge]:
    """Lock a typed import and return who judges its rows; one from a file has no rows to type."""
    import_ = lock_import(import_, by)
    if import_.file_id:
        raise NotPossibleError("not_in_check")
    return import_, judge_of(import_)


def _finish(import_: RoundImport, kind: str, data: dict[str, Any], *, by: Account, at: datetime) -> None:
    """Save the numbers and record the event."""
    import_.tally = retally(import_)
    import_.save(update_fields=["tally"])
    record_event(city=import_.city, kind=kind, subject=import_, data=data, by=by, at=at)

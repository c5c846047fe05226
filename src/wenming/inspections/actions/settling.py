"""Deciding what rows mean that could not be used as they stood: one by one, or all with the same problem at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wenming.inspections.actions.judging import NAME_KINDS, apply_answers, retally
from wenming.inspections.actions.locks import NotPossibleError, lock_import
from wenming.inspections.actions.names import accept_alias
from wenming.inspections.enums import RowState
from wenming.inspections.imports.lines import Judge
from wenming.inspections.imports.values import deduction_of
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries.names import judge_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.standards.models import Node

SAID = ("code", "deduction", "skip")


@transaction.atomic
def accept_names(
    *, import_: RoundImport, names: dict[str, str], remember: bool = False, by: Account, at: datetime
) -> RoundImport:
    """Say of every row with one of these names that it means the node with this code; a code of "" takes that back.

    ``remember`` keeps the names as aliases for the next imports too.
    """
    import_ = lock_import(import_, by)
    judge = judge_of(import_)
    if set(filter(None, names.values())) - judge.names.keys():
        raise NotPossibleError("not_a_leaf")
    for written, code in names.items():
        rows = _rows(import_).filter(written=written)
        rows = rows.filter(state=RowState.OPEN, kind__in=NAME_KINDS) if code else rows.filter(answer__all=True)
        apply_answers(rows, judge, lambda row, code=code: _joined(row, {"code": code}, everywhere=True))
    _keep_names(import_, names)
    _finish(import_)
    data = {"names": names, "remember": remember}
    record_event(city=import_.city, kind="round_import.names_accepted", subject=import_, data=data, by=by, at=at)
    if remember:
        _remember(import_, names, by=by, at=at)
    return import_


@transaction.atomic
def settle_rows(
    *,
    import_: RoundImport,
    row: ImportRow,
    answer: dict[str, Any],
    everywhere: bool,
    remember: bool = False,
    by: Account,
    at: datetime,
) -> int:
    """Answer a row, or with ``everywhere`` all rows with its very problem; return how many.

    ``answer`` holds one of ``code``, ``deduction``, ``skip``; an empty one takes everything back that was said of them.
    """
    import_ = lock_import(import_, by)
    row = _fresh(import_, row)
    judge = judge_of(import_)
    _check(answer, judge)
    same = _rows(import_).filter(group=row.group, state=row.state) if everywhere else _rows(import_).filter(pk=row.pk)
    count = apply_answers(same, judge, lambda one: _joined(one, answer, everywhere=everywhere))
    names = (
        {row.written: answer.get("code", "")} if everywhere and row.written and ("code" in answer or not answer) else {}
    )
    _keep_names(import_, names)
    _finish(import_)
    data = {"place": f"{row.sheet}!{row.row}", "kind": row.kind, "value": row.value, "rows": count, "answer": answer}
    record_event(city=import_.city, kind="round_import.settled", subject=import_, data=data, by=by, at=at)
    if remember:
        _remember(import_, names, by=by, at=at)
    return count


def _rows(import_: RoundImport) -> QuerySet[ImportRow]:
    """Return the rows of an import that need, or needed, a person, in the order of the workbook."""
    return ImportRow.objects.in_city(import_.city).filter(import_of=import_).select_related("city").order_by("pk")


def _fresh(import_: RoundImport, row: ImportRow) -> ImportRow:
    """Return the row as it stands now; somebody else may have answered it meanwhile."""
    now = _rows(import_).filter(pk=row.pk).first()
    if now is None or now.state != row.state or now.group != row.group:
        raise NotPossibleError("row_gone")
    return now


def _check(answer: dict[str, Any], judge: Judge) -> None:
    """Refuse a code that is no leaf and a deduction that is no number."""
    if "code" in answer and answer["code"] not in judge.names:
        raise NotPossibleError("not_a_leaf")
    if "deduction" in answer and (not answer["deduction"].strip() or deduction_of(answer["deduction"]).problem):
        raise NotPossibleError("not_a_number")


def _joined(row: ImportRow, answer: dict[str, Any], *, everywhere: bool) -> dict[str, Any]:
    """Return what is now said of a row: an answer joins the one before it, an empty one takes all back."""
    if not any(answer.values()):
        return {}
    said = {name: row.answer[name] for name in SAID if name in row.answer}
    return {**said, **answer, **({"all": True} if everywhere else {})}


def _keep_names(import_: RoundImport, names: dict[str, str]) -> None:
    """Keep which names were accepted for every row that has them."""
    accepted = {**import_.accepted, **names}
    import_.accepted = {written: code for written, code in accepted.items() if code}


def _finish(import_: RoundImport) -> None:
    """Save the names and the numbers that follow from the answers."""
    import_.tally = retally(import_)
    import_.save(update_fields=["accepted", "tally"])


def _remember(import_: RoundImport, names: dict[str, str], *, by: Account, at: datetime) -> None:
    """Keep accepted names as aliases of the edition."""
    nodes = {node.code: node for node in Node.objects.in_city(import_.city).filter(edition=import_.edition)}
    for written, code in names.items():
        if code:
            accept_alias(edition=import_.edition, written=written, node=nodes[code], by=by, at=at)

"""Rows that need a person, judged with what the person said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from wenming.engine.observations import Problem, ProblemKind
from wenming.inspections.enums import RowState
from wenming.inspections.imports.lines import Answer, Judge, Line
from wenming.inspections.imports.values import text_of
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries.imports import problem_of

NAME_KINDS = (
    ProblemKind.NAME_UNKNOWN,
    ProblemKind.NUMBER_MISSING,
    ProblemKind.NUMBER_UNKNOWN,
    ProblemKind.NAME_MISSING,
    ProblemKind.ITEM_UNKNOWN,
    ProblemKind.ITEM_AMBIGUOUS,
    ProblemKind.ITEM_WITHOUT_CLAUSE,
)
SHEET_KINDS = (ProblemKind.SHEET_UNREADABLE, ProblemKind.SHEET_LEFT_OUT)
_CHANGED = ("state", "kind", "column", "value", "suggestions", "facts", "group", "asks", "answer", "code", "milli")
CHUNK = 500


def placed(row: ImportRow, line: Line, problem: Problem | None, judge: Judge, answer: dict[str, Any]) -> ImportRow:
    """Put a line into its row, judged with the answer; ``problem`` is what is wrong with it without one."""
    row.sheet, row.row = line.sheet, line.row
    row.line, row.written = line.as_json(), text_of(line.name)
    _judged(row, line, problem, judge, answer)
    return row


def rejudge(row: ImportRow, judge: Judge, answer: dict[str, Any]) -> ImportRow:
    """Judge a row anew with another answer."""
    line = Line.from_json(row.sheet, row.row, row.line)
    if row.kind in SHEET_KINDS:
        _judged(row, line, problem_of(row), judge, answer)
    else:
        _judged(row, line, judge.judge(line).problem, judge, answer)
    return row


def _judged(row: ImportRow, line: Line, problem: Problem | None, judge: Judge, answer: dict[str, Any]) -> None:
    """Set what follows from the answer: the row counts, stays out, or still has a problem (perhaps its second)."""
    row.answer, row.code, row.milli = answer, "", None
    left_out = problem is not None and problem.kind is ProblemKind.SHEET_LEFT_OUT
    if answer.get("skip") or left_out:
        row.state = RowState.SKIPPED
    elif problem is not None and problem.kind in SHEET_KINDS:
        row.state = RowState.OPEN
    else:
        verdict = judge.judge(line, Answer(answer.get("code", ""), answer.get("deduction", "")))
        if verdict.observation is None:
            problem, row.state = verdict.problem, RowState.OPEN
        else:
            row.state, row.code, row.milli = RowState.USED, verdict.observation.code, verdict.observation.milli
    _describe(row, problem, answer)


def _describe(row: ImportRow, problem: Problem | None, answer: dict[str, Any]) -> None:
    """Set what is wrong with a row, and which rows have the very same problem."""
    row.kind, row.column, row.value, row.group, row.asks = "", "", "", "", False
    row.suggestions, row.facts = [], {}
    if problem is None:
        return
    row.kind, row.column, row.value = problem.kind.value, problem.column or "", problem.value
    row.suggestions, row.facts = list(problem.suggestions), dict(problem.facts)
    row.asks = bool(row.state == RowState.OPEN and row.kind == ProblemKind.NAME_UNKNOWN and row.suggestions)
    alike = [row.kind, row.sheet, row.column, "" if problem.kind in SHEET_KINDS else row.value, row.facts]
    alone = [] if answer.get("all") or not answer else [row.row]
    row.group = hashlib.sha256(json.dumps([alike, alone, answer.get("code", "")]).encode()).hexdigest()


def apply_answers(rows: QuerySet[ImportRow], judge: Judge, answer_of: Callable[[ImportRow], dict[str, Any]]) -> int:
    """Judge the rows with their new answers and save them; return how many there were.

    Rows that come out alike are saved by one statement: an answer may stand for a hundred thousand of them.
    """
    alike: dict[str, tuple[ImportRow, list[int]]] = {}
    count = 0
    for row in rows.iterator(chunk_size=2000):
        rejudge(row, judge, answer_of(row))
        key = json.dumps([getattr(row, name) for name in _CHANGED], sort_keys=True)
        alike.setdefault(key, (row, []))[1].append(row.pk)
        count += 1
    for row, keys in alike.values():
        values = {name: getattr(row, name) for name in _CHANGED}
        for portion in _portions(keys):
            ImportRow.objects.in_city(row.city).filter(pk__in=portion).update(**values)
    return count


def _portions(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def retally(import_: RoundImport) -> dict[str, Any]:
    """Count the rows that need, or needed, a person: by state, the different matters behind them, what the answers are worth."""
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_)
    open_, asks, settled = Q(state=RowState.OPEN), Q(asks=True), ~Q(state=RowState.OPEN) & ~Q(group="")
    tally = rows.aggregate(
        open=Count("pk", filter=open_),
        open_groups=Count("group", filter=open_, distinct=True),
        asking=Count("pk", filter=open_ & asks),
        asking_groups=Count("group", filter=open_ & asks, distinct=True),
        used=Count("pk", filter=Q(state=RowState.USED)),
        skipped=Count("pk", filter=Q(state=RowState.SKIPPED)),
        settled_groups=Count("group", filter=settled, distinct=True),
    )
    nodes = rows.filter(state=RowState.USED).values_list("code").annotate(Count("pk"), Sum("milli")).order_by("code")
    proposed = rows.filter(state=RowState.OPEN, asks=True).values_list("written", "suggestions").distinct()
    single = sum(len(suggestions) == 1 for _written, suggestions in proposed)
    return {**tally, "single": single, "nodes": {code: [count, milli] for code, count, milli in nodes}}

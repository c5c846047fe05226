"""Rates as a workbook: the rates themselves, what each was reckoned from, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.rates import Scheme, judge
from wenming.engine.scoring.display import round_half_up
from wenming.issues.queries.rates import Line, sum_of_lines
from wenming.issues.schemas.rates import Head, named, value_of


def rates_workbook(scheme: Scheme, heads: Sequence[Head], lines: Sequence[Line], first: str) -> bytes:
    """Return the rates of some lines, all of them together on top."""
    whole = Line("", 0, _("合计"), "", sum_of_lines(lines))
    columns = [Column(first, 24), Column(_("类别"), 14)]
    for head in heads:
        if head.per:
            columns += [
                Column(head.name, 12, "percent"),
                Column(f"{head.name}{_('（分子）')}", 10),
                Column(f"{head.name}{_('（分母）')}", 10),
            ]
        else:
            columns.append(Column(head.name, 10))
    columns.append(Column(_("得分"), 10))
    rows = (_row(scheme, heads, line) for line in (whole, *lines))
    notes = [(head.name, head.hint) for head in heads] + [(_("出处"), scheme.source)]
    notes += [(_("未查明"), text) for text in scheme.unknown]
    return workbook(
        [
            Sheet(_("处置评价"), named(scheme), columns, rows, frozen=2),
            Sheet(_("怎么算"), "", [Column(_("项目"), 20), Column(_("说明"), 80)], notes),
        ]
    )


def _row(scheme: Scheme, heads: Sequence[Head], line: Line) -> list[Cell]:
    """Return one line."""
    verdict = judge(scheme, line.counters)
    points = round_half_up(verdict.total, 2) if verdict.total_of else None
    return [line.name or pgettext("rate", "未填写"), line.group, *_cells(heads, line), points]


def _cells(heads: Sequence[Head], line: Line) -> Iterator[Cell]:
    for head in heads:
        of, per, rate = value_of(head, line.counters)
        if head.per:
            yield float(rate) if rate is not None else None
            yield of
            yield per
        else:
            yield of

"""Gaps as Excel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.enums import gap_word
from wenming.assessment.queries import RoundResult
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.gaps import Gap
from wenming.standards.schemas import edition_title


def gaps_workbook(now: RoundResult, ranked: Iterable[Gap]) -> bytes:
    """Return ranked gaps, one line each."""
    return workbook([gaps_sheet(now, ranked)])


def gaps_sheet(now: RoundResult, ranked: Iterable[Gap]) -> Sheet:
    """Return the sheet of ranked gaps; points are points of the total."""
    columns = (
        Column(pgettext("column", "序号"), 8),
        Column(pgettext("column", "编号"), 12),
        Column(pgettext("column", "测评条目"), 40),
        Column(pgettext("column", "失分原因"), 14),
        Column(pgettext("column", "行数"), 8),
        Column(pgettext("column", "满分"), 10, "score"),
        Column(pgettext("column", "得分"), 10, "score"),
        Column(pgettext("column", "失分"), 10, "score"),
        Column(pgettext("column", "得分率"), 10, "percent"),
        Column(pgettext("column", "目标"), 10, "percent"),
        Column(pgettext("column", "可追回"), 10, "score"),
    )
    names = {node.code: node.name for node in now.standard.nodes}
    rows: list[list[Cell]] = [
        [
            place,
            gap.code,
            names[gap.code],
            gap_word(gap),
            gap.rows or None,
            float(gap.attainable),
            float(gap.now),
            float(gap.lost),
            float(gap.rate),
            None if gap.target is None else float(gap.target),
            float(gap.recoverable),
        ]
        for place, gap in enumerate(ranked, start=1)
    ]
    title = f"{now.round.name} · {_('差距分析')} · {edition_title(now.round.edition)}"
    return Sheet(_("差距分析"), title, columns, rows)

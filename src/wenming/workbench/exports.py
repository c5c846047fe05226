"""Lists that cross nouns, as Excel."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundResult
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.standards.schemas import edition_title


def rounds_workbook(results: Sequence[RoundResult]) -> bytes:
    """Return every round with its score."""
    columns = (
        Column(pgettext("column", "轮次"), 24),
        Column(pgettext("column", "测评体系"), 36),
        Column(_("开始日期"), 12),
        Column(_("结束日期"), 12),
        Column(pgettext("column", "行数"), 8),
        Column(pgettext("column", "得分"), 10, "score"),
        Column(pgettext("column", "满分"), 10, "score"),
        Column(pgettext("column", "得分率"), 10, "percent"),
    )
    rows: list[list[Cell]] = [
        [
            one.round.name,
            edition_title(one.round.edition),
            one.round.starts_on,
            one.round.ends_on,
            one.rows,
            *_total(one),
        ]
        for one in results
    ]
    return workbook([Sheet(_("测评轮次"), "", columns, rows)])


def _total(one: RoundResult) -> list[Cell]:
    """Return score, attainable points and rate, or nothing where no total may be announced."""
    root = one.total
    if root is None or root.rate is None:
        return [None, None, None]
    return [float(root.score), float(root.attainable), float(root.rate)]

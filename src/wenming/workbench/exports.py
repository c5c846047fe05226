"""Lists that cross nouns, as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundResult
from wenming.documents.exports import Column, Sheet, workbook


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
    rows = [
        [
            one.round.name,
            one.round.edition.title,
            one.round.starts_on,
            one.round.ends_on,
            one.rows,
            float(one.result.score),
            float(one.result.attainable),
            float(one.result.rate or Fraction(0)),
        ]
        for one in results
    ]
    return workbook([Sheet(_("测评轮次"), "", columns, rows)])

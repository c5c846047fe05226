"""The visits of a field round as Excel, in the order of their numbers: sites and days; nothing is counted by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.schemas.fieldwork import visit_line


def visit_workbook(field_round: FieldRound, visits: Iterable[Visit]) -> bytes:
    """Return the visits in the columns of their page."""
    columns = (
        Column(pgettext("column", "编号"), 8),
        Column(pgettext("column", "点位编号"), 14),
        Column(pgettext("column", "点位"), 28),
        Column(pgettext("column", "类型"), 18),
        Column(pgettext("column", "属地"), 16),
        Column(pgettext("column", "第几次"), 10),
        Column(pgettext("column", "小组"), 12),
        Column(pgettext("column", "代号"), 10),
        Column(pgettext("column", "哪天"), 18),
        Column(pgettext("column", "状态"), 12),
        Column(pgettext("column", "原因"), 16),
        Column(pgettext("column", "备注"), 28),
    )
    return workbook([Sheet(_("点位"), field_round.name, columns, _rows(field_round, visits))])


def _rows(field_round: FieldRound, visits: Iterable[Visit]) -> Iterator[list[Cell]]:
    """Yield one line for each visit."""
    names = ("number", "code", "site", "type", "area", "coding", "team", "member", "day")
    for visit in visits:
        line = visit_line(field_round, visit)
        yield [*(line[name] for name in names), line["state"]["label"], line["why"], line["note"]]

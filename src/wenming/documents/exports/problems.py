"""What of a table that was brought in cannot be used, as a workbook to send back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports.workbooks import Cell, Column, Sheet, workbook


def unused_workbook(rows: Iterable[list[Cell]]) -> bytes:
    """Return what cannot be used; a row is its sheet, row, column, value, fault and mend."""
    columns = (
        Column(_("工作表"), 14),
        Column(pgettext("column", "行"), 8),
        Column(pgettext("column", "列"), 12),
        Column(_("原值"), 26),
        Column(pgettext("column", "问题"), 40),
        Column(pgettext("column", "改法"), 50),
    )
    return workbook([Sheet(_("未用的行"), "", columns, rows)])

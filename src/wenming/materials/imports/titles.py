"""Titles of earlier years from a workbook: every row is read, or said to be wrong with its place. Programmes and units are found by others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell
from wenming.materials.enums.creation import UnitTitleStatus
from wenming.materials.imports.requirements import (
    Line,
    Reader,
    Trouble,
    day_of,
    needed_text,
    read_lines,
    text_of,
    word_of,
)

STANDINGS = {
    "": str(UnitTitleStatus.HELD),
    "有效": str(UnitTitleStatus.HELD),
    "警告": str(UnitTitleStatus.WARNED),
    "撤销": str(UnitTitleStatus.WITHDRAWN),
    "期满终止": str(UnitTitleStatus.EXPIRED),
}
"""Words of the workbook for where a title stands; the export writes them."""
NEEDED = ("创建项目", "单位", "命名日期", "命名文号")


def read_title_lines(content: bytes) -> tuple[list[Line], list[Trouble]]:
    """Return the rows of the first sheet that has the heads, and what is wrong. NothingReadableError where there is none."""
    lines, troubles = read_lines(content, READERS, NEEDED)
    bad = {one.row for one in troubles}
    for line in lines:
        if line.row in bad or line.values["最近记录日期"]:
            continue
        if line.values["状态"] != UnitTitleStatus.HELD:
            troubles.append(Trouble(line.row, "最近记录日期", "", _("没有填写"), _("写警告、撤销或终止的日期")))
    return lines, troubles


def _needed_day(cell: Cell | None) -> date:
    """Return a day that must be there."""
    found = day_of(cell)
    if found is None:
        raise ValueError(_("没有填写"), _("写成 2026-12-31"))
    return found


READERS: Mapping[str, Reader] = {
    "创建项目": needed_text,
    "单位": needed_text,
    "命名日期": _needed_day,
    "命名文号": lambda cell: needed_text(cell)[:80],
    "有效期至": day_of,
    "状态": word_of(STANDINGS),
    "最近记录日期": day_of,
    "最近记录文号": lambda cell: text_of(cell)[:80],
    "说明": lambda cell: text_of(cell)[:500],
}

"""Requirements as a workbook, as the import reads it again."""

from __future__ import annotations

from collections.abc import Iterable

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.materials.imports.requirements import HEADS, KINDS, NO, RHYTHMS, YES
from wenming.materials.models import Requirement

WIDTHS = (14, 8, 14, 40, 8, 10, 11, 12, 36, 40, 10, 12)
"""Widths of the columns, one for each head."""
SHEET = "材料要求"
KIND_WORDS = {str(value): word for word, value in KINDS.items()}
RHYTHM_WORDS = {str(value): word for word, value in RHYTHMS.items()}
EXAMPLES: tuple[tuple[Cell, ...], ...] = (
    ("1.1", 1, "说明报告", "环境卫生整治情况", 1, "每季度", 25, 12, "市城市管理局", "写做法、数据和成效，例子，导入前删去", "是", None),
    ("1.1", 2, "实景图片", "主次干道保洁", 3, "每月", 25, 12, "市城市管理局、望河街道", "例子，导入前删去", "否", None),
)  # fmt: skip


def requirements_workbook(rows: Iterable[Requirement]) -> bytes:
    """Return requirements with their running suppliers."""
    return workbook([Sheet(SHEET, "", _columns(), (_row(one) for one in rows), frozen=1)])


def template_workbook() -> bytes:
    """Return an empty table with two rows to show how."""
    return workbook([Sheet(SHEET, "", _columns(), EXAMPLES, frozen=1)])


def _columns() -> list[Column]:
    """Return the columns: Chinese, whatever the reader's language."""
    return [Column(head, width) for head, width in zip(HEADS, WIDTHS, strict=True)]


def _row(one: Requirement) -> list[Cell]:
    """Return a requirement's row."""
    return [
        one.node.code,
        one.number,
        KIND_WORDS[one.kind],
        one.name,
        one.count,
        RHYTHM_WORDS[one.rhythm],
        one.due_day,
        one.window_months,
        "、".join(row.unit.name for row in one.running),
        one.note,
        YES if one.two_reviews else NO,
        one.until,
    ]

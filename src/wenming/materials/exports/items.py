"""Lists of items and the calendar of completeness as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.materials.enums import ItemState, PaperKind
from wenming.materials.models import MaterialItem
from wenming.materials.queries.completeness import MONTHS, Count12, Line
from wenming.materials.schemas.items import number_of, period_text
from wenming.materials.workflow import OPEN
from wenming.standards.models import Node

HEADS = (
    ("编号", 14), ("材料名称", 40), ("测评条目", 30), ("报送单位", 22), ("所属时段", 16), ("种类", 12), ("份数", 8), ("报送期限", 12),
    ("状态", 10), ("版本", 8), ("已过期", 8), ("不再要求的原因", 24),
)  # fmt: skip
CHUNK = 500


def items_workbook(items: QuerySet[MaterialItem], on: date) -> bytes:
    """Return items as a workbook, read in portions."""
    columns = [Column(head, width) for head, width in HEADS]
    return workbook([Sheet("材料报送", "", columns, _rows(items, on), frozen=2)])


def _rows(items: QuerySet[MaterialItem], on: date) -> Iterator[list[Cell]]:
    """Yield the rows."""
    for one in items.iterator(chunk_size=CHUNK):
        requirement = one.requirement
        yield [
            number_of(requirement),
            requirement.name,
            requirement.node.name,
            one.unit.name,
            period_text(requirement.rhythm, one.period),
            str(PaperKind(requirement.kind).label),
            requirement.count,
            one.due_on,
            str(ItemState(one.state).label),
            one.version,
            "是" if one.state in OPEN and one.due_on < on else "",
            one.waived_reason,
        ]


def calendar_workbook(lines: Sequence[Line], year: int, side: str) -> bytes:
    """Return the calendar as two tables: what was asked, and what is complete."""
    head = "测评条目" if side == "clause" else "报送单位"
    columns = [Column(head, 34), *(Column(f"{month}月", 8) for month in MONTHS), Column("全年", 8)]

    def rows(name: str) -> Iterable[list[Cell]]:
        for line in lines:
            months = [getattr(line.months.get(month, Count12()), name) for month in MONTHS]
            title = f"{line.one.code} {line.one.name}" if isinstance(line.one, Node) else line.one.name
            yield [title, *months, getattr(line.whole, name)]

    names = (
        ("要报", "asked"),
        ("已通过", "complete"),
        ("待审核", "waiting"),
        ("已退回", "returned"),
        ("已过期", "late"),
    )
    return workbook(
        [Sheet(label, f"{year} 年材料报送：{label}", columns, rows(name), frozen=1) for label, name in names]
    )

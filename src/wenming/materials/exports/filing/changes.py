"""What changed from one filing to the next, as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wenming.documents.exports.settled import settled
from wenming.documents.exports.workbooks import Cell, Column, Sheet, workbook
from wenming.engine.filing import Changes

COLUMNS = (Column("变化", 10), Column("编号", 20), Column("文件", 80), Column("原来的文件", 80))


def changes_workbook(title: str, changes: Changes) -> bytes:
    """Return the changes, kind by kind."""
    return settled(workbook([Sheet("变化清单", title, COLUMNS, _rows(changes), 1)]))


def _rows(changes: Changes) -> Iterator[Sequence[Cell]]:
    """Yield a row for each file that changed."""
    for row in changes.added:
        yield "新增", row.number, row.path, ""
    for name, pairs in (("替换", changes.replaced), ("移动", changes.moved), ("改名", changes.renamed)):
        for old, new in pairs:
            yield name, new.number, new.path, old.path if old.path != new.path else ""
    for row in changes.removed:
        yield "删除", row.number, "", row.path

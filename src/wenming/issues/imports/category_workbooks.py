"""Reads the workbook of categories that the page gives out, and lists of the same heads that somebody else made."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Sheet, read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.issues.imports.categories import CategoryTable, Row, Rows, checked

HEADS = {
    "kind": ("类别", 8), "major_code": ("大类代码", 10), "major_name": ("大类名称", 16), "major_name_en": ("大类英文名称", 18),
    "code": ("小类代码", 10), "name": ("小类名称", 18), "name_en": ("小类英文名称", 22), "filing": ("立案条件", 34),
    "limits": ("处置时限", 30), "closing": ("结案条件", 24), "unit": ("责任单位", 22), "words": ("常用说法", 30),
    "urgent": ("须立即处置", 10), "active": ("在用", 8), "automatic": ("自动采用（‰）", 12), "source": ("数字来源", 24),
}  # fmt: skip
"""Column -> its head and width: Chinese, whatever the reader's language."""
NEEDED = ("kind", "major_code", "major_name", "code", "name", "limits")
CATEGORIES, LIMITS = "问题类别", "环节和迎检时限"
STAGES = {
    "受理": "acceptance", "立案": "filing", "派遣": "dispatching", "处置": "disposal", "核查": "verification", "裁定": "arbitration",
}  # fmt: skip
VISIT = {"迎检：紧急": "urgent", "迎检：一般": "usual"}
BETWEEN = re.compile(r"[、,，;；]+")
HEADS_WITHIN = 10
"""Rows among which the heads are looked for."""


def read_category_workbook(content: bytes, name: str) -> CategoryTable:
    """Read a workbook. NothingReadableError for what is none, UnusableTableError for what it says wrongly."""
    sheets = read_workbook(content)
    for sheet in sheets:
        heads = _heads(sheet)
        if heads is not None:
            row, columns = heads
            rows = tuple(_rows(sheet, row, columns))
            fixed = {key: text for other in sheets if other is not sheet for key, text in _fixed(other)}
            stages = {STAGES[key]: text for key, text in fixed.items() if key in STAGES}
            visit = {VISIT[key]: text for key, text in fixed.items() if key in VISIT}
            return checked(Rows(name, "", rows, stages, visit))
    needed = _("、").join(HEADS[one][0] for one in NEEDED)
    raise NothingReadableError(_("没有找到表头；请用导出的表格填写，表头至少要有：%(heads)s") % {"heads": needed})


def _heads(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the heads and column -> place, or None where the sheet has not the heads that are needed."""
    known = {head: name for name, (head, _width) in HEADS.items()}
    for number, row in enumerate(sheet.rows[:HEADS_WITHIN]):
        places = {known[_text(cell)]: place for place, cell in enumerate(row) if _text(cell) in known}
        if all(name in places for name in NEEDED):
            return number, places
    return None


def _rows(sheet: Sheet, head: int, columns: Mapping[str, int]) -> list[Row]:
    """Return the filled rows below the heads."""
    found = []
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        cells = {name: _text(row[place]) for name, place in columns.items()}
        if any(cells.values()):
            words = tuple(BETWEEN.split(cells.get("words", "")))
            place = _("“%(sheet)s”第 %(row)s 行") % {"sheet": sheet.name, "row": number}
            found.append(Row(place, cells, (cells["limits"],), words))
    return found


def _fixed(sheet: Sheet) -> list[tuple[str, str]]:
    """Return name -> limit of the sheet of stages."""
    return [(_text(row[0]), _text(row[1])) for row in sheet.rows if sheet.width > 1 and _text(row[1])]


def _text(cell: Cell) -> str:
    """Return a cell as text; a whole number without its fraction."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()

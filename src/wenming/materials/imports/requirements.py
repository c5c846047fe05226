"""Requirements from a workbook: every row is read, or said to be wrong with its place and what mends it. Names are read further by others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.materials.enums import PaperKind, Rhythm

KINDS = {
    "规范性文件": PaperKind.DOCUMENT,
    "说明报告": PaperKind.REPORT,
    "实景图片": PaperKind.PICTURE,
    "统计表": PaperKind.STATISTICS,
}
RHYTHMS = {"一次": Rhythm.ONCE, "每年": Rhythm.YEARLY, "每季度": Rhythm.QUARTERLY, "每月": Rhythm.MONTHLY}
"""Words of the workbook for kinds and rhythms; the export writes them."""
HEADS = (
    "条目编号", "序号", "材料种类", "材料名称", "份数", "报送周期", "当月几日前", "有效期（月）", "报送单位", "填报说明", "两人审核", "截止日期",
)  # fmt: skip
YES, NO = "是", "否"
NEEDED = ("条目编号", "材料种类", "材料名称", "报送周期", "报送单位")
SEARCHED = 10
"""Rows in which the heads are looked for."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a cell, and what mends it."""

    row: int
    column: str
    value: str
    problem: str
    mend: str


@dataclass(slots=True)
class Line:
    """A row as it was read: texts and numbers under the heads."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)


Reader = Callable[[Cell | None], Any]
"""Turns a cell into a value, or raises ValueError(what is wrong, what mends it)."""


def read_requirement_lines(content: bytes) -> tuple[list[Line], list[Trouble]]:
    """Return the rows of the first sheet that has the heads, and what is wrong. NothingReadableError where there is none."""
    return read_lines(content, _READERS, NEEDED)


def read_lines(
    content: bytes, readers: Mapping[str, Reader], needed: Sequence[str]
) -> tuple[list[Line], list[Trouble]]:
    """Return the rows below these heads, of which the needed ones must be there, and what is wrong, by row."""
    for sheet in read_workbook(content):
        for place, cells in enumerate(sheet.rows[:SEARCHED]):
            heads = {text_of(cell): column for column, cell in enumerate(cells) if text_of(cell) in readers}
            if set(needed) <= set(heads):
                return _lines(sheet.rows[place + 1 :], heads, place + 2, readers)
    raise NothingReadableError(_("没有找到表头：%(heads)s；请从模板填起") % {"heads": "、".join(needed)})


def _lines(
    rows: list[list[Cell]], heads: Mapping[str, int], first: int, readers: Mapping[str, Reader]
) -> tuple[list[Line], list[Trouble]]:
    """Read the rows below the heads; empty ones are passed over."""
    lines, troubles = [], []
    for row, cells in enumerate(rows, start=first):
        texts: dict[str, Cell | None] = {
            head: cells[column] if column < len(cells) else None for head, column in heads.items()
        }
        if not any(text_of(cell) for cell in texts.values()):
            continue
        line = Line(row)
        for head, reader in readers.items():
            cell = texts.get(head)
            try:
                line.values[head] = reader(cell)
            except ValueError as fault:
                problem, mend = fault.args
                troubles.append(Trouble(row, head, text_of(cell), problem, mend))
        lines.append(line)
    return lines, troubles


def text_of(cell: Cell | None) -> str:
    """Return a cell as a text without gaps around; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def needed_text(cell: Cell | None) -> str:
    """Return a text that must be there."""
    text = text_of(cell)
    if not text:
        raise ValueError(_("没有填写"), _("请填上"))
    return text


def word_of(words: Mapping[str, Any]) -> Reader:
    """Return what reads one of several words."""

    def read(cell: Cell | None) -> Any:
        text = text_of(cell)
        if text not in words:
            raise ValueError(_("不认识这个词"), _("可用的词：%(words)s") % {"words": "、".join(words)})
        return words[text]

    return read


def _number(usual: int | None, least: int, most: int) -> Callable[[Cell | None], int | None]:
    """Return what reads a whole number, or the usual one where nothing stands."""

    def read(cell: Cell | None) -> int | None:
        text = text_of(cell)
        if not text:
            return usual
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            facts = {"least": least, "most": most}
            raise ValueError(_("应为 %(least)s 到 %(most)s 的整数") % facts, _("改成整数"))
        return int(text)

    return read


def day_of(cell: Cell | None) -> date | None:
    """Return a day, None where nothing stands."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise ValueError(_("不是日期"), _("写成 2026-12-31")) from None


_READERS: Mapping[str, Callable[[Cell | None], Any]] = {
    "条目编号": needed_text,
    "序号": _number(0, 1, 999),
    "材料种类": word_of(KINDS),
    "材料名称": lambda cell: needed_text(cell)[:200],
    "份数": _number(1, 1, 99),
    "报送周期": word_of(RHYTHMS),
    "当月几日前": _number(25, 1, 28),
    "有效期（月）": _number(None, 1, 120),
    "报送单位": needed_text,
    "填报说明": lambda cell: text_of(cell)[:500],
    "两人审核": word_of({YES: True, NO: False, "": True}),
    "截止日期": day_of,
}

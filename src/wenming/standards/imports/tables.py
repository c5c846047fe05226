"""One sheet of a workbook as rows of texts by the keys of its layout; nothing in it is passed over in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from wenming.engine.matching import fold
from wenming.standards.imports.fields import OWN_PREFIX, nearest
from wenming.standards.imports.findings import Ledger
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.grids import Grid
from wenming.standards.imports.grids import cell_text as _text
from wenming.standards.imports.layout import LEVEL, Head, Layout, has_words, spellings, word_read
from wenming.standards.imports.lists import divided_codes, divided_words, joined
from wenming.standards.imports.places import Places

_HEAD_WITHIN = 20
"""The heads stand in one of the first rows; what stands above them is a title."""
_FREE = frozenset(
    {
        "zh", "en", "name_zh", "name_en", "walk_zh", "walk_en", "how_zh", "how_en", "answer_zh", "answer_en", "options",
        "unit", "aliases", "label", "item", "value", "key", "source", "edition", "cycle_source",
    }
)  # fmt: skip
"""Columns of free text; everywhere else full-width digits and letters mean the plain ones."""
_WORDS = frozenset({"methods", "levels"})
_CODES = frozenset({"clauses", "scores"})
"""Columns of several codes or numbers: no dividing sign stands in any of them."""
_TIMES = frozenset({"time_from", "time_to"})
_NOT_ROMAN = re.compile("[^Ⅰ-ⅿ]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its number in the spreadsheet, and its texts by the keys of the layout."""

    number: int
    texts: dict[str, str]


@dataclass
class Reader:
    """What reading the sheets of one workbook shares: the ledger of faults and the places of cells."""

    ledger: Ledger
    places: Places

    def fault(self, place: tuple[str, int | None, str], problem: str, mend: str, /, **facts: object) -> None:
        """Note a fault at a place: sheet, row, head of the column."""
        self.ledger.add(self.places.line(*place), problem, mend, **facts)


def read_rows(grid: Grid, layout: Layout, reader: Reader) -> list[Row]:
    """Return the rows below the heads of a sheet; faults are in the ledger."""
    top, columns = _heads(grid, layout, reader)
    reader.places.heads[grid.name] = {head.key: _text(grid.rows[top][at]) for at, head in columns.items()}
    reader.places.words |= {
        (grid.name, _text(grid.rows[top][at])): head.words for at, head in columns.items() if head.words
    }
    table = _Table(grid, top, columns, reader)
    return list(table.rows())


def _heads(grid: Grid, layout: Layout, reader: Reader) -> tuple[int, dict[int, Head]]:
    """Return the row of the heads and the column of each; unknown, repeated and missing heads are faults."""
    known = {spelling: head for head in layout.heads for spelling in spellings(head)}
    counts = [sum(fold(_text(cell)) in known for cell in row) for row in grid.rows[:_HEAD_WITHIN]]
    if max(counts, default=0) < min(2, len(layout.heads)):
        heads = "、".join(head.text for head in layout.heads)
        reader.fault((grid.name, None, ""), _("没有找到表头"), _("在第一行写表头：%(heads)s"), heads=heads)
        return 0, {}
    top = counts.index(max(counts))
    columns: dict[int, Head] = {}
    for at, cell in enumerate(grid.rows[top]):
        text = _text(cell)
        head = known.get(fold(text))
        if head is not None and head in columns.values():
            reader.fault((grid.name, top + 1, text), _("列“%(head)s”写了两次"), _("删去其中一列"), head=text)
        elif head is not None:
            columns[at] = head
        elif text and not text.startswith(OWN_PREFIX):
            close = nearest(text, [head.chinese for head in layout.heads] + [head.key for head in layout.heads])
            mend = (
                _("可能是“%(near)s”？不需要的列删去，或在列名前加 x-")
                if close
                else _("删去这一列，或在列名前加 x-，就不再读它")
            )
            reader.fault((grid.name, top + 1, text), _("不认识的列“%(head)s”"), mend, head=text, near=close)
    return top, columns


@dataclass
class _Table:
    """A sheet whose heads are known."""

    grid: Grid
    top: int
    columns: dict[int, Head]
    reader: Reader

    def rows(self) -> Iterator[Row]:
        """Yield the rows with content, merged values filled in where every row has them."""
        if not self.columns:
            return
        self._note_strays()
        self._note_merged()
        for at in range(self.top + 1, len(self.grid.rows)):
            texts = {head.key: self._value(at, column, head) for column, head in self.columns.items()}
            if not any(texts.values()):
                continue
            filled = {head.key: self._spread(at, column, head) for column, head in self.columns.items()}
            yield Row(at + 1, {key: text or filled[key] for key, text in texts.items() if text or filled[key]})

    def _value(self, row: int, column: int, head: Head) -> str:
        """Return a cell as text; one whose value nobody can know is a fault."""
        cell = self.grid.rows[row][column]
        place = (self.grid.name, row + 1, self._name(column))
        if (row, column) in self.grid.broken:
            problem = _("单元格是错误值，或是没有存下结果的公式")
            self.reader.fault(place, problem, _("改写成数值或文字"))
        elif isinstance(cell, time) and head.key in _TIMES and not cell.second:
            return f"{cell.hour}:{cell.minute:02}"
        elif isinstance(cell, date | time | timedelta):
            problem = _("单元格是日期或时间“%(value)s”，表格软件可能改了原来的内容（例如 1/3）")
            self.reader.fault(place, problem, _("把单元格格式改为文本，再重新填写"), value=cell)
        return plain_text(head, _text(cell))

    def _spread(self, row: int, column: int, head: Head) -> str:
        """Return the value of the merged range in which a cell lies, where every row of it has that value."""
        if head.merged != "same":
            return ""
        for first, left, last, right in self.grid.merged:
            if first < row <= last and left <= column <= right and first > self.top:
                return plain_text(head, _text(self.grid.rows[first][left]))
        return ""

    def _note_merged(self) -> None:
        """Note the values merged over several rows in columns where nobody could tell whose they are."""
        for first, left, last, _right in self.grid.merged:
            head = self.columns.get(left)
            if head and not head.merged and first > self.top and last > first and _text(self.grid.rows[first][left]):
                problem = _("第 %(top)s 至 %(bottom)s 行合并成一格，不知道这个值属于哪一行")
                place = (self.grid.name, first + 1, self._name(left))
                self.reader.fault(place, problem, _("取消合并，逐行填写"), top=first + 1, bottom=last + 1)

    def _note_strays(self) -> None:
        """Note what stands in columns without a head."""
        heads = self.grid.rows[self.top]
        for column in range(len(heads)):
            if column in self.columns or _text(heads[column]):
                continue
            for row in range(self.top + 1, len(self.grid.rows)):
                if _text(self.grid.rows[row][column]) or (row, column) in self.grid.broken:
                    place = (self.grid.name, row + 1, letters(column))
                    self.reader.fault(place, _("这一列没有列名，却有内容"), _("写上列名，或删去内容"))
                    break

    def _name(self, column: int) -> str:
        return _text(self.grid.rows[self.top][column])


def plain_text(head: Head, text: str) -> str:
    """Return a text without what typing into a spreadsheet does to it: full-width digits, the trade's words for ours."""
    if head.key in _WORDS:
        return "；".join(word_read(head.key, word) for word in divided_words(plain_width(text)))
    if has_words(head.vocabulary):
        return word_read(head.vocabulary, text)
    if head.key in _FREE or head.key.startswith(LEVEL):
        return text
    return joined(divided_codes(plain_width(text))) if head.key in _CODES else plain_width(text)


def plain_width(text: str) -> str:
    """Return a text with plain digits, letters and signs for full-width ones; a Roman numeral Ⅳ is a sign of its own."""
    return _NOT_ROMAN.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def letters(column: int) -> str:
    """Return a column as the spreadsheet names it: A, B, …, AA."""
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters

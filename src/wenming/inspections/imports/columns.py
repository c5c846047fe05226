"""Which column of a sheet says what, recognised by the words that field teams really write above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wenming.documents.imports.workbooks import Cell, Source

HEADER_ROWS = 10
"""The header stands within the first rows; above it may be a title and remarks."""


class Column(StrEnum):
    """What a column of a field round says."""

    SERIAL = "serial"
    NAME = "name"
    ITEM = "item"
    SITE = "site"
    DEDUCTION = "deduction"
    SCORE = "score"
    AREA = "area"
    UNIT = "unit"


TITLES = {
    Column.SERIAL: "序号",
    Column.NAME: "项目",
    Column.ITEM: "检查项",
    Column.SITE: "考察点位",
    Column.DEDUCTION: "扣分",
    Column.SCORE: "得分",
    Column.AREA: "区域",
    Column.UNIT: "责任单位",
}
"""The usual heading of each column, for messages."""
REQUIRED = (Column.NAME, Column.DEDUCTION)

_WORDS = {
    **dict.fromkeys(("序号", "编号"), Column.SERIAL),
    **dict.fromkeys(("项目", "测评项目", "测评内容", "指标", "测评指标"), Column.NAME),
    **dict.fromkeys(("项目名称", "测评项目名称", "指标名称", "测评指标名称"), Column.NAME),
    **dict.fromkeys(("检查项", "检查项编号", "检查项代码"), Column.ITEM),
    **dict.fromkeys(("考察点位", "点位", "测评点位", "点位名称", "实地考察点位", "考察地点", "测评地点"), Column.SITE),
    **dict.fromkeys(("扣分", "扣分值", "扣分数"), Column.DEDUCTION),
    "得分": Column.SCORE,
    **dict.fromkeys(("区域", "街道", "属地", "所属街道", "所属区域", "所在街道", "所在区域"), Column.AREA),
}
_UNITS = ("责任单位", "责任部门")
_REMARK = re.compile(r"\(.*\)|[\s:*]")


@dataclass(frozen=True)
class Header:
    """The header of one sheet: its row, the place of each column, and the columns nobody reads (positions from 0)."""

    row: int
    places: dict[Column, int]
    units: tuple[int, ...]
    headings: dict[int, str]
    strangers: tuple[int, ...] = ()
    doubled: tuple[Column, ...] = field(default=())

    @property
    def lacking(self) -> tuple[Column, ...]:
        """The required columns that are not there, or there twice: two deductions, or two names, cannot both be meant."""
        return tuple(column for column in REQUIRED if column not in self.places or column in self.doubled)

    def heading(self, column: Column) -> str:
        """Return the heading as written, or the usual one where the column is absent."""
        place = self.units[0] if column is Column.UNIT and self.units else self.places.get(column, -1)
        return self.headings.get(place) or TITLES[column]

    def names_of(self, column: Column) -> bool:
        """Say whether the sheet has this column."""
        return bool(self.units) if column is Column.UNIT else column in self.places


def letter(place: int) -> str:
    """Return a column's letters as the spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_header(sheet: Source) -> Header | None:
    """Return the header of a sheet: the first row with every required column, else the row that comes closest.

    None where no row has even two known headings.
    """
    best: Header | None = None
    for number, row in enumerate(sheet.lines(0, HEADER_ROWS)):
        header = header_at(number, row)
        if not header.lacking:
            return _with_strangers(header, sheet)
        known = len(header.places) + len(header.units)
        if known >= 2 and (best is None or known > len(best.places) + len(best.units)):
            best = header
    return best


def _column_of(heading: str) -> Column | None:
    plain = _REMARK.sub("", unicodedata.normalize("NFKC", heading))
    return Column.UNIT if plain.startswith(_UNITS) else _WORDS.get(plain)


def header_at(number: int, row: Sequence[Cell]) -> Header:
    """Return what the headings of one row say."""
    places: dict[Column, int] = {}
    units: list[int] = []
    doubled: list[Column] = []
    headings = {place: str(cell).strip() for place, cell in enumerate(row) if str(cell).strip()}
    strangers: list[int] = []
    for place, heading in headings.items():
        column = _column_of(heading)
        if column is None:
            strangers.append(place)
        elif column is Column.UNIT:
            units.append(place)
        elif column in places:
            strangers.append(place)
            # 测评项目 beside 测评内容 is a name and its text; the same heading twice leaves open which of them is meant
            if column is Column.DEDUCTION or (column is Column.NAME and heading == headings[places[column]]):
                doubled.append(column)
        else:
            places[column] = place
    if Column.ITEM in places and Column.NAME not in places:
        # the check item alone says what a row is judged for
        places[Column.NAME] = places.pop(Column.ITEM)
    return Header(number, places, tuple(units), headings, tuple(strangers), tuple(doubled))


def _with_strangers(header: Header, sheet: Source) -> Header:
    """Add the columns that carry values but no heading."""
    bare = [
        place for place in range(sheet.width) if place not in header.headings and sheet.last_filled(place) > header.row
    ]
    strangers = tuple(sorted((*header.strangers, *bare)))
    return Header(header.row, header.places, header.units, header.headings, strangers, header.doubled)

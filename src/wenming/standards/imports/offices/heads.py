"""The heads of an office's form: which rows they are, and what each column means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wenming.engine.matching import fold
from wenming.standards.imports.fields import OWN_PREFIX, nearest
from wenming.standards.imports.grids import Cell, Grid, cell_text
from wenming.standards.imports.tables import letters

LEVEL_ORDER = ("project", "indicator", "content", "criterion")
IGNORE = "ignore"
_HEADS = {
    "project": "测评项目 项目 项目名称 一级指标 I级指标 一级项目 测评类别 类别 测评板块",
    "indicator": "测评指标 指标 指标名称 二级指标 II级指标",
    "content": "测评内容 内容 三级指标 III级指标 考评内容 考核内容 测评要点",
    "criterion": "测评标准 标准 具体标准 标准要求 测评要求 测评细则 考核标准 考评标准 评分标准 四级指标",
    "method": "测评方法 方法 测评方式 考评方法 考核方法 考核方式 审核方式",
    "points": "分值 分数 标准分 满分 分值权重 分",
    "weight": "权重 比重 所占比重",
    "materials": "材料要求 申报材料 材料 材料目录 材料清单 所需材料 网上申报材料 提交材料",
    "lead": "牵头单位 牵头部门 主责单位",
    "responsible": "责任单位 责任部门 承办单位 落实单位",
    "cooperating": "配合单位 配合部门 协办单位 协作单位 参与单位",
    "note": "备注 说明 完成时限 时限 迎检点 责任领导 责任单位领导 责任人 联系人",
    "sites": "点位数 点位数量 样本量 考察点位数",
    "code": "编号 代码 编码 指标编号 条目编号",
    IGNORE: "序号",
}
MEANINGS: Mapping[str, str] = {meaning: words.split()[0] for meaning, words in _HEADS.items()}
"""What a column may mean, each with the head that says so plainly."""
_KNOWN = {fold(word): meaning for meaning, words in _HEADS.items() for word in words.split()}
_ROMAN_HEADS = {"i": "project", "ii": "indicator", "iii": "content"}
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_NUMERAL = re.compile(r"\A(?:I{1,3})(?=\W*[^\W\dA-Za-z])|(?<=[^\W\dA-Za-z])\W*I{1,3}\Z")
_REPEATABLE = frozenset({"points", "weight", "note", IGNORE, ""})


@dataclass(frozen=True, slots=True)
class OfficeColumn:
    """A column of one table: where it lies, its head as it is written, and what it means ("": nobody knows)."""

    table: str
    index: int
    last: int
    heading: str
    meaning: str


class View:
    """A grid with its merged cells: each text belongs to the upper left cell of its range."""

    def __init__(self, grid: Grid) -> None:
        """Lay out the merged ranges."""
        self.grid = grid
        self.height = len(grid.rows)
        self.width = max(map(len, grid.rows), default=0)
        self._areas: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for top, left, bottom, right in grid.merged:
            area = (top, left, min(bottom, self.height - 1), min(right, self.width - 1))
            for row in range(area[0], area[2] + 1):
                for column in range(area[1], area[3] + 1):
                    self._areas.setdefault((row, column), area)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell's own value, "" beyond the last one."""
        cells = self.grid.rows[row]
        return cells[column] if column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """Return a cell's own text."""
        return cell_text(self.cell(row, column))

    def area(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return the range in which a cell lies, itself where it is not merged."""
        return self._areas.get((row, column), (row, column, row, column))

    def own(self, row: int) -> list[int]:
        """Return the columns in which a row has a text of its own."""
        return [at for at in range(len(self.grid.rows[row])) if self.text(row, at)]

    def joined(self, row: int, first: int, last: int) -> str:
        """Return the texts of a row in neighbouring columns as one."""
        return "".join(self.text(row, at) for at in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table: the first row below them, and the columns."""

    below: int
    columns: tuple[OfficeColumn, ...]


def meaning_of(heading: str) -> str:
    """Return what a head means, "" where nobody knows."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split())
    bare = _BRACKETS.sub("", plain)
    if bare.casefold() in _ROMAN_HEADS:
        return _ROMAN_HEADS[bare.casefold()]
    meaning = _KNOWN.get(fold(bare)) or _KNOWN.get(fold(_NUMERAL.sub("", bare)), "")
    return "points" if meaning == "weight" and "(分" in plain else meaning


def near_head(heading: str) -> str:
    """Return the known head that looks most like the given one, "" where none does."""
    return nearest(heading, [word for words in _HEADS.values() for word in words.split()])


def is_head_row(view: View, row: int) -> bool:
    """Say whether a row consists of heads: at least two known ones, one of them a level, and no fewer than unknown ones."""
    texts = [view.text(row, at) for at in view.own(row)]
    meanings = [meaning for text in texts if (meaning := meaning_of(text))]
    return len(meanings) > 1 and 2 * len(meanings) >= len(texts) and bool(set(meanings) & set(LEVEL_ORDER))


def read_heads(view: View, row: int, mapping: Mapping[tuple[str, int], str]) -> Heads:
    """Return the heads that begin in a row; those of a second row stand below a wider head, or are heads themselves."""
    double = _has_second(view, row)
    columns: list[OfficeColumn] = []
    at = 0
    while at < view.width:
        _top, _left, _bottom, right = view.area(row, at)
        words = [view.text(row, view.area(row, at)[1])]
        if double and view.text(row + 1, at):
            right = view.area(row + 1, at)[3]
            words.append(view.text(row + 1, at))
        heading = " ".join(" ".join(words).split())
        found = next((meaning for word in reversed(words) if (meaning := meaning_of(word))), "")
        key = (view.grid.name, at)
        if heading or key in mapping:
            meaning = mapping.get(key, IGNORE if heading.startswith(OWN_PREFIX) else found)
            columns.append(OfficeColumn(*key, max(at, right), heading or letters(at), meaning))
        at = max(at, right) + 1
    return Heads(row + 1 + double, tuple(columns))


def repeated(columns: tuple[OfficeColumn, ...]) -> list[OfficeColumn]:
    """Return the columns whose meaning another column has already, and may have only once."""
    seen: set[str] = set()
    found = []
    for column in columns:
        if column.meaning in seen and column.meaning not in _REPEATABLE:
            found.append(column)
        seen.add(column.meaning)
    return found


def _has_second(view: View, row: int) -> bool:
    """Say whether the heads take two rows."""
    if row + 1 >= view.height or not view.own(row + 1):
        return False
    wide = {
        at for start in view.own(row) for at in range(start, view.area(row, start)[3] + 1) if _is_wide(view, row, start)
    }
    under = view.own(row + 1)
    known = [at for at in under if meaning_of(view.text(row + 1, at))]
    return bool(known) and all(at in wide or at in known for at in under)


def _is_wide(view: View, row: int, column: int) -> bool:
    return view.area(row, column)[3] > column

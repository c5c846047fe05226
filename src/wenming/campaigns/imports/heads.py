"""The heads of a decomposition table: which rows they are, and what each column means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wenming.engine.decomposition.tables import BESIDE, LEVELS, TERMS, UNITS, Column, Meaning, letters
from wenming.engine.matching import fold
from wenming.standards.imports.fields import OWN_PREFIX
from wenming.standards.imports.offices.heads import View
from wenming.standards.imports.offices.heads import meaning_of as standard_meaning

_WORDS = {
    Meaning.LEAD: "牵头单位 牵头部门 主办单位 牵头责任单位 主责单位 牵头 主办 牵头单位或部门 总牵头单位 主办部门",
    Meaning.RESPONSIBLE: "责任单位 责任部门 承办单位 落实单位 责任主体 责任 具体责任单位 主体责任单位 实施单位 承办部门 责任单位或部门",
    Meaning.COOPERATING: "配合单位 配合部门 协办单位 协同单位 协作单位 参与单位 协助单位 配合 协办 协同部门 配合责任单位 参加单位",
    Meaning.SPONSOR: "包保单位 包联单位 包保部门 帮包单位 包抓单位 包保 联系帮扶单位 包保责任单位",
    Meaning.DUE: "完成时限 时限 完成时间 时间要求 办结时限 时限要求 完成期限 时间节点 完成日期 报送时限",
    Meaning.MATERIALS: "材料要求 报送材料 佐证材料 材料报送要求 申报材料要求 材料 需报送材料",
    Meaning.SPOTS: "迎检点 迎检点位 迎检单位 考察点位 实地点位 点位 实地考察点位 迎检场所 点位名称",
    Meaning.CHIEF: "责任单位领导 分管领导 责任领导 单位领导 责任人 分管负责人 责任单位负责人 牵头领导 负责人 市级领导 责任单位分管领导 牵头单位领导",
    Meaning.NOTE: "备注 说明 联系人 联系方式 联系电话",
    Meaning.NUMBER: "序号 序",
    Meaning.POINTS: "点位数 点位数量 样本量",
}
_KNOWN = {fold(word): meaning for meaning, words in _WORDS.items() for word in words.split()}
_OF_STANDARDS = {
    **{level.value: level for level in LEVELS},
    "method": Meaning.METHOD,
    "points": Meaning.POINTS,
    "weight": Meaning.POINTS,
    "code": Meaning.CODE,
    "materials": Meaning.MATERIALS,
}
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_SERIAL = re.compile(r"[0-9一二三四五]\Z")
CHOICES = (*LEVELS, Meaning.CODE, *UNITS, *TERMS, *BESIDE)
"""What a column may mean, in the order in which tables have them."""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What a person said of one sheet: whether it is read, in which row (from 0) its heads stand, what its columns mean."""

    used: bool = True
    head: int | None = None
    columns: Mapping[int, Meaning] | None = None


def mapping_from(said: Mapping[str, dict]) -> dict[str, SheetMapping]:
    """Return what was said of the sheets, from how it is kept."""
    return {
        name: SheetMapping(
            one.get("used", True),
            one.get("head"),
            {int(place): Meaning(meaning) for place, meaning in one.get("columns", {}).items()},
        )
        for name, one in said.items()
    }


def meaning_of(heading: str) -> Meaning:
    """Return what a head means, UNKNOWN where nobody knows."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split())
    bare = _BRACKETS.sub("", plain)
    for word in (fold(plain), fold(bare), fold(_SERIAL.sub("", bare))):
        if word in _KNOWN:
            return _KNOWN[word]
    return _OF_STANDARDS.get(standard_meaning(heading), Meaning.UNKNOWN)


def is_head_row(view: View, row: int) -> bool:
    """Say whether a row consists of heads: two known ones, one of them for entries, and no fewer than unknown ones."""
    own = view.own(row)
    texts = [view.text(row, at) for at in own]
    known = [meaning for text in texts if len(text) <= 20 and (meaning := meaning_of(text))]
    entries = {*LEVELS, Meaning.CODE, Meaning.NUMBER}
    return len(known) > 1 and 2 * len(known) >= len(texts) and bool(entries & set(known))


def read_heads(view: View, row: int, said: Mapping[int, Meaning] | None = None) -> tuple[int, tuple[Column, ...]]:
    """Return the first row below the heads that begin in a row, and the columns; a second row stands below wider heads."""
    double = has_second(view, row)
    columns: list[Column] = []
    at = 0
    while at < view.width:
        words = [view.text(row, view.area(row, at)[1])]
        right = view.area(row, at)[3]
        if double and view.area(row + 1, at)[0] == row + 1:
            right = min(right, view.area(row + 1, at)[3])
            words.append(view.text(row + 1, view.area(row + 1, at)[1]))
        heading = " ".join(" ".join(words).split())
        found = next((meaning for word in reversed(words) if (meaning := meaning_of(word))), Meaning.UNKNOWN)
        if heading.startswith(OWN_PREFIX):
            found = Meaning.IGNORE
        meaning = (said or {}).get(at, found)
        if heading or meaning:
            columns.append(Column(at, max(at, right), heading or letters(at), meaning))
        at = max(at, right) + 1
    return row + 1 + double, tuple(columns)


def has_second(view: View, row: int) -> bool:
    """Say whether the heads take two rows: what stands in the second is below a wider head, or below one of two rows."""
    if row + 1 >= view.height:
        return False
    if any(view.area(row, at)[2] > row for at in view.own(row)):
        return True
    under = view.own(row + 1)
    wide = {
        at
        for start in view.own(row)
        if view.area(row, start)[3] > start
        for at in range(start, view.area(row, start)[3] + 1)
    }
    return bool(under) and all(at in wide for at in under) and any(meaning_of(view.text(row + 1, at)) for at in under)

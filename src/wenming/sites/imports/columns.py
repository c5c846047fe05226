"""What the columns of a table mean: by the heads that offices write, or as a person said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenming.documents.imports.workbooks import Cell, Sheet
from wenming.engine.registers import FIELDS

LOOKED_THROUGH = 15
"""Rows among which the heads are looked for."""
SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": ("编号", "点位编号", "点位编码", "编码", "代码", "点位代码"),
    "name": ("点位名称", "名称", "点位", "考察点位", "测评点位", "点位名", "实地考察点位", "路段名称", "小区名称", "单位名称"),
    "type": ("点位类型", "类型", "点位类别", "类别", "点位种类", "场所类型"),
    "area": ("属地", "街道", "社区", "所属街道", "所属社区", "街道社区", "所属区域", "区域", "所在街道", "属地街道", "属地单位", "乡镇街道", "街道乡镇", "辖区"),
    "address": ("地址", "详细地址", "点位地址", "具体位置", "位置", "所在地址", "具体地址"),
    "position": ("坐标", "经纬度", "位置坐标", "点位坐标", "坐标经纬度", "gps坐标", "高德坐标", "百度坐标", "gcj02坐标", "火星坐标"),
    "lng": ("经度", "lng", "lon", "longitude", "高德经度", "百度经度", "东经", "x"),
    "lat": ("纬度", "lat", "latitude", "高德纬度", "百度纬度", "北纬", "y"),
    "datum": ("坐标系", "坐标系统", "坐标类型", "基准"),
    "responsible": ("责任单位", "点位责任单位", "牵头单位", "责任部门", "主体单位", "管理单位"),
    "competent": ("主管单位", "行业主管单位", "主管部门", "行业主管部门", "监管单位"),
    "sponsor": ("包保单位", "包联单位", "帮扶单位", "分包单位", "联系单位", "包保责任单位"),
    "site_chief": ("点位长", "点长", "点位负责人", "负责人", "联系人", "责任人", "包保责任人"),
    "site_phone": ("点位长电话", "点长电话", "负责人电话", "联系人电话", "责任人电话"),
    "road_chief": ("路长", "路段长"),
    "road_phone": ("路长电话", "路长联系电话"),
    "lane_chief": ("街巷长", "巷长"),
    "lane_phone": ("街巷长电话", "巷长电话"),
    "hours": ("开放时间", "营业时间", "服务时间", "开放营业时间", "营业开放时间", "办公时间"),
    "walking": ("走测规则", "考察路线", "走测要求", "考察方法", "走访路线"),
    "note": ("备注", "说明"),
    "since": ("启用日期", "起始日期", "纳入日期"),
    "until": ("停用日期", "撤销日期"),
}  # fmt: skip
PHONE_HEADS = ("电话", "联系电话", "手机", "手机号", "联系方式", "手机号码")
"""Heads that belong to the chief on their left."""
PHONES = {"site_chief": "site_phone", "road_chief": "road_phone", "lane_chief": "lane_phone"}
DATUM_HEADS = (
    ("gcj02", ("高德", "腾讯", "gcj", "火星")),
    ("bd09", ("百度", "bd09", "bd-09")),
    ("wgs84", ("wgs", "gps")),
    ("cgcs2000", ("cgcs", "2000", "天地图")),
)
_MEANING = {head: name for name, heads in SYNONYMS.items() for head in heads}
_NOISE = re.compile(r"[\s*:_\-/、.()\[\]]+")
PLAIN_SHEET = re.compile(r"^(sheet|工作表|表)\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What one sheet means: the row of its heads (from 0), a meaning or "" for every column, the type of all its rows or "", whether it counts."""

    head: int
    columns: tuple[str, ...]
    type: str = ""
    used: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"head": self.head, "columns": list(self.columns), "type": self.type, "used": self.used}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> SheetMapping:
        """Return what was kept."""
        return cls(int(values["head"]), tuple(values["columns"]), str(values["type"]), bool(values["used"]))


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it: whole numbers without a point, days as days."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        return repr(cell)
    return str(cell).strip()


def head_text(cell: Cell) -> str:
    """Return a head as heads are compared: without width, case, spaces, brackets and what stands in them."""
    text = unicodedata.normalize("NFKC", str(cell)).casefold()
    return _NOISE.sub("", re.sub(r"\([^)]*\)", "", text)) or _NOISE.sub("", text)


def guess(sheet: Sheet) -> SheetMapping:
    """Return what a sheet's heads say; the row with most known heads is theirs, and without a name it does not count."""
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ("",) * sheet.width)
    for number, row in enumerate(sheet.lines(0, LOOKED_THROUGH)):
        columns = meanings(row)
        known = sum(1 for name in columns if name) + 2 * ("name" in columns)
        if known > best[0]:
            best = (known, number, columns)
    _known, head, columns = best
    kind = "" if "type" in columns or PLAIN_SHEET.match(sheet.name.strip()) else sheet.name.strip()
    return SheetMapping(head, columns, kind, "name" in columns)


def meanings(row: Sequence[Cell]) -> tuple[str, ...]:
    """Return what a row of heads means, each meaning once; a telephone belongs to the chief on its left."""
    found: list[str] = []
    chief = ""
    for cell in row:
        text = head_text(cell)
        name = _MEANING.get(text, "")
        if text in PHONE_HEADS:
            name = PHONES.get(chief, "")
        chief = name if name in PHONES else chief
        found.append("" if name in found else name)
    return tuple(found)


def datum_of_heads(sheet: Sheet, mapping: SheetMapping) -> str:
    """Return the datum that the heads of the positions name, "" for none."""
    rows = list(sheet.lines(mapping.head, mapping.head + 1))
    heads = [
        str(cell).casefold()
        for cell, name in zip(rows[0] if rows else (), mapping.columns, strict=False)
        if name in {"position", "lng", "lat"}
    ]
    for datum, words in DATUM_HEADS:
        if any(word in head for head in heads for word in words):
            return datum
    return ""


def mapping_from(values: Mapping[str, Any], sheets: Sequence[Sheet]) -> dict[str, SheetMapping]:
    """Return what was said about the sheets, guessed where nothing was."""
    said = values.get("sheets", {})
    found = {}
    for sheet in sheets:
        kept = SheetMapping.from_json(said[sheet.name]) if sheet.name in said else guess(sheet)
        columns = tuple(name if name in FIELDS else "" for name in kept.columns[: sheet.width])
        columns += ("",) * (sheet.width - len(columns))
        found[sheet.name] = SheetMapping(kept.head, columns, kept.type, kept.used and "name" in columns)
    return found

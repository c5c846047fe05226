"""What the columns of a table of issues mean: by the heads that offices, hotlines and city management write, or as a person said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wenming.documents.imports.workbooks import Cell, Sheet
from wenming.sites.imports.columns import LOOKED_THROUGH, SheetMapping, head_text

SYNONYMS: dict[str, tuple[str, ...]] = {
    "number": ("编号", "问题编号", "系统编号", "台账编号"),
    "source_number": ("来源编号", "工单编号", "工单号", "案件编号", "案卷编号", "任务号", "受理编号", "诉求编号", "热线编号", "流水号", "原编号"),
    "text": (
        "问题描述", "问题", "存在问题", "发现问题", "主要问题", "问题内容", "具体问题", "问题情况", "反映内容", "诉求内容", "工单内容", "案件描述", "内容",
        "问题清单", "诉求描述", "反映问题", "案卷描述", "事件描述",
    ),
    "place": (
        "点位", "位置", "地点", "点位名称", "点位位置", "问题点位", "具体位置", "问题地点", "地址", "事发地址", "案发地点", "事发地点", "测评点位", "考察点位", "地点描述",
        "位置描述", "诉求地址", "问题位置", "路段", "案件地址",
    ),
    "area": ("属地", "街道", "社区", "所属街道", "所属社区", "所属区域", "区域", "辖区", "所属辖区", "街道社区", "乡镇街道", "所在街道", "所在社区"),
    "minor": ("小类", "问题类别", "类别", "问题类型", "类型", "案件小类", "小类名称", "诉求类别", "问题小类", "事项分类", "诉求分类", "案件类型", "分类"),
    "node": ("测评标准条目", "测评条目", "测评标准", "对应条目", "条目", "测评内容", "对应测评标准", "测评项目", "指标"),
    "unit": (
        "责任单位", "牵头单位", "整改单位", "承办单位", "办理单位", "处置单位", "主办单位", "责任部门", "处置部门", "承办部门", "整改责任单位", "交办单位", "专业部门", "牵头责任单位",
    ),
    "helpers": ("会办单位", "配合单位", "协办单位", "协同单位", "配合部门"),
    "chief": ("责任人", "整改责任人", "责任领导", "承办人", "经办人"),
    "measure": ("整改措施", "措施", "整改要求", "整改建议", "办理要求", "处置要求"),
    "term": ("时限", "整改时限", "完成时限", "整改期限", "办理时限", "处置时限", "期限", "完成时间", "要求完成时间", "截止时间", "办结时限", "限办时间"),
    "before": ("照片", "整改前", "整改前照片", "问题照片", "现场照片", "图片", "问题图片", "现场图片", "整改前图片", "上报照片"),
    "after": ("整改后", "整改后照片", "整改照片", "整改后图片", "处置照片", "处置后照片"),
    "answer": ("整改情况", "整改结果", "处置结果", "办理结果", "办理情况", "整改进展", "处理结果", "处置情况", "落实情况", "整改落实情况", "反馈内容", "回复内容"),
    "closed": ("销号日期", "销号时间", "销号情况", "是否销号", "销号", "结案时间", "办结时间", "完结时间", "结案日期", "办结日期", "是否办结"),
    "found": ("发现时间", "发现日期", "检查日期", "检查时间", "上报时间", "上报日期", "交办日期", "交办时间", "受理时间", "受理日期", "来电时间", "日期", "派单时间", "登记时间", "创建时间"),
    "source": ("来源", "问题来源", "来源渠道", "案件来源", "受理渠道"),
    "urgent": ("紧急", "紧急程度", "是否紧急"),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)
IGNORED = frozenset({"序号", "no", "状态", "备注"})
"""Heads that every ledger has and that nothing is made of."""
_MEANING = {head: name for name, heads in SYNONYMS.items() for head in heads}
_PRIVATE = re.compile(
    "来电人|反映人|投诉人|举报人|诉求人|求助人|当事人|申请人|联系人|市民|姓名|性别|年龄|身份证|证件|电话|手机|号码|联系方式|微信|邮箱|住址|家庭"
)
PRIVATE = "private"


def meanings(row: Sequence[Cell], kept: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what a row of heads means, each meaning once; columns with personal data are PRIVATE. ``kept`` is what was said of such heads before."""
    found: list[str] = []
    for cell in row:
        head = head_text(cell)
        name = (kept or {}).get(head, _MEANING.get(head, ""))
        if is_private(head) and name not in FIELDS:
            name = PRIVATE
        found.append(name if name == PRIVATE or name not in found else "")
    return tuple(found)


def is_private(head: str) -> bool:
    """Tell whether a column of this head holds data of persons; the office's own people are none."""
    return head not in _MEANING and bool(_PRIVATE.search(head))


def guess(sheet: Sheet, kept: Mapping[str, str] | None = None) -> SheetMapping:
    """Return what a sheet's heads say: the row with most known heads is theirs; without what is the matter the sheet does not count."""
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ("",) * sheet.width)
    for number, row in enumerate(sheet.lines(0, LOOKED_THROUGH)):
        # a merged title fills its whole row with one text
        columns = meanings(row, kept)
        known = sum(1 for name in columns if name) + 2 * ("text" in columns)
        if known > best[0]:
            best = (known, number, columns)
    _known, head, columns = best
    return SheetMapping(head, columns, "", "text" in columns)


def mapping_from(
    values: Mapping[str, Any], sheets: Sequence[Sheet], kept: Mapping[str, str] | None = None
) -> dict[str, SheetMapping]:
    """Return what was said about the sheets, guessed where nothing was."""
    said = values.get("sheets", {})
    found = {}
    for sheet in sheets:
        one = SheetMapping.from_json(said[sheet.name]) if sheet.name in said else guess(sheet, kept)
        columns = tuple(name if name in FIELDS or name == PRIVATE else "" for name in one.columns[: sheet.width])
        columns += ("",) * (sheet.width - len(columns))
        found[sheet.name] = SheetMapping(one.head, columns, "", one.used and "text" in columns)
    return found


def heads_said(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> dict[str, str]:
    """Return head -> meaning of every sheet that counts, to be kept for the next file of this source."""
    found: dict[str, str] = {}
    for sheet in sheets:
        mapping = mappings[sheet.name]
        for row in sheet.lines(mapping.head, mapping.head + 1) if mapping.used else ():
            found |= {head_text(cell): name for cell, name in zip(row, mapping.columns, strict=True) if head_text(cell)}
    return found
